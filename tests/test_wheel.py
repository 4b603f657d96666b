"""The wheel: all that the program needs, away from the checkout."""

import os
import re
import sysconfig
import venv
import zipfile
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from .programs import ROOT, RunPython, StartPython

pytestmark = pytest.mark.costly

#: For Python: run a program (the second argument) in a folder (the first), in its own place.
ELSEWHERE = "import os, sys; os.chdir(sys.argv[1]); os.execv(sys.argv[2], sys.argv[2:])"


@pytest.fixture
def wheel(tmp_path: Path, run_python: RunPython) -> Path:
    folder = tmp_path / "wheel"
    build = run_python("-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    assert build.returncode == 0, build.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture
def command(wheel: Path, tmp_path: Path, run_python: RunPython) -> Path:
    """Install the wheel away from the checkout; return its command.

    What it depends on is lent from here: only the path is, so that no checkout comes with it.
    """
    venv.create(tmp_path / "venv", symlinks=os.name != "nt")
    place = {"base": str(tmp_path / "venv"), "platbase": str(tmp_path / "venv")}
    library = Path(sysconfig.get_path("purelib", "venv", place))
    lent = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
    (library / "lent.pth").write_text("\n".join(lent), encoding="utf-8")
    programs = Path(sysconfig.get_path("scripts", "venv", place))
    pip = ["-m", "pip", "--python", programs / "python", "install", "--quiet"]
    answer = run_python(*pip, "--no-deps", "--no-index", "--disable-pip-version-check", wheel)
    assert answer.returncode == 0, answer.stderr
    return programs / "zhengsou"


def test_it_has_every_file_of_both_packages(wheel: Path) -> None:
    here = {
        path.relative_to(ROOT).as_posix()
        for package in ("search", "webui")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name} == here


def test_installed_elsewhere_it_builds_searches_and_serves(
    command: Path, tmp_path: Path, run_python: RunPython, start_python: StartPython
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "夜校.txt").write_text("职工夜校开课\n\n三江市职工夜校开课。\n", "utf-8")
    built = run_python("-c", ELSEWHERE, tmp_path, command, "rebuild")
    assert "收入 1 篇" in built.stdout, built.stderr
    found = run_python("-c", ELSEWHERE, tmp_path, command, "search", "“职工夜校”")
    assert "“职工夜校”：命中 1 篇" in found.stdout
    serving = start_python("-c", ELSEWHERE, tmp_path, command, "serve", "--port", 0, "--workers", 1)
    assert serving.stdout
    host = serving.stdout.readline().split()[-1]
    page = _read(f"{host}/search?q={quote('职工夜校')}")
    assert "三江市" in page
    sheet = re.search(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert sheet and "--site:" in _read(host + sheet[1])


def _read(address: str) -> str:
    with urlopen(address) as answer:  # noqa: S310 - of the server that was just started
        text: str = answer.read().decode("utf-8")
    return text
