"""The administrator's desk: what is seen there, what is written, and by whom."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.command.serving import KeptIndexes
from search.engine import Engine
from search.engines import open_engine
from search.query.picks import PicksFile, read_picks
from search.query.synonyms import SynonymsFile, read_synonyms
from search.upkeep.following import update
from search.upkeep.indexing import rebuild
from webui import create_app
from webui.settings.sections import Log, Server, Settings, Staff
from webui.staff.desk import Kept
from webui.staff.door import Door
from webui.tallies import Tallies

from .test_staff import SECRET, TRUSTED, hidden

LINES = (
    '{"id": "sj-1", "title": "夜校开班", "text": "职工夜校下周开班。"}\n'
    '{"id": "sj-2", "title": "某日", "date": "某日", "text": "河道清淤。"}\n'
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "名单.jsonl").write_text(LINES, "utf-8")
    (folder / "旧闻.jsonl").write_text(
        '{"id": "sj-3", "title": "体检", "text": "职工体检四月开始。"}', "utf-8"
    )
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 \x00")
    (folder / "断.txt").symlink_to(folder / "没有")
    rebuild(corpus=folder, index=tmp_path / "index")
    return folder


@pytest.fixture
def engine(corpus: Path, tmp_path: Path) -> Iterator[Engine]:
    with closing(open_engine(tmp_path / "index")) as engine:
        yield engine


def client_of(
    engine: Engine, corpus: Path, log: Log | None = None, kept: Kept | None = None
) -> FlaskClient:
    staff = Staff(secret=SECRET, administrators=("wang",))
    settings = Settings(staff=staff, server=Server(trusted_proxies=TRUSTED), log=log or Log())
    app = create_app(
        engine,
        SynonymsFile(corpus / "synonyms.txt"),
        settings,
        PicksFile(corpus / "picks.toml"),
        Door(settings),
        kept,
    )
    client = app.test_client()
    client.environ_base |= {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_ZHENGSOU_SECRET": SECRET}
    client.environ_base |= {"HTTP_X_REMOTE_USER": "wang"}
    return client


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """Count what was looked for in vain, and write down what is done."""
    log = Log(queries=tmp_path / "queries.db", audit=tmp_path / "audit.log", format="json")
    assert log.queries
    tallies = Tallies(log.queries, 90)
    tallies.open()
    tallies.ask("夜间学校")
    tallies.answer("夜间学校", 0, 3.0)
    tallies.close()
    return log


@pytest.fixture
def client(engine: Engine, corpus: Path, log: Log) -> FlaskClient:
    return client_of(engine, corpus, log)


def test_only_administrators_come_to_the_desk(client: FlaskClient) -> None:
    assert client.get("/desk").status_code == 200
    assert "/desk" in client.get("/").text
    other = {"X-Remote-User": "li"}
    assert client.get("/desk", headers=other).status_code == 403
    assert "/desk" not in client.get("/", headers=other).text
    assert client.get("/desk", headers={"X-Zhengsou-Secret": "x"}).status_code == 401


def test_a_public_site_has_no_desk(engine: Engine) -> None:
    client = create_app(engine).test_client()
    assert {client.get("/desk").status_code, client.get("/login").status_code} == {404}


def test_the_last_run_is_told_by_what_is_alike(
    client: FlaskClient, corpus: Path, tmp_path: Path
) -> None:
    page = client.get("/desk").text
    assert "坏.pdf" in page
    assert "断.txt" in page
    assert "某日" in page
    assert "旧闻.jsonl（1）" not in page
    (corpus / "旧闻.jsonl").unlink()
    update(corpus, tmp_path / "index")
    assert "旧闻.jsonl（1）" in client.get("/desk").text


def test_the_state_of_the_index_is_told(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/desk").text
    assert "正常。" in page
    assert str(tmp_path / "corpus") in page


def act(client: FlaskClient, path: str, **fields: str) -> int:
    token = hidden(client.get("/desk").text, "token")
    return client.post(path, data={"token": token} | fields).status_code


def test_what_nobody_found_becomes_a_synonym(client: FlaskClient, corpus: Path) -> None:
    assert "夜间学校" in client.get("/desk").text
    assert "共找到 0" not in client.get("/search?q=夜校").text
    assert act(client, "/desk/synonyms", query="夜间学校", names="夜校 = 职工夜校") == 303
    assert read_synonyms(corpus / "synonyms.txt").others["夜间学校"] == ("夜校", "职工夜校")
    assert 'href="/articles/sj-1' in client.get("/search?q=夜间学校").text


def test_what_nobody_found_leads_to_an_article(client: FlaskClient, corpus: Path) -> None:
    url = "https://staff.example/articles/sj-1?q=x"
    fields = {"query": "夜间学校", "articles": f"{url} sj-2", "reason": '今年的"办法"\\'}
    assert act(client, "/desk/picks", **fields) == 303
    (pick,) = read_picks(corpus / "picks.toml").entries
    assert (pick.queries, pick.articles) == (("夜间学校",), ("sj-1", "sj-2"))
    assert pick.reason == '今年的"办法"\\'
    assert act(client, "/desk/picks", query="夜里的学校", articles="sj-1") == 303
    assert len(read_picks(corpus / "picks.toml").entries) == 2


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("synonyms", {"query": "夜间学校", "names": ""}),
        ("synonyms", {"query": "夜间学校", "names": "夜"}),
        ("synonyms", {"query": "夜间学校", "names": "夜校 > 学校"}),
        ("synonyms", {"query": "夜间学校", "names": "夜校 # 无"}),
        ("synonyms", {"query": "", "names": ""}),
        ("synonyms", {"query": "[x]夜间学校", "names": "夜校"}),
        ("picks", {"query": "夜间学校", "articles": "没有"}),
        ("picks", {"query": "夜间学校", "articles": ""}),
        ("picks", {"query": "", "articles": "sj-1"}),
        ("picks", {"query": "夜间学校", "articles": "sj-1 sj-1"}),
        ("picks", {"query": "夜间学校", "articles": "sj-1", "reason": "长" * 300}),
    ],
)
def test_what_the_command_could_not_read_is_not_written(
    client: FlaskClient, corpus: Path, path: str, fields: dict[str, str]
) -> None:
    assert act(client, f"/desk/{path}", **fields) == 400
    assert {file.name for file in corpus.iterdir()} == {
        "名单.jsonl",
        "旧闻.jsonl",
        "坏.pdf",
        "断.txt",
    }


def test_what_stands_there_stays_and_a_clash_is_said(client: FlaskClient, corpus: Path) -> None:
    file = corpus / "synonyms.txt"
    file.write_text("# 我们的\n夜校 = 职工夜校", "utf-8")
    token = hidden(client.get("/desk").text, "token")
    form = {"token": token, "query": "夜校", "names": "夜间学校"}
    answer = client.post("/desk/synonyms", data=form)
    assert answer.status_code == 400
    assert f"{file}:3: “夜校”在第 2 行已有" in answer.text
    assert file.read_text("utf-8") == "# 我们的\n夜校 = 职工夜校"
    assert act(client, "/desk/synonyms", query="清淤", names="疏浚") == 303
    assert file.read_text("utf-8") == "# 我们的\n夜校 = 职工夜校\n清淤 = 疏浚\n"


@pytest.mark.parametrize("path", ["synonyms", "picks"])
def test_without_a_token_nothing_is_written(client: FlaskClient, corpus: Path, path: str) -> None:
    form = {"query": "夜间学校", "names": "夜校", "articles": "sj-1"}
    assert client.post(f"/desk/{path}", data=form).status_code == 403
    other = client.get("/desk", headers={"X-Remote-User": "li"})
    assert other.status_code == 403
    token = hidden(client.get("/desk").text, "token")
    assert (
        client.post(
            f"/desk/{path}", data=form | {"token": token}, headers={"X-Remote-User": "li"}
        ).status_code
        == 403
    )
    assert not (corpus / "synonyms.txt").exists() and not (corpus / "picks.toml").exists()


def test_each_act_is_written_down_with_who_did_it(
    client: FlaskClient, log: Log, engine: Engine, corpus: Path
) -> None:
    act(client, "/desk/synonyms", query="夜间学校", names="夜校")
    act(client, "/desk/picks", query="夜间学校", articles="没有")
    assert log.audit
    (line,) = log.audit.read_text("utf-8").splitlines()
    said = json.loads(line)
    assert said.pop("time")
    assert said == {"act": "synonyms", "who": "wang", "names": "夜间学校 = 夜校"}
    plain = client_of(engine, corpus, Log(queries=log.queries, audit=log.audit))
    act(plain, "/desk/picks", query="夜间学校", articles="sj-1")
    assert "act=pick who=wang query=夜间学校 articles=sj-1" in log.audit.read_text("utf-8")


def test_where_nobody_counts_it_says_so(engine: Engine, corpus: Path) -> None:
    assert "在设置里写 [log] queries" in client_of(engine, corpus).get("/desk").text


def test_an_earlier_index_is_put_in_use_again(
    engine: Engine, corpus: Path, log: Log, tmp_path: Path
) -> None:
    (corpus / "新闻.jsonl").write_text(
        '{"id": "sj-4", "title": "食堂", "text": "食堂开张。"}', "utf-8"
    )
    rebuild(corpus, tmp_path / "index")
    client = client_of(engine, corpus, log, KeptIndexes(tmp_path / "index"))
    assert engine.statistics().articles == 4
    page = client.get("/desk").text
    assert page.count("换回这一份") == 1
    form = {"token": hidden(page, "token"), "generation": hidden(page, "generation")}
    assert client.post("/desk/rollback", data=form | {"token": "x"}).status_code == 403
    assert client.post("/desk/rollback", data=form | {"generation": "../x"}).status_code == 400
    assert engine.statistics().articles == 4
    assert client.post("/desk/rollback", data=form).status_code == 303
    assert engine.statistics().articles == 3
    assert log.audit
    assert '"act": "rollback", "who": "wang"' in log.audit.read_text("utf-8")
