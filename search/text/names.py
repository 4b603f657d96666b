"""Names: what is left of a title when people call a paper by it? 公务员法, not 中华人民共和国公务员法（2018年修订）."""

import re

#: What everybody leaves out: the state before a law, years and versions in brackets, at either end.
_STATE = "中华人民共和国"
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕")
# Apart, so that no hostile title keeps a pattern busy.
_FORWARDS = re.compile("关于(?:印发|转发|发布|公布)《")
_FORWARDED = re.compile("》的(?:通知|公告|命令|决定)$")
_MARKS = re.compile(r"[^\w]|_")


def name_begins(title: str) -> int:
    """Return where the name begins in a normalised title: behind 关于印发《 and 中华人民共和国."""
    forwards = _FORWARDS.search(title)
    start = forwards.end() if forwards else 0
    return start + len(_STATE) if title.startswith(_STATE, start) else start


def name_of(title: str) -> str:
    """Return what a normalised title, or a text typed as one, calls a paper; maybe nothing."""
    bare = _IN_BRACKETS.sub("", title)
    before, after = _FORWARDS.search(bare), _FORWARDED.search(bare)
    if before and after:
        bare = bare[before.end() : after.start()]
    return _MARKS.sub("", bare).removeprefix(_STATE)
