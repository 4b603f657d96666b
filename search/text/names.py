"""Names: what is left of a title when people call a paper by it? 公务员法, not 中华人民共和国公务员法（2018年修订）."""

import re

#: What everybody leaves out: the state before a law, years and versions in brackets, at either end.
_STATE = "中华人民共和国"
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕")
_FORWARDED = re.compile(r".*?关于(?:印发|转发|发布|公布)《(.+)》的(?:通知|公告|命令|决定)")
_MARKS = re.compile(r"[^\w]|_")


def name_of(title: str) -> str:
    """Return what a normalised title, or a text typed as one, calls a paper; maybe nothing."""
    bare = _IN_BRACKETS.sub("", title)
    if forwarded := _FORWARDED.fullmatch(bare):
        bare = forwarded[1]
    return _MARKS.sub("", bare).removeprefix(_STATE)
