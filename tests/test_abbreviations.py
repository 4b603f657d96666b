"""Abbreviations: the list of names that is shipped with the program, and what queries make of it."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.answer.question import Question
from search.answer.result_page import ResultPage
from search.answer.results import run_query
from search.answer.section_hint import SectionHint
from search.engine import Engine, Tier
from search.plan import compile_query
from search.query.nodes import Phrase, Word, Wordings, walk
from search.query.parser import MAX_WORDINGS, parse_query
from search.query.synonyms import (
    ABBREVIATIONS,
    Synonyms,
    SynonymsFile,
    abbreviations,
)
from search.text.normalization import normalize
from search.text.segmentation import Segmenter
from webui import create_app
from webui.settings.sections import Search, Settings

from .articles import article, build
from .programs import run

KINDS = set(
    "citizen department education health housing insurance interpretation labour law meeting"
    " ministry organization party plan policy report tax".split()
)
LINES = [
    line
    for line in ABBREVIATIONS.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    office = ("云江市人力资源和社会保障局",)
    articles = [
        article("charter", "云江市夜校社团章程"),
        article("council", "2023年国务院政府工作报告", "今年的工作。"),
        article("elsewhere", "2023年云江市政府工作报告", "今年的工作。"),
        article("consumers", "中华人民共和国消费者权益保护法", "为保护消费者，制定本法。"),
        article("talk", "夜校讲消法", "今天讲消法。消法、消法、消法。"),
        article("notice", "关于职工培训的通知", "市人力资源和社会保障局发布。", section=office),
        article("long", "就业补贴问答", "云江市人力资源和社会保障局的就业补贴，年底发。"),
        article("short", "就业补贴简讯", "市里的人社局说，就业补贴年底发。"),
        article("ferry", "轮渡停航", "轮渡停航一天。"),
    ]
    with closing(build(tmp_path_factory.mktemp("names") / "index", articles)) as engine:
        yield engine


def asked(engine: Engine, text: str, synonyms: Synonyms | None = None) -> ResultPage:
    return run_query(engine, Question(text), synonyms)


def test_the_list_is_long_and_each_line_is_of_a_known_kind() -> None:
    kinds = [re.match(r"\[([a-z]+)\] ", line) for line in LINES]
    assert len(LINES) >= 450
    assert {kind[1] for kind in kinds if kind} == KINDS
    assert all(kinds)


def test_no_two_lines_contradict_each_other() -> None:
    for line in LINES:  # a name that is asked by on two lines is refused where they are read
        asked_by, _, found = line.partition("] ")[2].partition(" > ")
        asked_names, found_names = asked_by.split(" = "), found.split(" = ") if found else []
        assert not set(asked_names) & set(found_names), line
        assert len(asked_names) + len(found_names) > 1, line
        for name in found_names:
            others = abbreviations().others.get(normalize(name), ())
            assert not {normalize(one) for one in asked_names} & set(others), line


def test_a_paper_is_first_that_is_called_by_the_full_name(engine: Engine) -> None:
    page = asked(engine, "消法")
    assert [hit.article.id for hit in page.hits] == ["consumers", "talk"]
    assert page.parsed.synonyms == (("消法", ("消费者权益保护法",)),)


def test_every_year_has_its_report(engine: Engine) -> None:
    assert asked(engine, "2023年政府工作报告").hits[0].article.id == "council"
    assert asked(engine, "政府工作报告2023年").hits[0].article.id == "council"
    names = Synonyms({"yyyy年预算": ("yyyy年度预算",)})
    assert list(names.find("去看2019年预算")) == [(2, 9)]
    assert names.of("2019年预算") == ("2019年度预算",)
    assert not list(names.find("12019年预算"))


def test_a_name_and_its_others_are_one_piece_of_a_query(engine: Engine) -> None:
    page = asked(engine, "人社局 就业补贴")
    tiers = {hit.article.id: hit.tier for hit in page.hits}
    assert tiers["long"] is Tier.SENTENCE
    assert tiers["short"] is Tier.SENTENCE
    assert page.complete.articles == 2


def test_another_name_counts_as_one_word_however_long_it_is() -> None:
    query = parse_query("人社局补贴", abbreviations()).query
    _, full, *_ = compile_query(query, Segmenter()).wordings
    texts = {part.node.text for part in full.parts if isinstance(part.node, Word | Phrase)}
    assert texts == {"人力资源和社会保障局", "补贴"}


def test_what_was_asked_by_its_full_name_is_not_looked_for_by_the_short_one() -> None:
    assert not parse_query("消费者权益保护法", abbreviations()).synonyms


def test_a_name_is_one_only_between_words() -> None:
    names = Synonyms({"南大": ("云江南方大学",)})
    assert not parse_query("河南大道", names).synonyms
    assert parse_query("南大招生", names).synonyms
    names = Synonyms({"报告大": ("云江报",), "报告": ("汇报",)})
    assert parse_query("报告大会", names).synonyms == (("报告", ("汇报",)),)


@pytest.mark.parametrize("text", ["河长制", "云江市河长制", "高校生", "反家暴", "国企化"])
def test_a_character_left_over_beside_a_name_makes_it_part_of_a_longer_word(text: str) -> None:
    names = Synonyms(dict.fromkeys(("河长", "高校", "家暴", "国企"), ("夜校",)))
    assert not parse_query(text, names).synonyms


@pytest.mark.parametrize(
    "text", ["办社保", "省社保", "各社保中心", "社保里", "社保的", "2024年社保", "社保涨多少"]
)
def test_a_character_that_is_a_word_by_itself_may_stand_beside_a_name(text: str) -> None:
    names = Synonyms({"社保": ("社会保险",)})
    assert parse_query(text, names).synonyms == (("社保", ("社会保险",)),)


def test_most_is_enough_of_a_query_with_other_names_too(engine: Engine) -> None:
    page = asked(engine, "人社局轮渡")
    assert page.complete.articles == 0
    assert {"short", "long", "ferry"} <= {hit.article.id for hit in page.hits}


def test_what_no_article_has_all_of_is_said_as_it_was_typed(engine: Engine) -> None:
    notes = [str(note) for note in asked(engine, "被消法轮渡停在哪里").notes]
    assert notes == ["没有同时包含“消法”、“轮渡”、“停”的文章，以下包含其中部分词语"]


def test_a_query_is_read_in_few_wordings_however_many_names_it_has() -> None:
    text = " ".join(list(abbreviations().others)[:60])
    parsed = parse_query(text, abbreviations())
    wordings = [node for node in walk(parsed.query) if isinstance(node, Wordings)]
    assert all(len(node.nodes) <= MAX_WORDINGS for node in wordings)


def test_the_administrators_line_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.txt"
    path.write_text("消法 = 消防条例\n", encoding="utf-8")
    names = SynonymsFile(path).current()
    assert names.others["消法"] == ("消防条例",)
    assert names.others["人社部"] == abbreviations().others["人社部"]
    assert "人社部" not in SynonymsFile(path, with_abbreviations=False).current().others


def test_a_site_can_do_without_the_list(engine: Engine) -> None:
    def says(search: Search) -> str:
        return (
            create_app(engine, settings=Settings(search=search))
            .test_client()
            .get("/search?q=消法")
            .text
        )

    assert "“消法”也查找了：消费者权益保护法。" in says(Search())
    assert "也查找了" not in says(Search(abbreviations=False))


@pytest.mark.parametrize("given", ["own", "off"])
def test_the_command_can_do_without_the_list(sample_index: Path, given: str) -> None:
    asked = ("search", "消法", "--index", sample_index)
    assert "也查找了" in run(*asked).stdout
    assert "也查找了" not in run(*asked, "--synonyms", given).stdout


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("人社局 培训", SectionHint("人社局", "云江市人力资源和社会保障局", "培训")),
        ("云江市人社局 培训", SectionHint("云江市人社局", "云江市人力资源和社会保障局", "培训")),
        (
            "人力资源和社会保障局",
            SectionHint("人力资源和社会保障局", "云江市人力资源和社会保障局", ""),
        ),
        ("市人社局 培训", SectionHint("市人社局", "云江市人力资源和社会保障局", "培训")),
        ("江北市人社局 培训", None),
        ("教育局 培训", None),
        ("轮渡", None),
        ("发文机关:人社局", None),
        ("发文机关：云江市人社局 培训", None),
        ("“人社局”", None),
        ("培训 -人社局", None),
        ("培训 -云江市人社局", None),
        ("培训|人社局", None),
    ],
)
def test_an_office_that_is_named_offers_its_section(
    engine: Engine, typed: str, hint: SectionHint | None
) -> None:
    assert asked(engine, typed).section_hint == hint


def test_the_page_offers_the_section_with_one_click(engine: Engine) -> None:
    page = create_app(engine).test_client().get("/search?q=人社局 培训").text
    assert "只看栏目“云江市人力资源和社会保障局”的文章" in page
