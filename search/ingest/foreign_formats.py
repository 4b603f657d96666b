"""Foreign formats: which formats are known, and not read? Each with what a person can do instead."""

from collections.abc import Set

_PICTURE = "图片，不支持；请另存为 PNG、JPEG 或 TIFF"
_ARCHIVE = "{} 压缩包，不支持；请解开，或改用 ZIP"
_SAVE_AS = "{}，不支持；请另存为 .docx 或 PDF"
_MEDIA = "音频或视频，没有可索引的文字"

# First bytes of a file (None stands for any byte), and what it is.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"AT&TFORM", _PICTURE),
    (b"8BPS", _PICTURE),
    (b"Rar!\x1a\x07", _ARCHIVE.format("RAR")),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE.format("7z")),
    (b"BZh", _ARCHIVE.format("bzip2")),
    (b"\xfd7zXZ\x00", _ARCHIVE.format("xz")),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE.format("zstd")),
    (b"%!PS", "PostScript 文件，不支持；请另存为 PDF"),
    (b"CAJ\x00", "CAJ 文件，不支持；请另存为 PDF"),
    (b"KDH ", "CAJ 文件，不支持；请另存为 PDF"),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"fLaC", _MEDIA),
    (b"SQLite format 3\x00", "SQLite 数据库，不支持；请导出为 CSV 或 JSON"),
    (b"\xdb\xa5", _SAVE_AS.format("Word 2 的文件")),
    (b"\x31\xbe\x00\x00", _SAVE_AS.format("Windows 写字板或 DOS 版 Word 的文件")),
    (b"MZ\x90\x00", "程序文件，不是文章"),
    (b"\x7fELF", "程序文件，不是文章"),
    (b"MSCF\x00", _ARCHIVE.format("CAB")),
    (b"ITSF\x03", "CHM 帮助文件，不支持；请另存为网页"),
)
# Names within a ZIP file, and within the storage of Office before 2007.
_PACKAGES = (("visio/document.xml", "Visio 图，不支持；请另存为 PDF"),)
_STORAGES = (
    ("EncryptedPackage", "已加密，需要密码；请去掉密码后另存"),
    ("PowerPoint Document", "PowerPoint 演示文稿，不支持；请另存为 PDF"),
    ("VisioDocument", "Visio 图，不支持；请另存为 PDF"),
)


def foreign_format(head: bytes) -> str | None:
    """Say what a file is whose format is known and not read, by its beginning; else None."""
    for signature, reason in _SIGNATURES:
        if head.startswith(signature):
            return reason
    kind = head[4:12]
    if kind.startswith(b"ftyp"):
        return _PICTURE if kind[4:] in {b"heic", b"heix", b"mif1", b"avif"} else _MEDIA
    if head.startswith(b"RIFF"):
        return _PICTURE if head[8:12] == b"WEBP" else _MEDIA
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return _PICTURE
    if head[257:262] == b"ustar":
        return _ARCHIVE.format("tar")
    return None


def foreign_package(names: Set[str]) -> str | None:
    """Say what a ZIP file is that is the document of a program; None for an archive."""
    return next((reason for name, reason in _PACKAGES if name in names), None)


def foreign_storage(names: Set[str]) -> str:
    """Say what a file of the kind Office used before 2007 is, if neither Word nor Excel."""
    found = next((reason for name, reason in _STORAGES if name in names), None)
    return found or "OLE 复合文件，不是 Word 或 Excel 文档，不支持"
