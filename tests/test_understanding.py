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
