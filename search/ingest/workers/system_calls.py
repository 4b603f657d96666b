"""System calls: which may a reading process still make? A filter of seccomp, that names them; no other exists.

It is a list of what reading needs, not of what harms: so nothing can be forgotten in it, and what
a later kernel brings is refused, too. A call that is refused fails as on a kernel that has none
(ENOSYS), for which every library is prepared; one that some arguments make harmful, with EACCES.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator, Sequence

# Numbers of linux/audit.h, and of asm/unistd.h; all but x86-64 share those of asm-generic.
_ARCHITECTURES = {
    "x86_64": 0xC000003E,
    "aarch64": 0xC00000B7,
    "riscv64": 0xC00000F3,
    "loongarch64": 0xC0000102,
}
#: Those that do no harm, each with its number on x86-64 and elsewhere; - where there is none.
_HARMLESS = """
    read 0 63, write 1 64, futex 202 98, newfstatat 262 79, fstat 5 80, lseek 8 62, close 3 57,
    mmap 9 222, munmap 11 215, mremap 25 216, mprotect 10 226, madvise 28 233, brk 12 214,
    stat 4 -, lstat 6 -, statx 332 291, getdents64 217 61, readlink 89 -, readlinkat 267 78,
    access 21 -, faccessat 269 48, faccessat2 439 439, getcwd 79 17, fstatfs 138 44,
    pread64 17 67, readv 19 65, writev 20 66, recvmsg 47 212, dup 32 23, dup2 33 -, dup3 292 24,
    fadvise64 221 223, pipe2 293 59, eventfd2 290 19, poll 7 -, ppoll 271 73, select 23 -,
    pselect6 270 72, epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22,
    clock_gettime 228 113, clock_getres 229 114, clock_nanosleep 230 115, nanosleep 35 101,
    gettimeofday 96 169, time 201 -, times 100 153, getrandom 318 278, getrusage 98 165,
    getrlimit 97 163, uname 63 160, sysinfo 99 179, getpid 39 172, getppid 110 173, gettid 186 178,
    getuid 102 174, geteuid 107 175, getgid 104 176, getegid 108 177, getcpu 309 168,
    sched_yield 24 124, sched_getaffinity 204 123, membarrier 324 283, set_robust_list 273 99,
    set_tid_address 218 96, rseq 334 293, arch_prctl 158 -, rt_sigaction 13 134,
    rt_sigprocmask 14 135, rt_sigreturn 15 139, sigaltstack 131 132, restart_syscall 219 128,
    exit 60 93, exit_group 231 94
"""
_OPEN, _OPENAT, _CLONE = (2, -1), (257, 56), (56, 220)
_KILL, _TGKILL, _PRLIMIT64, _IOCTL, _FCNTL = (62, 129), (234, 131), (302, 261), (16, 29), (72, 25)
_SECCOMP = (317, 277)
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_OF_A_THREAD = 0x00010000  # CLONE_THREAD of linux/sched.h
_IOCTLS = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
_FCNTLS = (0, 1, 2, 3, 4, 1030)  # duplicate a descriptor, tell and set its flags

# linux/seccomp.h, linux/filter.h: where a filter finds what is asked, and what it may say
_SET_FILTER, _ALL_THREADS = 1, 1
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_LOAD, _IF_EQUAL, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000


class _Filter(ctypes.Structure):
    """A `sock_fprog` of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def can_filter() -> bool:
    """Say whether the kernel filters system calls, and their numbers here are known."""
    if sys.platform != "linux" or _architecture() is None:
        return False
    # Without a filter: EFAULT where there could be one.
    return _ask_for(None) != 0 and ctypes.get_errno() == errno.EFAULT


def filter_calls() -> None:
    """Let this process make only these calls, for good. Raises OSError.

    It must have given up new privileges before. Threads that it has are bound, too.
    """
    program = b"".join(_program())
    if _ask_for(_Filter(len(program) // 8, program)) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")


def _ask_for(wanted: _Filter | None) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    given = ctypes.byref(wanted) if wanted else None
    return int(libc.syscall(_SECCOMP[_column()], _SET_FILTER, _ALL_THREADS, given))


def _architecture() -> int | None:
    is_wide = sys.maxsize > 1 << 32  # a program of 32 bits has numbers of its own
    return _ARCHITECTURES.get(platform.machine()) if is_wide else None


def _column() -> int:
    return 0 if platform.machine() == "x86_64" else 1


def _program() -> Iterator[bytes]:
    """Yield the instructions of the filter; each call is asked for by itself, so no jump is long."""
    column = _column()
    yield _instruction(_LOAD, _ARCHITECTURE_AT)
    yield _instruction(_IF_EQUAL, _architecture() or 0, 1, 0)
    yield _instruction(_RETURN, _FAIL | errno.ENOSYS)
    yield _instruction(_LOAD, _NUMBER_AT)
    for line in _HARMLESS.split(","):
        number = line.split()[1 + column]
        if number != "-":
            yield _instruction(_IF_EQUAL, int(number), 0, 1)
            yield _instruction(_RETURN, _ALLOW)
    own = (os.getpid(),)
    yield from _if_no_bit(_OPEN[column], 1, _TO_WRITE)
    yield from _if_no_bit(_OPENAT[column], 2, _TO_WRITE)
    yield from _if_any_bit(_CLONE[column], 0, _OF_A_THREAD)
    yield from _if_one_of(_KILL[column], 0, own)
    yield from _if_one_of(_TGKILL[column], 0, own)
    yield from _if_one_of(_PRLIMIT64[column], 0, (0, *own))
    yield from _if_one_of(_IOCTL[column], 1, _IOCTLS)
    yield from _if_one_of(_FCNTL[column], 1, _FCNTLS)
    yield _instruction(_RETURN, _FAIL | errno.ENOSYS)


def _if_any_bit(call: int, argument: int, bits: int) -> Iterator[bytes]:
    """Allow a call if an argument, from 0, has any of some bits."""
    yield from _guarded(call, argument, [_instruction(_IF_ANY_BIT, bits, 0, 1)])


def _if_no_bit(call: int, argument: int, bits: int) -> Iterator[bytes]:
    yield from _guarded(call, argument, [_instruction(_IF_ANY_BIT, bits, 1, 0)])


def _if_one_of(call: int, argument: int, values: Sequence[int]) -> Iterator[bytes]:
    last = len(values) - 1
    tests = [
        _instruction(_IF_EQUAL, value, last - at, at == last) for at, value in enumerate(values)
    ]
    yield from _guarded(call, argument, tests)


def _guarded(call: int, argument: int, tests: Sequence[bytes]) -> Iterator[bytes]:
    """Allow a call by tests of an argument, of which the lower half is looked at: an int of C."""
    if call >= 0:
        yield _instruction(_IF_EQUAL, call, 0, len(tests) + 3)
        yield _instruction(_LOAD, _ARGUMENTS_AT + 8 * argument)
        yield from tests
        yield _instruction(_RETURN, _ALLOW)
        yield _instruction(_RETURN, _FAIL | errno.EACCES)


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """Return a `sock_filter`; jumps are over so many instructions."""
    return struct.pack("=HBBI", code, if_true, if_false, value)
