"""What reads a file is shut in: a file that has taken it over reaches nothing else of this machine."""

import ctypes
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import psutil
import pytest

from search.ingest import CorpusFile, Readers, Remark, SharedLines, list_files
from search.ingest.workers import readers as workers
from search.ingest.workers.sent import Item
from search.ingest.workers.shutting_in import Protection, protection

from .programs import run

pytestmark = [
    pytest.mark.subprocess,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux has means that need no rights"),
]
needs_landlock = pytest.mark.skipif(not protection().landlock, reason="this kernel has no Landlock")
needs_seccomp = pytest.mark.skipif(not protection().seccomp, reason="this kernel has no seccomp")

TIOCSTI = 0x5412  # types into a terminal
IO_URING_SETUP = 425
PTRACE_SEIZE = 0x4206


def call(name: str, *arguments: object) -> int:
    """Call the C library. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    result = int(getattr(libc, name)(*arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def read(path: Path | str) -> str:
    return Path(path).read_bytes().decode(errors="replace")


def connect_to(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(str(path))


def look_into_parent() -> int:
    there = ctypes.create_string_buffer(8)
    return call("process_vm_readv", os.getppid(), ctypes.byref(there), 1, ctypes.byref(there), 1, 0)


def read_given(file: CorpusFile) -> str:
    with file.open() as stream:
        return f"{stream.read().decode()}, {file.sidecar_content().decode()}"


#: What a file tries whose name it is, in a corpus folder.
ATTEMPTS: dict[str, Callable[[Path], object]] = {
    "read a file of the system": lambda folder: read("/etc/passwd"),
    "read another file of the corpus": lambda folder: read(folder / "secret"),
    "read what is beside the corpus": lambda folder: read(folder.parent / "zhengsou.toml"),
    "list the corpus": os.listdir,
    "read what its parent was started with": lambda folder: read(f"/proc/{os.getppid()}/environ"),
    "connect": lambda folder: socket.create_connection(("127.0.0.1", 9)),
    "connect to a socket that is a file": lambda folder: connect_to(folder.parent / "socket"),
    "listen": lambda folder: socket.create_server(("127.0.0.1", 0)),
    "write into the corpus": lambda folder: (folder / "new").write_text("夜校"),
    "write over a file": lambda folder: (folder / "secret").write_text("夜校"),
    "empty a file": lambda folder: os.truncate(folder / "secret", 0),
    "remove a file": lambda folder: (folder / "secret").unlink(),
    "rename a file": lambda folder: (folder / "secret").rename(folder / "other"),
    "make a folder": lambda folder: (folder / "other").mkdir(),
    "change who may read": lambda folder: (folder / "secret").chmod(0o777),
    "change times": lambda folder: os.utime(folder / "secret", (0, 0)),
    "write for everyone": lambda folder: Path("/dev/shm/zhengsou").write_text("夜校"),  # noqa: S108
    "start a program": lambda folder: os.posix_spawn("/bin/true", ["true"], {}),
    "become another program": lambda folder: os.execv("/bin/true", ["true"]),  # noqa: S606
    "go on as a copy": lambda folder: os.fork() or os._exit(0),
    "end its parent": lambda folder: os.kill(os.getppid(), 0),
    "look into its parent": lambda folder: look_into_parent(),
    "trace its parent": lambda folder: call("ptrace", PTRACE_SEIZE, os.getppid(), 0, 0),
    "type into a terminal": lambda folder: call("ioctl", 0, TIOCSTI, b"x"),
    "ask the kernel to open files": lambda folder: call("syscall", IO_URING_SETUP, 1, bytes(120)),
    "be informed of its parent": lambda folder: call("fcntl", 0, 8, os.getppid()),
}  # fmt: skip
ONLY_LANDLOCK_REFUSES = {name for name in ATTEMPTS if name.startswith(("read", "list the"))}

#: What it may still do, and what it says of it.
ALLOWED: dict[str, Callable[[CorpusFile], object]] = {
    "read itself": read_given,
    "load a library": lambda file: import_module("encodings.cp949").__name__,
    "tell the time here": lambda file: time.strftime("%Z %H", time.localtime(0)),
    "know itself": lambda file: os.kill(os.getpid(), 0),
    "see secrets": lambda file: sorted(name for name in os.environ if name.startswith("ZHENGSOU")),
}  # fmt: skip


def read_hostile(
    file: CorpusFile, shared: SharedLines, on_bytes: Callable[[int], None]
) -> Iterator[Item]:
    """Do what the name of a file says, and tell what came of it."""
    attempt = ALLOWED.get(file.path) or partial(_attempt, file.path)
    try:
        yield Remark(file.path, str(attempt(file)))
    except OSError as error:
        yield Remark(file.path, f"refused: {type(error).__name__} {error.errno}")


def _attempt(name: str, file: CorpusFile) -> str:
    ATTEMPTS[name](file.folder)
    return "done"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What each file says that was read: all by fresh processes."""
    beside = tmp_path_factory.mktemp("office")
    folder = beside / "corpus"
    folder.mkdir()
    (beside / "zhengsou.toml").write_text("geheim", encoding="utf-8")
    for name in [*ATTEMPTS, *ALLOWED]:
        (folder / name).write_text("夜校", encoding="utf-8")
    (folder / "secret").write_text("geheim", encoding="utf-8")
    (folder / "read itself.meta.toml").write_text("旁注", encoding="utf-8")
    files = [file for file in list_files(folder).files if file.path != "secret"]
    while workers._spare:  # one that was started without the secret proves nothing
        workers._spare.pop().end()
    before = _reading_processes()
    with (
        pytest.MonkeyPatch.context() as patch,
        socket.socket(socket.AF_UNIX) as listening,
        Readers({}, read_hostile) as readers,
    ):
        patch.setenv("ZHENGSOU_STAFF_PASSWORD", "geheim")
        listening.bind(str(beside / "socket"))
        listening.listen()
        given = {
            reading.file.path: str(item).partition(": ")[2]
            for reading in readers.read(files)
            for item, _ in reading.items
        }
        mine = _reading_processes() - before
        given["threads"] = str(max(process.num_threads() for process in mine))
        given["left"] = " ".join(
            sorted(path.name for path in folder.iterdir() if path.name not in given)
        )
        given["kept"] = (folder / "secret").read_text(encoding="utf-8")
    yield given


