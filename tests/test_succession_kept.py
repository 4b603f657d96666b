"""What repeals what is recorded with each generation, as any opening would work it out."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from search.engines import open_engine
from search.engines.arrays.file.manifest import read_manifest
from search.engines.whoosh.store.opening import open_generation
from search.upkeep.following import update
from search.upkeep.indexing import rebuild

OLD = "# 云江市河道管理办法\n\n第一条 为了管好河道，制定本办法。\n"
NEW = (
    "# 云江市河道管理条例\n\n发布时间：2024-05-01\n\n第一条 河道由市水务局管理。\n\n"
    "第二条 本条例自2024年7月1日起施行，《云江市河道管理办法》同时废止。\n"
)


def put(corpus: Path, name: str, text: str, day: str = "2015-03-02") -> None:
    corpus.mkdir(exist_ok=True)
    head = f"---\nid: {name}\ndate: {day}\nissuer: 云江市人民政府\n---\n"
    (corpus / f"{name}.md").write_text(head + text, encoding="utf-8")


def validity(index: Path) -> str | None:
    with closing(open_engine(index)) as engine:
        (head,) = engine.heads(["old"])
        return str(head.validity) if head.validity else None


def recorded(index: Path) -> Path:
    (path,) = index.glob("build-*/repeals-*.json")
    return path


def test_what_was_recorded_is_what_is_worked_out(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    put(corpus, "old", OLD)
    put(corpus, "new", NEW, "2024-05-01")
    rebuild(corpus, index)
    kept = recorded(index)
    whole = read_manifest(kept.parent, 1)
    without = {name: file for name, file in whole.files.items() if name != kept.name}
    worked_out = open_generation(replace(whole, files=without), None).relations.repeals
    assert worked_out == [tuple(pair) for pair in json.loads(kept.read_text())] != []
    assert validity(index) == "repealed"


def test_an_update_records_it_anew(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    put(corpus, "old", OLD)
    rebuild(corpus, index)
    assert (recorded(index).read_text(), validity(index)) == ("[]", None)
    put(corpus, "new", NEW, "2024-05-01")
    update(corpus, index)
    assert recorded(index).read_text() != "[]"
    assert validity(index) == "repealed"
