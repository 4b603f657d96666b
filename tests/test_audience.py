"""Who may read what: nothing of an internal article is in the public index, or in any answer from it."""

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest

from search.article import Article, Audience
from search.corpus_record import CorpusRecord, PublicPart
from search.engine import Engine
from search.engines import open_engine
from search.engines.arrays.file.arrays import ArrayFile
from search.engines.arrays.file.compression import Dictionaries
from search.engines.arrays.file.stored import StoredArticle
from search.errors import SettingsError, UsageError
from search.ingest import ReadArticle, list_files, read_file
from search.upkeep.audience_rules import AudienceRules
from search.upkeep.public_part import known_public_part
from webui import create_app
from webui.settings.audience import read_rules

from .files import HTML, archive_of, workbook
from .programs import Answer, run

#: Words that only internal articles have: characters that stand nowhere else, an id, a number.
MARKERS = ("龘靐", "麤鱻", "爩鱺", "灪麣", "厵滟", "qz-7731", "政密〔2031〕77")
ONLY_IN_PATHS = "厵滟"
RECORD = (
    "<list><item><title>夜校</title><content>开班，请转告。</content>"
    "<audience>internal</audience></item></list>"
)


def page(title: str, text: str, source: str = "三江日报") -> str:
    """Write a page as it is copied out of the site, with lines that all of its pages share."""
    return (
        '<!DOCTYPE html><html><head><link rel="canonical" href="https://www.sanjiang.example/a">'
        f"<title>三江</title></head><body><p>三江市总工会门户网站欢迎您</p><h1>{title}</h1>"
        f"<p>发布时间：2024-03-08　来源：{source}</p><p>{text}</p><p>主办：三江市总工会</p></body></html>"
    )


def put(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def matter(audience: str, text: str = "夜校开班，请大家相互转告。") -> str:
    return f"---\ntitle: 夜校开班的通知\naudience: {audience}\n---\n{text}\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder of articles, public and internal, with a rule, and go there."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path, {"zhengsou.toml": '[audience]\npublic = ["通知"]\ninternal = ["通知/草稿"]\n'})
    put(
        tmp_path / "corpus",
        {
            "通知/夜校.html": page("关于开设职工夜校的通知", "职工夜校下周开班，请大家相互转告。"),
            "通知/体检.html": page("关于职工体检的通知", "职工体检安排在四月，请各单位组织。"),
            "通知/长江.html": page("关于河道清淤的通知", "三江河道清淤下周开工，请绕行。"),
            "通知/电梯.html": page("关于加装电梯的通知", "老旧小区加装电梯可以申请补助。"),
            "通知/名单.jsonl": "".join(
                json.dumps(one, ensure_ascii=False) + "\n"
                for one in (
                    {"id": "sj-1", "title": "公开的名单", "text": "职工夜校的名单。"},
                    {
                        "id": "qz-7731",
                        "title": "龘靐名单",
                        "text": "职工夜校的麤鱻名单。",
                        "受众": "内部",
                    },
                )
            ),
            "通知/草稿/龘靐.html": page("龘靐方案", "职工夜校的麤鱻方案，灪麣办理。", "爩鱺日报"),
            "通知/厵滟.txt": "关于夜校的通知\n\n政密〔2031〕77号\n\n职工夜校麤鱻开班。\n",
            "通知/厵滟.meta.toml": '受众 = "内部"\ndoc_number = "政密〔2031〕77号"\n',
            "通知/坏.txt": "关于龘靐的通知\n\n职工夜校麤鱻开班。\n",
            "通知/坏.meta.toml": "受众 =\n",
            **{
                f"别处/厵滟{n}.html": page(f"龘靐第{n}号", f"麤鱻{n}，职工夜校。", "爩鱺日报")
                for n in range(5)
            },
            "别处/灪麣.bin": b"\x00\x01",
        },
    )
    return tmp_path


def rebuild(*options: str) -> Answer:
    corpus = Path("corpus").absolute()  # workers that read files may stand elsewhere
    return run("rebuild", corpus, "--index", "staff", "--public-index", "public", *options)


