"""Archives: which files does a ZIP archive hold? Read in memory, within bounds; nothing is written to disk."""

import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ...errors import UnreadableError, damaged
from .passing_over import is_passed_over
from .sidecars import by_what_they_speak_of, sidecars_of

MOST_MEMBER_BYTES = 64 * 1024 * 1024
_MOST_UNPACKED_BYTES = 1024 * 1024 * 1024
_MOST_MEMBERS = 100_000
_MOST_RATIO = 300  # texts are packed to a tenth, tables to a hundredth
_RATIO_FROM_BYTES = 4 * 1024 * 1024  # below, a great ratio does no harm
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_FIRST_OF_THREE_BYTES = "\u0800"  # in UTF-8, as all Chinese characters are
#: What is raised where an archive is damaged. RuntimeError: encrypted, in ways it does not know.
DAMAGES = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError,
           OSError, NotImplementedError, RuntimeError, ValueError, LookupError, OverflowError)  # fmt: skip
#: What is raised where a storage of Word or Excel before 2007 is damaged: olefile believes it all.
STORAGE_DAMAGES = (struct.error, OSError, RuntimeError, ValueError, LookupError, TypeError, AttributeError,
                   MemoryError, OverflowError)  # fmt: skip
_DRIVE = re.compile(r"[A-Za-z]:")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(slots=True)
class Allowance:
    """How much may still be unpacked from one file of the corpus, archives within it included."""

    bytes_left: int = _MOST_UNPACKED_BYTES  # bytes
    members_left: int = _MOST_MEMBERS

    def spend(self, count: int) -> None:
        """Note that bytes were unpacked. Raises UnreadableError when it is too much."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise UnreadableError(f"解开后超过 {_MOST_UNPACKED_BYTES >> 30} GB，其余未读入")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, or why it is not read; `offset` is where it stands, in bytes."""

    path: str  # within the archive, / between its parts
    content: bytes | UnreadableError
    offset: int
    has_sidecar: bool = False  # in the archive, where none is read


def read_members(stream: BinaryIO, allowance: Allowance) -> Iterator[Member]:
    """Yield the files of an archive in its order, hidden ones passed over. Raises UnreadableError."""
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGES as error:
        raise damaged("ZIP 文件") from error
    with archive:
        named = ((member_path(info), info) for info in archive.infolist())
        files = [(path, info) for path, info in named if path and not path.endswith("/")]
        if not files:
            raise UnreadableError("空压缩包")
        allowance.members_left -= len(files)
        if allowance.members_left < 0:
            raise UnreadableError(f"文件超过 {_MOST_MEMBERS} 个")
        paths = {path for path, _ in files}
        sidecars = by_what_they_speak_of(paths)
        for path, info in files:
            if not is_passed_over(path, paths):
                content = _leads_out(path) or content_of(archive, info, allowance)
                has_sidecar = bool(sidecars_of(path, sidecars))
                yield Member(path, content, info.header_offset, has_sidecar)


def member_path(info: zipfile.ZipInfo) -> str:
    """Return the path of a member: Chinese Windows writes it in GBK and does not say so."""
    path = info.filename
    if not info.flag_bits & _UTF8_NAME:
        path = _decode_name(path.encode("cp437", "replace"))
    return _UNPRINTABLE.sub("?", path.replace("\\", "/"))


def _decode_name(name: bytes) -> str:
    """Decode a path; what would be Greek or Cyrillic as UTF-8 is Chinese as GBK: 夜校, ҹУ."""
    chinese = name.decode("gb18030", "replace")
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        return chinese
    is_sure = text.isascii() or max(text) >= _FIRST_OF_THREE_BYTES or "\ufffd" in chinese
    return text if is_sure else chinese


def content_of(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: Allowance
) -> bytes | UnreadableError:
    """Return what is in a member, within bounds, or why it is not read."""
    reason = _why_not(info)
    if reason:
        return UnreadableError(reason)
    try:
        with archive.open(info) as member:
            content = member.read(MOST_MEMBER_BYTES + 1)
    except (NotImplementedError, RuntimeError):
        return UnreadableError("压缩方法不支持；请用普通方式（Deflate）重新压缩")
    except DAMAGES:
        return UnreadableError("在压缩包里已损坏；请重新压缩或下载")
    allowance.spend(len(content))
    if len(content) > MOST_MEMBER_BYTES:
        return UnreadableError(f"超过 {MOST_MEMBER_BYTES >> 20} MB")
    return content


def _leads_out(path: str) -> UnreadableError | None:
    if path.startswith("/") or _DRIVE.match(path) or ".." in path.split("/"):
        return UnreadableError("路径指向压缩包之外，未读入")
    return None


def _why_not(info: zipfile.ZipInfo) -> str | None:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "是链接，未读入"
    if info.flag_bits & _ENCRYPTED:
        return "已加密，需要密码；请解开后再放入"
    if info.file_size > MOST_MEMBER_BYTES:
        return f"超过 {MOST_MEMBER_BYTES >> 20} MB"
    if info.file_size > max(_RATIO_FROM_BYTES, info.compress_size * _MOST_RATIO):
        return "压缩比异常，可能是压缩炸弹，未读入"
    return None


def unpacked(stream: BinaryIO, allowance: Allowance) -> BinaryIO:
    """Return what a gzip stream holds, in memory. Raises UnreadableError, or what gzip raises."""
    content = stream.read(MOST_MEMBER_BYTES + 1)
    if len(content) > MOST_MEMBER_BYTES:
        raise UnreadableError(f"超过 {MOST_MEMBER_BYTES >> 20} MB")
    allowance.spend(len(content))
    return io.BytesIO(content)
