"""JSON Lines files. The plain cases are in test_readers; these are the corners."""

import json
from datetime import date
from io import BytesIO
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.errors import UnreadableError
from search.ingest.records import json_lines
from search.ingest.records.json_lines import bounded_lines
from search.partial_date import PartialDate
from search.text.normalization import normalize

from .records import doubts, read_json_lines, read_record, remarks

FIELDS = ("id", "title", "date", "section", "source", "author", "doc_number", "url")
some_text = st.text(max_size=20) | st.text(alphabet="题\ud800\x00 \n>/2024-03", max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | some_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(some_text, inner, max_size=3),
    max_leaves=6,
)


def lines(*objects: dict[str, object]) -> list[bytes]:
    return [
        json.dumps({"title": "夜校", "text": "正文。"} | one).encode() + b"\n" for one in objects
    ]


def read(**fields: object) -> Article:
    (item,) = read_json_lines(lines(fields), "a.jsonl")
    assert isinstance(item, Article), item
    return item


def rejection(**fields: object) -> str:
    (item,) = read_json_lines(lines(fields), "a.jsonl")
    assert isinstance(item, UnreadableError)
    return item.reason


def doubts_of(**fields: object) -> list[str]:
    return doubts(json_lines.read_json_lines(lines(fields), "a.jsonl"))


def remarks_of(*objects: dict[str, object]) -> list[str]:
    return remarks(json_lines.read_json_lines(lines(*objects), "a.jsonl"))


def test_blank_lines_are_counted_and_skipped() -> None:
    first, second = read_json_lines([b"\n", b"{\n", b"  \r\n", *lines({})], "a.jsonl")
    assert isinstance(first, UnreadableError)
    assert first.line == 2
    assert isinstance(second, Article)


def test_a_bad_line_between_good_ones_costs_only_itself() -> None:
    good = lines({"title": "甲"}, {"text": " "}, {"title": "丙"})
    items = list(read_json_lines(good, "a.jsonl"))
    assert [getattr(item, "title", None) for item in items] == ["甲", None, "丙"]
    assert [getattr(item, "line", None) for item in items] == [None, 2, None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_line_is_decoded(encoding: str) -> None:
    line = '{"title": "职工夜校", "text": "办到身边。"}\r\n'.encode(encoding)
    (item,) = read_json_lines([line], "a.jsonl")
    assert isinstance(item, Article)
    assert item.title == "职工夜校"


def test_what_is_null_or_left_out_is_none() -> None:
    one = read(date=None, section=None, source="", author=" ", tags=["夜校"])
    assert (one.published, one.section, one.source) == (None, (), None)
    assert (one.author, one.doc_number, one.url) == (None, None, None)


@pytest.mark.parametrize(
    "section", [["新闻中心", " 工会要闻 ", ""], "新闻中心 > 工会要闻", "新闻中心/工会要闻"]
)
def test_a_section_is_a_list_or_one_text(section: object) -> None:
    assert read(section=section).section == ("新闻中心", "工会要闻")


def test_numbers_count_as_text() -> None:
    assert (read(id=17).id, read(title=2024).title) == ("17", "2024")


@pytest.mark.parametrize("value", ["2024-03-08", "2024年3月8日", "2024-03-08T09:12:33+08:00"])
def test_a_date_may_be_written_as_people_write_it(value: str) -> None:
    assert read(date=value).published == date(2024, 3, 8)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("date", "2023-13-01", '发布日期 date 不是日期: "2023-13-01"'),
        ("date", "二〇二三年二月三十日", "发布日期 date 不是日期"),
        ("date", "二〇二四年三月十十日", "发布日期 date 不是日期"),
        ("date", True, "字段 date 应为文字"),
        ("section", 5, "栏目 section 应为文字的列表"),
        ("section", ["要闻", 5], "栏目 section 应为文字的列表"),
        ("author", {"age": 30, "city": "云江"}, "字段 author 应为文字"),
        ("source", "很长" * 300, "字段 source 超过 500 字，只收了开头"),
    ],
)
def test_a_field_that_is_wrong_is_a_doubt_and_costs_only_itself(
    field: str, value: object, reason: str
) -> None:
    (doubt,) = doubts_of(**{field: value})
    assert reason in doubt


