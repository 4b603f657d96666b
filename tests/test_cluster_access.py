"""Who is let in to a cluster: by certificate, password or API key; and what is said to whom is not."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from search.engines import open_engine
from search.engines.opensearch.address import VARIABLES
from search.errors import IndexFault, IndexUnusableError
from webui.app import create_app

from .articles import build
from .cluster.doors import Doorkeeper, asking_for, certificate, door, knowing
from .cluster.indexes import ids, some
from .cluster.nodes import Cluster
from .programs import run

PASSWORD, KEY = "夜校kaimen-2024", "eWVqaWFvOmthaW1lbg=="
WRONG = "cuo-le-2024"


@dataclass
class Entry:
    """A way in, and what is to be said of one that is wrong."""

    right: Mapping[str, str]
    wrong: Mapping[str, str]  # what of it is otherwise
    said: str = ""
    keeper: Doorkeeper = field(default=lambda method, path, said: None)


BY_PASSWORD = {"USER": "yejiao", "PASSWORD": PASSWORD, "TLS": "true"}
BY_KEY = {"API_KEY": KEY, "TLS": "true"}
REFUSED = "集群不接受：用户名、密码或 API 密钥不对（401）"
UNTRUSTED = "集群不接受：证书不可信，或对方不用 TLS；请核对 [cluster] 的 tls、certificates"
ENTRIES = {
    "password": Entry(BY_PASSWORD, {"PASSWORD": WRONG}, REFUSED, asking_for("yejiao", PASSWORD)),
    "user": Entry(BY_PASSWORD, {"USER": WRONG}, REFUSED, asking_for("yejiao", PASSWORD)),
    "no password": Entry(
        BY_PASSWORD, {"USER": "", "PASSWORD": ""}, REFUSED, asking_for("yejiao", PASSWORD)
    ),
    "API key": Entry(BY_KEY, {"API_KEY": WRONG}, REFUSED, knowing(KEY)),
    "certificate": Entry(
        BY_PASSWORD, {"CERTIFICATES": "another"}, UNTRUSTED, asking_for("yejiao", PASSWORD)
    ),
    "unknown certificate": Entry(
        BY_KEY, {"CERTIFICATES": ""}, UNTRUSTED, knowing(KEY)
    ),  # the system does not believe it
}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the certificate of the door, one of another authority, and one of another host."""
    folder = tmp_path_factory.mktemp("certificates")
    certificate(folder, "own")
    certificate(folder, "another")
    certificate(folder, "elsewhere", "127.0.0.2")
    return folder


@pytest.fixture(scope="module")
def name(cluster: Cluster) -> str:
    name = f"test-{secrets.token_hex(4)}"
    build(cluster.location(name), some()).close()
    return name


@contextmanager
def let_in(certificates: Path, given: Mapping[str, str]) -> Iterator[None]:
    """Say how one is let in; certificates by their names."""
    with pytest.MonkeyPatch.context() as patch:
        believed = given.get("CERTIFICATES", "own")
        variables = {**given, "CERTIFICATES": str(certificates / f"{believed}.pem")}
        for variable, value in variables.items():
            if given.get(variable) != "":
                patch.setenv(f"{VARIABLES}{variable}", value)
        yield


def is_one_line_without_secrets(text: str) -> bool:
    secret = any(one in text for one in (PASSWORD, KEY, WRONG))
    return len(text.splitlines()) == 1 and not secret and "Traceback" not in text


@pytest.mark.parametrize("way", ["password", "API key"])
def test_who_is_let_in_reads_and_writes_over_tls(
    cluster: Cluster, certificates: Path, way: str
) -> None:
    entry = ENTRIES[way]
    with (
        door(cluster.hosts, entry.keeper, certificates / "own.pem") as host,
        let_in(certificates, entry.right),
        closing(build(f"opensearch://{host}/test-{secrets.token_hex(4)}", some())) as engine,
    ):
        assert ids(engine) == ["a0", "a1", "a2"]
        engine.verify()


@pytest.mark.parametrize("wrong", ENTRIES)
def test_who_is_not_let_in_is_told_why_in_one_line_and_the_command_ends_with_3(
    cluster: Cluster, name: str, certificates: Path, wrong: str
) -> None:
    entry = ENTRIES[wrong]
    with door(cluster.hosts, entry.keeper, certificates / "own.pem") as host:
        location = f"opensearch://{host}/{name}"
        with let_in(certificates, entry.right):
            assert run("search", "夜校", "--index", location).returncode == 0
        with let_in(certificates, {**entry.right, **entry.wrong}):
            with pytest.raises(IndexUnusableError) as caught:
                open_engine(location)
            assert caught.value.fault is IndexFault.REFUSED
            for command in (["search", "夜校"], ["stats"], ["update"], ["generations"]):
                answer = run(*command, "--index", location)
                assert answer.returncode == 3, command
                assert entry.said in answer.stderr
                assert answer.stdout == ""
                assert is_one_line_without_secrets(answer.stderr)


