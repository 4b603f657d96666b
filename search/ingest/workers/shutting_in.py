"""Shutting in: what is left to a reading process, should a file take over what parses it? Almost nothing.

Its files come to it opened (`handing_over`). On Linux it opens no others but the code that it is
made of, has no network, writes nothing, starts nothing, and reaches no other process. Where the
kernel lacks one of both means it goes on with the other; `protection` says what there is.
"""

import ctypes
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from . import landlock, system_calls

_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS of linux/prctl.h
_SHARED_LIBRARIES = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
)
_TIME_ZONES = ("/etc/localtime", "/usr/share/zoneinfo")
#: Where PDFium looks for fonts that a PDF names and does not bring: how wide its characters are.
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts")
#: How names begin of what Python and the system look for in the environment; all else may be secret.
_KEPT = ("PATH", "PYTHON", "VIRTUAL_ENV", "HOME", "USERPROFILE", "APPDATA", "LANG", "LC_", "TZ", "LD_", "DYLD_",
         "TMP", "TEMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PROCESSOR_", "NUMBER_OF_")  # fmt: skip
#: Numpy starts threads as it is loaded, of which Landlock would know nothing, and reading needs none.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Protection:
    """What of both means of Linux there is here."""

    landlock: int  # its version; 0: none
    seccomp: bool

    def __str__(self) -> str:
        """Say, in Chinese, what is kept from a file that has taken over its reader."""
        calls = "不能联网、写文件、启动程序（seccomp）"
        match self.landlock, self.seccomp:
            case 0, False:
                return "没有系统的保护，只限时间和内存"
            case 0, True:
                return f"{calls}；没有 Landlock，仍能读别的文件"
            case version, False:
                return f"不能读写别的文件（Landlock {version}）；没有 seccomp，其余不限"
            case version, _:
                return f"只能读交给它的文件（Landlock {version}），{calls}"


def protection() -> Protection:
    """Tell what reading processes are shut in by, here."""
    return Protection(landlock.version(), system_calls.can_filter())


def code_places() -> list[Path]:
    """Return where the code lies that a reading process may still have to load: files and folders.

    That is Python, its libraries, and the packages that are loaded here, ours among them.
    """
    paths = sysconfig.get_paths()
    places = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    places += [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    places += [site.getusersitepackages(), *_SHARED_LIBRARIES, *_TIME_ZONES, *_FONTS]
    places += os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and "." not in name:
            places.append(os.path.dirname(file) if hasattr(module, "__path__") else file)  # noqa: PTH120
    return [Path(place) for place in dict.fromkeys(places) if place]


@contextmanager
def bare_environment() -> Iterator[None]:
    """Have processes that are started meanwhile know nothing of what the environment says in secret."""
    before = dict(os.environ)
    hidden = [name for name in before if not name.startswith(_KEPT)]
    for name in hidden:
        del os.environ[name]
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
        for name in _ONE_THREAD:
            del os.environ[name]
        os.environ.update(before)


def shut_in(code: Iterable[Path], descriptors: Iterable[int]) -> None:
    """Leave to this process some descriptors, and the right to read code; for good. Raises OSError.

    To be called before it begins a thread: Landlock binds those only that are begun afterwards.
    """
    _silence()
    _close_others(descriptors)
    if sys.platform == "win32":
        return
    _forbid_growth()
    there = protection()
    if there.landlock or there.seccomp:
        _give_up_privileges()
    if there.landlock:
        landlock.forbid_files(code)
    if there.seccomp:
        system_calls.filter_calls()


def _silence() -> None:
    """Say nothing on a terminal, where libraries complain of files, and a file could type commands."""
    sys.stdout.flush()
    sys.stderr.flush()
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(null, descriptor)
    os.close(null)


def _close_others(descriptors: Iterable[int]) -> None:
    if sys.platform == "win32":
        return  # what another process has open is not inherited there
    kept = {0, 1, 2, *descriptors}
    for descriptor in map(int, os.listdir("/dev/fd")):  # noqa: PTH208 - of names alone
        if descriptor not in kept:
            with suppress(OSError):  # by which they were listed
                os.close(descriptor)


def _forbid_growth() -> None:
    """Let no file grow, nor a dump of memory be written."""
    import resource  # noqa: PLC0415 - Windows has none

    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(limit, (0, 0))


def _give_up_privileges() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
