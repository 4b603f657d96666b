"""What article is in a document: pages with markup, and whole documents. Pasted text: test_pasted_text."""

from datetime import date

import pytest

from search.article_fields import FieldName
from search.errors import UnreadableError
from search.ingest.documents.web_page import render_html
from search.ingest.fields.evidence import Evidence, ReadArticle
from search.ingest.lines.rendering import Form, Line, Rendering
from search.ingest.understanding.article import understand

PROSE = "职工夜校下周一开班，每周三、周五晚上七点上课，请各单位组织职工报名，额满为止。"


def read(html: str) -> ReadArticle:
    return understand(render_html(html), "a.html")


def page(top: str = "", below: str = "", body: str = f"<p>{PROSE}</p>", head: str = "") -> str:
    return (
        f"<html><head>{head}</head><body><ul><li><a href='1'>首页</a></li><li><a href='2'>新闻中心</a></li></ul>"
        f"{top}<div class='content'>{body}</div>{below}</body></html>"
    )


def document(*texts: str, level: int | None = None) -> ReadArticle:
    lines = tuple(
        Line(text, number, level=level if number == 1 else None)
        for number, text in enumerate(texts, 1)
    )
    return understand(Rendering(lines, Form.DOCUMENT), "a.docx")


def evidence(item: ReadArticle, field: FieldName) -> Evidence:
    return next(one for one in item.evidence if one.field is field)


def test_title_labels_and_breadcrumb_are_read_from_above_the_text() -> None:
    article = read(
        page(
            "<div>当前位置：<a href='1'>首页</a> &gt; <a href='2'>工会要闻</a> &gt; 正文</div>"
            "<h1>职工夜校开班</h1><p>发布时间：2024-03-08 来源：云江工会网 作者：李禾</p>"
        )
    ).article
    assert article.title == "职工夜校开班"
    assert article.published == date(2024, 3, 8)
    assert article.section == ("工会要闻",)
    assert (article.source, article.author) == ("云江工会网", "李禾")
    assert [block.text for block in article.blocks] == [PROSE]


def test_links_lists_and_the_footer_are_no_text() -> None:
    below = (
        "<p>责任编辑：云编</p><h3>热门文章</h3><ul><li><a href='1'>云江市图书馆延长开放时间</a></li></ul>"
        "<div>主办：云江市总工会</div><div>云ICP备00000000号</div>"
    )
    article = read(page("<h1>职工夜校开班</h1>", below)).article
    assert [block.text for block in article.blocks] == [PROSE]


def test_signature_date_and_attachments_below_the_text_belong_to_it() -> None:
    body = f"<p>{PROSE}</p><p>附件：<a href='1.doc'>报名表.doc</a></p><p>云江市总工会</p><p>2024年3月5日</p>"
    article = read(page("<h1>关于职工夜校开班的通知</h1>", body=body)).article
    assert [block.text for block in article.blocks][1:] == [
        "附件：报名表.doc",
        "云江市总工会",
        "2024年3月5日",
    ]
    assert (article.published, article.signed, article.day_kind) == (
        None,
        date(2024, 3, 5),
        "signed",
    )


def test_published_and_signed_days_are_kept_apart() -> None:
    body = f"<p>{PROSE}</p><p>云江市总工会</p><p>二〇二四年三月五日</p>"
    article = read(
        page("<h1>关于职工夜校的通知</h1><p>发布日期：2024-03-08</p>", body=body)
    ).article
    assert (article.published, article.signed) == (date(2024, 3, 8), date(2024, 3, 5))
    assert article.day_kind == "published"


def test_the_meta_tags_of_public_sites_come_first() -> None:
    head = (
        '<meta name="ArticleTitle" content="职工夜校开班"><meta name="PubDate" content="2024-03-08 09:00">'
        '<meta name="ContentSource" content="云江工会网"><meta name="Url" content="http://a.example/n/1.html">'
    )
    item = read(page("<h2>职工夜校开班</h2>", head=head))
    assert item.article.published == date(2024, 3, 8)
    assert (item.article.source, item.article.url) == (
        "云江工会网",
        "http://a.example/n/1.html",
    )
    assert evidence(item, FieldName.DATE).reason == "网页标签 PubDate"
    assert item.doubts == ()