@pytest.mark.parametrize(("field", "reason"), [("title", "没有标题"), ("text", "没有正文")])
def test_without_a_title_or_a_text_there_is_no_article(field: str, reason: str) -> None:
    assert reason in rejection(**{field: " \n"})


@pytest.mark.parametrize(
    ("field", "value", "read_as"),
    [
        ("author", ["李禾", "周苗"], "李禾、周苗"),
        ("author", [{"name": "李禾"}, {"name": "周苗"}], "李禾、周苗"),
        ("author", {"id": 7, "name": "李禾"}, "李禾"),
        ("title", {"rendered": "夜校开班"}, "夜校开班"),
        ("id", {"$oid": "65a1"}, "65a1"),
        ("source", ["云江日报"], "云江日报"),
        ("source", "很长" * 300, "很长" * 250),
        ("title", ["关于夜校", "开班的通知"], "关于夜校 开班的通知"),
        ("id", 17.0, "17"),
        ("section", ["要闻", 5], ("要闻",)),
        ("section", [{"name": "政务公开"}, {"name": "通知公告"}], ("政务公开", "通知公告")),
        ("section", "政务公开 --> 通知公告", ("政务公开", "通知公告")),
    ],
)
def test_a_value_is_read_as_well_as_it_can_be(field: str, value: object, read_as: object) -> None:
    assert getattr(read(**{field: value}), field) == read_as


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("云江市<em>夜校</em>要点", "云江市夜校要点"),
        ("夜校&nbsp;&amp;&nbsp;课表", "夜校 & 课表"),
        ("&amp;ldquo;夜校&amp;rdquo;开班", "“夜校”开班"),
        ("<![CDATA[夜校开班]]>", "夜校开班"),
        ("<span style='color:red'>夜校</span>开班", "夜校开班"),
        ("关于<夜校>开班", "关于<夜校>开班"),
        ("工资<3000元的职工", "工资<3000元的职工"),
        ("当a<b且b>c时", "当a<b且b>c时"),
        ("《夜校》AT&T课程&copy", "《夜校》AT&T课程&copy"),
    ],
)
def test_tags_and_entities_are_no_part_of_a_title(title: str, shown: str) -> None:
    assert read(title=title).title == shown


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("夜校&nbsp;&nbsp;&ldquo;开班&rdquo;，<em>请</em>转告<br>同事。", ["夜校  “开班”，请转告", "同事。"]),
        ("开头。<p>夜校开班。</p><p>请转告。</p>", ["开头。", "夜校开班。", "请转告。"]),
        ("&lt;p&gt;夜校开班。&lt;/p&gt;&lt;p&gt;请转告。&lt;/p&gt;", ["夜校开班。", "请转告。"]),
        ("<p>工资<3000元的，a<b的</p>", ["工资<3000元的，a<b的"]),
        ("第一段<b>要点</b>\n第二段", ["第一段要点", "第二段"]),
        ("<p>夜校&amp;nbsp;开班。</p>", ["夜校\xa0开班。"]),
        ("夜校<span style='display:none'>密</span>开班。", ["夜校开班。"]),
        ("夜校<o:p></o:p>开班，<st1:chsdate w:st='on'>2024年</st1:chsdate>。", ["夜校开班，2024年。"]),
        (["夜校开班。", "请转告。"], ["夜校开班。", "请转告。"]),
        ([{"type": "text", "text": "夜校开班。"}, {"type": "image", "src": "a.png"},
          {"type": "text", "text": "请转告。"}], ["夜校开班。", "请转告。"]),
        ({"type": "doc", "content": [{"type": "paragraph", "content": [
            {"type": "text", "text": "夜校"}, {"type": "text", "text": "开班。"}]}]}, ["夜校开班。"]),
        ({"blocks": [{"type": "header", "data": {"text": "一、总则", "level": 2}},
                     {"type": "list", "data": {"items": ["请转告。"]}}]}, ["一、总则", "请转告。"]),
        ({"ops": [{"insert": "夜校"}, {"insert": "开班。\n", "attributes": {"bold": True}}]}, ["夜校开班。"]),
        ({"第一条": "夜校开班。", "第二条": "请转告。"}, ["第一条", "夜校开班。", "第二条", "请转告。"]),
        ([{"heading": "一、总则", "text": "夜校开班。"}], ["一、总则", "夜校开班。"]),
    ],
)  # fmt: skip
def test_a_text_may_have_markup_or_be_a_list_or_a_tree(text: object, paragraphs: list[str]) -> None:
    assert [block.text for block in read(text=text).blocks] == paragraphs
    assert doubts_of(text=text) == []


