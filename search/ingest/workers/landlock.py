"""Landlock: which files may a process still open? Of Linux, from 5.13 on; it needs no rights, and leaves none.

Structures, rights and versions: linux/landlock.h, docs.kernel.org/userspace-api/landlock.html.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # on every architecture
_TELL_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many there are, by version
_TCP = 0b11  # to bind, to connect: from version 4 on
_OUTSIDE = 0b11  # abstract sockets and signals of processes outside: from version 6 on
_WITH_TCP, _WITH_OUTSIDE = 4, 6


def version() -> int:
    """Return which version the kernel has; 0 where it has none, or a container does not let it through."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _TELL_VERSION)))


def forbid_files(readable: Iterable[Path]) -> None:
    """Let the calling thread, and those it begins, open only what is in some folders, to read it.

    Descriptors it has stay as they are. TCP and signals to others go as well, where the version
    knows of them. It must have given up new privileges before. Raises OSError.
    """
    known = version()
    rights = (1 << _FILE_RIGHTS.get(known, max(_FILE_RIGHTS.values()))) - 1
    wanted = struct.pack(
        "=QQQ",
        rights,
        _TCP if known >= _WITH_TCP else 0,
        _OUTSIDE if known >= _WITH_OUTSIDE else 0,
    )
    rules = _called(_CREATE_RULESET, wanted, ctypes.c_size_t(len(wanted)), 0)
    try:
        for path in readable:
            with suppress(OSError):  # what is not there needs no right
                _let_read(rules, path)
        _called(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _let_read(rules: int, path: Path) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | (_READ_FOLDER if path.is_dir() else 0)
        _called(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


def _called(number: int, *arguments: object) -> int:
    result = int(_libc().syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "Landlock")
    return result


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
