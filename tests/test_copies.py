"""Which articles are grouped, and that finding candidates loses none."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.copies import candidates, parted
from search.copies import candidates as copies
from search.copies.candidates import (
    group_copies,
    keyed_bands,
    order_of_heads,
    says_it_is_one,
    sentences_of,
)
from search.copies.comparison import is_copy
from search.copies.differences import Comparable
from search.copies.sketches import MIN_LENGTH, PERMUTATIONS, sketch
from search.partial_date import first_of
from search.text.normalization import normalize_texts

from .articles import article
from .republished import NOTICE, paragraphs, sentence

TITLE = "关于办好职工夜校的通知"
FIRST_DAY = date(2023, 3, 1)


def body(one: Article) -> str:
    return normalize_texts([block.text for block in one.blocks]).text


def heads_of(
    articles: Sequence[Article], asked: list[tuple[str, str]] | None = None
) -> dict[str, str]:
    """Return the id of each copy's head."""
    sketches = [sketch(body(one)) for one in articles]
    order = order_of_heads(
        np.array([first_of(one.day).toordinal() if one.day else 0 for one in articles]),
        np.array([says_it_is_one(one) for one in articles]),
        np.array([one.length for one in sketches]),
        np.argsort(np.argsort([one.id for one in articles])),
    )
    articles, sketches = [articles[at] for at in order], [sketches[at] for at in order]
    comparable = [Comparable.of(one) for one in articles]

    def ask(head: int, text: int) -> bool:
        if asked is not None:
            asked.append((articles[head].id, articles[text].id))
        return is_copy(comparable[head], comparable[text])

    numbers = np.arange(len(sketches))
    signatures = np.array([one.signature for one in sketches], np.uint32)
    sentences = [sentences_of(np.array(at), one.sentences) for at, one in enumerate(sketches)]
    heads = group_copies(
        ([keyed] for keyed in keyed_bands(signatures.reshape(-1, PERMUTATIONS), numbers)),
        sentences,
        np.array([one.length for one in sketches], np.int64),
        np.array([len(one.sentences) for one in sketches], np.int64),
        ask,
    )
    return {
        articles[text].id: articles[head].id
        for text, head in enumerate(heads.tolist())
        if head != text
    }


def notice(identifier: str, days: int | None = 0, *, more: Sequence[str] = ()) -> Article:
    day = None if days is None else FIRST_DAY + timedelta(days)
    return article(identifier, TITLE, *NOTICE, *more, published=day)


def test_the_earliest_is_the_head() -> None:
    assert heads_of([notice("a", 5), notice("b", 1), notice("c", 9)]) == {"a": "b", "c": "b"}


def test_an_article_without_a_day_is_no_head_of_one_with_a_day() -> None:
    assert heads_of([notice("a", None), notice("b", 9)]) == {"a": "b"}


def test_on_one_day_the_article_that_names_no_source_is_the_head() -> None:
    reprint = notice("a", more=["来源：云江日报"])
    assert heads_of([reprint, notice("b")]) == {"a": "b"}


def test_on_one_day_the_longer_article_is_the_head() -> None:
    assert heads_of([notice("a"), notice("b", more=[sentence(random.Random(1))])]) == {"a": "b"}


def test_otherwise_the_first_by_id_is_the_head() -> None:
    assert heads_of([notice("b"), notice("a")]) == {"b": "a"}


def test_an_excerpt_is_found_beside_a_text_many_times_its_length() -> None:
    whole = article("a", "汇编", *paragraphs(random.Random(2), 80), *NOTICE, published=FIRST_DAY)
    assert heads_of([whole, notice("b", 3)]) == {"b": "a"}


def test_no_group_is_a_chain() -> None:
    """Each text has two thirds of the one before it; the last has nothing of the first."""
    chance = random.Random(3)
    parts = [paragraphs(chance, 4) for _ in range(12)]
    chain = [
        article(
            f"t{i:02}",
            "连载",
            *parts[i],
            *parts[i + 1],
            *parts[i + 2],
            published=FIRST_DAY + timedelta(i),
        )
        for i in range(10)
    ]
    assert heads_of(chain) == {}


def test_unlike_articles_are_not_grouped() -> None:
    chance = random.Random(4)
    assert heads_of([article(f"u{i}", "简讯", *paragraphs(chance)) for i in range(50)]) == {}