def test_a_tree_whose_texts_are_not_all_found_is_a_doubt() -> None:
    text = [{"text": "夜校开班。", "remarks": {"note": "这一段文字放在认不出的地方，" * 3}}]
    assert any("只读出文件中文字的" in doubt for doubt in doubts_of(text=text))


def test_names_that_mean_nothing_are_told_with_how_many_articles_have_them() -> None:
    one = {"bianma": "a", "stage": 3, "empty": "", "none": None}
    assert remarks_of(one, {"bianma": "b", "stage": 4}) == [
        "字段 bianma、stage 不认识，未收入（2 篇）"
    ]
    assert remarks_of(one, {"stage": 4}) == ["字段 stage（2 篇）、bianma（1 篇）不认识，未收入"]
    assert remarks_of({"date": "2024-03-08"}) == []


def test_a_second_name_of_a_field_with_another_value_is_told() -> None:
    assert remarks_of({"发布日期": "2024-03-08", "公布日期": "2024-03-09"}) == [
        "字段 公布日期 与已收的字段意思相同而值不同，未收入（1 篇）"
    ]
    assert remarks_of({"发布日期": "2024-03-08", "公布日期": "2024-03-08"}) == []


def test_a_value_that_its_field_cannot_have_is_told() -> None:
    assert remarks_of({"status": "published"}) == [
        "字段 status（值“published”）不认识，未收入（1 篇）"
    ]


@pytest.mark.parametrize(
    ("names", "field", "value"),
    [
        ("docTitle articleTitle newsTitle DOC-TITLE 新闻标题 政策名称 biaoti", "title", "夜校"),
        ("docSource articleSource sourceName 新闻来源 laiyuan", "source", "云江日报"),
        ("authors docAuthor creator 记者", "author", "李禾"),
        ("docNo docNumber pcode 公文字号 wenhao", "doc_number", "云工发〔2024〕3号"),
        ("puborg issuingAuthority 制定机关", "issuer", "云江市总工会"),
        ("sourceUrl articleUrl 原文网址", "url", "https://www.yunjiang.example/a"),
    ],
)
def test_names_are_known_however_programs_write_them(names: str, field: str, value: str) -> None:
    for name in names.split():
        fields = {"content": "夜校下周开班。", name: value}
        if field != "title":
            fields["title"] = "通知"
        assert getattr(read_record(fields), field) == value, name


def test_an_article_that_only_repeats_its_title_has_no_text() -> None:
    assert "没有正文" in rejection(title="关于夜校的通知", text="关于夜校\n的通知")


def test_a_web_address_as_source_leaves_a_given_address_alone() -> None:
    one = read(source="https://a.example/page", url="https://www.yunjiang.example/a")
    assert (one.source, one.url) == (None, "https://www.yunjiang.example/a")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,a", "//a.example"]
)
def test_an_address_that_is_no_web_address_is_dropped(url: str) -> None:
    assert read(url=url).url is None


@pytest.mark.parametrize("field", [*FIELDS, "text"])
def test_half_a_character_does_no_harm_in_any_field(field: str) -> None:
    value: object = ["甲\ud800"] if field == "section" else "甲\ud800"
    for item in read_json_lines(lines({field: value}), "a.jsonl"):
        told = item.to_json() if isinstance(item, Article) else item.reason
        assert told.encode("utf-8")


def test_a_number_of_endless_length_is_rejected_and_the_next_line_read() -> None:
    endless = b'{"title": "a", "text": "b", "views": ' + b"9" * 5000 + b"}"
    first, second = read_json_lines([endless, *lines({})], "a.jsonl")
    assert isinstance(first, UnreadableError)
    assert isinstance(second, Article)


