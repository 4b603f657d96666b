"""The benchmarks, on a handful of documents: do they run, and do all engines find the same?"""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.documents import PIECE_CHARACTERS, pieces
from benchmarks.growth import Asked, Built, Updated
from benchmarks.phrases import PlainSearch
from benchmarks.queries import QUERY_CLASSES
from benchmarks.scale import Step
from benchmarks.supply import LONGEST, SHORTEST, Supply, prepare
from benchmarks.timing import Speed
from search.article import Block, BlockKind

from .articles import article as make_article
from .articles import build
from .programs import Answer, RunPython, run_here

ROOT = Path(__file__).parents[1]


def run(program: str, *arguments: object) -> Answer:
    return run_here(import_module(f"benchmarks.{program}").main, *arguments)


def build_tiny(folder: Path) -> None:
    text = "云江市总工会学习劳模精神，推动高质量发展，办好夜校。"
    build(folder, [make_article(f"a{i}", f"第{i}次会议", text) for i in range(10)]).close()


def are_positive(numbers: Iterable[float]) -> bool:
    return all(number > 0 for number in numbers)


def test_engines_agree_and_every_class_is_measured(tmp_path: Path, run_python: RunPython) -> None:
    file = tmp_path / "speed.json"
    answer = run_python(
        "-m", "benchmarks.speed", ROOT / "corpus", "--documents", 30, "--queries", 3, "--json", file
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "MISMATCH" not in answer.stdout
    result = json.loads(file.read_text(encoding="utf-8"))
    assert result["documents"] == 30
    assert set(result["classes"]) == {query_class.name for query_class in QUERY_CLASSES}
    for name, rows in result["classes"].items():
        assert {"zhengsou", "sqlite_fts5", "whoosh"} <= set(rows)
        assert ("tantivy" in rows) != ("tantivy is left out" in answer.stdout)
        assert ("zhengsou_words" in rows) == (name != "phrase")
        for speed in rows.values():
            assert set(speed) == {"median_ms", "p95_ms"}
            assert are_positive(speed.values())
        assert result["totals"][name]["mismatches"] == 0
    assert are_positive(result["totals"][name]["characters"] for name in ("word", "phrase"))
    for name in ("zhengsou", "sqlite_fts5", "whoosh"):
        cost = result["build"][name]
        assert {"documents_per_second", "segmentation_s", "index_mb", "peak_rss_mb"} <= set(cost)
        assert are_positive(cost[key] for key in ("documents_per_second", "peak_rss_mb"))


def test_the_chart_shows_every_class_and_engine(tmp_path: Path) -> None:
    chart = pytest.importorskip("benchmarks.chart", reason="needs matplotlib", exc_type=ImportError)
    file = tmp_path / "chart.svg"
    rows = {name: Speed(0.5, 20.0) for name in ("zhengsou", "whoosh")}
    chart.draw({query_class.name: rows for query_class in QUERY_CLASSES}, 40_000, file)
    drawn = file.read_text(encoding="utf-8")
    for text in ("Zhengsou", "Whoosh", "40,000 documents", *(one.label for one in QUERY_CLASSES)):
        assert text in drawn


def test_random_phrases_are_found_exactly(tmp_path: Path) -> None:
    file = tmp_path / "phrases.json"
    answer = run("phrases", ROOT / "corpus", "--documents", 30, "--phrases", 20, "--json", file)
    assert (answer.returncode, answer.stderr) == (0, "")
    result = json.loads(file.read_text(encoding="utf-8"))
    assert (result["phrases"], result["missed_documents"], result["false_documents"]) == (20, 0, 0)
    assert result["found_documents"] >= 20


def test_short_articles_stay_whole() -> None:
    article = make_article("a", "夜校", "职工夜校。")
    assert pieces(article) == [article]


def test_long_articles_are_cut_between_blocks_and_inside_long_ones() -> None:
    lengths = [700, 600, 3 * PIECE_CHARACTERS]
    blocks = tuple(Block(BlockKind.PARAGRAPH, "云" * length) for length in lengths)
    cut = pieces(replace(make_article("a", "夜校"), blocks=blocks))
    assert [piece.id for piece in cut] == ["a#1", "a#2", "a#3", "a#4", "a#5"]
    sizes = [sum(len(block.text) for block in piece.blocks) for piece in cut]
    assert sizes == [700, 600, 1200, 1200, 1200]


def test_plain_search_counts_overlapping_places_by_document() -> None:
    plain = PlainSearch(["a", "b", "c"], ["哈哈哈", "", "x哈哈"])
    assert plain.count("哈哈") == {"a": 2, "c": 1}


def test_extraction_is_measured_on_labelled_pages(tmp_path: Path) -> None:
    page = (ROOT / "corpus" / "web-pages" / "portal" / "2024-night-clinic.html").read_bytes()
    (tmp_path / "a.html").write_bytes(page)
    (tmp_path / "b.html").write_text("<p>没有文章</p>", encoding="utf-8")
    truth = [
        {"file": "a.html", "title": "社区夜间门诊新增八家，家门口看病可到晚上九点", "date": "2024-06-13",
         "breadcrumb": "首页>新闻中心>部门动态>正文", "source": "别的来源", "author": None, "text": None},
        {"file": "b.html", "title": "没有"},
    ]  # fmt: skip
    lines = "\n".join(json.dumps(line, ensure_ascii=False) for line in truth)
    (tmp_path / "truth.jsonl").write_text(lines, encoding="utf-8")
    table = tmp_path / "table.json"
    answer = run("extraction", tmp_path, "--json", table)
    assert (answer.returncode, answer.stderr) == (0, "")
    shares = {name: row["share"] for name, row in json.loads(table.read_text("utf-8")).items()}
    assert shares == {"read": 0.5, "title": 0.5, "date": 1.0, "breadcrumb": 1.0, "source": 0.0}
    assert "source: a.html: 云江日报, not 别的来源" in answer.stdout


def test_extraction_looks_for_numbers_in_the_text(tmp_path: Path) -> None:
    documents = [
        {
            "id": "a",
            "title": "通知",
            "doc_number": "云政发〔2024〕7号",
            "text": "云政发[2024]7号\n各区县：",
        },
        {
            "id": "b",
            "title": "通知",
            "doc_number": "云政发〔2024〕8号",
            "text": "根据云政发〔2024〕8号办理。",
        },
        {"id": "c", "title": "通知", "doc_number": "云政发〔2024〕9号", "text": "没有写文号。"},
    ]
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in documents)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    answer = run("extraction", tmp_path)
    assert "doc_number            1.0      2    0.500" in answer.stdout


