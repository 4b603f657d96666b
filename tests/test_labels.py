"""What labelled lines around an article say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article_fields import FieldName
from search.document_numbers import is_number_alone
from search.ingest.lines.labels import (
    Aside,
    byline_name,
    is_bar,
    is_byline,
    is_labelled,
    is_lone_label,
    labelled_values,
)
from search.ingest.lines.paths import breadcrumb_path


@pytest.mark.parametrize(
    ("line", "label", "value"),
    [
        ("发布时间：2024-03-08", FieldName.DATE, "2024-03-08"),
        ("发布日期: 2024年3月8日", FieldName.DATE, "2024年3月8日"),
        ("發佈時間：2024-03-08", FieldName.DATE, "2024-03-08"),
        ("成文日期：2024-03-01", FieldName.SIGNED, "2024-03-01"),
        ("来　源：云江日报", FieldName.SOURCE, "云江日报"),
        ("【来源】：云江日报", FieldName.SOURCE, "云江日报"),
        ("（来源：云江日报）", FieldName.SOURCE, "云江日报"),
        ("来源：云江日报（青屿）", FieldName.SOURCE, "云江日报（青屿）"),
        ("来源：云江日报 【打印】", FieldName.SOURCE, "云江日报"),
        ("作者：云江市总工会", FieldName.AUTHOR, "云江市总工会"),
        ("发布机构：云江市教育局", Aside.PUBLISHER, "云江市教育局"),
        ("文  号：云政发〔2024〕7号", FieldName.DOC_NUMBER, "云政发〔2024〕7号"),
        ("标题：云江 夜校", FieldName.TITLE, "云江 夜校"),
        ("浏览次数：568", Aside.IGNORED, "568"),
        ("【发布日期】2024-03-08", FieldName.DATE, "2024-03-08"),
        ("[ 来源 ] 云江日报 [打印]", FieldName.SOURCE, "云江日报"),
        ("作者：", FieldName.AUTHOR, ""),
    ],
)
def test_a_label_names_its_value(line: str, label: FieldName | Aside, value: str) -> None:
    assert list(labelled_values(line)) == [(label, value)]
    assert is_labelled(line)


def test_a_line_may_hold_several_labels() -> None:
    line = "发布时间：2024-03-08 16:40　来源：云江日报　作者：李禾　浏览次数：568"
    assert list(labelled_values(line)) == [
        (FieldName.DATE, "2024-03-08 16:40"),
        (FieldName.SOURCE, "云江日报"),
        (FieldName.AUTHOR, "李禾"),
        (Aside.IGNORED, "568"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "职工夜校下周开班。",
        "报名时间：3月8日起",
        "各位代表：",
        "资金来源：市财政",
        "来源广泛的意见",
    ],
)
def test_a_line_of_text_is_not_labelled(line: str) -> None:
    assert not is_labelled(line)
    assert list(labelled_values(line)) == []


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("发布时间：", True),
        ("【来源】：", True),
        ("来源：云江日报", False),
        ("来源： 作者：", False),
        ("", False),
    ],
)
def test_a_label_may_stand_alone(line: str, is_one: bool) -> None:
    assert is_lone_label(line) == is_one


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("首页>新闻中心>工会要闻>正文", ("新闻中心", "工会要闻")),
        ("首页>>新闻中心>>工会要闻", ("新闻中心", "工会要闻")),
        ("首页 › 新闻中心 › 详情", ("新闻中心",)),
        ("首页 - 政务公开 - 建议提案办理", ("政务公开", "建议提案办理")),
        ("您的位置：政务公开 > 政策文件", ("政务公开", "政策文件")),
        ("當前位置：首頁 > 新聞中心", ("新聞中心",)),
        ("Home > 新闻中心", ("新闻中心",)),
        ("云州网>>时政>>高层动态", ("时政", "高层动态")),
        ("云州新闻网 > 时政 > 要闻 > 正文", ("时政", "要闻")),
        ("互联网/物联网/车联网", None),
        ("供水管网>泵站", None),
        ("首页 > 正文", ()),
        ("2019-2023年度总结", None),
        ("和/或", None),
        ("您现在的位置：" + "很长" * 300, None),
    ],
)
def test_a_breadcrumb_names_all_but_home_and_leaf(line: str, path: tuple[str, ...] | None) -> None:
    assert breadcrumb_path(line) == path


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("（云政办发〔2023〕31号）", True),
        ("云江市人民政府令第12号", True),
        ("2024年第3号公告", True),
        ("云政发﹝2024﹞7号", True),
        ("云政发〔2024〕7号 关于夜校的通知", False),
        ("职工夜校", False),
    ],
)
def test_a_document_number_may_stand_in_brackets(line: str, is_one: bool) -> None:
    assert is_number_alone(line) == is_one


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("云江日报 | 2023-12-05 16:40 | 阅读 568", True),
        ("2024-03-08 云江日报", True),
        ("2024年3月8日 09:12", True),
        ("2024年03月08日07:15 来源：云州日报", True),
        ("2024 03/08 16:40:12 云州日报", True),
        ("2024-03-08", False),
        ("关于2024年3月8日停水的通告", False),
    ],
)
def test_a_bar_tells_a_day_among_other_things(line: str, is_one: bool) -> None:
    assert is_bar(line) == is_one


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("□云江市总工会", "云江市总工会"),
        ("● 李禾", "李禾"),
        ("本报记者 李禾", "李禾"),
        ("（本报记者 李禾）", "李禾"),
        ("文/李禾", "李禾"),
    ],
)
def test_a_byline_names_the_writer(line: str, name: str) -> None:
    assert is_byline(line)
    assert byline_name(line) == name


def test_a_sentence_about_reporters_is_no_byline() -> None:
    assert not is_byline("记者从市总工会获悉，夜校下周开班。")


@given(
    line=st.text(alphabet="来源作者发布时间：:（）【】|　 >首页2024-03", max_size=60) | st.text()
)
@settings(deadline=None)
def test_any_line_can_be_asked(line: str) -> None:
    assert all(isinstance(label, FieldName | Aside) for label, _ in labelled_values(line))
    assert all(breadcrumb_path(line) or ())
    assert is_labelled(line) or not is_lone_label(line)
