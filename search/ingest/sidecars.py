"""What does a person say of a file beside it? NAME.meta.toml overrides any field of NAME."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from ..article import Article
from ..errors import UnreadableError
from .evidence import Evidence, Fact
from .fields import ArticleFields, with_field_names

SUFFIX = ".meta.toml"
_REASON = "旁边的 .meta.toml 写明"


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The fields that a sidecar gives, checked."""

    names: frozenset[str]
    fields: ArticleFields | None

    @property
    def hints(self) -> tuple[Evidence, ...]:
        """Return what it gives as evidence that nothing outweighs."""
        if self.fields is None:
            return ()
        values = {
            Fact.TITLE: self.fields.title,
            Fact.DATE: self.fields.published and self.fields.published.isoformat(),
            Fact.SIGNED: self.fields.signed and self.fields.signed.isoformat(),
            Fact.SECTION: ">".join(self.fields.section),
            Fact.SOURCE: self.fields.source,
            Fact.AUTHOR: self.fields.author,
            Fact.ISSUER: self.fields.issuer,
            Fact.DOC_NUMBER: self.fields.doc_number,
            Fact.URL: self.fields.url,
        }
        return tuple(
            Evidence(fact, value or "（空）", _REASON, 1.0)
            for fact, value in values.items()
            if fact.value in self.names
        )

    def overriding(self, article: Article) -> Article:
        """Return an article with the fields that the sidecar gives."""
        if self.fields is None:
            return article
        given: dict[str, Any] = {}
        for name in self.names - {"text", "date"}:
            given[name] = getattr(self.fields, name)
        if "date" in self.names:
            given["published"] = self.fields.published
        if self.fields.id is None:
            given.pop("id", None)
        return replace(article, **given)


NO_SIDECAR = Sidecar(frozenset(), None)


def read_sidecar(content: bytes) -> Sidecar:
    """Read a sidecar. Raises UnreadableError, with the line where it is known."""
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableError("不是 UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableError(f"不是 TOML: {error}") from error
    named = with_field_names({name: _plain(value) for name, value in values.items()})
    unknown = [name for name in values if not with_field_names({name: "x"})]
    if unknown:
        raise UnreadableError(f"没有这个字段: {'、'.join(unknown)}")
    names = frozenset(named)
    fields = ArticleFields.from_mapping({"title": "-"} | named)
    return Sidecar(names, fields)


def sidecars_of(paths: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Match sidecars with their files: a.html.meta.toml, or a.meta.toml where only one file is called a.

    Returns the sidecar of each file that has one, and the sidecars without a file.
    """
    files = [path for path in paths if not path.endswith(SUFFIX)]
    by_stem: dict[str, list[str]] = {}
    for path in files:
        by_stem.setdefault(str(PurePosixPath(path).with_suffix("")), []).append(path)
    present = set(files)
    found: dict[str, str] = {}
    alone = []
    for path in paths:
        if not path.endswith(SUFFIX):
            continue
        name = path.removesuffix(SUFFIX)
        owners = [name] if name in present else by_stem.get(name, [])
        if len(owners) == 1:
            found.setdefault(owners[0], path)
        else:
            alone.append(path)
    return found, alone


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
