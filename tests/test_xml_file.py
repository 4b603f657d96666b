"""XML files: RSS, Atom, and articles of any other names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Article
from search.errors import UnreadableError
from search.ingest.records.xml_file import read_xml

from .records import articles, remarks

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>云江市总工会</title>
<link>https://www.yunjiang.example/</link><description>要闻</description>
<item><title>夜校开班</title><link>https://www.yunjiang.example/a</link>
<pubDate>Fri, 08 Mar 2024 09:00:00 +0800</pubDate><dc:creator>李禾</dc:creator>
<description>&lt;p&gt;夜校下周开班。&lt;/p&gt;</description></item>
<item><title>花海开放</title><description>摘要。</description>
<content:encoded><![CDATA[<p>花海开放。</p><p>免费参观。</p>]]></content:encoded></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>云江市</title><updated>2026-01-01T00:00:00Z</updated>
<entry><title>夜校开班</title><link rel="alternate" href="https://www.yunjiang.example/a"/>
<author><name>李禾</name></author><updated>2024-03-08T09:00:00+08:00</updated><category term="要闻"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>夜校下周开班。</p></div></content></entry></feed>"""


def read(text: str | bytes) -> list[Article]:
    content = text.encode() if isinstance(text, str) else text
    return [item for item in articles(read_xml(content, "a.xml")) if isinstance(item, Article)]


def test_the_items_of_rss_are_articles() -> None:
    first, second = read(RSS)
    assert (first.title, first.published, first.author) == ("夜校开班", date(2024, 3, 8), "李禾")
    assert (first.url, first.blocks[0].text) == ("https://www.yunjiang.example/a", "夜校下周开班。")
    assert [block.text for block in second.blocks] == ["花海开放。", "免费参观。"]


def test_a_feed_of_one_item_takes_nothing_of_the_feed() -> None:
    one = RSS[: RSS.index("<item><title>花海")].replace(
        "<item>", "<pubDate>2026-01-01</pubDate><item>", 1
    )
    one = one.replace("<pubDate>Fri, 08 Mar 2024 09:00:00 +0800</pubDate>", "")
    (article,) = read(one + "</channel></rss>")
    assert article.published is None


def test_the_entries_of_atom_are_articles() -> None:
    (article,) = read(ATOM)
    assert (article.title, article.published, article.author) == (
        "夜校开班",
        date(2024, 3, 8),
        "李禾",
    )
    assert (article.section, article.blocks[0].text) == (("要闻",), "夜校下周开班。")
    assert article.url == "https://www.yunjiang.example/a"


@pytest.mark.parametrize(
    "text",
    [
        "<articles><article><title>夜校</title><content>开班。</content></article></articles>",
        "<article><title>夜校</title><body><p>开班。</p></body></article>",
        "<文章><标题>夜校</标题><正文><段>开班。</段></正文></文章>",
        "<ROOT><REC><DOCTITLE>夜校</DOCTITLE><DOCCONTENT>开班。</DOCCONTENT></REC></ROOT>",
        '<add><doc><field name="title">夜校</field><field name="content">开班。</field></doc></add>',
        '<list><article title="夜校" date="2024-03-08">开班。</article></list>',
        "<r><a:row xmlns:a='urn:a'><a:title>夜校</a:title><a:text><![CDATA[开班。]]></a:text></a:row></r>",
        "<news><meta><title>夜校</title></meta><content><para>开班。</para></content></news>",
    ],
)
def test_articles_are_known_by_their_title_and_text_whatever_stands_around_them(text: str) -> None:
    (article,) = read(text)
    assert (article.title, [block.text for block in article.blocks]) == ("夜校", ["开班。"])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_xml_is_decoded(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?><a><title>职工夜校开班</title><text>下周开班。</text></a>"
    assert read(text.encode(encoding))[0].title == "职工夜校开班"


def test_entities_of_html_are_known() -> None:
    text = "<a><title>夜校&ldquo;开班&rdquo;</title><text>下周&nbsp;开班。</text></a>"
    assert read(text)[0].title == "夜校“开班”"


def test_elements_that_mean_nothing_are_told() -> None:
    text = "<a><title>夜校</title><text>开班。</text><stage>3</stage><tags><t>甲</t></tags></a>"
    assert remarks(read_xml(text.encode(), "a.xml")) == ["字段 stage、tags 不认识，未收入（1 篇）"]


BOMB = "<!DOCTYPE a [<!ENTITY a '哈哈'>{}]><a><title>&a9;</title><text>&a9;</text></a>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "定义了自己的实体"),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "定义了自己的实体"),
        ("<urlset><url><loc>https://a.example</loc></url></urlset>", "没有一条既有标题"),
        ("<a><title>夜校</title>", "不是完整的 XML"),
        ("<a>" * 5000 + "</a>" * 5000, "XML"),
    ],
)
def test_what_cannot_be_read_has_one_reason(text: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        list(read_xml(text.encode(), "a.xml"))


@given(st.text(alphabet="<>/&;a!\"'=[]?- 题title夜", max_size=80))
def test_any_xml_gives_articles_or_a_reason(text: str) -> None:
    for whole in (text, f"<a><title>题</title><text>{text}</text></a>"):
        try:
            assert all(item for item in read_xml(whole.encode(), "a.xml"))
        except UnreadableError as error:
            assert error.reason
