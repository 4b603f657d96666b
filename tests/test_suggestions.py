"""您是不是要找: corrections, Chinese for pinyin, and completions, of what a collection says."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.answer.as_json import page_json
from search.answer.question import Question
from search.answer.results import run_query
from search.article import Article
from search.corpus_record import CorpusRecord
from search.engine import Engine
from search.engines import open_engine, open_updater
from search.query.description import describe
from search.query.synonyms import Synonyms
from search.request import Filters
from search.suggest.completion import complete
from search.suggest.did_you_mean import suggest
from search.suggest.lexicon import EntryKind
from search.text.pinyin import spelling
from search.text.segmentation import Segmenter
from webui import create_app

from .articles import article, build

TEXT = (
    "云江市总工会召开会议，学习劳模精神，推动高质量发展。会议指出，要解决职工急难愁盼问题，"
    "办好职工夜校，维护新就业形态劳动者权益。沈阳和重庆的同志介绍了公积金贷款、银行网点的做法。"
    "我们宣传共同富裕和乡村振兴，工会。"
)


def articles() -> list[Article]:
    return [
        article(
            f"a{number}",
            f"高质量发展座谈会第{number}次会议",
            TEXT,
            section=("工会要闻",),
            source="云江日报",
            published=date(2020 + number % 3, 1, 1),
        )
        for number in range(12)
    ] + [article("one", "劳动竞赛", "竞赛昨天开始，晨光队领先。")]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(build(tmp_path_factory.mktemp("index"), articles())) as engine:
        yield engine


def suggestion(engine: Engine, text: str) -> str | None:
    return run_query(engine, Question(text)).suggestion


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("功会", "工会"),  # the same sound
        ("高质亮发展", "高质量发展"),
        ("急难愁判", "急难愁盼"),
        ("老模经神", "劳模精神"),  # two of them
        ("高自量发展", "高质量发展"),  # z for zh
        ("沉阳", "沈阳"),  # looks alike
        ("劳漠精神", "劳模精神"),
        ("劳模神精", "劳模精神"),  # swapped
        ("新就业态劳动者", "新就业形态劳动者"),  # missing
        ("高质量量发展", "高质量发展"),  # one too many
        ("乡忖振兴", "乡村振兴"),
        ("工会会义", "工会会议"),  # words that stand apart
    ],
)
def test_a_typo_leads_to_what_the_collection_says(engine: Engine, typed: str, meant: str) -> None:
    assert suggestion(engine, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("职工 高质亮发展", "职工 高质量发展"),
        ("“高质亮发展” -会议", "“高质量发展” -会议"),
        ("标题:高质亮发展", "标题:高质量发展"),
        ("功会 劳漠精神", "工会 劳模精神"),
        ("高質亮發展", "高质量发展"),
    ],
)
def test_a_part_is_put_right_and_the_rest_stays(engine: Engine, typed: str, meant: str) -> None:
    assert suggest(engine.lexicon(), typed) == meant


def test_a_name_that_has_others_is_no_other_one_mistyped(engine: Engine) -> None:
    short, full = Synonyms({"急难愁判": ("难题",)}), Synonyms({"难题": ("急难愁判",)})
    for names in (short, full):
        assert suggest(engine.lexicon(), "急难愁判", names) is None
        assert suggest(engine.lexicon(), "功会 急难愁判", names) == "工会 急难愁判"


def test_what_is_meant_is_looked_for_by_its_other_names_too(engine: Engine) -> None:
    page = run_query(engine, Question("功会"), Synonyms({"工会": ("劳动竞赛",)}))
    assert page.suggestion == "工会"
    assert "one" in {hit.article.id for hit in page.suggested}


def test_a_word_in_a_sentence_is_put_right(engine: Engine) -> None:
    assert suggestion(engine, "职工怎么申请公积今贷款") == "职工怎么申请公积金贷款"


@pytest.mark.parametrize(
    "query",
    [
        "高质量发展",
        "工会 职工",
        "晨光队",  # in one article, and right
        "职工怎么申请公积金",  # no article has it all
        "谁可以申请贷款",
        "渡轮",  # nowhere
        "来源:云讲日报",  # a name, literally
        "日期:2020",
        "",
        "covid-19",
    ],
)
def test_what_is_right_gets_no_suggestion(engine: Engine, query: str) -> None:
    assert suggestion(engine, query) is None


@pytest.mark.parametrize(
    "name",
    ["龚慧", "余思远", "宁晓舟", "欧阳明哲", "龚慧 职工"],  # 公会, 工会 sound so, and are said
)
def test_what_reads_as_a_name_is_no_typo(engine: Engine, name: str) -> None:
    assert suggestion(engine, name) is None


@pytest.mark.parametrize("place", ["氹惠", "埗会", "垭江市", "会埗口", "庆云市"])
def test_what_has_a_rare_character_was_looked_for(engine: Engine, place: str) -> None:
    assert suggestion(engine, place) is None


@pytest.mark.parametrize("typed", ["公会", "攻会议的", "同仁"])
def test_a_word_of_the_dictionary_is_no_typo(engine: Engine, typed: str) -> None:
    assert suggestion(engine, typed) is None


def test_nothing_is_offered_where_the_wording_itself_stands(tmp_path: Path) -> None:
    written = [*articles(), article("odd", "简报", "有人写作高质亮发展，也写老模经神。")]
    with closing(build(tmp_path, written)) as engine:
        assert suggestion(engine, "高质亮发展") is None
        assert suggestion(engine, "高质亮发展 老模经神") is None
        assert suggest(engine.lexicon(), "急难愁判 高质亮发展") == "急难愁盼 高质亮发展"


def test_the_first_hits_of_what_is_offered_are_shown_where_nothing_has_all(engine: Engine) -> None:
    page = run_query(engine, Question("急难愁判"))
    assert [hit.article.title[:5] for hit in page.suggested] == ["高质量发展"] * 3
    assert [hit["id"] for hit in page_json(page)["suggested"]] == [  # type: ignore[attr-defined]
        hit.article.id for hit in page.suggested
    ]
    assert run_query(engine, Question("急难愁判", page=2)).suggested == ()
    assert run_query(engine, Question("工会")).suggested == ()


def test_the_page_says_that_they_are_not_for_what_was_typed(engine: Engine) -> None:
    page = create_app(engine).test_client().get("/search?q=急难愁判").get_data(as_text=True)
    assert re.search("您是不是要找：<a [^>]*>急难愁盼</a></h2>", page)
    assert "“急难愁判”没有；这几条里是“急难愁盼”，不是所写的词。" in page


def test_what_only_straddles_words_is_not_found_enough(tmp_path: Path) -> None:
    texts = [f"第{number}次庆功会师生都来了。{'工会，' * 30}都来了。" for number in range(9)]
    with closing(
        build(tmp_path, [article(f"s{i}", "晚会", one) for i, one in enumerate(texts)])
    ) as e:
        assert run_query(e, Question("功会")).total == 9
        assert suggestion(e, "功会") == "工会"


def test_what_is_quoted_is_found_enough_though_it_only_straddles_words(tmp_path: Path) -> None:
    texts = [f"第{number}次庆功会师生都来了。{'工会，' * 30}都来了。" for number in range(9)]
    with closing(
        build(tmp_path, [article(f"s{i}", "晚会", one) for i, one in enumerate(texts)])
    ) as e:
        assert suggestion(e, "“功会”") is None


def test_only_the_beginning_of_a_long_query_is_put_right(engine: Engine) -> None:
    typed = " ".join(["高质亮发展"] * 20)
    meant = suggest(engine.lexicon(), typed)
    assert meant is not None
    assert (meant.count("高质量发展"), meant.count("高质亮发展")) == (9, 11)


def test_a_suggestion_is_never_asked_by_itself(engine: Engine) -> None:
    page = run_query(engine, Question("急难愁判"))
    assert page.question.text == "急难愁判"
    assert page_json(page)["suggestion"] == "急难愁盼"
    assert "盼" not in describe(page.query)


def test_filters_that_leave_little_are_no_typo(engine: Engine) -> None:
    narrowed = Filters(first=date(1990, 1, 1), last=date(1990, 12, 31))
    assert run_query(engine, Question("工会", narrowed)).suggestion is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gonghui", "工会"),
        ("Gonghui", "工会"),
        ("gaozhiliang fazhan", "高质量发展"),
        ("gao'zhi'liang", "高质量"),
        ("gzlfz", "高质量发展"),
        ("chongqing", "重庆"),  # polyphones
        ("yinhang", "银行"),
        ("gonghui 会议", "工会 会议"),
    ],
)
def test_pinyin_leads_to_chinese(engine: Engine, typed: str, meant: str) -> None:
    assert suggestion(engine, typed) == meant


def test_initials_of_fewer_than_four_letters_lead_nowhere(engine: Engine) -> None:
    assert suggestion(engine, "gzl") is None


@pytest.mark.parametrize(
    ("text", "pinyin", "initials"),
    [
        ("重庆银行", "chongqingyinhang", "cqyh"),
        ("重要", "zhongyao", "zy"),
        ("行长", "hangzhang", "hz"),
        ("2025年a类", "2025nianalei", "2025nal"),
    ],
)
def test_words_decide_how_a_character_is_read(text: str, pinyin: str, initials: str) -> None:
    assert spelling(text, Segmenter().words) == (pinyin, initials)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("高质", "高质量发展"),  # that is how 高质量 always goes on here
        ("高質", "高质量发展"),
        ("gongh", "工会"),
        ("gzlf", "高质量发展"),
        ("高zhil", "高质量发展"),
        ("工会要", "工会要闻"),
        ("云江日", "云江日报"),
        ("劳动竞", "劳动竞赛"),
    ],
)
def test_what_begins_so_is_offered(engine: Engine, typed: str, first: str) -> None:
    assert complete(engine.lexicon(), typed)[0].text == first


def test_titles_come_last_and_have_their_places(engine: Engine) -> None:
    kinds = [entry.kind for entry in complete(engine.lexicon(), "高", limit=3)]
    assert kinds[-1] == EntryKind.TITLE
    assert kinds[0] != EntryKind.TITLE


@pytest.mark.parametrize("typed", ["", " ", "渡轮", "zzzz", "“", "高质量发展座谈会第99次"])
def test_what_nothing_begins_with_is_completed_by_nothing(engine: Engine, typed: str) -> None:
    assert complete(engine.lexicon(), typed) == []


@given(typed=st.text(max_size=60) | st.text("工会高质量发展劳模 gzlfz“”:-|()标题", max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_something_or_nothing_is_offered(engine: Engine, typed: str) -> None:
    suggested = suggest(engine.lexicon(), typed)
    assert suggested is None or suggested != typed
    assert len(complete(engine.lexicon(), typed)) <= 10


def test_new_titles_are_completed_after_an_update_and_removed_ones_are_not(tmp_path: Path) -> None:
    build(tmp_path, articles()).close()
    with open_updater(tmp_path) as writer:
        writer.add(article("new", "采暖补贴办法", "全文。"))
        writer.remove(["one"])
        writer.commit(CorpusRecord(corpus="", files={}))
    with closing(open_engine(tmp_path)) as engine:
        assert [entry.text for entry in complete(engine.lexicon(), "cainuan")] == ["采暖补贴办法"]
        assert complete(engine.lexicon(), "劳动竞") == []
        assert suggest(engine.lexicon(), "急难愁判") == "急难愁盼"  # over two segments


def test_an_empty_index_offers_nothing(tmp_path: Path) -> None:
    with closing(build(tmp_path, [])) as engine:
        assert suggest(engine.lexicon(), "功会改革 gonghui") is None
        assert complete(engine.lexicon(), "工") == []


def test_the_page_offers_what_was_meant_as_a_link(engine: Engine) -> None:
    page = create_app(engine).test_client().get("/search?q=急难愁判").get_data(as_text=True)
    assert "您是不是要找：" in page
    assert 'href="/search?q=急难愁盼"' in page


def test_the_api_completes(engine: Engine) -> None:
    client = create_app(engine).test_client()
    answer = client.get("/api/complete?q=gongh&limit=1").get_json()
    assert answer == {"completions": [{"text": "工会", "kind": "word"}]}


@pytest.mark.parametrize("limit", ["0", "21", "x", "-1"])
def test_a_wrong_number_of_completions_is_a_wrong_request(engine: Engine, limit: str) -> None:
    answer = create_app(engine).test_client().get(f"/api/complete?q=工&limit={limit}")
    assert answer.status_code == 400
    assert "1 到 20" in answer.get_json()["detail"]
