"""On real data, where a development checkout has it beside it. Nothing of it is copied here."""

import json
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from search.checking import check
from search.engine import open_engine
from search.indexing import rebuild

pytestmark = pytest.mark.shared

# The seed's own phrase; in its text a line break falls inside the name.
SEED_PHRASE = "习近平总书记重要讲话精神"


def test_the_phrase_of_the_seed_finds_it_when_it_is_put_into_a_folder(
    shared_data: Path, tmp_path: Path
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    shutil.copytree(shared_data / "seed", corpus)
    rebuild(corpus, index)
    command = [sys.executable, "-m", "search.cli", "search", f"“{SEED_PHRASE}”", "--json"]
    answer = subprocess.run(
        [*command, "--index", str(index)], capture_output=True, check=True, encoding="utf-8"
    )
    result = json.loads(answer.stdout)
    assert result["total"] == 1
    assert result["hits"][0]["title_highlights"] != []


def test_random_phrases_of_real_articles_are_found_exactly(
    shared_data: Path, tmp_path: Path
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    shutil.copy(shared_data / "articles" / "state_council_policies.jsonl.gz", corpus)
    shutil.copytree(shared_data / "seed", corpus / "seed")
    report = rebuild(corpus, index)
    with closing(open_engine(index)) as engine:
        checked = check(engine, 300, (1, 20), 7, lambda done, total: None)
    assert report.rejections == []
    assert checked.phrases == 300
    assert checked.faults == []
