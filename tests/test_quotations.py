"""Does what a draft says stand in the collection so, otherwise, or nowhere?"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from search.engine import Engine
from search.errors import UsageError
from search.text.sentences import sentence_key
from search.wording.findings import Finding, Verdict
from search.wording.passages import PassageKind
from search.wording.quotations import MOST_CHARACTERS, check_draft

from .articles import article, build

COMMON = "现将有关事项通知如下"
ARTICLES = [
    article(
        "plan", "三江市职工夜校建设方案",
        "职工夜校免费向全市职工开放，课程由职工投票决定，每季度调整一次。",
        "要把“下班有去处”办成职工身边的好事。到2027年建成夜校120所。",
        published=date(2021, 3, 1), source="三江日报", doc_number="三江政发〔2021〕7号",
    ),
    article(
        "again", "转发夜校建设方案", "职工夜校免费向全市职工开放，课程由职工投票决定，每季度调整一次。",
        published=date(2023, 5, 1), source="三江工会网",
    ),
    article(
        "rules", "三江市轮渡管理办法", "轮渡公司应当每日检查救生设备。",
        "按照《三江市航道条例》（三江人大〔2018〕3号）执行。",
        published=date(2019, 1, 1), doc_number="三江政发〔2019〕2号",
    ),
    *(article(f"n{number}", f"第{number}号通知", f"{COMMON}。事项{number}。") for number in range(20)),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(build(tmp_path_factory.mktemp("drafts"), ARTICLES)) as opened:
        yield opened


def only(engine: Engine, draft: str) -> Finding:
    (finding,) = check_draft(engine, draft).findings
    return finding


def changes(engine: Engine, draft: str) -> list[tuple[str, str]]:
    """Return what stands in the draft, and what instead in the source."""
    return [(draft[one.start : one.end], one.instead) for one in only(engine, draft).changes]


def test_a_sentence_that_stands_so_leads_to_its_earliest_source(engine: Engine) -> None:
    draft = "职工夜校免费向全市职工开放，课程由职工投票决定，每季度调整一次。"
    finding = only(engine, draft)
    assert (finding.verdict, finding.articles) == (Verdict.SAME, 2)
    assert finding.source is not None
    assert (finding.source.head.id, finding.source.key) == ("plan", sentence_key(draft))


def test_how_a_sentence_is_counted_and_which_marks_are_written_makes_no_difference(
    engine: Engine,
) -> None:
    for draft in (
        "（一）轮渡公司应当每日检查救生设备；",
        "一是　輪渡公司應當每日檢查救生設備",
        "1.轮渡公司应当每日检查救生设备。",
    ):
        assert only(engine, draft).verdict is Verdict.SAME


def test_a_part_of_a_sentence_is_quoted_as_it_is(engine: Engine) -> None:
    assert only(engine, "课程由职工投票决定。").verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("draft", "changed"),
    [
        ("轮渡公司应该每日检查救生设备。", [("该", "当")]),
        ("轮渡公司应当每日的检查救生设备。", [("的", "")]),
        ("职工夜校免费向全市职工开放，每季度调整一次。", [("", "课程由职工投票决定，")]),
        ("职工夜校免费向全市职工开房，课程由职工投票决定", [("房", "放")]),
    ],
)
def test_a_changed_sentence_is_laid_beside_what_it_was(
    engine: Engine, draft: str, changed: list[tuple[str, str]]
) -> None:
    finding = only(engine, draft)
    assert finding.verdict is Verdict.CHANGED
    assert finding.source is not None and finding.source.head.id in {"plan", "rules"}
    assert changes(engine, draft) == changed


def test_clauses_in_another_order_are_told(engine: Engine) -> None:
    finding = only(engine, "课程由职工投票决定，职工夜校免费向全市职工开放，每季度调整一次。")
    assert (finding.verdict, str(finding.note)) == (Verdict.CHANGED, "语序不同")


def test_a_clause_left_out_is_no_other_order(engine: Engine) -> None:
    assert only(engine, "职工夜校免费向全市职工开放，每季度调整一次。").note is None


def test_a_sentence_that_is_wrapped_within_a_name_is_one(engine: Engine) -> None:
    draft = "　　职工夜校免费向全市职工开放，课程由职\n工投票决定，每季度的调整一次。轮渡公\n司应当每日检查救生设备。"
    changed, same = check_draft(engine, draft).findings
    assert (changed.verdict, same.verdict) == (Verdict.CHANGED, Verdict.SAME)
    assert [draft[one.start : one.end] for one in changed.changes] == ["的"]
    assert draft[same.start : same.end] == "轮渡公\n司应当每日检查救生设备"
    title = "会说话的猫头鹰认真学习了《三江市轮渡管\n理条例》以后，就在钟楼里睡着了。"
    found = check_draft(engine, title).findings
    assert [one.verdict for one in found if one.kind is PassageKind.TITLE] == [Verdict.CHANGED]


def test_numbers_and_marks_that_differ_are_told(engine: Engine) -> None:
    assert str(only(engine, "到2028年建成夜校120所。").note) == "数字不同"
    draft = "职工夜校免费向全市职工开放、课程由职工投票决定、每季度调整一次。"
    assert str(only(engine, draft).note) == "只有标点不同"


def test_what_stands_nowhere_is_not_known_and_no_source_is_named(engine: Engine) -> None:
    finding = only(engine, "会说话的猫头鹰住在钟楼里。")
    assert (finding.verdict, finding.source) == (Verdict.UNKNOWN, None)


def test_short_sentences_and_what_everybody_says_are_no_findings(engine: Engine) -> None:
    assert check_draft(engine, f"好。特此通知。{COMMON}：\n\n").findings == ()


def test_a_day_or_a_number_alone_is_no_sentence(engine: Engine) -> None:
    assert check_draft(engine, "2021年3月1日\n二〇二一年三月一日\n").findings == ()
    (number,) = check_draft(engine, "三江政发〔2021〕7号\n").findings
    assert (number.kind, number.verdict) == (PassageKind.NUMBER, Verdict.SAME)


def test_a_number_may_be_broken_at_the_end_of_a_line(engine: Engine) -> None:
    draft = "要把“下班有去处”办成职工身边的好事，到2\n027年建成夜校120所。到2027年建成夜校1\n20所。"
    assert check_draft(engine, draft).findings[-1].verdict is Verdict.SAME


def test_what_is_quoted_is_looked_up_where_its_sentence_is_new(engine: Engine) -> None:
    draft = "我们都说“把下班有去处办成职工身边的好事”真不错，猫头鹰也这么说。"
    found = check_draft(engine, draft).findings
    assert [(one.kind, one.verdict) for one in found] == [
        (PassageKind.SENTENCE, Verdict.UNKNOWN),
        (PassageKind.QUOTED, Verdict.CHANGED),
    ]
    assert [one.instead for one in found[1].changes] == ["“", "”"]


def test_a_title_is_known_nearly_known_or_only_named(engine: Engine) -> None:
    def of_title(title: str) -> Finding:
        found = check_draft(engine, f"猫头鹰认真学习《{title}》以后就睡着了。").findings
        return next(one for one in found if one.kind is PassageKind.TITLE)

    known = of_title("三江市轮渡管理办法")
    assert known.verdict is Verdict.SAME
    assert known.source is not None and known.source.head.id == "rules"
    assert of_title("三江市轮渡管理条例").verdict is Verdict.CHANGED
    named = of_title("三江市航道条例")
    assert (named.verdict, str(named.note)) == (Verdict.SAME, "库中没有这一篇，有 1 篇提到")
    assert of_title("猫头鹰保护纲要").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("三江市轮渡管理办", Verdict.CHANGED),  # a part of the title is not another that is named
        ("江市轮渡管理办法", Verdict.CHANGED),
        ("双河市轮渡管理办法", Verdict.UNKNOWN),  # another place's paper
        ("2019年三江市政府工作报告", Verdict.UNKNOWN),  # another year's
    ],
)
def test_a_title_is_nearly_another_but_not_that_of_another_place_or_year(
    title: str, verdict: Verdict, tmp_path: Path
) -> None:
    others = (
        article("report", "2018年三江市政府工作报告", "双河市来人交流。"),
        article("law", "三江市船员条例", "按照《双河市船员条例》执行。"),
    )
    with closing(build(tmp_path, [*ARTICLES, *others])) as engine:
        found = check_draft(engine, f"猫头鹰认真学习《{title}》以后就睡着了。").findings
    assert [one.verdict for one in found if one.kind is PassageKind.TITLE] == [verdict]


@pytest.mark.parametrize(
    ("title", "instead"),
    [
        ("不存在的条例", None),  # 不存在的 stands in a sentence, which is no title
        ("职工学习法", None),
        ("船员学习条例", None),  # less than eight tenths of 三江市船员条例
        ("三江市船院条例", ["员"]),  # of a paper that is only named
        ("关于办好夜校的意件", ["见"]),  # without its issuer
        ("中华人民的共和国渡口法", [""]),  # changed within what everybody leaves out
    ],
)
def test_only_a_title_is_what_a_title_was(
    title: str, instead: list[str] | None, tmp_path: Path
) -> None:
    others = (
        article("report", "报告", "这样的职工学习的问题，是不存在的。按照《三江市船员条例》执行。"),
        article("advice", "三江市关于办好夜校的意见", "每周开课。"),
        article("law", "中华人民共和国渡口法", "渡口由市政府设置。"),
    )
    with closing(build(tmp_path, others)) as engine:
        found = check_draft(engine, f"猫头鹰认真读了《{title}》以后就睡着了。").findings
    (finding,) = (one for one in found if one.kind is PassageKind.TITLE)
    assert finding.verdict is (Verdict.UNKNOWN if instead is None else Verdict.CHANGED)
    assert [one.instead for one in finding.changes] == (instead or [])


def test_a_number_that_belongs_to_another_title_is_pointed_out(engine: Engine) -> None:
    def of_number(cited: str) -> tuple[Verdict, str]:
        found = check_draft(engine, f"猫头鹰认真学习{cited}以后就睡着了。").findings
        finding = next(one for one in found if one.kind is PassageKind.NUMBER)
        return finding.verdict, str(finding.note or "")

    assert of_number("《三江市轮渡管理办法》（三江政发〔2019〕2号）") == (Verdict.SAME, "")
    assert of_number("《三江市轮渡管理办法》（三江政发〔2021〕7号）") == (
        Verdict.CHANGED, "这个文号在本库是《三江市职工夜校建设方案》的",
    )  # fmt: skip
    assert of_number("《三江市轮渡管理办法》（三江人大〔2018〕3号）") == (
        Verdict.CHANGED, "这个文号在本库是《三江市航道条例》的",
    )  # fmt: skip
    assert of_number("《三江市航道条例》（三江人大〔2018〕3号）") == (
        Verdict.SAME, "库中没有这个文号的文件，有 1 篇提到",
    )  # fmt: skip
    assert of_number("三江政发〔1999〕2号")[0] is Verdict.UNKNOWN


def test_a_paper_that_is_held_is_told_itself_though_others_named_it_before(tmp_path: Path) -> None:
    name, number = "三江市轮渡管理办法", "（三江政发〔2019〕2号）"
    earlier = [
        article("b", "轮渡培训", f"学习《{name}》{number}。", published=date(2019, 1, 1)),
        article("a", "起草", f"《{name}》{number}即将施行。", published=date(2018, 1, 1)),
    ]
    rules = article(
        "rules", name, "每日检查。", published=date(2020, 1, 1), doc_number="三江政发〔2019〕2号"
    )
    (tmp_path / "held").mkdir()
    (tmp_path / "named").mkdir()

    def told(engine: Engine) -> list[tuple[str, int, bool]]:
        found = check_draft(engine, f"猫头鹰认真读了《{name}》{number}，就睡着了。").findings
        own = [one for one in found if one.kind is not PassageKind.SENTENCE]
        return [(one.source.head.id, one.articles, one.is_paper) for one in own if one.source]

    with closing(build(tmp_path / "held", [*earlier, rules])) as engine:
        assert told(engine) == [("rules", 3, True), ("rules", 3, True)]
    with closing(build(tmp_path / "named", earlier)) as engine:
        assert told(engine) == [("a", 2, False), ("a", 2, False)]


def test_ranges_are_of_the_draft(engine: Engine) -> None:
    draft = "标题\n\n　　（一）轮渡公司应该每日检查救生设备。\n"
    finding = only(engine, draft)
    assert draft[finding.start : finding.end] == "轮渡公司应该每日检查救生设备"
    assert [draft[one.start : one.end] for one in finding.changes] == ["该"]


def test_a_summary_counts_sentences_and_the_rest_apart(engine: Engine) -> None:
    draft = "轮渡公司应当每日检查救生设备。轮渡公司应该每日检查救生设备。猫头鹰读《三江市轮渡管理办法》。"
    checked = check_draft(engine, draft)
    assert str(checked.summary) == "3 句：1 句一致，1 句有改动，1 句未见"
    assert str(checked.details) == "另查引语、标题、文号 1 处：1 处一致，0 处有改动，0 处未见"
    assert (checked.articles, checked.differs) == (len(ARTICLES), True)


@pytest.mark.parametrize(
    "draft", ["", "\n", "。。。", "“”《》（）", "\udcff\x00\u202e" * 20, "一" * 9000]
)
def test_odd_drafts_are_checked_too(engine: Engine, draft: str) -> None:
    assert check_draft(engine, draft).count(Verdict.SAME) == 0


def test_a_draft_that_is_too_long_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="最多核对 20000 字"):
        check_draft(engine, "字" * (MOST_CHARACTERS + 1))