def test_of_no_articles_there_are_no_groups() -> None:
    assert heads_of([]) == {}
    assert heads_of([article("a", "见附件")]) == {}


def test_a_thousand_articles_with_one_form_cost_a_few_comparisons_each() -> None:
    asked: list[tuple[str, str]] = []
    forms = [
        article(f"f{i:04}", f"关于第{i}号夜校的批复", f"第{i}号夜校：", *NOTICE) for i in range(300)
    ]
    assert heads_of(forms, asked) == {}
    assert len(asked) < 4 * len(forms)


def test_sketches_of_the_same_text_are_the_same_wherever_they_are_made() -> None:
    known = sketch(body(notice("a")))
    assert known.signature[:3].tolist() == [7821, 44633, 6794]
    assert len(known.sentences) == len(set(known.sentences.tolist()))


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_articles(chance: random.Random) -> None:
    articles = a_collection(random.Random(5), 30)
    known = heads_of(articles)
    chance.shuffle(articles)
    assert heads_of(articles) == known


def test_candidates_lose_no_copy_that_comparing_all_pairs_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = a_collection(random.Random(6), 200)
    found = heads_of(articles)
    every_pair = [(text, np.arange(text)) for text in range(1, len(articles))]
    monkeypatch.setattr(copies, "_candidates", lambda *keyed: every_pair)
    expected = heads_of(articles)
    assert len(expected) > 50
    assert found == expected


def a_collection(chance: random.Random, count: int) -> list[Article]:
    """Make articles, many of them copies, excerpts and versions of one another."""
    articles: list[Article] = []
    texts: list[list[str]] = []
    for number in range(count):
        text = altered(chance.choice(texts), chance) if texts and chance.random() < 0.6 else None
        texts.append(text or paragraphs(chance, chance.randint(6, 30)))
        day = FIRST_DAY + timedelta(chance.randrange(30)) if chance.random() < 0.9 else None
        articles.append(article(f"c{number:03}", "简讯", *texts[-1], published=day))
    return articles


def altered(text: list[str], chance: random.Random) -> list[str]:
    """Republish a text, print a part of it, or make another version of it."""
    at = chance.randrange(len(text))
    match chance.randrange(6):
        case 0:
            return ["本报讯（记者 罗小禾）", *text]
        case 1:
            return [*text[:at], *text[at + 1 :]]
        case 2:
            return [*text[:at], text[at][:5] + "的" + text[at][6:], *text[at + 1 :]]
        case 3:
            return text[: max(len(text) // 2, 1)]
        case 4:
            return [*text, *paragraphs(chance, 3)]
        case _:
            return [one.replace("夜校", "学堂").replace("职工", "员工") for one in text]


def test_how_much_is_worked_on_at_a_time_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(8)
    pool = [sentence(chance) for _ in range(12)]
    articles = [
        article(f"t{at:02}", "汇编", *chance.choices(pool, k=9), published=FIRST_DAY)
        for at in range(40)
    ]
    asked: list[tuple[str, str]] = []
    heads = heads_of(articles, asked)
    again: list[tuple[str, str]] = []
    monkeypatch.setattr(candidates, "_AT_ONCE", 3)
    assert (heads_of(articles, again), again) == (heads, asked)
    assert asked


def test_what_memory_does_not_hold_is_grouped_in_parts_as_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chance = np.random.default_rng(20)
    count = 3000
    signatures = chance.integers(0, 12, (count, PERMUTATIONS)).astype(np.uint32)
    own = [np.unique(chance.integers(0, 900, 9)).astype(np.uint32) * 4321 for _ in range(count)]
    texts = np.arange(count)

    def grouped(scratch: Path | None) -> list[int]:
        heads = group_copies(
            (list(np.split(keyed, 2)) for keyed in keyed_bands(signatures, texts)),
            [sentences_of(texts[at], of_text) for at, of_text in enumerate(own)],
            chance_lengths,
            np.array(list(map(len, own))),
            lambda head, text: (head * 31 + text) % 3 == 0,
            scratch,
        )
        return [*map(int, heads)]

    chance_lengths = chance.integers(MIN_LENGTH - 9, 400, count)
    at_once = grouped(None)
    monkeypatch.setattr(parted, "_IN_PART", 500)
    assert grouped(tmp_path) == at_once
    assert len(set(at_once)) < count
