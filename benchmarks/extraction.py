"""Extraction: how well are real files understood? python -m benchmarks.extraction FOLDER [--json FILE]

FOLDER holds one of these, and is measured by what it holds:
- saved pages and `truth.jsonl`, a line each: {"file", "title", "date", "source", "author",
  "breadcrumb", "doc_number", "text"}, null or left out where it is not labelled;
- Word files, whose text is compared with LibreOffice's (`soffice`, where it is installed);
- JSON Lines with `doc_number` and `text`: the number is looked for in title and text alone.
Prints a table, and lists the misses.
"""

import gzip
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from search import Rejection
from search.document_numbers import canonical_number
from search.ingest import CorpusFile, list_files, read_file
from search.ingest.fields.evidence import ReadArticle
from search.ingest.lines.blocks import title_key
from search.ingest.lines.paths import breadcrumb_path
from search.ingest.understanding.citations import find_own_number

_GRAM = 4  # characters
_LOW = 0.9  # of F1 or recall: below it a file is listed
_WORD = (".doc", ".docx")


@dataclass(slots=True)
class Measure:
    """How many of the labelled values were found, or the mean of a score; and what was missed."""

    right: float = 0.0
    of: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, score: float, miss: str, least: float = 1.0) -> None:
        """Count one value; a score below `least` is listed as a miss."""
        self.right += score
        self.of += 1
        if score < least:
            self.misses.append(miss)

    @property
    def share(self) -> float:
        """Return the mean score."""
        return self.right / self.of if self.of else 0.0


Measures = dict[str, Measure]


def measure_pages(folder: Path) -> Measures:
    """Compare every labelled field of every labelled page, and the text by F1 of character 4-grams."""
    labels = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    measures: Measures = {}
    for label in labels:
        path = folder / label["file"]
        found = next(iter(read_file(CorpusFile(folder, label["file"], path.stat().st_size))))
        item = found if isinstance(found, ReadArticle) else None
        readable = measures.setdefault("read", Measure())
        readable.add(item is not None, f"{label['file']}: {found}")
        for name, score, got in _scores(label, item):
            measure = measures.setdefault(name, Measure())
            least = _LOW if name == "text" else 1.0
            measure.add(score, f"{label['file']}: {got}, not {_short(label[name])}", least)
    return measures


def _scores(label: Mapping[str, Any], item: ReadArticle | None) -> Iterator[tuple[str, float, str]]:
    """Yield, for each labelled field, its name, a score from 0 to 1, and what was read."""
    article = item.article if item else None
    if label.get("text"):
        text = "\n".join(block.text for block in article.blocks) if article else ""
        score, precision, recall = f_score(text, label["text"])
        yield "text", score, f"F1 {score:.3f} (precision {precision:.3f}, recall {recall:.3f})"
    if label.get("date"):
        day = str(article.day) if article else ""
        yield "date", day == label["date"], day
    if label.get("breadcrumb"):
        section = article.section if article else ()
        yield "breadcrumb", section == breadcrumb_path(label["breadcrumb"]), ">".join(section)
    if label.get("doc_number"):
        number = (article and article.doc_number) or ""
        yield "doc_number", number == canonical_number(label["doc_number"]), number
    for name in ("title", "source", "author"):
        if label.get(name):
            value = (getattr(article, name) if article else None) or ""
            yield name, title_key(value) == title_key(label[name]), value


def grams(text: str) -> Counter[str]:
    """Count the character 4-grams of a text, white space left out."""
    dense = re.sub(r"\s+", "", text)
    return Counter(dense[start : start + _GRAM] for start in range(len(dense) - _GRAM + 1))


def f_score(got: str, wanted: str) -> tuple[float, float, float]:
    """Return F1, precision and recall of the 4-grams of a text."""
    got_grams, wanted_grams = grams(got), grams(wanted)
    common = (got_grams & wanted_grams).total()
    precision = common / max(1, got_grams.total())
    recall = common / max(1, wanted_grams.total())
    return 2 * common / max(1, got_grams.total() + wanted_grams.total()), precision, recall


def measure_word(folder: Path) -> Measures:
    """Read all Word files; compare the text with LibreOffice's, where that is installed."""
    measures: Measures = {"read": Measure()}
    soffice = shutil.which("soffice")
    with tempfile.TemporaryDirectory() as scratch:
        if soffice:
            _convert(soffice, folder, Path(scratch))
        for file in list_files(folder).files:
            for found in read_file(file):
                is_reading = not isinstance(found, Rejection)
                measures["read"].add(is_reading, f"{file.path}: {found}")
                text = Path(scratch, f"{Path(file.path).stem}.txt")
                if not isinstance(found, ReadArticle) or not text.is_file():
                    continue
                wanted = text.read_text("utf-8-sig", "replace")
                _, precision, recall = f_score("\n".join(found.article.texts()), wanted)
                for name, score in (("recall", recall), ("precision", precision)):
                    measure = measures.setdefault(f"text {name}", Measure())
                    measure.add(score, f"{file.path}: {score:.4f}", 0.998)
    return measures


def _convert(soffice: str, folder: Path, target: Path) -> None:
    files = [str(path) for path in sorted(folder.iterdir()) if path.suffix in _WORD]
    profile = f"-env:UserInstallation={(target / 'profile').as_uri()}"
    options = ["--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(target)]
    subprocess.run([soffice, profile, *options, *files], check=False, capture_output=True)  # noqa: S603


def measure_numbers(folder: Path) -> Measures:
    """Look for the number of each document that has one in its text."""
    measure = Measure()
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")]):
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
        for line in text.splitlines():
            _measure_number(measure, json.loads(line))
    return {"doc_number": measure}


def _measure_number(measure: Measure, document: Mapping[str, Any]) -> None:
    number = canonical_number(document.get("doc_number") or "")
    if not number or number not in canonical_number(document["title"] + document["text"]):
        return
    found = find_own_number(document["title"], document["text"].split("\n"))
    got = found.number if found else "none"
    measure.add(got == number, f"{document['id']}: {got}, not {number}")


def _short(value: object) -> str:
    text = str(value).replace("\n", " ")
    return text if len(text) <= 60 else f"{text[:60]}…"


def _measures(folder: Path) -> Measures:
    if (folder / "truth.jsonl").is_file():
        return measure_pages(folder)
    if any(path.suffix in _WORD for path in folder.iterdir()):
        return measure_word(folder)
    return measure_numbers(folder)


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the table there.")
def main(folder: Path, json_file: Path | None) -> None:
    """Measure a folder."""
    begin = time.perf_counter()
    measures = _measures(folder)
    seconds = time.perf_counter() - begin
    click.echo(f"{'':16}{'right':>9}{'of':>7}{'share':>9}")
    for name, measure in measures.items():
        click.echo(f"{name:16}{measure.right:9.1f}{measure.of:7}{measure.share:9.3f}")
    click.echo(f"{seconds:.1f} s")
    for name, measure in measures.items():
        for miss in measure.misses:
            click.echo(f"  {name}: {miss}")
    if json_file:
        table = {
            name: {"share": measure.share, "of": measure.of, "misses": measure.misses}
            for name, measure in measures.items()
        }
        json_file.write_text(json.dumps(table, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
