"""The staff's site: who is let in, and who is not."""

import http.client
import re
from collections.abc import Callable
from contextlib import closing
from html import unescape
from ipaddress import ip_network
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from search.engine import Engine
from search.errors import SettingsError
from webui import create_app
from webui.settings.sections import Server, Settings, Staff
from webui.staff import throttle
from webui.staff.door import MOST_FORM_BYTES, Door, safe_path
from webui.staff.people import read_people, write_password

from .clocks import PATIENCE, Clock
from .programs import run
from .test_serving import serving

NAME, PASSWORD = "王芳", "三江夜校 2024 开班"
SECRET = "0123456789abcdef01234567"  # noqa: S105 - of nobody
TRUSTED = (ip_network("10.0.0.1"),)
PATHS = ["/", "/search?q=职工", "/api/search?q=职工", "/api/complete?q=职", "/export.csv?q=职工", "/feed.atom", "/help",
         "/sitemap.xml", "/articles/yj-2016-0031", "/facet?name=section", "/suggestions.json?q=职", "/robots.txt",
         "/api/openapi.json", "/opensearch.xml", "/none", "/search/", "/desk"]  # fmt: skip


@pytest.fixture(scope="module")
def passwords(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("staff") / "staff.toml"
    write_password(file, NAME, PASSWORD)
    return file


@pytest.fixture
def app(sample_engine: Engine, passwords: Path) -> Flask:
    return create_app(sample_engine, door=Door(Settings(staff=Staff(passwords=passwords))))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return browser_of(app)


def browser_of(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html,*/*;q=0.8"
    return client


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return unescape(found[1])


def log_in(client: FlaskClient, password: str = PASSWORD, **more: str) -> TestResponse:
    page = client.get("/login", query_string={"next": more.pop("next", "")}).text
    form = {"name": NAME, "token": hidden(page, "token"), "next": hidden(page, "next")}
    return client.post("/login", data=form | {"password": password} | more)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_login_nothing_is_answered(client: FlaskClient, path: str, method: str) -> None:
    answer = client.open(path, method=method)
    is_page = method == "GET" and not path.startswith("/api/")
    assert answer.status_code == (302 if is_page else 401)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert len(answer.data) < 100
    if is_page:
        assert answer.headers["Location"].startswith("/login")
    else:
        assert answer.headers["WWW-Authenticate"].startswith("Zhengsou")


def test_login_health_and_static_files_are_for_all(client: FlaskClient) -> None:
    page = client.get("/login")
    assert page.status_code == 200
    assert client.get("/healthz").status_code == 200
    (style,) = re.findall(r'href="(/static/[^"]*css)"', page.text)
    with client.get(style) as found:
        assert found.status_code == 200
        assert "no-store" not in found.headers["Cache-Control"]


def test_who_has_logged_in_finds_and_is_told_to_keep_nothing(client: FlaskClient) -> None:
    answer = log_in(client, next="/search?q=职工")
    assert (answer.status_code, unescape(answer.headers["Location"])) == (303, "/")
    found = client.get("/search?q=职工")
    assert (found.status_code, found.headers["Cache-Control"]) == (200, "private, no-store")
    assert NAME in found.text


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(client: FlaskClient) -> None:
    page = client.get("/login", base_url="https://staff.example")
    form = {"name": NAME, "password": PASSWORD, "token": hidden(page.text, "token")}
    answer = client.post("/login", data=form, base_url="https://staff.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-zhengsou=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_login_begins_another_session(client: FlaskClient) -> None:
    before = client.get("/login").headers["Set-Cookie"].partition(";")[0]
    assert log_in(client).headers["Set-Cookie"].partition(";")[0] != before


def test_who_has_logged_in_compares_a_text_and_no_other_site_does(client: FlaskClient) -> None:
    log_in(client)
    page = client.get("/compare?a=yj-2018-0103").text
    text = "夜" * 30_000  # more than other forms may bring
    form = {"a": "yj-2018-0103", "text": text}
    assert client.post("/compare", data=form).status_code == 403
    answer = client.post("/compare", data=form | {"token": hidden(page, "token")})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


def test_who_logs_out_is_out(client: FlaskClient) -> None:
    log_in(client)
    token = hidden(client.get("/").text, "token")
    assert client.post("/logout", data={"token": token}).headers["Location"] == "/login"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("name", "password"), [(NAME, "三江夜校"), ("李禾", PASSWORD), (NAME, ""), ("", ""), (NAME, "长" * 5000)]
)  # fmt: skip
def test_a_wrong_password_is_refused_and_does_not_say_what_is_wrong(
    client: FlaskClient, name: str, password: str
) -> None:
    answer = log_in(client, password, name=name)
    assert answer.status_code == 403
    assert "名字或密码不对。" in answer.text
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "IiI.aaa.bbb", "WyJcdTczOGIiLCIiLCIiXQ.aaaaaa.bbbb"])
def test_a_cookie_that_is_not_ours_says_nothing(client: FlaskClient, cookie: str) -> None:
    client.set_cookie("zhengsou-staff", cookie)
    assert client.get("/").status_code == 302


def test_a_login_ends_with_another_password_and_when_a_person_goes(
    sample_engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "staff.toml"
    for password in ("另一个密码 2024", None):
        write_password(file, NAME, PASSWORD)
        door = Door(Settings(staff=Staff(passwords=file)))
        client = browser_of(create_app(sample_engine, door=door))
        log_in(client)
        assert client.get("/").status_code == 200
        write_password(file, NAME, password)
        assert client.get("/").status_code == 302


def test_a_login_ends_after_some_hours(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(client)
    monkeypatch.setattr("itsdangerous.timed.time.time", later(12 * 3600 + 10))
    assert client.get("/").status_code == 302


def later(seconds: float) -> Callable[[], float]:
    from time import time  # noqa: PLC0415 - the clock that is replaced

    now = time()
    return lambda: now + seconds


@pytest.mark.usefixtures("counting_clock")
def test_who_guesses_must_wait_but_does_not_lock_others_out(client: FlaskClient) -> None:
    for _ in range(5):
        assert log_in(client, "三江夜校").status_code == 403
    answer = log_in(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    elsewhere = {"REMOTE_ADDR": "10.9.9.9"}
    page = client.get("/login").text
    form = {"name": NAME, "password": PASSWORD, "token": hidden(page, "token")}
    assert client.post("/login", data=form, environ_overrides=elsewhere).status_code == 303


def test_who_guesses_many_names_must_wait(counting_clock: Clock) -> None:
    tries = throttle.Throttle()
    for number in range(20):
        assert tries.allows(f"甲{number}", "10.0.0.2")
        tries.note_wrong(f"甲{number}", "10.0.0.2")
    assert not tries.allows("乙", "10.0.0.2")
    assert tries.allows("乙", "10.0.0.3")
    counting_clock.now += 15 * 60
    assert tries.allows("乙", "10.0.0.2")


def test_a_name_that_many_have_guessed_must_wait_wherever_it_is(counting_clock: Clock) -> None:
    tries = throttle.Throttle()
    for number in range(100):
        assert tries.allows("甲", f"10.0.1.{number}")
        tries.note_wrong("甲", f"10.0.1.{number}")
    assert not tries.allows("甲", "10.0.0.2")
    assert tries.allows("乙", "10.0.1.1")
    counting_clock.now += 15 * 60
    assert tries.allows("甲", "10.0.0.2")


@pytest.mark.parametrize("path", ["/login", "/logout"])
@pytest.mark.parametrize("token", [None, "", "0" * 64])
def test_a_form_without_our_token_does_nothing(
    client: FlaskClient, path: str, token: str | None
) -> None:
    form = {"name": NAME, "password": PASSWORD} | ({} if token is None else {"token": token})
    if path == "/logout":
        log_in(client)
    assert client.post(path, data=form).status_code == 403
    assert client.get("/").status_code == (302 if path == "/login" else 200)


def test_a_form_from_another_site_does_nothing(client: FlaskClient) -> None:
    log_in(client)
    form = {"token": hidden(client.get("/").text, "token")}
    for origin in ("https://evil.example", "null", "http://localhost.evil.example"):
        answer = client.post("/logout", data=form, headers={"Origin": origin})
        assert answer.status_code == 403
    assert (
        client.post("/logout", data=form, headers={"Origin": "http://localhost"}).status_code == 303
    )


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "\\\\evil.example", "///evil",
     "/\t/evil.example", " //evil.example", "evil.example", "/%0d%0aSet-Cookie:x", "/\r\nX: y", "/a b", "", "/／evil"],
)  # fmt: skip
def test_a_login_leads_nowhere_else(client: FlaskClient, target: str) -> None:
    location = log_in(client, next=target).headers["Location"]
    assert location == ("/%0d%0aSet-Cookie:x" if target.startswith("/%") else "/")


def test_a_login_leads_to_what_was_asked(client: FlaskClient) -> None:
    asked = client.get("/search?q=%E8%81%8C%E5%B7%A5&sort=newest").headers["Location"]
    page = client.get(asked).text
    form = {"name": NAME, "password": PASSWORD, "token": hidden(page, "token")}
    answer = client.post("/login", data=form | {"next": hidden(page, "next")})
    assert "职工" in client.get(answer.headers["Location"]).text
    asked = browser_of(client.application).get("/sections/新闻中心").headers["Location"]
    assert (
        hidden(client.get(asked).text, "next") == "/sections/%E6%96%B0%E9%97%BB%E4%B8%AD%E5%BF%83"
    )
    assert safe_path("/search?q=%E8%81%8C&sort=newest") == "/search?q=%E8%81%8C&sort=newest"


def test_no_password_is_asked_for_where_anybody_could_read_it(client: FlaskClient) -> None:
    page = client.get("/login", base_url="http://staff.example")
    assert "https" in page.text
    assert 'name="password"' not in page.text


@pytest.fixture
def behind_proxy(sample_engine: Engine) -> FlaskClient:
    settings = Settings(staff=Staff(secret=SECRET), server=Server(trusted_proxies=TRUSTED))
    return create_app(sample_engine, door=Door(settings)).test_client()


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("10.0.0.1", {"X-Remote-User": "wang", "X-Zhengsou-Secret": SECRET}, 200),
        ("10.0.0.1", {"X-Remote-User": "wang", "X-Zhengsou-Secret": SECRET, "X-Forwarded-For": "8.8.8.8"}, 200),
        ("10.0.0.1", {"X-Remote-User": "wang", "X-Zhengsou-Secret": SECRET[:-1]}, 401),
        ("10.0.0.1", {"X-Remote-User": "wang", "X-Zhengsou-Secret": ""}, 401),
        ("10.0.0.1", {"X-Remote-User": "wang"}, 401),
        ("10.0.0.1", {"X-Zhengsou-Secret": SECRET}, 401),
        ("10.0.0.1", {"X-Remote-User": "", "X-Zhengsou-Secret": SECRET}, 401),
        ("10.0.0.1", {"X-Remote-User": "wang,admin", "X-Zhengsou-Secret": SECRET}, 401),
        ("10.0.0.2", {"X-Remote-User": "wang", "X-Zhengsou-Secret": SECRET}, 401),
        ("10.0.0.2", {"X-Remote-User": "wang", "X-Zhengsou-Secret": SECRET, "X-Forwarded-For": "10.0.0.1"}, 401),
        ("10.0.0.1", {}, 401),
    ],
)  # fmt: skip
def test_a_proxy_is_believed_by_its_address_and_its_secret(
    behind_proxy: FlaskClient, address: str, headers: dict[str, str], status: int
) -> None:
    answer = behind_proxy.get("/", headers=headers, environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == status


def test_what_one_was_answered_is_not_kept_for_another(behind_proxy: FlaskClient) -> None:
    trusted = {"REMOTE_ADDR": "10.0.0.1"}
    said = {"X-Remote-User": "wang", "X-Zhengsou-Secret": SECRET}
    first = behind_proxy.get("/search?q=职工", headers=said, environ_overrides=trusted)
    assert first.status_code == 200
    tag = {"If-None-Match": first.headers.get("ETag", "*")}
    assert behind_proxy.get("/search?q=职工", environ_overrides=trusted).status_code == 401
    assert behind_proxy.get("/search?q=职工", headers=tag).status_code == 401


def test_forms_are_known_behind_a_proxy_too(behind_proxy: FlaskClient) -> None:
    trusted = {"REMOTE_ADDR": "10.0.0.1"}
    said = {"X-Remote-User": "wang", "X-Zhengsou-Secret": SECRET}
    assert behind_proxy.post("/search", headers=said, environ_overrides=trusted).status_code == 403
    assert behind_proxy.get("/login").status_code == 404


@pytest.mark.parametrize(
    ("staff", "server", "says"),
    [
        (Staff(), Server(), "请在 [staff] 里写 passwords"),
        (Staff(secret=SECRET), Server(), "要与 [server] trusted_proxies 一起写"),
        (Staff(passwords=Path("none.toml")), Server(), "none.toml: 没有这个文件"),
    ],
)
def test_a_door_that_nobody_could_pass_is_refused(staff: Staff, server: Server, says: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(says)):
        Door(Settings(staff=staff, server=server))


def test_the_command_writes_passwords_that_only_its_owner_may_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "staff.toml"

    def password(*arguments: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", open_lines(typed))
        answer = run("password", *arguments, "--file", str(file))
        return answer.returncode, answer.stdout + answer.stderr

    assert password(NAME, typed="太短了")[0] == 2
    assert not file.exists()
    assert password(NAME, typed=PASSWORD)[0] == 0
    assert password("li@sanjiang", typed=PASSWORD)[0] == 0
    assert file.stat().st_mode & 0o077 == 0
    assert PASSWORD not in file.read_text(encoding="utf-8")
    people = read_people(file)
    assert people.verify(NAME, PASSWORD)
    assert people.hashes[NAME] != people.hashes["li@sanjiang"]
    assert password(NAME, "--remove")[0] == 0
    assert read_people(file).hashes.keys() == {"li@sanjiang"}
    code, said = password('甲"乙', typed=PASSWORD)
    assert (code, "名字只用文字" in said) == (2, True)


def open_lines(text: str) -> object:
    from io import StringIO  # noqa: PLC0415

    return StringIO(text + "\n")


def post(host: str, path: str, body: str) -> int:
    """Send a form to a server; return the status of its answer."""
    with closing(http.client.HTTPConnection(host, timeout=PATIENCE)) as connection:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, body, form)
        return connection.getresponse().status


def test_the_server_takes_forms_of_the_staff_alone_and_short_ones(
    app: Flask, sample_engine: Engine
) -> None:
    body = f"name={'x' * 200}&password=y"
    with serving(app, threads=2) as here:
        assert post(here, "/login", body) == 403
        assert post(here, "/login", "x" * (MOST_FORM_BYTES + 1)) in {403, 413}
    with serving(create_app(sample_engine), threads=2) as here:
        assert post(here, "/search", body) == 405
