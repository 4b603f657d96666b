"""One article: a corpus of one file, and more that are written like it, for what depends on the index."""

from pathlib import Path

from search.upkeep.indexing import rebuild

TEXT = "---\ntitle: 夜校{number}\ndate: 2024-03-0{number}\n---\n\n职工夜校开班{number}。\n"


def write_one_article(beside: Path) -> Path:
    """Return a folder with one article, of which the index is built in `index` beside it."""
    folder = beside / "corpus"
    folder.mkdir()
    (folder / "1.md").write_text(TEXT.format(number=1), encoding="utf-8")
    rebuild(folder, beside / "index")
    return folder
