"""Whatever is typed is read; how, is told."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.answer.as_json import page_json
from search.answer.matching import Matching
from search.answer.question import Question
from search.answer.results import run_query
from search.engine import Engine
from search.query.chunks import MAX_LITERALS
from search.query.description import describe
from search.query.literals import highlighted_literals, literals
from search.query.nodes import AllOf, Most, Nothing, Phrase, Run, Word
from search.query.operands import MAX_DEPTH
from search.query.parser import MAX_QUERY_LENGTH, parse_query
from search.query.synonyms import Synonyms
from search.text.normalization import normalize

from .articles import article, build
from .clocks import no_minutes

operators = st.text(
    alphabet="\"“”「」『』《》()（）|｜-－:： OR标题来源日期:2024..05工会改革a1😀，\x00\u200b—〈<＞·…Ⅱ㈠\u0301'’",
    max_size=40,
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [article("a", "工会改革", "a1 工会 改革 2024。😀"), article("b", "标题", "来源日期")]
    with closing(build(tmp_path_factory.mktemp("index"), articles)) as engine:
        yield engine


@given(text=st.one_of(st.text(max_size=60), operators))
@settings(max_examples=400, deadline=None)
def test_any_string_gives_a_page_of_results(engine: Engine, text: str) -> None:
    page = run_query(engine, Question(text))
    assert page.total >= len(page.hits) >= 0
    assert describe(page.query)
    assert page_json(page)["query"] == text


@given(text=operators)
@settings(max_examples=200, deadline=None)
def test_what_is_found_holds_every_literal_that_must_be_there(engine: Engine, text: str) -> None:
    query = parse_query(text).query
    if isinstance(query, Run | Word | Phrase):
        page = run_query(engine, Question(text, matching=Matching.ALL))
        assert page.occurrences >= page.total * len(literals(query))


def test_a_name_is_told_as_what_is_counted_of_it(engine: Engine) -> None:
    assert describe(parse_query("《标题》").query) == "名为《标题》，或写有“标题”"
    assert describe(parse_query("“《标题》”").query) == "“《标题》”"
    assert [run_query(engine, Question(typed)).total for typed in ("《标题》", "“《标题》”")] == [
        1,
        0,
    ]


def test_a_quoted_text_is_one_phrase() -> None:
    assert parse_query("“以职工为中心”").query == Phrase("以职工为中心")


def test_a_run_is_cut_into_pieces_and_kept_whole() -> None:
    assert parse_query("职工夜校").query == Run(
        Phrase("职工夜校"), (Phrase("职工"), Phrase("夜校"))
    )


def test_single_characters_left_over_stay_one_piece() -> None:
    assert parse_query("张国清").query == Phrase("张国清")


def test_a_hyphen_within_a_word_is_no_minus() -> None:
    assert parse_query("covid-19").query == Word("covid-19")


def test_the_same_word_twice_is_asked_for_once() -> None:
    assert parse_query("工会 工会").query == Phrase("工会")


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_typed_asks_for_everything(text: str) -> None:
    assert describe(parse_query(text).query) == "全部文章"


@pytest.mark.parametrize("text", ["，。", "“”", "()", "|", "《》", "）"])
def test_typed_marks_alone_ask_for_nothing(text: str) -> None:
    assert parse_query(text).query == Nothing()


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("工" * (MAX_QUERY_LENGTH + 1), "查询过长"),
        ("甲 " * 400 + " ".join(f"w{i}" for i in range(MAX_LITERALS)), "词语过多"),
        ("(" * (MAX_DEPTH + 1) + "甲" + ")" * (MAX_DEPTH + 1), "括号超过"),
    ],
)
def test_what_is_too_much_is_cut_and_told(text: str, note: str) -> None:
    assert any(note in str(told) for told in parse_query(text).notes)


def test_a_query_has_at_most_so_many_literals() -> None:
    query = parse_query(" ".join(f"w{i}" for i in range(200))).query
    assert isinstance(query, AllOf)
    assert len(literals(query)) == MAX_LITERALS


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("工会 -疫情", "“工会” 并且 除去“疫情”"),
        ("标题:改革|创新", "标题含“改革” 或 “创新”"),
        ("日期:2024-02", "发布日期2024-02-01 至 2024-02-29"),
        ("职工夜校", "“职工”、“夜校”（连在一起的在前）"),
    ],
)
def test_a_query_reads_back_in_words(text: str, reading: str) -> None:
    assert describe(parse_query(text).query) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("工会 AND 改革", "“工会” 并且 “改革”"),
        ("工会AND改革", "“工会” 并且 “改革”"),
        ("工会 && NOT 改革", "“工会” 并且 除去“改革”"),
        ("“工会”OR改革", "“工会” 或 “改革”"),
        ("2024 or 2025", "“2024” 或 “2025”"),
        ('"a b" or c', "“a b” 或 “c”"),
        ("not 改革", "除去“改革”"),
        ("AND 工会", "“工会”"),  # what a part leaves behind that is taken away
        ("工会 OR", "“工会”"),
        ("R&D at&t", "“r&d” 并且 “at&t”"),
        ("why not use", "“why” 并且 “not” 并且 “use”"),
        ("and/or 工会", "“and/or” 并且 “工会”"),
        ("标题: （工会 改革）", "标题含“工会” 并且 标题含“改革”"),
        ("标题:", "“标题”"),
        ("（标题: ） 工会", "“标题” 并且 “工会”"),
    ],
)
def test_operators_and_fields_are_read_as_people_write_them(text: str, reading: str) -> None:
    assert describe(parse_query(text).query) == reading


@pytest.mark.parametrize(
    "text",
    [
        "工会 AND 改革 OR NOT 夜校",
        "“工会”OR“改革”",
        "the rule of law and order",
        "主题：凝心聚力",
        "http://yunjiang.example/a",
        "10:30 会议",
        "《关于印发：办法》",
        "2035年远景目标：云江",
        "关于《科技AND金融》的通知",
        "工会！",
    ],
)
def test_what_can_be_read_in_one_way_only_gets_no_note(text: str) -> None:
    assert parse_query(text).notes == ()


@pytest.mark.parametrize(
    "text", ["工会AND改革", "工会 Or 改革", "WTO NOT NATO", "题材:工会", "year:2024", "部门： 工会"]
)
def test_what_may_have_been_meant_otherwise_gets_one_note(text: str) -> None:
    assert len(parse_query(text).notes) == 1


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("夜校解释（二）", "“夜校”、“解释”、“二”（连在一起的在前）"),
        ("《夜校办法》（试行）", "“夜校”、“办法”、“试行”（连在一起的在前）"),
        ("标题:解释(二)", "标题含“解释”、“二”（连在一起的在前）"),
        (
            "(解释（二）|办法（试行）)",
            "“解释”、“二”（连在一起的在前） 或 “办法”、“试行”（连在一起的在前）",
        ),
        ("来源:云江日报（晚刊）", "来源含“云江日报(晚刊)”"),
        ("精确:解释（二）", "原样写作“解释（二）”"),
    ],
)
def test_brackets_written_onto_text_are_a_part_of_it(text: str, reading: str) -> None:
    assert describe(parse_query(text).query) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("工会(改革|创新)", "“工会” 并且 （“改革” 或 “创新”）"),
        ("工会(改革 创新)", "“工会” 并且 （“改革” 并且 “创新”）"),
        ("工会(改革OR创新)", "“工会” 并且 （“改革” 或 “创新”）"),
        ("工会(-改革)", "“工会” 并且 除去“改革”"),
        ("工会(“改革创新”)", "“工会” 并且 “改革创新”"),
        ("工会(标题:改革)", "“工会” 并且 标题含“改革”"),
        ("工会 （改革创新）", "“工会” 并且 “改革”、“创新”（连在一起的在前）"),
        ("（工会）（改革）", "“工会” 并且 “改革”"),
    ],
)
def test_other_brackets_group(text: str, reading: str) -> None:
    assert describe(parse_query(text).query) == reading


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("標題:“夜校”", "标题:“夜校”"),
        ("標題：夜校", "标题：夜校"),
        ("題名:夜校*", "题名:夜校*"),
        ("來源:三江日报", "来源:三江日报"),
        ("欄目:工会要闻", "栏目:工会要闻"),
        ("發文機關:市总工会", "发文机关:市总工会"),
        ("發文單位:市总工会", "发文单位:市总工会"),
        ("文號:云政发〔2024〕7号", "文号:云政发〔2024〕7号"),
        ("發文字號:云政发", "发文字号:云政发"),
        ("發布日期:2024", "发布日期:2024"),
        ("發佈日期:2024", "发布日期:2024"),
        ("精確:夜校", "精确:夜校"),
        ("夜校 -欄目:要闻", "夜校 -栏目:要闻"),
    ],
)
def test_a_field_may_be_named_in_traditional_characters(traditional: str, simplified: str) -> None:
    parsed = parse_query(traditional)
    assert (parsed.query, parsed.notes) == (parse_query(simplified).query, ())


def test_what_is_no_field_is_told_in_traditional_characters_too() -> None:
    (note,) = parse_query("地區：三江").notes
    assert str(note).startswith("没有“地區:”这种限定")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("增强“三江意识”", "增强'三江意识'"),
        ("“三江”工作", "'三江'工作"),
        ("也谈“夜校”的“三江”经验。", "也谈'夜校'的'三江'经验"),
        ("印发《关于“三江”工作的意见》", "印发《关于'三江'工作的意见》"),
        ("职工（“三江”工匠）夜校", "职工('三江'工匠)夜校"),
        ("三江）夜校", "三江)夜校"),
        ("三江（夜校", "三江(夜校"),
        ("三江”夜校", "三江'夜校"),
        ("三江“夜校", "三江'夜校"),
    ],
)
def test_what_is_typed_without_a_space_is_one_run_with_its_marks(text: str, whole: str) -> None:
    parsed = parse_query(text)
    assert isinstance(parsed.query, Run)
    assert parsed.query.whole == parsed.wording == Phrase(whole)


def test_what_a_run_quotes_is_one_of_its_pieces_and_its_words_are_where_most_is_enough() -> None:
    parsed = parse_query("增强“三江意识”")
    assert isinstance(parsed.query, Run) and isinstance(parsed.loosened, Most)
    assert parsed.query.pieces == (Phrase("增强"), Phrase("三江意识"))
    assert parsed.loosened.pieces == (Phrase("增强"), Phrase("三江"), Phrase("意识"))


def test_a_name_that_is_quoted_within_a_run_stands_for_itself() -> None:
    names = Synonyms({"市总": ("三江市总工会",)})
    assert parse_query("走进“市总”机关", names).synonyms == ()
    (worded,) = parse_query("市总“夜校”", names).synonyms
    assert worded == ("市总", ("三江市总工会",))


def test_a_wording_keeps_the_brackets_that_group_within_it() -> None:
    assert parse_query("工会（深化:改革）").wording == Phrase("工会(深化:改革)")


@pytest.mark.parametrize("text", ["夜校 工会 AND 改革", "夜校 +工会改革", "夜校 && 工会改革"])
def test_what_must_match_is_not_loosened(text: str) -> None:
    assert parse_query(text).loosened is None


@pytest.mark.parametrize("text", ["工会”", "工会』", "工会」", "《改革", "改革》"])
def test_a_mark_without_its_other_half_is_told(text: str) -> None:
    assert parse_query(text).notes


@given(text=st.one_of(st.text(max_size=60), operators))
def test_every_literal_is_normalised_and_holds_something(text: str) -> None:
    for literal in highlighted_literals(parse_query(text).query):
        assert literal.text
        assert normalize(literal.text) == literal.text


@given(text=st.text(alphabet="工会a1 （）(“”|-：标题", max_size=3 * MAX_QUERY_LENGTH))
@settings(max_examples=30, deadline=None)
def test_whatever_is_typed_few_literals_are_looked_for(text: str) -> None:
    assert len(literals(parse_query(text).query)) <= MAX_LITERALS


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("(工会|改革) -夜校", "（工会｜改革）　－夜校"),
        ("标题:工会", "标题：工会"),
        ("日期:2024-05", "日期：２０２４－０５"),
        ('"工会改革"', "＂工会改革＂"),
        ("a1 OR 5G", "Ａ１ OR ５ｇ"),
    ],
)
def test_full_width_forms_read_as_narrow_ones(narrow: str, wide: str) -> None:
    assert parse_query(wide).query == parse_query(narrow).query


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("标题:工会", "title:工会"),
        ("来源:工会", "source:工会"),
        ("栏目:工会", "section:工会"),
        ("作者:工会", "author:工会"),
        ("发文机关:工会", "issuer:工会"),
        ("文号:工会", "number:工会"),
        ("日期:2024", "date:2024"),
    ],
)
def test_fields_have_chinese_and_english_names(chinese: str, english: str) -> None:
    assert parse_query(english) == replace(parse_query(chinese), text=english)


@pytest.mark.parametrize(
    "text",
    [
        "工" * MAX_QUERY_LENGTH,
        " ".join(f"w{i}" for i in range(MAX_LITERALS)),
        "(" * MAX_DEPTH + "甲" + ")" * MAX_DEPTH,
    ],
)
def test_what_just_fits_is_read_without_a_note(text: str) -> None:
    assert parse_query(text).notes == ()


def test_what_stands_beyond_the_last_character_is_left_out() -> None:
    parsed = parse_query("工会" + " " * (MAX_QUERY_LENGTH - 2) + "改革")
    assert parsed.query == Phrase("工会")
    assert len(parsed.notes) == 1


@pytest.mark.parametrize(
    "text",
    ["“" * 1000, "“”" * 500, "（" * 1000, "(" * 500 + ")" * 500, "《" * 1000, "a-" * 500,
     "标题:" * 250, "OR " * 333, "工会|" * 333, "-" * 1000, "1," * 500, "😀" * 1000,
     "“改 革”~9 " * 100, "同句:(改 革) " * 100],
)  # fmt: skip
def test_a_hostile_query_is_answered_at_once(engine: Engine, text: str) -> None:
    with no_minutes():
        run_query(engine, Question(text))


@pytest.mark.parametrize("typed", ["1000", "999999", "１０００", "9" * 900])
def test_a_distance_beyond_the_greatest_is_read_as_that_and_told(typed: str) -> None:
    parsed = parse_query(f'"夜校 职工"~{typed}')
    assert parsed.query == parse_query('"夜校 职工"~999').query
    assert [str(note) for note in parsed.notes] == ["~ 后面至多 999，已按它查找"]


@pytest.mark.parametrize("text", ['"夜校 职工"~999', "精确:WTO|入世", "精确:“WTO|入世”"])
def test_what_is_read_as_written_gets_no_note(text: str) -> None:
    assert parse_query(text).notes == ()


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("精确:WTO|入世", "原样写作“WTO” 或 “入世”"),
        ("精确:WTO｜精确:入世", "原样写作“WTO” 或 原样写作“入世”"),
        ("(精确:WTO|入世) 夜校", "（原样写作“WTO” 或 “入世”） 并且 “夜校”"),
        ("精确:“WTO|入世”", "原样写作“WTO|入世”"),
    ],
)
def test_an_exact_form_ends_at_a_bar_but_in_quotes(text: str, reading: str) -> None:
    assert describe(parse_query(text).query) == reading


def test_brackets_of_an_exact_form_are_characters_and_told_where_they_were_to_group() -> None:
    parsed = parse_query("精确:(WTO|入世)")
    assert describe(parsed.query) == "原样写作“(WTO|入世)”"
    assert len(parsed.notes) == 1


@pytest.mark.parametrize("text", ["日期:2025..2020", "日期:2025年5月..2025-04", "-日期:2025..2020"])
def test_days_in_the_wrong_order_are_told(text: str) -> None:
    (note,) = parse_query(text).notes
    assert "晚于截止日期" in str(note)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("地区:云江", "地区，云江"),
        ("日期:明天", "日期，明天"),
        ("（工会", "工会"),
        ("“工会改革", "工会改革"),
        ("工会改革”", "工会改革"),
        ("《改革", "改革"),
        ("OR 工会", "or 工会"),
    ],
)
def test_what_is_unknown_or_unbalanced_is_read_as_plain_words(text: str, plain: str) -> None:
    assert describe(parse_query(text).query) == describe(parse_query(plain).query)


@pytest.mark.parametrize("text", ["日期:2020-13", "发布日期：下周", "标题:日期:2020"])
def test_of_a_date_that_cannot_be_read_it_is_not_said_that_there_is_no_such_field(
    text: str,
) -> None:
    assert not any("这种限定" in str(note) for note in parse_query(text).notes)
