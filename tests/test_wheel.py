"""The wheel: all that the program needs, away from the checkout."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from .programs import ROOT, RunPython

pytestmark = pytest.mark.costly


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture
def installed(wheel: Path, tmp_path: Path, run_python: RunPython) -> Path:
    """Install the wheel away from the checkout; return the folder of its programs.

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
    return programs


def test_it_has_every_file_of_both_packages(wheel: Path) -> None:
    here = {
        path.relative_to(ROOT).as_posix()
        for package in ("search", "webui")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name} == here


def test_installed_elsewhere_it_builds_searches_and_serves(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "夜校.txt").write_text("职工夜校开课\n\n三江市职工夜校开课。\n", "utf-8")

    def run(*arguments: str) -> str:
        command = [str(installed / "zhengsou"), *arguments]
        answer = subprocess.run(
            command, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8"
        )
        return answer.stdout

    assert "收入 1 篇" in run("rebuild")
    assert "“职工夜校”：命中 1 篇" in run("search", "“职工夜校”")
    with subprocess.Popen(
        [str(installed / "zhengsou"), "serve", "--port", "0", "--workers", "1"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as serving:
        assert serving.stdout
        host = serving.stdout.readline().split()[-1]
        page = _read(f"{host}/search?q={quote('职工夜校')}")
        sheet = re.search(r'<link rel="stylesheet" href="([^"]+)"', page)
        assert sheet and "--site:" in _read(host + sheet[1])
        serving.terminate()
    assert "三江市" in page


def _read(address: str) -> str:
    with urlopen(address) as answer:  # noqa: S310 - of the server that was just started
        text: str = answer.read().decode("utf-8")
    return text
