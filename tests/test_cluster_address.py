"""The address of an index on a cluster."""

import base64

import pytest

from search.engines.opensearch.address import VARIABLES, Access, Address
from search.errors import UsageError


def test_an_address_names_hosts_and_an_index() -> None:
    address = Address.read("opensearch://search-1:9200,search-2/articles")
    assert address == Address((("search-1", 9200), ("search-2", 9200)), "articles")
    assert str(address) == "opensearch://search-1:9200,search-2:9200/articles"


def test_an_address_of_ipv6() -> None:
    assert Address.read("opensearch://[::1]:9201/a").hosts == (("[::1]", 9201),)


@pytest.mark.parametrize(
    "written",
    [
        "opensearch://user:secret@host:9200/articles",
        "opensearch://host:9200",
        "opensearch://host:9200/Articles",
        "opensearch://host:9200/a/b",
        "opensearch://host:x/a",
        "opensearch://host:99999/a",
        "opensearch:///a",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(written: str) -> None:
    with pytest.raises(UsageError, match="opensearch://主机:9200") as caught:
        Address.read(written)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(("name", "value"), [("SHARDS", "0"), ("REPLICAS", "x")])
def test_what_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"{VARIABLES}{name}"):
        Access.of({f"{VARIABLES}{name}": value})


def test_a_password_may_be_of_any_characters() -> None:
    """Sent in UTF-8, as RFC 7617 has it."""
    given = {f"{VARIABLES}USER": "yejiao", f"{VARIABLES}PASSWORD": "夜校kaimen"}
    said = Access.of(given).authorization()
    assert base64.b64decode(said.removeprefix("Basic ")).decode() == "yejiao:夜校kaimen"


@pytest.mark.parametrize("key", ["夜校", "eWVqaWFv\n", "eWVq aWFv"])
def test_a_key_of_other_characters_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(UsageError, match=f"{VARIABLES}API_KEY 里有密钥里没有的字符") as caught:
        Access.of({f"{VARIABLES}API_KEY": key})
    assert key.strip() not in str(caught.value)


def test_without_a_cache_of_its_own_a_reader_keeps_copies_in_the_users_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert str(Access().folder()) == "/elsewhere/zhengsou"
    assert str(Access(cache="/here").folder()) == "/here"
