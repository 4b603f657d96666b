"""How the rooms of search/ hang together."""

from pathlib import Path

from .structure import ROOT, measure


def test_search_has_few_rooms_few_arrows_and_none_back() -> None:
    structure = measure(ROOT / "search")
    assert len(structure.rooms) <= 26
    assert len(structure.arrows) <= 125
    assert structure.arrows_back == ()


def test_the_fewest_arrows_of_a_circle_are_found(tmp_path: Path) -> None:
    package = tmp_path / "search"
    (package / "low").mkdir(parents=True)
    (package / "__init__.py").write_text("from .high import it\n", encoding="utf-8")
    (package / "high.py").write_text("from .low.first import it\nfrom . import middle\n", "utf-8")
    (package / "middle.py").write_text("from .low import first\n", encoding="utf-8")
    (package / "low" / "first.py").write_text("def it():\n    from .. import high\n", "utf-8")
    structure = measure(package)
    assert structure.rooms == {"high", "middle", "low"}
    assert len(structure.arrows) == 4
    assert structure.arrows_back == (("low", "high"),)
