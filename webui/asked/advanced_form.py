"""Advanced form: how does a form with a field for each condition write the query language, and read it back?"""

import re
from dataclasses import dataclass

from search import parse_query
from search.query.nodes import (
    AnyOf,
    Everything,
    Field,
    Not,
    Nothing,
    Pattern,
    Phrase,
    Query,
    Run,
    Word,
    conditions,
    walk,
)
from search.text.normalization import normalize

#: What a query is written with for each field, as the query language names it.
FIELD_NAMES = {"": Field.TEXT, "标题": Field.TITLE, "来源": Field.SOURCE, "文号": Field.DOC_NUMBER}
_SPECIAL = re.compile(r"[\"＂“”「」『』()（）|｜]")


@dataclass(frozen=True, slots=True)
class AdvancedForm:
    """The fields of the form, as typed."""

    all: str = ""
    exact: str = ""
    any: str = ""
    none: str = ""
    field: str = ""  # a key of FIELD_NAMES

    def query(self) -> str:
        """Write the query that the form asks."""
        prefix = f"{self.field}:" if self.field in FIELD_NAMES and self.field else ""
        parts = []
        if self.all.strip():
            parts.append(f"{prefix}({self.all.strip()})" if prefix else self.all.strip())
        if exact := _plain(self.exact):
            parts.append(f"{prefix}“{exact}”")
        if words := _plain(self.any).split():
            choice = "|".join(words)
            parts.append(f"{prefix}({choice})" if prefix or len(words) > 1 else choice)
        parts += [f"-{prefix}“{word}”" for word in _plain(self.none).split()]
        return " ".join(parts)


def read_back(query: str) -> AdvancedForm:
    """Fill the form from a query; one that it cannot write stays in the first field, as it was typed."""
    form = _filled(query)
    asks_the_same = _conditions(parse_query(form.query()).query) == _conditions(
        parse_query(query).query
    )
    return form if asks_the_same else AdvancedForm(all=query)


def _conditions(query: Query) -> set[Query]:
    """Return what must all hold; nothing where nothing can be looked for."""
    return set(conditions(query)) - {Everything(), Nothing()}


def _filled(query: str) -> AdvancedForm:
    parsed = parse_query(query)
    kept, exact, choice, none = [], "", "", []
    fields = {field for part in parsed.parts for field in _fields(part.node)}
    field = next(iter(fields)) if len(fields) == 1 else Field.TEXT
    name = next((name for name, own in FIELD_NAMES.items() if own is field), "")
    for part in parsed.parts:
        typed = parsed.text[part.start : part.end]
        node = part.node
        if _fields(node) - {field}:  # of another field: as it was typed
            kept.append(typed)
            continue
        if name and _prefixless(typed, name) is None:
            return AdvancedForm(all=query)
        bare = _prefixless(typed, name) or typed
        unwanted = bare.lstrip("-－").strip('“”"「」『』')
        is_plain = unwanted == _plain(unwanted) and " " not in unwanted
        if is_plain and node == Not(Phrase(normalize(unwanted), field)):
            none.append(unwanted)
        elif isinstance(node, Phrase | Pattern) and _is_quoted(bare) and not exact:
            exact = bare[1:-1]
        elif isinstance(node, AnyOf) and not choice and (words := _words(node, bare)):
            choice = words
        else:
            kept.append(_unwrapped(bare))
    return AdvancedForm(" ".join(kept), exact, choice, " ".join(none), name)


def _unwrapped(typed: str) -> str:
    """Take off the brackets that the form writes around all words."""
    inner = typed[1:-1]
    return inner if typed[:1] == "(" and typed[-1:] == ")" and not _SPECIAL.search(inner) else typed


def _plain(text: str) -> str:
    return " ".join(_SPECIAL.sub(" ", text).split())


def _is_quoted(typed: str) -> bool:
    return typed[:1] in '"“「『＂' and typed[-1:] in '"”」』＂' and len(typed) > 2


def _words(node: AnyOf, typed: str) -> str:
    """Return the plain words of a choice; nothing where one is more than that."""
    words = re.split(r"\s*(?:[|｜]|\bOR\b)\s*", typed.strip("()（）"))
    plain = len(words) == len(node.nodes) and all(
        isinstance(choice, Word | Phrase | Run) for choice in node.nodes
    )
    return (
        " ".join(words)
        if plain and not any(_SPECIAL.search(word) or not normalize(word) for word in words)
        else ""
    )


def _prefixless(typed: str, name: str) -> str | None:
    """Return what was typed without the name of a field before it; None where it has none."""
    match = re.match(rf"([-－]?){name}[:：](.*)$", typed, re.DOTALL) if name else None
    return match[1] + match[2] if match else None


def _fields(node: Query) -> set[Field]:
    literals = (inner for inner in walk(node) if isinstance(inner, Word | Phrase | Pattern))
    return {literal.field for literal in literals} - {Field.ABOUT} or {Field.TEXT}
