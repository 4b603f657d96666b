"""Errors: what can go wrong? All that a person can cause or mend, each saying what, where, what to do."""

import errno
import re
import socket
from enum import StrEnum

from .saying import message

_SYSTEM_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "不是文件夹",
    errno.ELOOP: "链接绕成了圈",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
    errno.EIO: "磁盘读写出错",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    socket.EAI_NONAME: "没有这个地址",
}
_NUMBER = re.compile(r"\[Errno (-?\d+)\]")


class ZhengsouError(Exception):
    """Base of all our errors; its text is one Chinese line, fit to be shown to a user."""


class UsageError(ZhengsouError):
    """What was asked for cannot be read: a malformed date, an unknown sort, a page out of range."""

    def __init__(self, text: str, /, **values: object) -> None:
        self.message = message(text, **values)
        super().__init__(str(self.message))


class UnreadableError(ZhengsouError):
    """A file, or a line of it, is no article; `line` counts from 1, None when the whole file is meant."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def how_to_rebuild(location: object) -> str:
    """Say how a person makes the index at a location anew."""
    return f"请运行 zhengsou rebuild 文章文件夹 --index {location}"


def damaged(what: str) -> UnreadableError:
    """Say of a file that it is damaged, and how to mend that."""
    return UnreadableError(f"{what}已损坏，或没有下载完整；请重新下载或另存")


class DictionaryError(ZhengsouError):
    """The user dictionary cannot be read."""


class SynonymsError(ZhengsouError):
    """The file of synonyms cannot be read."""


class PicksError(ZhengsouError):
    """The file of an editor's picks cannot be read."""


class WordingsError(ZhengsouError):
    """The file of wordings that are not told cannot be read."""


class SettingsError(ZhengsouError):
    """What is set, in zhengsou.toml or the environment, cannot be read."""


class IndexFault(StrEnum):
    """Why an index cannot be used."""

    MISSING = "missing"
    DAMAGED = "damaged"
    UNNAMED = (
        "unnamed"  # which of those kept is in use is not known; the newest that is whole answers
    )
    OTHER_VERSION = "other_version"  # of its format, or of what cuts texts into terms
    OTHER_DICTIONARY = "other_dictionary"
    IN_USE = "in_use"  # another process is writing it
    CLOSED = "closed"  # by this program itself
    UNREACHABLE = "unreachable"  # now, or not all of it: the same may go well a little later
    REFUSED = "refused"  # where it is kept lets one not in
    NO_COPY = "no_copy"  # of what is on a cluster: the machine that reads cannot keep it


class IndexUnusableError(ZhengsouError):
    """An index cannot be used: `fault` says why, the text also how to mend it."""

    def __init__(self, fault: IndexFault, text: str) -> None:
        super().__init__(text)
        self.fault = fault


class IndexingError(ZhengsouError):
    """An index could not be written; the old one is as it was."""


def system_reason(error: OSError) -> str:
    """Say in Chinese why the system refused; in its own words where we have none."""
    number = error.errno
    if number is None and (match := _NUMBER.search(str(error))):
        number = int(match[1])  # raised again by a library, with the number in the text only
    return _SYSTEM_REASONS.get(number or 0, error.strerror or str(error))