def test_an_id_is_made_of_file_and_content() -> None:
    one, other = lines({"text": "甲。"}, {"text": "乙。"})
    here, beside = read_json_lines([one, other], "a.jsonl")
    (moved_up,) = read_json_lines([other], "a.jsonl")
    (elsewhere,) = read_json_lines([other], "b.jsonl")
    ids = [getattr(item, "id", None) for item in (here, beside, moved_up, elsewhere)]
    assert ids[1] == ids[2]
    assert len(set(ids)) == 3


@given(fields=st.fixed_dictionaries({}, optional=dict.fromkeys([*FIELDS, "text"], json_values)))
@settings(max_examples=300, deadline=None)
def test_any_object_is_an_article_with_a_title_or_rejected(fields: dict[str, object]) -> None:
    (item,) = read_json_lines(lines(fields), "a.jsonl")
    if isinstance(item, Article):
        assert item.title
        assert all(block.text for block in item.blocks)
    else:
        assert item.line == 1
        assert item.reason


@pytest.mark.parametrize("length", [101, 102, 500, 5000])
def test_of_a_line_that_is_too_long_only_the_beginning_is_held(
    monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    monkeypatch.setattr(json_lines, "_MAX_LINE_BYTES", 100)
    monkeypatch.setattr(json_lines, "_SKIPPED_AT_ONCE", 64)
    good = b'{"title": "a", "text": "b"}\n'
    content = good + b"x" * length + b"\n" + good + b"x" * length
    held = list(bounded_lines(BytesIO(content)))
    assert [len(line) for line in held] == [28, 101, 28, 101]
    first, second, third, fourth = read_json_lines(held, "a.jsonl")
    assert isinstance(first, Article)
    assert isinstance(second, UnreadableError)
    assert (second.line, "一行超过" in second.reason) == (2, True)
    assert isinstance(third, Article)
    assert isinstance(fourth, UnreadableError)


def test_lines_that_are_not_too_long_are_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "_MAX_LINE_BYTES", 100)
    content = [b"x" * 99 + b"\n", b"\n", b"x" * 100 + b"\n", b"x" * 100]
    assert [line.strip() for line in bounded_lines(BytesIO(b"".join(content)))] == [
        line.strip() for line in content
    ]


MARKS = ["", "、", "　", "\n", "《", "》", "——", "·", "（", "）", "…", " - "]


@given(
    title=st.lists(st.sampled_from(MARKS), min_size=4, max_size=4),
    echo=st.lists(st.sampled_from(MARKS), min_size=4, max_size=4),
)
def test_no_line_is_lost_that_repeats_the_title_with_other_marks(
    title: list[str], echo: list[str]
) -> None:
    words = ["云江市高级人民法院", "云江市人民检察院", "关于办理案件", "的解释"]
    written, repeated = (
        "".join(chain.from_iterable(zip(words, marks, strict=True))) for marks in (title, echo)
    )
    (one,) = read_json_lines(
        lines({"title": written.replace("\n", ""), "text": f"{repeated}\n为依法办理，解释如下。"}),
        "a.jsonl",
    )
    assert isinstance(one, Article)
    repetition = normalize(repeated.strip())
    assert any(repetition in normalize(text) for text in one.texts())


@pytest.mark.parametrize("name", ["year", "年份", "年度"])
def test_a_year_is_the_date_where_no_other_is_given(name: str) -> None:
    assert read(**{name: 2018}).published == PartialDate(2018)
    assert read(**{name: "2018", "date": "无"}).published == PartialDate(2018)
    assert read(**{name: "2018", "date": "2018-05-17"}).published == date(2018, 5, 17)
    assert read(**{name: "2018", "signed": "2019-01-05"}).published is None


def test_a_year_that_the_date_tells_too_is_not_told_as_left_out() -> None:
    assert remarks_of({"year": 2018, "date": "2018-05-17"}) == []
    assert len(remarks_of({"year": 2019, "date": "2018-05-17"})) == 1


@pytest.mark.parametrize("value", ["无", "不详", "—", "null", "N/A"])
def test_a_date_that_says_that_there_is_none_is_no_doubt(value: str) -> None:
    assert read(date=value).published is None
    assert doubts_of(date=value) == []


@pytest.mark.parametrize("value", ["2024-05-16T17:05:00Z", 1715913000000])
def test_a_day_may_be_written_as_mongodb_exports_it(value: object) -> None:
    assert read(date={"$date": value}).published == date(2024, 5, 17)