def test_a_title_is_freed_from_the_names_of_the_site() -> None:
    head = "<title>职工夜校下周开班_工会要闻_云江市总工会</title>"
    assert read(page(head=head)).article.title == "职工夜校下周开班"


def test_a_promotion_above_the_text_is_left_out() -> None:
    promotion = "<p>下载云江日报客户端，第一时间看新闻，精彩内容不断。</p>"
    top = f"<h1>职工夜校开班</h1><p>2024-03-08 09:00 来源：云江日报</p>{promotion}"
    assert [block.text for block in read(page(top)).article.blocks] == [PROSE]


def test_days_that_contradict_each_other_are_a_doubt() -> None:
    head = '<meta name="PubDate" content="2024-03-08">'
    item = read(page("<h1>职工夜校开班</h1><p>发布时间：2023-01-01</p>", head=head))
    assert any("各处日期不同" in doubt for doubt in item.doubts)


def test_a_missing_date_is_a_doubt() -> None:
    assert "没有找到日期" in read(page("<h1>职工夜校开班</h1>")).doubts


def test_a_list_of_links_is_no_article() -> None:
    links = "".join(f"<li><a href='{n}'>云江市职工夜校第{n}期</a></li>" for n in range(20))
    with pytest.raises(UnreadableError, match="没有正文"):
        read(f"<html><body><ul>{links}</ul></body></html>")


