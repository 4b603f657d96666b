"""Texts that a file of records holds as a page broke them: found, quoted and checked as if it had not."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from search import Engine, Question, run_query
from search.article import Article
from search.engines import open_engine
from search.query.nodes import Phrase
from search.text.sentences import find_sentence, sentence_key
from search.upkeep.checking import check
from search.upkeep.indexing import rebuild
from search.wording.context import ContextRequest, context
from search.wording.findings import Verdict
from search.wording.quotations import check_draft

TITLE = "三江市小型水库安全鉴定办法"
HEADING = "一、总体要求"
SENTENCES = (
    "小型水库每五年鉴定一次，新建的水库在蓄水后两年内完成首次鉴定，鉴定结论报市水利局备案。",
    "未按期鉴定的水库，由市水利局责令限期改正，工业用水达标率未到74%的，还应当约谈负责人。",
    "鉴定经费由市财政统筹安排，结论由欧阳青山、张三、司马大江三位专家签字，在网站上公布。",
)
SIGNATURE = ("三江市水利局", "2024年5月16日")
WIDTH = 24
BODY = "".join(SENTENCES)
BROKEN = [BODY[at : at + WIDTH] for at in range(0, len(BODY), WIDTH)]
TEXT = "\n".join([HEADING, *BROKEN, *SIGNATURE])
RECORD = {"id": "rules", "title": TITLE, "text": TEXT}


def _as_json(folder: Path) -> None:
    (folder / "a.json").write_text(json.dumps([RECORD]), encoding="utf-8")


def _as_json_lines(folder: Path) -> None:
    (folder / "a.jsonl").write_text(json.dumps(RECORD) + "\n", encoding="utf-8")


def _as_table(folder: Path) -> None:
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([RECORD.keys(), RECORD.values()])


def _as_pasted_text(folder: Path) -> None:
    (folder / "a.txt").write_text(f"{TITLE}\n\n{TEXT}\n", encoding="utf-8")


@pytest.fixture(scope="module", params=[_as_json, _as_json_lines, _as_table, _as_pasted_text])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("wrapped")
    write: Callable[[Path], None] = request.param
    (folder / "corpus").mkdir()
    write(folder / "corpus")
    rebuild(folder / "corpus", folder / "index")
    with closing(open_engine(folder / "index")) as opened:
        yield opened


def test_a_phrase_is_found_across_every_break(engine: Engine) -> None:
    for line, following in pairwise(BROKEN):
        phrase = line[-6:] + following[:6]
        page = run_query(engine, Question(f"“{phrase}”"))
        assert (page.total, page.occurrences) == (1, 1), phrase


def test_a_sentence_of_it_is_quoted_as_it_stands(engine: Engine) -> None:
    verdicts = [finding.verdict for finding in check_draft(engine, BODY).findings]
    assert verdicts == [Verdict.SAME] * len(SENTENCES)


def only_article(engine: Engine) -> Article:
    (article,) = engine.articles()
    return article


def test_a_link_leads_to_a_whole_sentence(engine: Engine) -> None:
    article = only_article(engine)
    for said in SENTENCES:
        found = find_sentence(article, sentence_key(said))
        assert found is not None
        assert found.text.strip().replace("\n", "") == said


def test_what_is_beside_a_wording_goes_on_behind_a_break(engine: Engine) -> None:
    (line,) = context(engine, ContextRequest(Phrase("达标率"))).lines
    assert "工业用水" in line.left
    assert "未到74%的，还应当" in line.right


def test_heading_and_signature_are_not_joined_to_it(engine: Engine) -> None:
    texts = [block.text for block in only_article(engine).blocks]
    assert (texts[0], tuple(texts[-2:])) == (HEADING, SIGNATURE)


def test_a_check_of_its_phrases_agrees(engine: Engine) -> None:
    assert check(engine, 50, (2, 20), 3).faults == []
