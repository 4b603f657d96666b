"""Structure of articles: headings, clauses and contents, also where a whole paper is one line."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from search import read_corpus
from search.answer.question import Question
from search.answer.results import run_query
from search.answer.snippets import make_snippets
from search.article import Article, Block, BlockKind
from search.ingest.lines.blocks import blocks_of_lines
from search.ingest.understanding.structure import with_structure
from search.query.article_text import WholeText
from search.query.nodes import Phrase
from search.text.analysis import characters_of
from search.text.clauses import clause_places
from search.text.outline import outline
from webui import create_app

from .articles import article, build
from .contract.reference import ReferenceEngine
from .examples import examples

NOTICE = (
    "各区夜校：为办好夜校，现通知如下：一、总体要求。以便民为本，全市夜校统一开班，各项准备落实到位。"
    "二、加强监管。各区要每月检查一次：（一）查课程。看课程是否开齐，教材是否到位。"
    "（二）查食堂。看晚饭是否按时供应，账目是否公开。三、组织领导。由市教育局牵头，各区配合。"
)


def read(text: str, title: str = "关于办好夜校的通知") -> Article:
    """Read an article of lines as a record is read."""
    return with_structure(replace(article("one", title), blocks=blocks_of_lines(text.split("\n"))))


def headings(one: Article) -> list[str]:
    return [block.text for block in one.blocks if block.kind is BlockKind.HEADING]


def test_a_paper_in_one_line_has_its_headings() -> None:
    assert headings(read(NOTICE)) == [
        "一、总体要求。", "二、加强监管。", "（一）查课程。", "（二）查食堂。", "三、组织领导。",
    ]  # fmt: skip


def test_what_was_cut_gives_back_its_line() -> None:
    cut = read(NOTICE)
    assert list(cut.lines()) == [NOTICE]
    assert [block.joined for block in cut.blocks] == [False] + [True] * (len(cut.blocks) - 1)


def test_a_phrase_is_found_across_a_cut_and_marked_as_one(tmp_path: Path) -> None:
    with closing(build(tmp_path, [read(NOTICE)])) as engine:
        page = run_query(engine, Question("“落实到位。二、加强监管”"))
        assert page.occurrences == 1
        (snippet,) = page.hits[0].snippets
        assert snippet.heading == "一、总体要求"
        (marked,) = snippet.highlights
        assert snippet.text[slice(*marked)] == "落实到位。二、加强监管"
        shown = create_app(engine).test_client().get("/articles/one?q=“落实到位。二、加强监管”")
        assert html.fromstring(shown.text).cssselect("#hit-1") and "#hit-2" not in shown.text


def test_every_phrase_of_a_line_is_found(tmp_path: Path) -> None:
    text = NOTICE[15:90]
    with closing(build(tmp_path, [read(text)])) as engine:
        for start in range(len(text)):
            for length in (2, 5, 11):
                phrase = text[start : start + length]
                if len(phrase) == length and "“" not in phrase:
                    assert engine_total(engine, phrase) == 1, phrase


def engine_total(engine: object, phrase: str) -> int:
    return run_query(engine, Question(f"“{phrase}”")).total  # type: ignore[arg-type]


_PIECES = st.sampled_from(
    "一、 二、 三、 四、 （一） （二） (三) 1. 2. 3. 第一条 第二条 第三条 第一章 第二章 总则 目录 总体要求 "
    "各区要办好夜校 夜校 。 ； ： ， ” “ ） 1.5 依照第二条规定 \u3000 为了 附则".split(" ")
)


@given(lines=st.lists(st.lists(_PIECES, min_size=1, max_size=30), min_size=1, max_size=4))
@settings(max_examples=examples(500), deadline=None)
def test_whatever_is_cut_what_is_searched_stays_the_same(lines: list[list[str]]) -> None:
    texts = ["".join(pieces) for pieces in lines]
    whole = replace(article("one", "夜校"), blocks=blocks_of_lines(texts))
    cut = with_structure(whole)
    assert list(cut.lines()) == texts
    assert characters_of(cut) == characters_of(whole)
    assert all(block.text for block in cut.blocks if block.joined)
    assert with_structure(cut).blocks == cut.blocks or not cut.blocks[0].joined
    assert Article.from_json(cut.to_json()) == cut


@given(
    lines=st.lists(st.lists(_PIECES, min_size=4, max_size=30), min_size=1, max_size=2),
    data=st.data(),
)
@settings(max_examples=examples(200), deadline=None)
def test_a_snippet_shows_each_phrase_across_cuts(
    lines: list[list[str]], data: st.DataObject
) -> None:
    texts = ["".join(pieces).strip("\u3000") or "夜校" for pieces in lines]
    cut = with_structure(replace(article("one", "标题"), blocks=blocks_of_lines(texts)))
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text) - 1))
    phrase = text[start : start + 6].translate(dict.fromkeys(map(ord, "“”")))
    engine = ReferenceEngine([cut])
    page = run_query(engine, Question(f"“{phrase}”"))
    for hit in page.hits:
        for snippet in hit.snippets:
            assert all(0 <= first < last <= len(snippet.text) for first, last in snippet.highlights)


def test_a_law_in_one_line_has_its_chapters_and_clauses() -> None:
    law = read(
        "云江市夜校条例（2024年5月6日公布） 目 录 第一章 总则 第二章 办学 第三章 附则 "
        "第一章 总则 第一条 为了办好夜校，制定本条例。第二条 依照本条例第一条办学的，适用本条例。"
        "第二章 办学 第三条 夜校应当具备下列条件：（一）有教室；（二）有教师。"
        "第三章 附则 第四条 本条例自2024年7月1日起施行。",
        "云江市夜校条例",
    )
    assert [entry.name for entry in outline(law.blocks)] == [
        "第一章 总则", "第二章 办学", "第三章 附则",
    ]  # fmt: skip
    places = clause_places(law.blocks)
    assert [address.anchor for address in places] == [
        "第一条", "第二条", "第三条", "第三条第一款第一项", "第三条第一款第二项", "第四条",
    ]  # fmt: skip


def test_contents_in_the_one_line_of_a_paper_stay_one_paragraph() -> None:
    contents = "云江市夜校规划 目录 一、总体要求 二、重点任务 （一）课程 （二）食堂 三、保障措施 "
    paper = read(
        f"{contents}一、总体要求 以便民为本，统一开班。 二、重点任务 （一）课程 各区开齐课程，配好教师。 "
        "（二）食堂 各区供应晚饭。 三、保障措施 加强领导，落实经费。"
    )
    assert paper.blocks[0] == Block(BlockKind.PARAGRAPH, contents)
    assert [entry.name for entry in outline(paper.blocks)] == [
        "一、总体要求", "二、重点任务", "（一）课程", "（二）食堂", "三、保障措施",
    ]  # fmt: skip


def test_the_contents_of_a_text_itself_are_none_of_its_headings() -> None:
    law = read(
        "目 录\n第一章 总则\n第二章 办学……3\n第三章 附则\n第一章 总则\n第一条 为了办好夜校，制定本条例。\n"
        "第二章 办学\n第二条 夜校应当有教室。\n第三章 附则\n第三条 本条例自公布之日起施行。"
    )
    assert headings(law) == ["第一章 总则", "第二章 办学", "第三章 附则"]


def test_contents_in_a_line_of_their_own_are_left_as_they_are() -> None:
    line = "目录 第一章 总则 第二章 办学 第三章 附则"
    law = read(
        f"{line}\n第一章 总则\n第一条 为了办好夜校，制定本条例。\n第二章 办学\n第二条 夜校应当有教室。\n"
        "第三章 附则\n第三条 本条例自公布之日起施行。"
    )
    assert law.blocks[0] == Block(BlockKind.PARAGRAPH, line)
    assert headings(law) == ["第一章 总则", "第二章 办学", "第三章 附则"]


def test_a_title_that_runs_into_its_paragraph_is_a_heading() -> None:
    paper = read(
        "各区夜校：\n一、总体要求。以便民为本，全市统一开班。\n二、加强监管。各区要每月检查一次。\n云江市教育局"
    )
    assert headings(paper) == ["一、总体要求。", "二、加强监管。"]
    assert [entry.name for entry in outline(paper.blocks)] == ["一、总体要求", "二、加强监管"]


def test_numbered_sentences_are_no_titles() -> None:
    paper = read(
        "一、夜校应当每年开班两次。未开班的，应当说明理由。\n二、各区教育局负责本区夜校的检查，并报市教育局。\n"
        "三、本办法自2024年7月1日起施行。原办法同时废止。"
    )
    assert headings(paper) == []


def test_where_a_text_has_no_headings_its_numbered_paragraphs_are_its_outline() -> None:
    paper = read(
        "一、对夜校办得好的区，在安排经费时予以倾斜，并通报表扬。\n二、对食堂办得好的区，优先安排食堂改造，由市财政局负责落实。"
    )
    assert [entry.name for entry in outline(paper.blocks)] == [
        "一、对夜校办得好的区…", "二、对食堂办得好的区…",
    ]  # fmt: skip


def test_a_part_without_a_title_stands_in_the_outline_beside_those_with_one() -> None:
    paper = read(
        "现通知如下：一、全市夜校从本月起统一开班，不得拖延，违者通报。二、加强监管。各区要每月检查一次。"
        "三、组织领导。由市教育局牵头。四、落实经费。各区要保障经费。"
    )
    assert [entry.name for entry in outline(paper.blocks)] == [
        "一、全市夜校从本月起统一开班…", "二、加强监管", "三、组织领导", "四、落实经费",
    ]  # fmt: skip


def test_usual_titles_are_known_where_nothing_parts_them_from_the_text() -> None:
    paper = read(
        "为办好夜校，制定本方案：一、总体要求以便民为本，全市统一开班。二、重点任务（一）开好课程。各区要开齐课程，配好教师。"
        "（二）办好食堂。各区要按时供应晚饭。三、保障措施各区要加强领导，落实经费。"
    )
    assert headings(paper) == [
        "一、总体要求", "二、重点任务", "（一）开好课程。", "（二）办好食堂。", "三、保障措施",
    ]  # fmt: skip


def test_blanks_that_stand_for_line_breaks_end_titles() -> None:
    paper = read(
        "夜校解读 一、起草背景 夜校办了十年，需要统一标准。 二、主要内容 共有六章二十条。 "
        "三、施行时间 自下月起施行，由教育局解释。"
    )
    assert [entry.name for entry in outline(paper.blocks)] == [
        "一、起草背景", "二、主要内容", "三、施行时间",
    ]  # fmt: skip


def test_questions_are_headings_of_their_answers() -> None:
    paper = read("一、几点开课？答：晚七点。二、谁可以报名？答：年满十八岁的市民都可以报名。")
    assert headings(paper) == ["一、几点开课？", "二、谁可以报名？"]


def test_a_line_among_others_is_cut_only_where_it_is_long() -> None:
    short = "夜校要做到：（一）准时开门，不得拖延；（二）按时关门，不得提前。"
    lines = [
        "各区要办好夜校，每月报告。",
        short,
        "市教育局每年检查，并通报结果，对办得好的予以表扬。",
    ] * 2
    assert [block.text for block in read("\n".join(lines)).blocks] == lines


def test_levels_follow_the_numbers() -> None:
    assert [entry.level for entry in outline(read(NOTICE).blocks)] == [1, 1, 2, 2, 1]


def test_records_pages_and_pasted_text_are_all_cut(tmp_path: Path) -> None:
    record = {"id": "r", "title": "关于办好夜校的通知", "date": "2024-05-06", "text": NOTICE}
    (tmp_path / "a.jsonl").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    (tmp_path / "b.md").write_text(f"---\ntitle: 关于办好夜校的通知\n---\n\n{NOTICE}\n", "utf-8")
    page = f"<html><body><h1>关于办好夜校的通知</h1><p>{NOTICE}</p></body></html>"
    (tmp_path / "c.html").write_text(page, "utf-8")
    found = [headings(item) for item in read_corpus(tmp_path) if isinstance(item, Article)]
    assert found == [headings(read(NOTICE))] * 3


def test_the_page_of_such_a_paper_has_contents_and_levels(tmp_path: Path) -> None:
    with closing(build(tmp_path, [read(NOTICE)])) as engine:
        page = html.fromstring(create_app(engine).test_client().get("/articles/one").text)
    links = page.cssselect(".contents a")
    assert [link.text_content() for link in links][:3] == [
        "一、总体要求", "二、加强监管", "（一）查课程",
    ]  # fmt: skip
    targets = [page.cssselect(f"[id='{link.get('href')[1:]}']")[0] for link in links]
    assert [target.tag for target in targets] == ["h2", "h2", "h3", "h3", "h2"]


@pytest.mark.costly
def test_hostile_texts_are_cut_in_time_that_follows_their_length() -> None:
    for unit in (
        "一、",
        "第一章",
        "第一条 为",
        "（一）（二）",
        "1.2.",
        "第一章总则目录",
        "一 、一",
    ):
        text = unit * (200_000 // len(unit))
        assert list(read(text).lines()) == [text]


def test_above_a_numbered_paragraph_stands_no_other_one() -> None:
    one = article("a", "题", "一、夜校每周开课，市民自愿报名。", "二、体检每年一次。")
    (snippet,) = make_snippets(WholeText(one, [Phrase("体检")]))
    assert snippet.heading is None


def test_parts_of_a_code_have_parts_of_their_own_with_chapters_and_sections() -> None:
    lines = (
        "第一编 总则", "第一章 一般规定", "第一条 为了办好夜校，制定本法。",
        "第二编 夜校", "第一分编 开班", "第一章 教室", "第二条 教室应当明亮。",
        "第二分编 结业", "第二章 考试", "第一节 出题", "第三条 题目应当公开。",
        "第二节 阅卷", "第四条 阅卷应当及时。",
    )  # fmt: skip
    code = read("\n".join(lines))
    assert [(entry.name, entry.level) for entry in outline(code.blocks)] == [
        ("第一编 总则", 1), ("第一章 一般规定", 2), ("第二编 夜校", 1), ("第一分编 开班", 2),
        ("第一章 教室", 3), ("第二分编 结业", 2), ("第二章 考试", 3), ("第一节 出题", 4),
        ("第二节 阅卷", 4),
    ]  # fmt: skip
