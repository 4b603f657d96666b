"""What the pages of one site share is learned from them."""

import pytest

from search.ingest.documents.pasted_text import render_pasted
from search.ingest.documents.web_page import render_html
from search.ingest.understanding.article import understand
from search.ingest.understanding.sites import lines_of, shared_lines, site_of

APPEAL = "云江夜话栏目欢迎您讲述身边的故事，来稿一经采用即付薄酬。"
NEWS = ("夜校开班", "书屋上新", "轮渡延时", "古树认养", "路灯检修")


def page(title: str, ending: str = "") -> str:
    text = f"{title}的消息昨天传开，不少市民赶来询问详情。工作人员说，{title}一事已经准备了半年。"
    return f"<h1>{title}</h1><p>{text}</p><p>{ending}</p><p>{APPEAL}</p>"


@pytest.mark.parametrize(
    ("content", "site"),
    [
        ("<!-- saved from url=(0031)http://www.yunjiang.example/a/1.html -->", "yunjiang.example"),
        ('<link rel="canonical" href="https://gh.yunjiang.example/1">', "gh.yunjiang.example"),
        ('<meta property="og:url" content="https://gh.yunjiang.example/1">', "gh.yunjiang.example"),
        ('<meta name="SiteDomain" content="www.yunjiang.example">', "yunjiang.example"),
        ("<p>云ICP备00000012号-3</p>", "ICP 00000012"),
        ("<p>夜校开班</p>", None),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_tells_its_site(content: str, site: str | None, encoding: str) -> None:
    assert site_of(content.encode(encoding)) == site


def test_lines_that_most_pages_of_a_site_have_are_shared() -> None:
    shared = shared_lines([("a", lines_of(render_html(page(title)))) for title in NEWS])
    assert shared["a"] == {APPEAL}


def test_few_pages_teach_nothing() -> None:
    assert shared_lines([("a", lines_of(render_html(page(title)))) for title in NEWS[:3]]) == {}


def test_shared_lines_are_cut_off_the_end_of_a_text() -> None:
    shared = shared_lines([("a", lines_of(render_html(page(title)))) for title in NEWS])["a"]
    before = understand(render_html(page("夜校开班")), "a.html").article
    after = understand(render_html(page("夜校开班")), "a.html", shared).article
    assert before.blocks[-1].text == APPEAL
    assert [block.text for block in after.blocks] == [block.text for block in before.blocks[:-1]]


def test_what_many_documents_end_with_is_kept_though_all_pages_have_it() -> None:
    pages = [page(title, "特此通知。").replace(APPEAL, "") for title in NEWS]
    shared = shared_lines([("a", lines_of(render_html(html))) for html in pages])["a"]
    article = understand(render_html(pages[0]), "a.html", shared).article
    assert shared == set()
    assert article.blocks[-1].text == "特此通知。"


def test_a_shared_sentence_within_a_text_is_kept() -> None:
    pages = [
        page(title).replace(
            "</p><p></p>", f"</p><p>{APPEAL}</p><p>{title}到年底结束，欢迎参加。</p>"
        )
        for title in NEWS
    ]
    shared = shared_lines([("a", lines_of(render_html(html))) for html in pages])["a"]
    texts = [block.text for block in understand(render_html(pages[0]), "a", shared).article.blocks]
    assert APPEAL in texts[:-1]


def test_pasted_text_learns_too() -> None:
    def text(title: str) -> str:
        return f"{title}的通知\n发布时间：2024-03-08\n\n{title}一事已经准备了半年，请大家相互转告。\n\n{APPEAL}\n"

    shared = shared_lines([("a", lines_of(render_pasted(text(title)))) for title in NEWS])["a"]
    article = understand(render_pasted(text("夜校开班")), "a.txt", shared).article
    assert [block.text for block in article.blocks] == [
        "夜校开班一事已经准备了半年，请大家相互转告。"
    ]


def test_a_page_saved_several_times_does_not_take_its_own_text_for_furniture() -> None:
    assert shared_lines([("a", lines_of(render_html(page("夜校开班")))) for _ in range(8)]) == {}


def test_forms_that_differ_in_a_name_only_keep_their_text() -> None:
    form = "<h1>公示</h1><p>经本人申请、社区审核，现将拟享受补贴的居民公示如下，公示期七天，欢迎监督。</p>"
    forms = [
        f"{form}<p>{name}，榕树里社区居民。</p>"
        for name in ("甲某", "乙某", "丙某", "丁某", "戊某")
    ]
    shared = shared_lines([("a", lines_of(render_html(html))) for html in forms])["a"]
    article = understand(render_html(forms[0]), "a.html", shared).article
    assert article.blocks[0].text.startswith("经本人申请")
