"""Names: what is left of a title when people call a paper by it? 公务员法, not 中华人民共和国公务员法（2018年修订）."""

import re

#: What everybody leaves out: the state before a law, years and versions in brackets.
STATE = "中华人民共和国"
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|【[^【】]*】")
# Apart, so that no hostile title keeps a pattern busy.
_FORWARDS = re.compile("关于(?:印发|转发|发布|公布)《")
_FORWARDED = re.compile("》的(?:通知|公告|命令|决定)$")
#: In brackets, tells a version: (2018年修订), (试行), (2024年版), (市政府令第6号); but a draft is another paper.
_VERSION = re.compile(r"(?:19|20)[0-9]{2}|修[订正改]|试行|暂行|版|失效|废止|有效|号.?$")
#: Likewise behind a name, without brackets.
_VERSION_BEHIND = re.compile(
    r"(?<=[法例定则程范章准度])[\s·.\-_]{0,4}(?:19|20)[0-9]{2}年?(?:[0-9]{1,2}月)?(?:修[订正改][版本]?|版)$"
)
_DRAFT = re.compile("草案|稿")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
#: Before a name, which ends the text: 2018年公司法, 2018版《公司法》.
_YEAR_BEFORE = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})(?:年版?|版)(?!度)的?[《〈]?(?=[\u4e00-\u9fff]+[法典例定则程][》〉]?$)"
)
_MARKS = re.compile(r"[^\w]|_")


def name_begins(title: str) -> int:
    """Return where the name begins in a normalised title: behind 关于印发《 and 中华人民共和国."""
    forwards = _FORWARDS.search(title)
    start = forwards.end() if forwards else 0
    return start + len(STATE) if title.startswith(STATE, start) else start


def name_of(title: str) -> str:
    """Return what a normalised title, or a text typed as one, calls a paper; maybe nothing."""
    return without_marks(without_version(title))


def without_version(title: str) -> str:
    """Return a normalised title without what tells versions of the paper apart, and its cover.

    What else stands in brackets stays: it tells papers apart (解释(二)).
    """
    return _VERSION_BEHIND.sub("", _uncovered(_IN_BRACKETS.sub(_unless_version, title)))


def version_year(title: str) -> int:
    """Return the year that names a version in a normalised title, or a text typed as one: the last; 0 for none.

    公司法(2018年修正), 公司法2018年修正, 2018年公司法.
    """
    named = [one[0] for one in _IN_BRACKETS.finditer(title) if not _unless_version(one)]
    if behind := _VERSION_BEHIND.search(title):
        named.append(behind[0])
    years = _YEAR.findall("".join(named)) or _YEAR_BEFORE.findall(title)
    return int(years[-1]) if years else 0


def version_year_behind(text: str) -> int:
    """Return the year that brackets name with which a normalised text begins: (2018年修正); 0 for none."""
    bracketed = _IN_BRACKETS.match(text)
    return version_year(bracketed[0]) if bracketed else 0


def without_marks(title: str) -> str:
    """Return a title without marks and spaces, and without the state before it."""
    return _MARKS.sub("", title).removeprefix(STATE)


def _uncovered(title: str) -> str:
    """Return the title of what a title says to be issued or forwarded, or the title itself."""
    before, after = _FORWARDS.search(title), _FORWARDED.search(title)
    return title[before.end() : after.start()] if before and after else title


def _unless_version(bracketed: re.Match[str]) -> str:
    text = bracketed[0]
    return "" if _VERSION.search(text) and not _DRAFT.search(text) else text
