"""Findings: what was found out about the passages of a draft? Values only.

A passage stands in the collection as it is, or something like it does, or nothing: then it is not
known, which is not wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..article import ArticleHead
from ..saying import Message, message
from ..text.hard_wraps import Range, paragraph_ranges
from .passages import PassageKind


class Verdict(StrEnum):
    """What was found of a passage."""

    SAME = "same"
    CHANGED = "changed"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Message:
        """Return what it is called."""
        return _LABELS[self]


_LABELS = {
    Verdict.SAME: message("原文一致"),
    Verdict.CHANGED: message("有改动"),
    Verdict.UNKNOWN: message("库中未见"),
}
#: What a passage is called.
KIND_LABELS = {
    PassageKind.SENTENCE: message("句子"),
    PassageKind.QUOTED: message("引语"),
    PassageKind.TITLE: message("标题"),
    PassageKind.NUMBER: message("文号"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands: an article, and the sentence by which it is linked to."""

    head: ArticleHead
    text: str  # what stands there, as it is written
    key: str  # of the sentence; empty where it stands in the title


@dataclass(frozen=True, slots=True)
class Change:
    """A range of the draft, perhaps empty, and what stands in its place in the source, perhaps nothing."""

    start: int
    end: int
    instead: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a passage of a draft."""

    kind: PassageKind
    start: int
    end: int
    verdict: Verdict
    articles: int = (
        0  # in which it stands as it is; of what was changed, as it stands in the source
    )
    source: Source | None = None  # the earliest of these, but see is_paper; None: nothing like it
    changes: tuple[Change, ...] = ()
    note: Message | None = None
    at_least: bool = False  # it may stand in more articles
    is_paper: bool = False  # the source is not the earliest, but the paper itself that is meant


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft, and what was found of its passages, in their order."""

    text: str
    findings: tuple[Finding, ...]
    articles: int  # that were looked through

    @property
    def paragraphs(self) -> list[Range]:
        """Return the ranges of its paragraphs; a finding lies within one."""
        return paragraph_ranges(self.text)

    def count(self, verdict: Verdict, kinds: Iterable[PassageKind] = PassageKind) -> int:
        """Count the passages of some kinds of which this was found."""
        return sum(one.verdict is verdict and one.kind in kinds for one in self.findings)

    @property
    def summary(self) -> Message:
        """Say how many sentences there are, and what was found of them."""
        own = [one for one in self.findings if one.kind is PassageKind.SENTENCE]
        return message(
            "%(all)s 句：%(same)s 句一致，%(changed)s 句有改动，%(unknown)s 句未见",
            all=len(own),
            **{one.value: self.count(one, (PassageKind.SENTENCE,)) for one in Verdict},
        )

    @property
    def details(self) -> Message | None:
        """Say what was found of quotations, titles and numbers; None where there are none."""
        own = [kind for kind in PassageKind if kind is not PassageKind.SENTENCE]
        counts = {one.value: self.count(one, own) for one in Verdict}
        if not sum(counts.values()):
            return None
        return message(
            "另查引语、标题、文号 %(all)s 处：%(same)s 处一致，%(changed)s 处有改动，%(unknown)s 处未见",
            all=sum(counts.values()),
            **counts,
        )

    def line_of(self, finding: Finding) -> int:
        """Return the line of the draft, from 1, in which a finding begins."""
        return self.text.count("\n", 0, finding.start) + 1

    @property
    def differs(self) -> bool:
        """Say whether anything stands otherwise in the collection."""
        return self.count(Verdict.CHANGED) > 0