def test_numbered_headings_of_a_page_are_headings() -> None:
    body = f"<p>一、总体要求</p><p>{PROSE}</p><h3>报名办法</h3><p>{PROSE}</p>"
    blocks = read(page("<h1>关于职工夜校的通知</h1>", body=body)).article.blocks
    assert [block.kind.value for block in blocks] == [
        "heading",
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_a_document_is_text_but_for_its_title() -> None:
    article = document(
        "关于职工夜校的通知",
        "云工发〔2024〕3号",
        "各区县总工会：",
        PROSE,
        "云江市总工会",
        "2024年3月5日",
    ).article
    assert article.title == "关于职工夜校的通知"
    assert article.doc_number == "云工发〔2024〕3号"
    assert article.signed == date(2024, 3, 5)
    assert article.blocks[0].text == "云工发〔2024〕3号"


def test_the_red_head_names_the_issuer_and_is_no_title() -> None:
    article = document(
        "云江市总工会文件", "云工发〔2024〕3号", "关于职工夜校的通知", "各区县总工会：", PROSE
    ).article
    assert (article.title, article.issuer) == ("关于职工夜校的通知", "云江市总工会")


def test_a_title_over_two_lines_of_a_document_is_one() -> None:
    article = document("云江市总工会", "关于职工夜校的意见", "各区县总工会：", PROSE).article
    assert article.title == "云江市总工会关于职工夜校的意见"


def test_the_note_under_the_title_of_a_law_is_no_title_and_tells_its_day() -> None:
    article = document(
        "云江市夜校管理规定", "（2024年3月5日云江市人民政府第3次常务会议通过）", f"第一条　{PROSE}"
    ).article
    assert (article.title, article.signed) == ("云江市夜校管理规定", date(2024, 3, 5))


def test_numbers_that_a_text_refers_to_are_kept() -> None:
    body = f"<p>{PROSE}</p><p>依据《职工夜校管理办法》（云工发〔2020〕1号）办理，详情请见云工办发〔2021〕2号文件。</p>"
    assert read(page("<h1>关于职工夜校的通知</h1>", body=body)).article.cites == (
        "云工发〔2020〕1号",
        "云工办发〔2021〕2号",
    )


TABLE = (
    "<table border=1><tr><td>乡镇</td><td>稻种（公斤）</td></tr>"
    "<tr><td>芦汀镇</td><td>3,500</td></tr></table>"
)
ROWS = ["乡镇 | 稻种（公斤）", "芦汀镇 | 3,500"]


@pytest.mark.parametrize("depth", [0, 1, 2, 4])
@pytest.mark.parametrize("is_above", [True, False])
def test_a_table_beside_the_text_is_kept_however_deep_it_stands(depth: int, is_above: bool) -> None:
    table = "<table><tr><td>" * depth + TABLE + "</td></tr></table>" * depth
    parts = [table, f"<p>{PROSE}</p>"]
    body = "".join(parts if is_above else parts[::-1])
    article = read(page("<h1>云江市关于发放稻种的通知</h1>", body=body)).article
    texts = [block.text for block in article.blocks]
    assert texts == ([*ROWS, PROSE] if is_above else [PROSE, *ROWS])


def test_a_long_table_does_not_part_a_text() -> None:
    rows = "".join(f"<tr><td>甲镇</td><td>第{n}村</td><td>合格</td></tr>" for n in range(200))
    body = f"<p>{PROSE}</p><table>{rows}</table><p>以上结果已经公示，{PROSE}</p>"
    article = read(page("<h1>云江市验收结果</h1>", body=body)).article
    assert len(article.blocks) == 202


def test_the_lines_of_a_text_do_not_run_into_the_title() -> None:
    body = (
        "<p>　　经市政府常务会议研究同意，自即日起对全市范围内的小型水库<br>\n"
        "开展安全鉴定，鉴定经费由市财政统筹安排，鉴定结论作为除险<br>\n加固立项的依据。</p>"
        "<p>　　特此通知。</p><p align=right>云江市水利局<br>2024年5月17日</p>"
    )
    head = "<title>关于小型水库安全鉴定的通知</title>"
    top = "<center><font size=5>关于小型水库安全鉴定的通知</font></center>"
    article = read(page(top, body=body, head=head)).article
    assert article.title == "关于小型水库安全鉴定的通知"
    assert [block.text for block in article.blocks][1:] == [
        "特此通知。",
        "云江市水利局",
        "2024年5月17日",
    ]


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<title>职工夜校开班_云江市总工会</title>",
        "<meta name='ArticleTitle' content='关于职工夜校开班的通知'>",
        "<meta property='og:title' content='云江工会网'>",
    ],
)
def test_the_title_that_is_told_is_the_title_of_the_article(head: str) -> None:
    item = read(page("<h1>职工夜校开班</h1>", head=head))
    assert evidence(item, FieldName.TITLE).value == item.article.title


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<div id='app'></div><script src='a.js'></script>", "正文由脚本加载，页面里没有"),
        ("<iframe src='main.htm'></iframe>", "正文在框架网页里，这个文件里没有：main.htm"),
    ],
)
def test_a_page_without_text_says_where_it_may_be(body: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(f"<html><head><title>职工夜校开班</title></head><body>{body}</body></html>")


def test_the_title_of_a_table_above_the_text_is_the_title() -> None:
    rows = (("标　　题：", "关于夜校开班的复函"), ("发文字号：", "云工函〔2024〕5号"))
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    table = f"<table>{cells}</table>"
    article = read(page(table, body=f"<p>市教育局：</p><p>{PROSE}</p><p>{PROSE}</p>")).article
    assert (article.title, article.doc_number) == ("关于夜校开班的复函", "云工函〔2024〕5号")


def test_a_title_below_its_breadcrumb_is_no_section() -> None:
    top = "<div>您的位置：<a>首页</a> &gt; <a>工会要闻</a>&gt;</div><div>全市职工夜校今日在云江市文化宫正式开班</div>"
    article = read(page(f"{top}<p>2024-03-08 09:00 云江日报</p>")).article
    assert article.title == "全市职工夜校今日在云江市文化宫正式开班"
    assert article.section == ("工会要闻",)


@pytest.mark.parametrize(
    "day",
    [
        "<p>17</p><p>2024年05月</p>",
        "<p>2024</p><p>05-17</p>",
        "<p>05/17</p><p>2024</p>",
        "<p>2024</p><p>05/17</p><p>16:37</p>",
        "<p>来源：云江日报 　 云江网收集　2024-05-17</p>",
    ],
)
def test_a_day_that_is_set_in_parts_is_read(day: str) -> None:
    assert read(page(f"<h1>职工夜校今天开班</h1>{day}")).article.published == date(2024, 5, 17)


def test_words_beside_a_day_that_only_say_what_it_is_are_no_source() -> None:
    top = "<h1>职工夜校今天开班</h1><p>2024/5/17 21:20（5/17 22:08 更新）</p><p>最后更新时间 2024-05-17 11:25</p>"
    assert read(page(top)).article.source is None


def test_of_two_names_the_one_that_a_tag_tells_is_the_source() -> None:
    head = "<meta name='source' content='云江日报'>"
    article = read(page("<h1>职工夜校今天开班</h1><p>来源：云江日报 云江网</p>", head=head)).article
    assert article.source == "云江日报"


def test_the_name_of_a_body_with_gaps_is_no_menu() -> None:
    body = f"<p>{PROSE}</p><p>云 江 市 总 工 会</p><p>2024年5月17日</p>"
    article = read(page("<h1>关于职工夜校开班的通知</h1>", body=body)).article
    assert (article.issuer, article.signed) == ("云江市总工会", date(2024, 5, 17))


def test_a_title_with_gaps_that_the_page_tells_is_no_menu() -> None:
    title = "市委 市人大常委会 市政府 市政协 授予李禾同志称号"
    top = f"<div>{title}</div><p>来源：云江网 2024-06-28 19:20</p>"
    article = read(page(top, head=f"<title>{title}_云江网</title>")).article
    assert article.title == title
    assert (article.published, article.source) == (date(2024, 6, 28), "云江网")


def test_the_name_of_the_site_behind_a_source_is_none() -> None:
    head = "<title>职工夜校今天开班_工会频道_云江网</title>"
    article = read(page("<h1>职工夜校今天开班</h1><p>来源：云江日报 云江网</p>", head=head)).article
    assert article.source == "云江日报"


@pytest.mark.parametrize(
    "bar",
    [
        "云江日报 • 2024年 5月 17日 下午10:37 • 阅读 12",
        "2024-05-17 星期五 09:12 云江日报",
        "2024年05月17日09:12 | 云江日报",
        "原创：云江日报2024-05-17 09:12:25",
        "[2024-05-17] 来源: 云江日报 我要评论",
        "信息来源：云江日报发布时间：2024-05-17",
        "2024-05-17 10:11:12 &nbsp; 云江日报 &nbsp; 责任编辑：李禾",
    ],
)
def test_a_bar_tells_day_and_source_however_they_are_parted(bar: str) -> None:
    article = read(page(f"<h1>职工夜校今天开班</h1><p>{bar}</p>")).article
    assert (article.published, article.source) == (date(2024, 5, 17), "云江日报")


@pytest.mark.parametrize(
    "path", ["202405/t20240517_12.html", "2024-05/17/content_12.htm", "n1/2024/0517/c12-34.html"]
)
def test_a_day_in_the_address_of_a_page_is_weak_evidence(path: str) -> None:
    head = f"<link rel='canonical' href='https://www.yunjiang.example/{path}'>"
    item = read(page("<h1>职工夜校今天开班</h1>", head=head))
    assert item.article.published == date(2024, 5, 17)
    assert any("网址里的日期" in doubt for doubt in item.doubts)
    labelled = page("<h1>职工夜校今天开班</h1><p>发布时间：2024-05-20</p>", head=head)
    assert read(labelled).article.published == date(2024, 5, 20)


def test_a_number_in_an_address_is_no_day() -> None:
    head = "<link rel='canonical' href='https://www.yunjiang.example/202413/t20241399_2.html'>"
    assert read(page("<h1>职工夜校今天开班</h1>", head=head)).article.day is None


def test_sentences_that_stand_beside_the_article_are_a_doubt() -> None:
    beside = "<ul><li><a href='1'>更多</a></li></ul>" * 12 + f"<p>另据了解，{PROSE}</p>" * 2
    item = read(page("<h1>职工夜校开班</h1>", beside, body=f"<p>{PROSE}</p>" * 3))
    assert any(doubt.startswith("正文之外还有") for doubt in item.doubts)
    whole = read(page("<h1>职工夜校开班</h1>", "<p>版权所有：云江市总工会，未经许可不得转载。</p>"))
    assert not any(doubt.startswith("正文之外还有") for doubt in whole.doubts)


def test_labels_in_brackets_need_no_colon_and_end_the_title() -> None:
    top = "<div>职工夜校开班</div><div>【发布日期】2024-03-08 【来源】云江日报 【字体：大 中 小】</div>"
    article = read(page(top)).article
    assert (article.title, article.published) == ("职工夜校开班", date(2024, 3, 8))
    assert article.source == "云江日报"


def test_a_subtitle_below_a_title_is_text() -> None:
    article = document(
        "2018年云江市政府工作报告", "——在云江市第八届人民代表大会上", "各位代表：", PROSE
    ).article
    assert article.title == "2018年云江市政府工作报告"
    assert "——在云江市第八届人民代表大会上" in [block.text for block in article.blocks]


def test_the_number_in_the_evidence_is_the_one_that_is_taken_in() -> None:
    item = document("关于职工夜校开班的通知", "云工发[2024]第07号", "各位职工：", PROSE)
    assert item.article.doc_number == "云工发〔2024〕7号"
    assert evidence(item, FieldName.DOC_NUMBER).value == "云工发〔2024〕7号"


def test_the_name_of_the_site_above_a_breadcrumb_is_not_joined_to_the_title() -> None:
    top = (
        "<div>云江市第一中学</div><div class='position'>当前位置：首页&gt;&gt;校园新闻&gt;&gt;正文</div>"
        "<div>我校举办职工技能大赛</div><div>发布时间：2024-05-17</div>"
    )
    article = read(page(top)).article
    assert (article.title, article.section) == ("我校举办职工技能大赛", ("校园新闻",))


def test_a_subtitle_of_a_lower_heading_is_not_the_title() -> None:
    top = "<h2>云江市举办技能大赛</h2><h4>三百名选手同场竞技夺奖</h4><div>2024-05-17 09:05 云江日报</div>"
    assert read(page(top)).article.title == "云江市举办技能大赛"


def test_what_style_alone_sets_apart_is_read_apart() -> None:
    top = (
        "<div class='location'><span>首页</span><i></i><span>新闻动态</span><i></i><span>今日云江</span></div>"
        "<h1>云江市举办技能大赛</h1>"
        "<div><span>2024年5月17日 09:05</span><span>云江日报</span><span>责编：周江</span></div>"
    )
    article = read(page(top)).article
    assert article.section == ("新闻动态", "今日云江")
    assert (article.source, article.published) == ("云江日报", date(2024, 5, 17))


def test_a_table_of_labels_above_the_text_needs_no_colons() -> None:
    top = (
        "<table><tr><th>索引号</th><td>A01-2024-7</td><th>主题分类</th><td>教育</td></tr>"
        "<tr><th>标题</th><td colspan=3>关于职工夜校开班的通知</td></tr>"
        "<tr><th>发文字号</th><td>云工发〔2024〕7号</td><th>发布日期</th><td>2024年3月8日</td></tr></table>"
    )
    article = read(page(top)).article
    assert article.title == "关于职工夜校开班的通知"
    assert (article.doc_number, article.index_number) == ("云工发〔2024〕7号", "A01-2024-7")
    assert article.published == date(2024, 3, 8)
    assert [block.text for block in article.blocks] == [PROSE]


def test_a_day_that_an_element_of_its_own_tells_is_read() -> None:
    top = "<h1>职工夜校开班</h1><time datetime='2024-03-07T23:30:00Z'>三月八日</time>"
    assert read(page(top)).article.published == date(2024, 3, 8)
