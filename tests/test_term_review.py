"""What the administrator is told of the user dictionary: what it lacks, what it does not need, what does harm."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from search.text.dictionary import Dictionary, read_dictionary
from search.text.segmentation import Segmenter
from search.upkeep.term_review import TermReview, review_terms

from .articles import article, build
from .programs import run

PLACES = "望潮 鹭汀 杉堰 砚岭 稻渚 青屿 石埠 棠溪".split()
DOINGS = "建成 开放 扩建 迎客 停电 更名 搬家 获奖".split()
#: So much other text that the characters of a term do not stand together by chance; its own
#: sentences are longer than any phrase.
OTHER = (
    "年初以来各家工厂开足马力，码头货物堆满三号仓库，学校食堂又换上许多新菜，公园里老人天天下棋听曲。"
    * 3
)


def about(term: str) -> list[str]:
    """Return eight paragraphs that use a term, each beside other words."""
    return [f"{a}{term}{b}。{OTHER}" for a, b in zip(PLACES, DOINGS, strict=True)]


def review(
    folder: Path, texts: Sequence[str], *words: tuple[str, int | None], limit: int = 50
) -> TermReview:
    articles = [article(f"a{number}", "通知", text) for number, text in enumerate(texts)]
    with closing(build(folder / "index", articles, Dictionary(words))) as engine:
        return review_terms(engine, limit)


def missing(found: TermReview) -> set[str]:
    return {term.text for term in found.missing}


def test_a_phrase_that_the_segmenter_cuts_apart_is_missing(tmp_path: Path) -> None:
    found = review(tmp_path, about("职工夜校"))
    (term,) = found.missing
    assert (term.text, term.cut) == ("职工夜校", ("职工", "夜校"))
    assert (term.count, term.documents) == (8, 8)


def test_a_word_of_the_segmenter_is_not_missing(tmp_path: Path) -> None:
    assert "图书馆" not in missing(review(tmp_path, about("图书馆")))


def test_a_word_of_the_user_dictionary_is_not_missing(tmp_path: Path) -> None:
    assert "职工夜校" not in missing(review(tmp_path, about("职工夜校"), ("职工夜校", None)))


@pytest.mark.parametrize("phrase", ["应当夜校", "夜校以上", "第三条夜校", "夜校应当职工"])
def test_a_part_of_a_sentence_is_no_term(tmp_path: Path, phrase: str) -> None:
    assert phrase not in missing(review(tmp_path, about(phrase)))


def test_what_ends_amid_a_known_word_is_no_term(tmp_path: Path) -> None:
    texts = [
        f"{a}职工夜{b}。{OTHER}"
        for a, b in zip(PLACES, "校 市 色 景 班 晚 宵 空".split(), strict=True)
    ]
    # 夜校, 夜市, 夜色 … are words
    assert "职工夜" not in missing(review(tmp_path, texts))


def test_an_example_has_twenty_characters_on_either_side_and_names_its_article(
    tmp_path: Path,
) -> None:
    long = "。" * 30
    texts = [text.replace(term := "职工夜校", long + term + long) for text in about("职工夜校")]
    (found,) = review(tmp_path, texts).missing
    assert found.example == "。" * 20 + term + "。" * 20
    assert found.article in {f"a{number}" for number in range(8)}


def test_an_example_stays_within_its_text(tmp_path: Path) -> None:
    texts = [f"{a}职工夜校" for a in PLACES]
    example = next(t.example for t in review(tmp_path, texts + [OTHER] * 9).missing)
    assert example.removesuffix("职工夜校") in PLACES


def test_an_example_stands_as_it_is_written(tmp_path: Path) -> None:
    texts = [f"（{a}），職工夜校！{b}ＡＢ。{OTHER}" for a, b in zip(PLACES, DOINGS, strict=True)]
    (found,) = review(tmp_path / "missing", texts).missing
    assert found.text == "职工夜校"
    assert found.example in {
        f"（{a}），職工夜校！{b}ＡＢ。{OTHER}"[: 9 + 20]
        for a, b in zip(PLACES, DOINGS, strict=True)
    }
    texts = ["ＡＢ，雲江圖書館！開放", "ＡＢ，雲江圖書館！搬家"]
    (word,) = review(tmp_path / "hurtful", ["第一條。", *texts], ("云江图", 10**8)).hurtful
    assert word.example in texts


def test_no_more_terms_are_named_than_asked_for(tmp_path: Path) -> None:
    texts = about("职工夜校") + about("户外驿站")
    assert len(review(tmp_path / "all", texts).missing) == 2
    assert len(review(tmp_path / "one", texts, limit=1).missing) == 1
    assert review(tmp_path / "none", texts, limit=0).missing == ()


def test_a_word_that_stands_in_no_article_is_unused(tmp_path: Path) -> None:
    found = review(tmp_path, ["云江市通知"], ("云江市", None), ("青屿区", 10), ("望潮区", None))
    assert found.unused == ("青屿区", "望潮区")


def test_a_word_that_cuts_others_in_pieces_does_harm(tmp_path: Path) -> None:
    found = review(tmp_path, ["云江图书馆开放", "云江图书馆搬家"], ("云江图", 10**8))
    (word,) = found.hurtful
    assert (word.word, word.looked_at, word.hurt) == ("云江图", 2, 2)
    assert (word.example, word.article) in {("云江图书馆开放", "a0"), ("云江图书馆搬家", "a1")}


def test_a_word_that_is_mostly_whole_does_no_harm(tmp_path: Path) -> None:
    texts = ["云江图书馆开放", "看云江图。", "见云江图。"]
    assert review(tmp_path, texts, ("云江图", 10**8)).hurtful == ()


def test_a_word_that_is_never_cut_out_does_no_harm(tmp_path: Path) -> None:
    assert review(tmp_path, ["云江图书馆"], ("江图", 1)).hurtful == ()


def test_words_cover_a_run_without_a_gap() -> None:
    text = "云江市职工夜校㐀㐁图书馆"
    words = Segmenter(Dictionary((("云江市", None),))).words(text)
    assert "".join(words) == text
    assert {"云江市", "㐀", "㐁", "图书馆"} <= set(words)


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    articles = [article(f"a{n}", "通知", text) for n, text in enumerate(about("职工夜校"))]
    words = Dictionary((("云江市", None), ("青屿区", None)))
    with closing(build(tmp_path / "index", articles, words)) as engine:
        review_terms(engine, 10, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (18, 18)  # 8 articles read, and counted; 2 words


def test_an_index_without_articles_can_be_reviewed(tmp_path: Path) -> None:
    assert review(tmp_path, [], ("云江市", None)) == TermReview((), ("云江市",), ())


@pytest.fixture
def index(tmp_path: Path) -> Path:
    texts = [*about("职工夜校"), "云江图书馆"]
    articles = [article(f"a{number}", "通知", text) for number, text in enumerate(texts)]
    words = Dictionary((("云江图", 10**8), ("青屿区", None)))
    build(tmp_path / "index", articles, words).close()
    return tmp_path / "index"


def test_the_first_column_of_the_command_can_be_the_dictionary(index: Path, tmp_path: Path) -> None:
    answer = run("terms", "--index", index)
    assert answer.returncode == 0
    column = "\n".join(line.split(" ")[0] for line in answer.stdout.splitlines())
    (tmp_path / "dictionary.txt").write_text(column, encoding="utf-8")
    assert read_dictionary(tmp_path / "dictionary.txt").entries == (("职工夜校", None),)


def test_the_command_names_what_to_take_out_in_comments(index: Path) -> None:
    lines = run("terms", "--index", index).stdout.splitlines()
    assert "# 青屿区" in lines
    assert any(line.startswith("# 云江图  看了 1 处，切坏 1 处") for line in lines)


def test_the_command_prints_json(index: Path) -> None:
    answer = run("terms", "--index", index, "--json", "--limit", 1)
    found = json.loads(answer.stdout)
    assert [term["text"] for term in found["missing"]] == ["职工夜校"]
    assert found["unused"] == ["青屿区"]
    assert [word["word"] for word in found["hurtful"]] == ["云江图"]
