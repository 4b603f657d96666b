"""Which sections a breadcrumb line names, and which lines are none."""

import pytest

from search.ingest.documents.web_page import render_html
from search.ingest.lines.paths import breadcrumb_path
from search.ingest.understanding.article import understand

PROSE = "职工夜校下周一开班，每周三、周五晚上七点上课，请各单位组织职工报名，额满为止。"


def section(crumbs: str) -> tuple[str, ...]:
    text = f"<div class='content'><p>{PROSE}</p><p>{PROSE}</p></div>"
    page = f"<html><body>{crumbs}<h1>职工夜校开班</h1>{text}</body></html>"
    return understand(render_html(page), "a.html").article.section


@pytest.mark.parametrize(
    "line",
    [
        "首页>新闻中心>工会要闻>正文",
        "首页>>新闻中心>>工会要闻",
        "首页 » 新闻中心 » 工会要闻",
        "首页 --> 新闻中心 --> 工会要闻",
        "新闻中心 --> 工会要闻",
        "新闻中心->工会要闻",
        "新闻中心｜工会要闻",
        "首页 | 新闻中心 | 工会要闻",
        "首页·新闻中心·工会要闻",
        "首页_新闻中心_工会要闻",
        "首页::新闻中心::工会要闻",
        "首页-新闻中心-工会要闻",
        "首页→新闻中心→工会要闻→正文",
        "您的位置：首页 新闻中心 工会要闻",
        "您现在的位置是：首页 \\ 新闻中心 \\ 工会要闻",
        "> 首页 > 新闻中心 > 工会要闻 >",
        "新闻中心 >> 工会要闻",
    ],
)
def test_a_path_is_written_with_many_signs(line: str) -> None:
    assert breadcrumb_path(line) == ("新闻中心", "工会要闻")


@pytest.mark.parametrize(
    "line",
    [
        "新闻>体育>娱乐",
        "首页>新闻>体育>财经",
        "云江网首页 - 新闻 - 体育 - 财经 - 汽车 - 房产 - 教育",
        "首页 - 国内 - 国际 - 社会",
        "新闻 | 体育 | 娱乐 | 财经 | 科技",
        "登录 | 注册",
        "上一篇 > 下一篇",
        "工会要闻 >> 更多",
        "职工>企业",
        "x -> y",
    ],
)
def test_links_side_by_side_are_no_path(line: str) -> None:
    assert breadcrumb_path(line) is None


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("新闻 > 国内 > 正文", ("新闻", "国内")),
        ("首页>财经>股票>基金", ("财经", "股票", "基金")),
        ("当前位置：工会要闻", ("工会要闻",)),
        ("当前栏目：新闻>工会", ("新闻", "工会")),
    ],
)
def test_departments_below_one_another_are_a_path(line: str, path: tuple[str, ...]) -> None:
    assert breadcrumb_path(line) == path


@pytest.mark.parametrize(
    "crumbs",
    [
        "<ul><li>首页</li><li>&gt; 新闻中心</li><li>&gt; 工会要闻</li></ul>",
        "<ul><li>首页 &gt;</li><li>新闻中心 &gt;</li><li>工会要闻</li></ul>",
        "<ul><li>您的位置：</li><li>首页</li><li>&gt;</li><li>新闻中心</li><li>/</li><li>工会要闻</li></ul>",
        "<ol class='breadcrumb'><li>首页</li><li>新闻中心</li><li>工会要闻</li></ol>",
        "<div class='dqwz'><a>首页</a><a>新闻中心</a> <a>工会要闻</a></div>",
        "<nav aria-label='breadcrumb'><li><a>首页</a></li><li><a>新闻中心</a></li><li>工会要闻</li></nav>",
        "<dl><dt>您的位置</dt><dd><a>首页</a></dd><dd><a>新闻中心</a></dd><dd><a>工会要闻</a></dd></dl>",
        "<div class='crumb'>首页<img src='a.gif'>新闻中心<img src='a.gif'>工会要闻</div>",
        "<div id='position'><a>新闻中心</a><span>|</span><a>工会要闻</a></div>",
        "<div><a>新闻中心</a>&gt;<a>工会要闻</a></div>",
    ],
)
def test_a_path_may_stand_one_name_a_line_or_be_parted_by_style_alone(crumbs: str) -> None:
    assert section(crumbs) == ("新闻中心", "工会要闻")


def test_of_a_menu_and_a_path_the_path_is_taken() -> None:
    menu = "<div>云江网首页 - <a>新闻</a> - <a>体育</a> - <a>财经</a> - <a>汽车</a></div>"
    assert section(
        f"{menu}<div><a>云江网首页</a> &gt; <a>工会频道</a> &gt; <a>基层动态</a></div>"
    ) == (
        "工会频道",
        "基层动态",
    )


@pytest.mark.parametrize("last", ["职工夜校开班", "职工夜校…", "正文"])
def test_the_title_at_the_end_of_a_path_is_no_section(last: str) -> None:
    assert section(f"<div>首页 &gt; 工会要闻 &gt; {last}</div>") == ("工会要闻",)


def test_a_side_menu_of_arrows_is_no_path() -> None:
    menu = "<ul><li>新闻中心</li><li>&gt; 通知公告</li><li>&gt; 工会要闻</li></ul>"
    assert section(menu) == ()
