"""What is in a ZIP archive? Its files one by one, within bounds; nothing is written anywhere."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from ..errors import UnreadableError

MAX_MEMBER_BYTES = 64 * 1024 * 1024
_MAX_BYTES = 1024 * 1024 * 1024  # of all members together
_MAX_MEMBERS = 100_000
_MAX_RATIO = 200  # bytes for each compressed byte, of members of some size
_LARGE = 4 * 1024 * 1024
_UTF_8_FLAG = 0x800
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError,
            OverflowError)  # fmt: skip


def members(stream: IO[bytes]) -> Iterator[tuple[str, bytes | UnreadableError]]:
    """Yield the path and content of each file of an archive, or why it cannot be had. Raises UnreadableError."""
    try:
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
    except _DAMAGES as error:
        raise UnreadableError("ZIP 文件已损坏，或没有下载完整") from error
    if len(entries) > _MAX_MEMBERS:
        raise UnreadableError(f"ZIP 里超过 {_MAX_MEMBERS} 个文件，请拆开")
    total = 0
    with archive:
        for entry in entries:
            path = _name(entry)
            if entry.is_dir() or is_hidden(path):
                continue
            try:
                total += entry.file_size
                content = _read(archive, entry, path, total)
                yield path, content
            except UnreadableError as error:
                yield path, error


def is_hidden(path: str) -> bool:
    """Say whether a file is one that systems leave beside others: hidden, or of macOS."""
    parts = PurePosixPath(path).parts
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, total: int) -> bytes:
    if path.startswith("/") or ".." in PurePosixPath(path).parts or ":" in path[:3]:
        raise UnreadableError("路径指向压缩包之外，未读入")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableError("是链接，未读入")
    if entry.flag_bits & 1:
        raise UnreadableError("已加密；请去掉密码后再放入")
    if entry.file_size > MAX_MEMBER_BYTES:
        raise UnreadableError(f"超过 {MAX_MEMBER_BYTES >> 20} MB")
    if entry.file_size > _LARGE and entry.file_size > entry.compress_size * _MAX_RATIO:
        raise UnreadableError("压缩得异常紧，疑为压缩炸弹，未读入")
    if total > _MAX_BYTES:
        raise UnreadableError(f"压缩包解开后超过 {_MAX_BYTES >> 20} MB，其余未读入")
    try:
        with archive.open(entry) as member:
            content = member.read(MAX_MEMBER_BYTES + 1)
    except (*_DAMAGES, RuntimeError) as error:  # RuntimeError: encrypted in a way it does not know
        raise UnreadableError("在压缩包里已损坏") from error
    if len(content) > MAX_MEMBER_BYTES:
        raise UnreadableError(f"超过 {MAX_MEMBER_BYTES >> 20} MB")
    return content


def _name(entry: zipfile.ZipInfo) -> str:
    """Return a member's path; Windows programs write it in GBK, and do not say so."""
    path = entry.filename
    if not entry.flag_bits & _UTF_8_FLAG:
        raw = path.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                path = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return path.replace("\\", "/")