def test_document_numbers_are_asked_for_in_every_writing(tmp_path: Path) -> None:
    articles = [
        {"id": "a", "title": "轮渡通知", "text": "停航。", "doc_number": "云政发〔2024〕7号"},
        {
            "id": "b",
            "title": "夜校通知",
            "text": "依据云政发[2024]第07号、云江市人民政府令第16号办理。",
        },
    ]
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in articles)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    table = tmp_path / "table.json"
    answer = run("document_numbers", tmp_path, "--json", table)
    assert (answer.returncode, answer.stderr) == (0, "")
    content = json.loads(table.read_text("utf-8"))
    assert content["missed"] == []
    assert {row["kind"]: row["numbers"] for row in content["shares"] if row["writing"] == "plain"} == {
        "own": 1, "cited": 2,
    }  # fmt: skip


def test_relevance_is_measured_for_every_ranker(tmp_path: Path) -> None:
    for module in ("bm25s", "ir_measures", "scipy", "tantivy", "rjieba"):
        pytest.importorskip(module, reason="needs the bench extra")
    texts = {
        "ferry": "轮渡夜间停航，乘客改乘公交。",
        "school": "职工夜校开设无人机课程。",
        "river": "清淤工程完工。",
    }
    folder = tmp_path / "made-up"
    folder.mkdir()
    rows = [{"id": key, "title": "", "text": text} for key, text in texts.items()]
    asked = [{"qid": "1", "query": "夜校有哪些课程？"}, {"qid": "2", "query": "轮渡何时停航？"}]
    for name, lines in (("corpus", rows), ("queries", asked)):
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (folder / "qrels.tsv").write_text("1\tschool\t1\n2\tferry\t1\n", encoding="utf-8")
    file = tmp_path / "relevance.json"
    answer = run("relevance", folder, "--json", file)
    assert answer.returncode == 0, answer.stderr
    outcomes = {one["ranker"]: one for one in json.loads(file.read_text(encoding="utf-8"))}
    assert {"zhengsou", "Tantivy", "SQLite FTS5", "BM25 over bigrams"} <= set(outcomes)
    assert outcomes["zhengsou"]["means"]["nDCG@10"] == pytest.approx(1.0)


