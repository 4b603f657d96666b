"""What articles are compressed with is learned of the first ones, and they come back as they were."""

from copy import copy
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Article
from search.corpus_record import CorpusRecord
from search.engines import open_builder, open_engine, open_updater
from search.engines.arrays.build import batches
from search.engines.arrays.file.arrays import ArrayFile
from search.engines.arrays.file.compression import (
    Dictionaries,
    HeadPacking,
    TextPacking,
    trained,
)
from search.engines.arrays.file.stored import ARTICLE_DAMAGE, learned, store, untrained

from .articles import article
from .segments import array_file, segmenter

NO_FILES = CorpusRecord(corpus="", files={})
PLACES = ("夜校", "体检", "河道", "工会", "社区", "图书馆", "养老院", "幼儿园")


def one(number: int) -> Article:
    place, other = PLACES[number % 8], PLACES[number // 8 % 8]
    text = f"云江市{place}第{number}次会议决定，{other}自下月起面向全体职工开放，请各单位转告。"
    return replace(
        article(f"会议-{number:04}", f"关于{place}和{other}的第{number}号通知", text, text[::-1]),
        url=f"https://www.yunjiang.example/notices/{number}.html",
    )


MANY = [one(number) for number in range(600)]
NOTHING = untrained("")
LEARNED = learned(MANY, NOTHING)


@given(text=st.text(alphabet="工会改Ａp５， 。\n\u3000😀第条\ud800", max_size=200))
@pytest.mark.parametrize("dictionaries", [NOTHING, LEARNED], ids=["nothing", "learned"])
def test_a_text_comes_back_as_it_was(dictionaries: Dictionaries, text: str) -> None:
    content = text.encode("utf-16-le", "surrogatepass")
    packing = TextPacking(dictionaries)
    assert packing.unpacked(packing.packed(content), len(content)) == content


@given(head=st.binary(max_size=300))
@pytest.mark.parametrize("dictionaries", [NOTHING, LEARNED], ids=["nothing", "learned"])
def test_a_head_comes_back_as_it_was(dictionaries: Dictionaries, head: bytes) -> None:
    packing = HeadPacking(dictionaries)
    assert packing.unpacked(packing.packed(head), len(head)) == head


def test_what_was_learned_makes_others_shorter() -> None:
    other = one(5000)
    assert len(store(other, [], LEARNED)) < 0.6 * len(store(other, [], NOTHING))


def test_the_same_articles_teach_the_same() -> None:
    assert learned(MANY, NOTHING) == LEARNED


@pytest.mark.parametrize("articles", [[], MANY[:1], [article("a", "夜校", "")]])
def test_of_few_articles_nothing_is_learned(articles: list[Article]) -> None:
    words = untrained("夜校体检")
    assert learned(articles, words) == words


def test_no_more_than_some_samples_are_looked_at() -> None:
    endless = (f"第{number}号".encode("utf-16-le") * 20 for number in iter(int, 1))
    found = trained([], endless, NOTHING)
    assert found.heads == NOTHING.heads


@pytest.mark.parametrize(
    "packing", [HeadPacking(LEARNED), TextPacking(LEARNED)], ids=["head", "text"]
)
def test_what_is_longer_than_it_may_be_is_not_unpacked(packing: HeadPacking | TextPacking) -> None:
    packed = packing.packed(bytes(1 << 20))
    assert len(packed) < 2000
    with pytest.raises(ARTICLE_DAMAGE):
        packing.unpacked(packed, 1000)


@pytest.mark.parametrize(
    "packing", [HeadPacking(LEARNED), TextPacking(LEARNED)], ids=["head", "text"]
)
def test_what_is_cut_short_is_damage(packing: HeadPacking | TextPacking) -> None:
    packed = packing.packed("夜校下周开班。".encode("utf-16-le") * 9)
    for length in range(len(packed)):
        with pytest.raises(ARTICLE_DAMAGE):
            packing.unpacked(packed[:length], 1000)


def test_a_frame_that_wants_a_large_window_is_damage() -> None:
    """Of RFC 8878: no flags; a window of 2 to the power of 10 and so many; a last block of 4 bytes as they are."""
    packing = TextPacking(NOTHING)
    frames = {bits: bytes([0, bits << 3, 4 << 3 | 1, 0, 0]) + b"abcd" for bits in (7, 8, 15)}
    assert packing.unpacked(frames[7], 4) == b"abcd"
    for bits in (8, 15):
        with pytest.raises(ARTICLE_DAMAGE):
            packing.unpacked(frames[bits], 4)


def test_dictionaries_are_kept_in_a_segment() -> None:
    with array_file(LEARNED.to_arrays()) as arrays:
        assert Dictionaries.of(arrays) == LEARNED


def test_a_build_learns_of_its_first_batch_and_an_update_goes_on_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_CHARACTERS_IN_BATCH", 25_000)
    with open_builder(tmp_path, segmenter(), keep=1) as writer:
        for each in islice(MANY, 500):
            writer.add(each)
        writer.commit(NO_FILES)
    with open_updater(tmp_path) as writer:
        for each in MANY[500:]:
            writer.add(each)
        writer.commit(NO_FILES)
    segments = [Dictionaries.of(ArrayFile(path)) for path in tmp_path.glob("build-*/*.arrays")]
    assert set(segments) == {segments[0]} != {NOTHING}
    assert len(segments[0].units) > 100
    engine = open_engine(tmp_path)
    assert [each.id for each in engine.articles()] == [each.id for each in MANY]
    assert list(engine.articles()) == MANY
    engine.close()


def test_dictionaries_are_sent_to_workers_as_they_are() -> None:
    used = learned(MANY, NOTHING)
    used.text_packing.packed("夜校".encode("utf-16-le"))
    sent = copy(used)  # made of what a pickle of it is made of
    assert (sent, "text_packing" in vars(sent)) == (LEARNED, False)