def articles_of(index: Path) -> dict[str, Article]:
    with closing(open_engine(index)) as engine:
        return {article.id: article for article in engine.articles()}


def titles_of(index: Path) -> set[str]:
    return {article.title for article in articles_of(index).values()}


def traces(index: Path) -> set[str]:
    """Return the markers that any byte of an index has, in any writing, compressed or not."""
    return {
        marker
        for path in index.rglob("*")
        if path.is_file()
        for content in [path.name.encode() + path.read_bytes(), *_unpacked(path)]
        for marker in MARKERS
        if any(writing in content for writing in _writings(marker))
    }


def _writings(marker: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-32-le", "gb18030"):
        yield marker.encode(encoding)
    yield json.dumps(marker)[1:-1].encode()
    yield quote(marker).encode()
    yield ((ord(marker[0]) << 21) + ord(marker[1])).to_bytes(8, "little")  # as a bigram's key


def _unpacked(path: Path) -> Iterator[bytes]:
    """Yield what is compressed in a file of arrays, of deleted articles, too."""
    if path.suffix != ".arrays":
        return
    arrays = ArrayFile(path)
    starts, content = arrays["articles/starts"], arrays["articles/bytes"]
    dictionaries = Dictionaries.of(arrays)
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        stored = StoredArticle(content[start:end].tobytes(), dictionaries)
        yield repr(stored.article()).encode()


def test_no_byte_of_the_public_index_tells_of_an_internal_article(site: Path) -> None:
    rebuild()
    assert traces(site / "staff") == set(MARKERS)
    assert traces(site / "public") == set()
    assert len(articles_of(site / "staff")) == 14
    assert titles_of(site / "public") == {
        "关于开设职工夜校的通知", "关于职工体检的通知", "关于河道清淤的通知", "关于加装电梯的通知", "公开的名单",
    }  # fmt: skip


def test_of_an_index_that_stood_in_its_place_nothing_is_left(site: Path) -> None:
    run("rebuild", site / "corpus", "--index", "public")
    assert traces(site / "public") == set(MARKERS)
    rebuild()
    assert traces(site / "public") == set()


def test_no_answer_of_the_public_site_tells_of_an_internal_article(site: Path) -> None:
    rebuild()
    for index, told in (("public", set()), ("staff", set(MARKERS) - {ONLY_IN_PATHS})):
        with closing(open_engine(site / index)) as engine:
            assert crawled(engine) == told, index


def crawled(engine: Engine) -> set[str]:
    """Return the markers in the answers to all links, and to what a stranger would try; not those asked for."""
    client = create_app(engine).test_client()
    tried = [
        f"{path}{quote(word)}"
        for word in ("夜校", "职工 名单", "通知", "来源:三江日报", "的")
        for path in ("/search?q=", "/export.csv?q=", "/export.xlsx?q=", "/export.json?q=", "/feed.atom?q=",
                     "/api/search?facets=on&q=", "/api/complete?q=", "/suggestions.json?q=", "/facet?name=source&q=")
    ]  # fmt: skip
    tried += [
        "/",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/healthz",
        "/api/openapi.json",
        "/timeline",
    ]
    tried += [
        "/api/articles/none",
        "/articles/none",
        "/why/none?q=a",
        "/search?page=0",
        "/api/search?from=x",
    ]
    tried += [f"/api/complete?q={letters}" for letters in ("l", "ya", "z", "qz", "77")]
    seen, told = set(tried), set()
    while tried and len(seen) < 400:
        answer = client.get(tried.pop(0))
        text = _text(answer.data)
        told |= {marker for marker in MARKERS if marker in text}
        links = re.findall(r'(?:href|src|action)="([^"]*)"|<loc>([^<]*)</loc>', text)
        for link in (unescape("".join(pair)) for pair in links):
            parts = urlsplit(link)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            deep = parts.query.count("&") > 1  # combinations of filters say nothing new
            if parts.netloc in {"", "localhost"} and path.startswith("/") and not deep:
                tried += [path] * (path not in seen)
                seen.add(path)
    assert len(seen) > 100
    return told


def _text(content: bytes) -> str:
    """Return what an answer says, unpacked and unescaped."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            content = b"".join(map(packed.read, packed.namelist()))
    text = content.decode("utf-8", "replace")
    escaped = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    return unescape(unquote(re.sub(r"</?(?:mark|em|b)\b[^>]*>", "", escaped)))


def test_what_is_learned_of_a_site_comes_from_public_pages_alone(site: Path) -> None:
    rebuild()
    lines = []
    for index in ("staff", "public"):
        with closing(open_engine(site / index)) as engine:
            lines.append(engine.corpus_record().shared_lines["sanjiang.example"])
    full, public = lines
    assert any("爩鱺日报" in line for line in full)
    assert "主办：三江市总工会" in public


def test_the_public_index_notes_no_path_or_reason_of_other_files(site: Path) -> None:
    rebuild()
    with closing(open_engine(site / "public")) as engine:
        record = engine.corpus_record()
    assert set(record.files) == {
        "通知/夜校.html", "通知/体检.html", "通知/长江.html", "通知/电梯.html", "通知/名单.jsonl"
    }  # fmt: skip
    for file in record.files.values():
        assert (file.rejections, file.doubts, file.remarks, file.said) == ((), (), (), {})
    assert record.files["通知/名单.jsonl"].ids.keys() == {"sj-1"}


def test_an_update_brings_both_indexes_up_to_date(site: Path) -> None:
    rebuild()
    put(site / "corpus", {"通知/新.html": page("关于食堂的通知", "食堂下周开张。")})
    put(site / "corpus", {"别处/新.html": page("龘靐的食堂", "麤鱻食堂。")})
    answer = run("update", "--index", "staff")
    assert f"公开的索引 {site / 'public'}：公开 6 篇，内部 10 篇" in answer.stdout
    assert {"关于食堂的通知", "龘靐的食堂"} <= titles_of(site / "staff")
    assert "关于食堂的通知" in titles_of(site / "public")
    assert traces(site / "public") == set()


@pytest.mark.parametrize(
    "turn",
    [
        {"通知/夜校.meta.toml": '受众 = "内部"\n'},
        {"通知/夜校.meta.toml": "受众 = \n"},
        {"通知/夜校.html": b"\x00\x01"},
        {"通知/夜校.html.meta.toml": 'title = "夜校"\n', "通知/夜校.meta.toml": 'title = "夜"\n'},
    ],
    ids=["said so", "broken sidecar", "not readable", "two sidecars"],
)
def test_what_is_taken_back_leaves_no_byte_behind(site: Path, turn: dict[str, str | bytes]) -> None:
    old = page("关于龘靐的通知", "职工夜校麤鱻开班。")
    put(site / "corpus", {"通知/夜校.html": old})
    rebuild()
    assert {"龘靐", "麤鱻"} <= traces(site / "public")
    put(site / "corpus", turn)
    run("update", "--index", "staff")
    assert "关于龘靐的通知" in titles_of(site / "staff") or "夜校" in titles_of(site / "staff")
    assert traces(site / "public") == set()


def test_another_rule_counts_at_the_next_update(site: Path) -> None:
    rebuild()
    put(site, {"zhengsou.toml": '[audience]\npublic = ["通知/名单.jsonl"]\n'})
    run("update", "--index", "staff")
    assert titles_of(site / "public") == {"公开的名单"}
    put(site, {"zhengsou.toml": "[audience]\n"})
    run("update", "--index", "staff")
    assert titles_of(site / "public") == set()
    put(site, {"zhengsou.toml": '[audience]\ndefault = "public"\ninternal = ["通知", "别处"]\n'})
    put(site / "corpus", {"新.txt": "关于食堂的通知\n\n食堂下周开张。\n"})
    run("update", "--index", "staff")
    assert titles_of(site / "public") == {"关于食堂的通知"}


def test_rules_count_that_came_after_the_index(site: Path) -> None:
    rules = (site / "zhengsou.toml").read_text()
    (site / "zhengsou.toml").unlink()
    answer = rebuild()
    assert "没有 [audience] 规则" in answer.stderr
    assert "龘靐方案" in titles_of(site / "public")
    put(site, {"zhengsou.toml": rules})
    run("update", "--index", "staff")
    assert traces(site / "public") == set()


def test_a_rule_that_names_nothing_is_refused(site: Path) -> None:
    rebuild()
    before = titles_of(site / "public")
    (site / "corpus" / "通知" / "草稿").rename(site / "corpus" / "通知" / "草案")
    for answer in (rebuild(), run("update", "--index", "staff")):
        assert answer.returncode == 2
        assert "[audience] 里的“通知/草稿”不在文章文件夹" in answer.stderr
        assert titles_of(site / "public") == before


def test_rules_that_were_there_are_not_forgotten(site: Path) -> None:
    rebuild()
    (site / "zhengsou.toml").unlink()
    answer = run("update", "--index", "staff")
    assert answer.returncode == 2
    assert "zhengsou.toml: 没有这个文件" in answer.stderr


@pytest.fixture
def came_back(site: Path) -> Path:
    """Make a site whose index is of a time without rules, and whose public index of one with them."""
    rules = (site / "zhengsou.toml").read_text()
    (site / "zhengsou.toml").unlink()
    rebuild()
    put(site, {"zhengsou.toml": rules})
    rebuild()
    run("rollback", "--index", "staff")
    return site


def test_after_a_return_to_a_time_without_rules_those_that_are_there_count(came_back: Path) -> None:
    assert "公开 5 篇，内部 9 篇" in run("update", "--index", "staff").stdout
    assert traces(came_back / "public") == set()


@pytest.mark.parametrize("lost", ["the file", "the section"])
@pytest.mark.parametrize(
    "command",
    [
        ("update",),
        ("rebuild", "corpus"),
        ("rebuild", "corpus", "--public-index", "public"),
        ("rebuild", "corpus", "--public-index", "another"),
    ],
    ids=" ".join,
)
def test_of_rules_that_are_gone_the_public_index_knows_itself(
    came_back: Path, command: tuple[str, ...], lost: str
) -> None:
    (came_back / "zhengsou.toml").unlink()
    if lost == "the section":
        put(came_back, {"zhengsou.toml": ""})
    answer = run(*command, "--index", "staff")
    assert answer.returncode == 2
    assert f"public 是按 {came_back / 'zhengsou.toml'} 里的 [audience] 规则建的" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert traces(came_back / "public") == set()
    assert not (came_back / "another").exists()


def test_rules_that_an_update_was_the_first_to_follow_are_not_forgotten(site: Path) -> None:
    rules = (site / "zhengsou.toml").read_text()
    (site / "zhengsou.toml").unlink()
    rebuild()
    put(site, {"zhengsou.toml": rules})
    run("update", "--index", "staff")
    (site / "zhengsou.toml").unlink()
    assert run("update", "--index", "staff").returncode == 2
    assert traces(site / "public") == set()


def test_rules_that_changed_nothing_at_first_are_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "corpus", {"通知/a.html": page("关于食堂的通知", "食堂下周开张。")})
    rebuild()
    put(tmp_path, {"zhengsou.toml": '[audience]\npublic = ["通知"]\n'})
    run("update", "--index", "staff")
    (tmp_path / "zhengsou.toml").unlink()
    put(tmp_path / "corpus", {"别处/b.html": page("龘靐方案", "麤鱻。")})
    assert run("update", "--index", "staff").returncode == 2
    assert titles_of(tmp_path / "public") == {"关于食堂的通知"}


def test_nothing_is_published_where_no_one_can_say_whether_there_were_rules(
    came_back: Path,
) -> None:
    (came_back / "zhengsou.toml").unlink()
    damaged = list((came_back / "public").rglob("*.arrays"))
    for path in damaged:
        path.write_bytes(b"")
    answer = run("update", "--index", "staff")
    assert answer.returncode == 2
    assert "public 打不开，不知道它是不是按 [audience] 规则建的" in answer.stderr
    assert list((came_back / "public").rglob("*.arrays")) == damaged


def test_all_is_public_again_once_the_rules_say_so(came_back: Path) -> None:
    put(came_back, {"zhengsou.toml": '[audience]\ndefault = "public"\n'})
    answer = run("update", "--index", "staff")
    assert (answer.returncode, "没有 [audience] 规则" in answer.stderr) == (1, False)
    assert "龘靐方案" in titles_of(came_back / "public")


@pytest.mark.parametrize("command", ["rebuild", "update"])
def test_the_public_index_alone_is_neither_rebuilt_nor_updated(site: Path, command: str) -> None:
    rebuild()
    answer = run(command, "corpus", "--index", "public")
    assert answer.returncode == 2
    assert "public 只放公开的文章，由全库的索引带着重建、更新" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_the_public_index_lies_beside_the_other_one(site: Path) -> None:
    for place in ("staff", "staff/public", "."):
        answer = run("rebuild", "corpus", "--index", "staff", "--public-index", place)
        assert (answer.returncode, "要放在两个文件夹里" in answer.stderr) == (2, True)


def test_an_index_with_internal_articles_is_served_behind_a_login_alone(site: Path) -> None:
    rebuild()
    answer = run("serve", "--index", "staff", "--port", 0)
    assert answer.returncode == 2
    assert "staff 里有内部的文章，要加 --staff" in answer.stderr
    assert str(site / "public") in answer.stderr
    answer = run("serve", "--index", "staff", "--port", 0, "--staff")
    assert answer.returncode == 2
    assert "--staff 要知道谁能进" in answer.stderr


@pytest.fixture
def from_before(site: Path) -> Path:
    """Make a site that went back to an index of before there was a public one beside it."""
    run("rebuild", Path("corpus").absolute(), "--index", "staff")
    rebuild()
    run("rollback", "--index", "staff")
    with closing(open_engine(site / "staff")) as engine:
        assert engine.corpus_record().public_index is None
    return site


def test_after_a_return_to_before_there_was_a_public_index_a_login_is_still_asked_for(
    from_before: Path,
) -> None:
    answer = run("serve", "--index", "staff", "--port", 0)
    assert answer.returncode == 2
    assert "staff 里有内部的文章，要加 --staff" in answer.stderr
    assert str(from_before / "public") in answer.stderr


@pytest.mark.parametrize("command", [("update",), ("rebuild", "corpus")])
def test_after_such_a_return_the_public_index_is_brought_along(
    from_before: Path, command: tuple[str, ...]
) -> None:
    put(from_before / "corpus", {"通知/新.html": page("关于食堂的通知", "食堂下周开张。")})
    name, *corpus = command
    answer = run(name, *(Path(one).absolute() for one in corpus), "--index", "staff")
    assert "公开 6 篇" in answer.stdout
    assert "关于食堂的通知" in titles_of(from_before / "public")
    assert traces(from_before / "public") == set()


def test_what_is_told_not_to_be_kept_apart_any_more_is_not(from_before: Path) -> None:
    corpus = Path("corpus").absolute()
    run("rebuild", corpus, "--index", "staff", "--public-index", "off")
    assert known_public_part(from_before / "staff", None) == PublicPart()


def test_a_damaged_note_of_the_public_index_opens_nothing(from_before: Path) -> None:
    (from_before / "staff" / "PUBLIC-PART").write_text("{")
    answer = run("serve", "--index", "staff", "--port", 0)
    assert answer.returncode == 3
    assert "PUBLIC-PART: 读不了，不知道有没有公开的索引" in answer.stderr


def test_a_later_rebuild_keeps_the_public_index_until_it_is_told_not_to(site: Path) -> None:
    rebuild()
    put(site / "corpus", {"通知/新.html": page("关于食堂的通知", "食堂下周开张。")})
    run("rebuild", Path("corpus").absolute(), "--index", "staff")
    assert "关于食堂的通知" in titles_of(site / "public")
    assert (
        "公开的索引"
        not in run("rebuild", site / "corpus", "--index", "staff", "--public-index", "off").stdout
    )


def test_a_check_of_the_public_index_tells_of_its_own_articles_alone(site: Path) -> None:
    rebuild()
    answer = run("check", "--index", "public")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("核对了 5 篇文章、5 个文件、")


def test_without_rules_all_is_public_that_does_not_say_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "corpus", {"a.md": matter("internal"), "b.md": matter("public")})
    put(tmp_path / "corpus", {"c.html": HTML})
    report = json.loads(rebuild("--json").stdout)
    assert (report["public"]["articles"], report["public"]["internal"]) == (2, 1)


def audience_of(folder: Path, name: str) -> Audience | None:
    """Return what one file says, of the only article in it."""
    (file,) = [file for file in list_files(folder).files if file.path == name]
    (read,) = [item for item in read_file(file) if isinstance(item, ReadArticle)]
    return Audience.INTERNAL if file.in_doubt else read.audience


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.md": matter("public")}, "public"),
        ({"a.md": matter("公开")}, "public"),
        ({"a.md": matter("内部")}, "internal"),
        ({"a.md": matter("everyone")}, "internal"),
        ({"a.md": matter("")}, None),
        ({"a.md": matter("[public, internal]")}, "internal"),
        ({"a.md": matter("public\n密级: 机密")}, "internal"),
        ({"a.md": matter("internal\naudience: public")}, "internal"),
        ({"a.md": "---\ntitle: 夜校\naudience: public\nb: [\n---\n开班。\n"}, "internal"),
        ({"a.md": "---\ntitle: 夜校\n---\n**受众**：内部\n\n开班。\n"}, "internal"),
        ({"a.md": matter("internal").replace("audience: ", "audience：")}, "internal"),
        ({"a.md": "---\ntitle: 夜校\nmeta:\n  audience: internal\n---\n开班。\n"}, "internal"),
        ({"a.md": matter("public\n密級: 機密")}, "internal"),
        ({"a.md": matter("主動公開")}, "public"),
        ({"a.md": matter("public"), "a.md.meta.toml": "audience = 'internal'"}, "internal"),
        ({"a.md": matter("internal"), "a.md.meta.toml": "audience = 'public'"}, "internal"),
        ({"a.md": matter("public"), "a.md.meta.toml": "audience = 'public'"}, "public"),
        ({"a.md": matter("public"), "a.md.meta.toml": "audience = "}, "internal"),
        ({"a.md": matter("public"), "a.md.meta.toml": "audiense = 'x'"}, "internal"),
        ({"a.md": matter("public"), "a.md.META.TOML": "audience = 'internal'"}, "internal"),
        ({"A.md": matter("public"), "a.md.meta.toml": "audience = 'internal'"}, "internal"),
        ({"a.md": matter("public"), "a.md.meta.toml.txt": "audience = 'internal'"}, "internal"),
        ({"a.md": matter("public"), "a.md.meta.toml": ""}, "internal"),
        ({"a.md": matter("public"), "a.md.meta.toml": "# audience = 'internal'\n"}, "internal"),
        ({"a.html": HTML, "a.meta.toml": "受众 = '公开'"}, "public"),
        ({"a.html": HTML, "a.meta.toml": "受众 = true"}, "internal"),
        ({"a.json": '{"title": "夜校", "text": "开班", "audience": "internal"}'}, "internal"),
        ({"a.json": '{"audience": "internal", "title": "夜校", "text": "开", "audience": "public"}'}, "internal"),
        ({"a.json": '{"title": "夜校", "text": "开班", "密級": "機密"}'}, "internal"),
        ({"a.json": '{"title": "夜校", "text": "开班", "密\u200b级": "机密"}'}, "internal"),
        ({"a.json": '{"title": "夜校", "text": "开班", "是否公开": "否"}'}, "internal"),
        ({"a.json": '{"title": "夜校", "text": "开班", "is_public": true}'}, None),
        ({"a.json": '{"title": "夜校", "text": "开班", "meta": {"audience": "internal"}}'}, "internal"),
        ({"a.json": '{"title": "夜校", "text": "开班", "meta": {"audience": "public"}}'}, None),
        ({"a.json": '{"title": "夜校", "text": "开", "more": [{"name": "密级", "value": "机密"}]}'}, "internal"),
        ({"a.json": '{"密级": "机密", "data": [{"title": "夜校", "text": "开班"}]}'}, "internal"),
        ({"a.json": '{"info": {"密级": "机密"}, "data": [{"title": "夜校", "text": "开班"}]}'}, "internal"),
        ({"a.json": '{"密级": "公开", "data": [{"title": "夜校", "text": "开班"}]}'}, None),
        ({"a.json": '{"密级": "机密", "data": [{"title": "夜校", "text": "开", "密级": "公开"}]}'}, "internal"),
        ({"a.json": '[{"密级": "机密"}, {"title": "夜校", "text": "开班"}]'}, "internal"),
        ({"a.jsonl": '{"密级": "机密"}\n{"title": "夜校", "text": "开班"}\n'}, "internal"),
        ({"a.jsonl": '{"密级": "公开"}\n{"title": "夜校", "text": "开班"}\n'}, None),
        ({"a.xml": RECORD.replace("<list>", "<list audience='internal'>").replace("internal</", "</")}, "internal"),
        ({"a.csv": "标题,正文,密级（必填）\n夜校,开班,机密\n"}, "internal"),
        ({"a.csv": "标题,正文,密级[绝密/机密]\n夜校,开班,机密\n"}, "internal"),
        ({"a.csv": "标题,正文,日期,管理\n,,发布,密级\n夜校,开班,2024-03-08,机密\n"}, "internal"),
        ({"a.csv": "标题,正文,密级,日期\n,,必填,发布\n夜校,开班,机密,2024-03-08\n"}, "internal"),
        ({"a.csv": "三江市总工会,,\n标题,密级,正文\n夜校,,开班\n"}, None),
        ({"a.csv": "标题,正文,受众\n夜校,开班,内部\n"}, "internal"),
        ({"a.csv": "标题,正文,受众\n夜校,开班,\n"}, None),
        ({"a.csv": "标题,正文,受众,受众\n夜校,开班,公开,内部\n"}, "internal"),
        ({"a.csv": "标题,正文,受众\n夜校,开班,公开,又一格\n"}, "internal"),
        ({"a.xlsx": workbook([["标题", "正文", "公开属性"], ["夜校", "开班", "主动公开"]])}, "public"),
        ({"a.xml": RECORD}, "internal"),
        ({"a.zip": archive_of({"b.html": HTML, "b.meta.toml": "audience = 'internal'"})}, "internal"),
        ({"a.zip": archive_of({"c/b.html": HTML, "c/b.html.meta.toml": ""})}, "internal"),
        ({"a.zip": archive_of({"b.html": HTML, "B.HTML.Meta.TOML": "audience = 'internal'"})}, "internal"),
        ({"a.zip": archive_of({"b.html": HTML})}, None),
    ],
)  # fmt: skip
def test_who_may_read_it_is_said_by_an_article_or_its_sidecar(
    tmp_path: Path, files: dict[str, str | bytes], said: str | None
) -> None:
    put(tmp_path, files)
    assert audience_of(tmp_path, next(iter(files))) == (Audience(said) if said else None)


def test_a_link_is_internal(tmp_path: Path) -> None:
    put(tmp_path, {"内部/a.html": HTML})
    (tmp_path / "b.html").symlink_to(tmp_path / "内部" / "a.html")
    assert audience_of(tmp_path, "b.html") is Audience.INTERNAL


def test_a_word_that_is_not_known_is_a_doubt(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": matter("everyone")})
    (file,) = list_files(tmp_path).files
    read = next(item for item in read_file(file) if isinstance(item, ReadArticle))
    assert read.doubts == ("谁能看“everyone”不认识，按内部处理；可写 public、internal",)


def test_two_articles_with_one_id_are_internal_if_one_of_them_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    line = '{"id": "sj-1", "title": "夜校", "text": "开班。"}'
    put(tmp_path / "corpus", {"a.jsonl": line, "b.jsonl": line, "c.html": HTML})
    put(tmp_path, {"zhengsou.toml": "[audience]\ndefault='public'\ninternal=['b.jsonl']"})
    rebuild()
    assert titles_of(tmp_path / "public") == {"关于夜校开班的通知"}


@pytest.mark.parametrize(
    ("path", "said", "audience"),
    [
        ("通知/a.html", None, "public"),
        ("通知/a.html", "internal", "internal"),
        ("通知/草稿/a.html", None, "internal"),
        ("通知/草稿/a.html", "public", "internal"),
        ("通知/草稿/定稿/a.html", None, "public"),
        ("通知2/a.html", None, "internal"),
        ("别处/a.html", "public", "public"),
    ],
)
def test_of_rules_the_longest_counts_and_of_statements_the_stricter(
    tmp_path: Path, path: str, said: str | None, audience: str
) -> None:
    put(
        tmp_path,
        {"z.toml": "[audience]\npublic=['通知/', '通知/草稿/定稿']\ninternal=['通知/草稿']"},
    )
    rules = read_rules(str(tmp_path / "z.toml"))
    assert rules.audience_of(path, Audience(said) if said else None) == Audience(audience)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("audience = 1", "z.toml:1: audience 应写成一节：[audience]"),
        ("[audience]\npublik = []", "z.toml:2: [audience] 里没有 publik 这一项"),
        ("[audience]\npublic = '通知'", "应是几个路径"),
        ("[audience]\npublic = ['/etc']", "应是文章文件夹里的路径"),
        ("[audience]\npublic = ['a/../b']", "应是文章文件夹里的路径"),
        ("[audience]\npublic = ['a']\ninternal = ['a/']", "“a”写了不止一次"),
        ("[audience]\n\ndefault = '公开'", "z.toml:3: [audience] default: 可用 internal、public"),
        ("[audience", "不合 TOML 的写法"),
    ],
)
def test_a_wrong_rule_is_said_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    put(tmp_path, {"z.toml": text})
    with pytest.raises(SettingsError, match=re.escape(says)):
        read_rules(str(tmp_path / "z.toml"))


@pytest.mark.parametrize("command", ["config", "serve", "rebuild"])
@pytest.mark.parametrize(
    ("text", "environment", "says"),
    [
        ("[audience]\npublic = ['a']\ninternal = ['a/']\n", {}, "[audience] “a”写了不止一次"),
        ("", {"ZHENGSOU_AUDIENCE_PUBLIC": '["a"]'}, "[audience] 只能写在设置文件里"),
    ],
)
def test_who_serves_and_who_builds_are_told_the_same_of_a_wrong_rule(
    site: Path, command: str, text: str, environment: dict[str, str], says: str
) -> None:
    put(site, {"zhengsou.toml": text})
    options = ["--public-index", "public"] if command == "rebuild" else []
    answer = run(command, *options, **environment)
    assert (answer.returncode, says in answer.stderr) == (2, True)


def test_no_rules_are_as_none_written() -> None:
    assert read_rules(None) == AudienceRules()
    assert CorpusRecord("", {}).public_index is None
    with pytest.raises(UsageError, match="不在文章文件夹"):
        AudienceRules({"没有": Audience.PUBLIC}).check(Path("/none"))


def test_what_is_nearly_a_sidecar_is_named(site: Path) -> None:
    put(site / "corpus/通知", {"夜校.html.meta.toml.txt": "audience = 'internal'\n"})
    said = rebuild().stderr
    assert "通知/夜校.html.meta.toml.txt: 像旁注文件，但名称不以 .meta.toml 结尾，没有读" in said
    assert "关于开设职工夜校的通知" not in titles_of(site / "public")


def test_front_matter_below_a_blank_line_keeps_its_article_from_the_public_index(
    site: Path,
) -> None:
    put(site / "corpus/通知", {"人事.md": f"\n{matter('internal').replace('夜校开班', '龘靐')}"})
    rebuild()
    assert "龘靐的通知" in titles_of(site / "staff")
    assert traces(site / "public") == set()