def test_sources_of_changed_sentences_are_found(tmp_path: Path) -> None:
    made = [
        make_article(
            f"q{number}", f"第{number}号通报",
            f"第{word}艘轮渡在{word}码头停靠，船员{word}人，乘客{word}百人。",
        )
        for number, word in enumerate("甲乙丙丁戊己庚辛壬癸")
    ]  # fmt: skip
    build(tmp_path / "index", made).close()
    file = tmp_path / "quotations.json"
    answer = run("quotations", tmp_path / "index", "--sentences", 5, "--json", file)
    measured = json.loads(file.read_text(encoding="utf-8"))
    assert (measured["articles"], measured["unchanged"], measured["called_changed"]) == (10, 5, 0)
    assert [way["sentences"] for way in measured["ways"]][3:] == [5, 5]
    assert measured["draft_characters"] == 20_000
    assert answer.returncode in {0, 1} and "right source" in answer.stdout


def test_known_items_are_looked_for_in_an_index_or_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    titles = {"law": "云江市夜校条例（2021年修订）", "old": "云江市夜校条例", "news": "夜校开班"}
    rows = [
        {"id": key, "title": title, "text": "夜校条例说的是夜校。"} for key, title in titles.items()
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "a.jsonl").write_text(lines, encoding="utf-8")
    items = [
        {"query": "夜校条例", "wanted": ["law"]},
        {"query": "夜校开班", "wanted": ["news"]},
        {"query": "轮渡停航", "wanted": ["news"], "kind": "other"},
    ]
    file = tmp_path / "items.jsonl"
    file.write_text("\n".join(map(json.dumps, items)), encoding="utf-8")
    answer = run("known_items", folder, file, "--json", tmp_path / "out.json")
    assert answer.returncode == 0, answer.stderr
    kinds = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["kinds"]
    assert {one["kind"]: (one["items"], one["first"], one["mrr"]) for one in kinds} == {
        "part of a title": (1, 1.0, 1.0),
        "title": (1, 1.0, 1.0),
        "other": (1, 0.0, 0.0),
        "all": (3, 2 / 3, 2 / 3),
    }


def test_titles_are_looked_for_by_their_first_characters(tmp_path: Path) -> None:
    build_tiny(tmp_path / "index")
    file = tmp_path / "completion.json"
    answer = run("completion", tmp_path / "index", "--json", file)
    assert (answer.returncode, answer.stderr) == (0, "")
    (three, *_) = json.loads(file.read_text(encoding="utf-8"))
    assert three == {
        "titles": "all",
        "characters": 3,
        "tried": 10,
        "first_8": 1.0,
        "first_10": 1.0,
    }


