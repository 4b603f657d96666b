"""On real data, where a development checkout has it beside it. Nothing of it is copied here."""

import json
import shutil
from contextlib import closing
from pathlib import Path

from benchmarks.extraction import measure_numbers, measure_pages
from search.engines import open_engine
from search.ingest import ReadArticle, list_files, read_file
from search.upkeep.checking import check
from search.upkeep.indexing import rebuild

from .programs import run

# The seed's own phrase; in its text a line break falls inside the name.
SEED_PHRASE = "习近平总书记重要讲话精神"


def test_the_phrase_of_the_seed_finds_it_when_it_is_put_into_a_folder(
    shared_data: Path, tmp_path: Path
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    shutil.copytree(shared_data / "seed", corpus)
    rebuild(corpus, index)
    answer = run("search", f"“{SEED_PHRASE}”", "--json", "--index", index)
    result = json.loads(answer.stdout)
    assert result["total"] == 1
    assert result["hits"][0]["title_highlights"] != []


def test_random_phrases_of_real_articles_are_found_exactly(
    shared_data: Path, tmp_path: Path
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    shutil.copy(shared_data / "articles" / "state_council_policies.jsonl.gz", corpus)
    shutil.copytree(shared_data / "seed", corpus / "seed")
    report = rebuild(corpus, index)
    with closing(open_engine(index)) as engine:
        checked = check(engine, 300, (1, 20), 7)
    assert report.rejections == []
    assert checked.phrases == 300
    assert checked.faults == []


def test_labelled_pages_are_understood_as_well_as_they_were(shared_data: Path) -> None:
    measures = measure_pages(shared_data / "pages")
    shares = {name: measure.share for name, measure in measures.items()}
    assert shares["title"] >= 0.95
    assert shares["date"] >= 0.97
    assert shares["source"] >= 0.95
    assert shares["breadcrumb"] >= 0.95
    assert shares["text"] >= 0.96


def test_document_numbers_are_found_in_the_text(shared_data: Path, tmp_path: Path) -> None:
    for name in ("state_council_policies", "hebei_gov_docs"):
        shutil.copy(shared_data / "articles" / f"{name}.jsonl.gz", tmp_path)
    assert measure_numbers(tmp_path)["doc_number"].share >= 0.95


def test_every_word_file_is_read_whatever_its_suffix_says(shared_data: Path) -> None:
    for file in list_files(shared_data / "word").files:
        (item,) = read_file(file)
        assert isinstance(item, ReadArticle), item
        assert len(item.article.blocks) > 1


def test_texts_that_are_wrapped_are_joined_and_no_other_text_is_changed(
    shared_data: Path, tmp_path: Path
) -> None:
    shutil.copy(shared_data / "articles" / "cpc_documents.jsonl.gz", tmp_path)
    (file,) = list_files(tmp_path).files
    found = [item.article for item in read_file(file) if isinstance(item, ReadArticle)]
    assert len(found) > 500
    joined = {one.id: one for one in found if any("\n" in block.text for block in one.blocks)}
    assert sorted(joined) == ["cpc-0013", "cpc-0307", "cpc-0383"]
    for name in ("cpc-0013", "cpc-0307"):
        lines = [line for block in joined[name].blocks for line in block.text.split("\n")]
        breaks = sum(block.text.count("\n") for block in joined[name].blocks)
        assert breaks > 0.85 * len(lines)