def _reading_processes() -> set[psutil.Process]:
    children = psutil.Process().children()
    return {child for child in children if "--multiprocessing-fork" in child.cmdline()}


@pytest.mark.parametrize("attempt", sorted(set(ATTEMPTS) - ONLY_LANDLOCK_REFUSES))
@needs_seccomp
def test_what_reads_a_file_cannot(attempt: str, said: dict[str, str]) -> None:
    assert said[attempt] in {"refused: PermissionError 13", "refused: OSError 38"}  # by the filter


@pytest.mark.parametrize("attempt", sorted(ONLY_LANDLOCK_REFUSES))
@needs_landlock
def test_what_reads_a_file_cannot_even(attempt: str, said: dict[str, str]) -> None:
    assert said[attempt] == "refused: PermissionError 13"


@needs_seccomp
def test_nothing_has_changed_afterwards(said: dict[str, str]) -> None:
    assert said["left"] == "read itself.meta.toml secret"
    assert said["kept"] == "geheim"


def test_a_file_and_its_sidecar_come_opened(said: dict[str, str]) -> None:
    assert said["read itself"] == "夜校, 旁注"


def test_what_is_loaded_late_can_be_loaded(said: dict[str, str]) -> None:
    assert said["load a library"] == "encodings.cp949"
    assert said["tell the time here"] == time.strftime("%Z %H", time.localtime(0))


def test_a_reading_process_may_end_itself_as_one_that_has_crashed_does(
    said: dict[str, str],
) -> None:
    assert said["know itself"] == "None"


def test_no_secret_of_the_environment_comes_along(said: dict[str, str]) -> None:
    assert said["see secrets"] == "[]"


def test_no_thread_was_begun_before_it_was_shut_in(said: dict[str, str]) -> None:
    assert said["threads"] == "2"  # the one that reads, and one that waits for the parent's end


def test_what_goes_or_becomes_a_pipe_before_it_is_handed_over_is_rejected(tmp_path: Path) -> None:
    for name in ("gone.txt", "pipe.txt"):
        (tmp_path / name).write_text("夜校", encoding="utf-8")
    files = list_files(tmp_path).files
    for file in files:
        file.place.unlink()
    os.mkfifo(tmp_path / "pipe.txt")
    with Readers() as readers:
        said = [str(item) for reading in readers.read(files) for item, _ in reading.items]
    assert said == ["gone.txt: 无法打开: 没有这个文件或文件夹", "pipe.txt: 无法打开: Illegal seek"]


@pytest.mark.parametrize(
    ("landlock", "seccomp", "said"),
    [
        (4, True, "只能读交给它的文件（Landlock 4），不能联网、写文件、启动程序（seccomp）"),
        (0, True, "不能联网、写文件、启动程序（seccomp）；没有 Landlock，仍能读别的文件"),
        (1, False, "不能读写别的文件（Landlock 1）；没有 seccomp，其余不限"),
        (0, False, "没有系统的保护，只限时间和内存"),
    ],
)
def test_what_a_kernel_lacks_is_said(landlock: int, seccomp: bool, said: str) -> None:
    assert str(Protection(landlock, seccomp)) == said


def test_config_says_what_readers_are_shut_in_by() -> None:
    there = protection()
    assert run("config").stdout.splitlines()[-1] == f"# 读取文件的进程，在这台机器上：{there}"
    said = json.loads(run("config", "--json").stdout)["readers"]
    assert said == {"landlock": there.landlock, "seccomp": there.seccomp}