def test_typos_are_made_and_asked_of_an_index(tmp_path: Path) -> None:
    build_tiny(tmp_path / "index")
    file = tmp_path / "typos.json"
    answer = run(
        "typos", tmp_path / "index", "--json", file, "--phrases", 8, "--queries", 5, "--mistakes"
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    outcomes = {one["kind"]: one for one in json.loads(file.read_text(encoding="utf-8"))}
    assert outcomes["same sound"]["asked"] > 0
    assert outcomes["correct queries"] == outcomes["correct queries"] | {"asked": 5, "right": 5}


def test_what_each_feature_costs_is_measured(tmp_path: Path) -> None:
    build_tiny(tmp_path / "index")
    file = tmp_path / "features.json"
    answer = run("features", tmp_path / "index", "--json", file, "--queries", 6)
    assert (answer.returncode, answer.stderr) == (0, "")
    costs = json.loads(file.read_text(encoding="utf-8"))
    assert are_positive(cost["with_it"] for cost in costs)


@pytest.mark.usefixtures("browser_path")
def test_a_first_visit_in_a_browser_is_light_and_moves_nothing(
    tmp_path: Path, run_python: RunPython
) -> None:
    build_tiny(tmp_path)
    answer = run_python("-m", "benchmarks.page_load", tmp_path, "夜校", "--visits", 1)
    assert (answer.returncode, answer.stderr) == (0, "")
    header, row = (line.split("\t") for line in answer.stdout.splitlines())
    measured = dict(zip(header, row, strict=True))
    assert measured["layout shift"] == "0.000"
    assert 0 < float(measured["KB"]) < 22
    assert are_positive(float(measured[name]) for name in ("first paint ms", "slow processor"))


def test_structure_is_measured_on_long_papers(tmp_path: Path) -> None:
    long = "夜校每月开班，各区要按时报告。" * 120
    texts = [f"一、总体要求。{long}二、加强监管。{long}", f"科技进步一、二等奖。{long}", "一、短。"]
    lines = (json.dumps({"title": "夜校", "text": text}, ensure_ascii=False) for text in texts)
    (tmp_path / "papers.jsonl").write_text("\n".join(lines), "utf-8")
    answer = run("structure", tmp_path, "--list", "1")
    assert answer.returncode == 1
    assert re.search(r"headings +1 +50.0%", answer.stdout)
    assert re.search(r"none +1 +50.0%", answer.stdout)
    assert re.search(r"walls +2 ", answer.stdout)


def test_pages_are_measured_beside_those_of_another_checkout(tmp_path: Path) -> None:
    build_tiny(tmp_path / "index")
    checkout, file = tmp_path / "checkout", tmp_path / "page.json"
    checkout.mkdir()
    (checkout / ".venv").symlink_to(sys.prefix)
    answer = run(
        "page", tmp_path / "index", "--queries", 3, "--beside", checkout, tmp_path / "index",
        "--json", file,
    )  # fmt: skip
    assert (answer.returncode, answer.stderr) == (0, "")
    pages = json.loads(file.read_text(encoding="utf-8"))["pages"]
    assert set(pages) == {"fragments", "phrases", "common words", "two words", "articles"}
    for of_checkouts in pages.values():
        assert set(of_checkouts) == {"here", "beside"}
        assert all(are_positive(cost.values()) for cost in of_checkouts.values())


def test_growth_is_measured_at_every_step(tmp_path: Path, run_python: RunPython) -> None:
    file = tmp_path / "scale.json"
    answer = run_python(
        "-m", "benchmarks.scale", ROOT / "corpus", "--steps", "100,150", "--queries", 2,
        "--folder", tmp_path / "work", "--keep", "--json", file,
    )  # fmt: skip
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "are cut from articles; more are made up of their sentences" in answer.stdout
    steps = json.loads(file.read_text(encoding="utf-8"))["steps"]
    assert [step["documents"] for step in steps] == [100, 150]
    for step in steps:
        assert are_positive([*step["built"].values(), *step["updated"].values()])
        assert set(step["asked"]["classes"]) == {one.name for one in QUERY_CLASSES}
        assert are_positive([step["build_mb"], step["update_mb"], step["asked"]["asked_mb"]])
    kept = [path.name for path in (tmp_path / "work").iterdir()]
    assert sorted(kept) == ["150", "supply"]


def test_a_document_that_is_made_up_is_the_same_whenever_it_is_asked_for(tmp_path: Path) -> None:
    prepare(ROOT / "corpus", tmp_path)
    supply = Supply(tmp_path)
    documents = list(supply.documents(supply.real + 300))
    assert list(supply.documents(supply.real + 300, 150)) == documents[150:]
    assert len({one.id for one in documents}) == len(documents)
    assert [one for one in documents if one.id.startswith("made-up")] == documents[supply.real :]
    for one in documents:
        assert SHORTEST <= sum(len(block.text) for block in one.blocks) <= LONGEST
    texts = [one.blocks for one in documents]
    copies = [one for one in texts if texts.count(one) > 1]
    assert 0 < len(copies) < 0.1 * len(texts)


def test_the_chart_of_growth_shows_every_class(tmp_path: Path) -> None:
    chart = pytest.importorskip(
        "benchmarks.scale_chart", reason="needs matplotlib", exc_type=ImportError
    )
    speed = Speed(0.5, 20.0)
    asked = Asked(0.1, 0.2, 80, 120, {one.name: speed for one in QUERY_CLASSES}, speed)
    built, updated = Built(10, 2, 3, 15, 9000, 50_000), Updated(2, 1, 5)
    steps = [Step(size, built, 300, asked, updated, 200) for size in (100, 200)]
    chart.draw(steps, tmp_path / "scale.svg")
    drawn = (tmp_path / "scale.svg").read_text(encoding="utf-8")
    for text in ("update of 100", *(one.label for one in QUERY_CLASSES)):
        assert text in drawn


def test_the_size_of_an_index_is_told_by_what_takes_it(tmp_path: Path) -> None:
    build_tiny(tmp_path)
    answer = run("size", tmp_path, "--arrays")
    assert (answer.returncode, answer.stderr) == (0, "")
    measured = dict(re.findall(r"^ *(\S.*?) +(\d+\.\d+)$", answer.stdout, re.MULTILINE))
    groups = {
        "positions", "postings", "counts", "words", "articles", "columns", "copies", "vocabulary",
        "lines and sentences", "rest",
    }  # fmt: skip
    assert groups | {"bytes a character", "bigrams/offsets", "words/documents"} <= set(measured)
    total = float(measured["bytes a character"])
    assert sum(float(measured[group]) for group in groups) == pytest.approx(total, abs=0.01)


def test_without_an_index_nothing_is_measured(tmp_path: Path) -> None:
    answer = run("size", tmp_path)
    assert (answer.returncode, answer.stdout) == (1, "")