@pytest.mark.parametrize("what", ["password", "certificate"])
def test_a_page_that_is_no_longer_let_in_says_so_and_goes_on_when_it_is_again(
    cluster: Cluster, name: str, certificates: Path, what: str
) -> None:
    own, right = certificates / "own.pem", asking_for("yejiao", PASSWORD)
    with let_in(certificates, BY_PASSWORD):
        with door(cluster.hosts, right, own) as host:
            port = int(host.rpartition(":")[2])
            engine = open_engine(f"opensearch://{host}/{name}")
            page = create_app(engine).test_client()
            assert page.get("/healthz").status_code == 200
        with closing(engine):
            keeper = asking_for("yejiao", "new") if what == "password" else right
            shown = own if what == "password" else certificates / "another.pem"
            with door(cluster.hosts, keeper, shown, port):
                answer = page.get("/search?q=夜校")
                assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
                assert PASSWORD not in answer.get_data(as_text=True)
                health = page.get("/healthz")
                assert (health.status_code, health.get_json()["fault"]) == (503, "refused")
                assert PASSWORD not in health.get_data(as_text=True)
            with door(cluster.hosts, right, own, port):
                assert page.get("/search?q=夜校").status_code == 200
                assert page.get("/healthz").status_code == 200


@pytest.mark.parametrize("refused", ["the request", "one of its questions"])
def test_a_right_that_is_missing_is_named(cluster: Cluster, name: str, refused: str) -> None:
    reason = b'"no permissions for [indices:data/read/search] and User [name=yejiao]"'
    error = b'{"error": {"type": "security_exception", "reason": ' + reason + b'}, "status": 403}'
    is_all = refused == "the request"
    told = (403, error) if is_all else (200, b'{"responses": [' + error + b"]}")

    def keeper(method: str, path: str, said: str) -> tuple[int, bytes] | None:
        return told if path.startswith("/_msearch") else None

    with door(cluster.hosts, keeper) as host:
        answer = run("search", "夜校", "--index", f"opensearch://{host}/{name}")
    assert answer.returncode == 3
    assert "集群不接受：这个用户没有权限（403 indices:data/read/search）" in answer.stderr
    assert is_one_line_without_secrets(answer.stderr)


def test_a_certificate_of_another_host_is_not_believed(
    cluster: Cluster, name: str, certificates: Path
) -> None:
    shown = certificates / "elsewhere.pem"
    with (
        door(cluster.hosts, asking_for("yejiao", PASSWORD), shown) as host,
        let_in(certificates, {**BY_PASSWORD, "CERTIFICATES": "elsewhere"}),
        pytest.raises(IndexUnusableError, match="证书不可信") as caught,
    ):
        open_engine(f"opensearch://{host}/{name}")
    assert caught.value.fault is IndexFault.REFUSED


def test_tls_where_the_cluster_has_none_and_none_where_it_has(
    cluster: Cluster, name: str, certificates: Path
) -> None:
    with let_in(certificates, {"TLS": "true"}):
        answer = run("stats", "--index", cluster.location(name))
        assert (answer.returncode, UNTRUSTED in answer.stderr) == (3, True)
        assert is_one_line_without_secrets(answer.stderr)
    with (
        door(cluster.hosts, knowing(KEY), certificates / "own.pem") as host,
        let_in(certificates, {"API_KEY": KEY, "TLS": "false"}),
    ):
        answer = run("stats", "--index", f"opensearch://{host}/{name}")
        assert (answer.returncode, "一个节点也连不上" in answer.stderr) == (3, True)
        assert "tls = true" in answer.stderr
        assert is_one_line_without_secrets(answer.stderr)


def test_a_file_of_certificates_that_is_not_there_is_said(
    cluster: Cluster, certificates: Path, name: str
) -> None:
    with let_in(certificates, {"TLS": "true", "CERTIFICATES": "gone"}):
        answer = run("stats", "--index", cluster.location(name))
    assert answer.returncode == 3
    assert "gone.pem" in answer.stderr
    assert is_one_line_without_secrets(answer.stderr)
