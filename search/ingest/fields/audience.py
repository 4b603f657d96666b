"""Audience: what does a file say of who may read an article? A word that is not known means: the staff."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ...article import Audience, agreed
from ...text.normalization import normalize
from .names import field_of, is_blank, plain_name, without_prefix
from .values import without_surrogates


def _names(written: str) -> frozenset[str]:
    return frozenset(map(plain_name, written.split()))


_NAMES = _names(
    "audience visibility confidentiality secrecy_level secret_level security_level "
    "security_classification miji 受众 阅读范围 传阅范围 知悉范围 发放范围 可见范围 公开范围 公开属性 公开类型 "
    "政府信息公开属性 公开类别 公开性质 公开程度 密级 密级和保密期限 密级及保密期限 密级与保密期限 保密级别 保密等级 "
    "保密程度 秘密等级 秘密级别 涉密等级 涉密级别"
)
# Of these a word that is not known says nothing: 公开方式：政府网站.
_OF_WAYS = _names(
    "公开方式 公开形式 公开渠道 公开级别 公开等级 发布范围 印发范围 分发范围 浏览范围 访问范围 受众范围 保密性 "
    "敏感级别 权限 访问权限 浏览权限 查看权限 阅读权限 classification sensitivity access access_level"
)
# Answered by yes or no, of which one keeps an article from everyone; the other says nothing.
_ASKS_IF_PUBLIC = _names("是否公开 是否对外公开 是否主动公开 可否公开 能否公开 is_public")
_ASKS_IF_NOT = _names(
    "是否内部 是否涉密 是否保密 是否内部文件 是否内部资料 是否秘密 涉密 internal is_internal is_private "
    "is_confidential is_secret confidential private"
)
_ALL_NAMES = _NAMES | _OF_WAYS | _ASKS_IF_PUBLIC | _ASKS_IF_NOT
_WORDS = {
    Audience.PUBLIC: "public 公开 主动公开",
    Audience.INTERNAL: (
        "internal private confidential restricted secret top-secret company-confidential staff "
        "内部 内部资料 内部文件 内部材料 内部公开 内部使用 仅限内部 不公开 不予公开 免予公开 不宜公开 暂不公开 非公开 "
        "内网 依申请公开 依申请 涉密 保密 秘密 机密 绝密"
    ),
}
_AUDIENCES = {word: audience for audience, words in _WORDS.items() for word in words.split()}
_YES, _NO = (
    frozenset("是 对 有 yes y true t 1 on √ ✓".split()),
    frozenset("否 不 无 no n false f 0 off × ✗".split()),
)
_COLUMN = re.compile(r"（第 \d+ 列）$")  # what a table adds to a name that it has twice
_REMARK = re.compile(
    r"^\s*[(（\[［【〔][^()（）]{0,40}[)）\]］】〕]|[(（\[［【〔][^()（）]{0,60}[)）\]］】〕]\s*$"
)
_NAMED, _VALUES = (
    ("name", "key", "label", "field", "名称", "字段"),
    ("value", "val", "text", "值", "内容"),
)
_LONGEST_NAME, _MOST_VALUES, _SHOWN, _MOST_DEEP, _MOST_PARTS = 100, 20, 40, 8, 2_000
_CONFLICT = "既说是公开的，又说是内部的，按内部处理"


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of who may read an article, and what of it a person should look at, in Chinese."""

    audience: Audience | None = None
    doubts: tuple[str, ...] = ()

    def and_told(self, other: "Told") -> "Told":
        """Return what both say: where one says internal, or is not understood, it is internal."""
        doubts = self.doubts + other.doubts
        if {self.audience, other.audience} == set(Audience):
            doubts += (_CONFLICT,)
        return Told(agreed((self.audience, other.audience)), tuple(dict.fromkeys(doubts)))

    def restricting(self) -> "Told":
        """Return what keeps an article from everyone; that all may read it is not said here."""
        return self if self.audience is Audience.INTERNAL else Told()


NOTHING_TOLD = Told()
#: What cannot be read may have said anything.
IN_DOUBT = Told(Audience.INTERNAL)


def means_audience(name: str) -> bool:
    """Say whether a value of that name says who may read an article: 密级, 密級, 文件密级（必填）."""
    return _meaning(name) != ""


def told_in(values: Mapping[str, object]) -> Told:
    """Return what named values say together; blank ones say nothing.

    What stands deeper, in an object beside them, is heard where it keeps an article from everyone.
    """
    return told_by(values.items()).and_told(told_by(_deeper(values)).restricting())


def told_by(pairs: Iterable[tuple[str, object]]) -> Told:
    """Return what values say together by their names, of which one may stand there twice."""
    told = Told()
    for name, value in pairs:
        meaning = _meaning(str(name))
        if not meaning:
            continue
        parts = (
            value if isinstance(value, list | tuple) and len(value) <= _MOST_VALUES else (value,)
        )
        for part in parts:
            if not is_blank(part):
                told = told.and_told(_told(meaning, part))
    return told


def without_audience(values: Mapping[str, object]) -> dict[str, object]:
    """Return the other values."""
    return {name: value for name, value in values.items() if not means_audience(str(name))}


def word_of(value: str) -> Audience | None:
    """Return what a word says, in whatever script and width it is written; None: it is not known."""
    return _AUDIENCES.get(_plain_word(value))


@lru_cache(maxsize=4096)
def _meaning(name: str) -> str:
    """Return the plain name by which a name means an audience; an empty one where it does not."""
    name = _COLUMN.sub("", name[:_LONGEST_NAME])
    for written in (name, _REMARK.sub("", name)):
        plain = plain_name(written)
        rest = without_prefix(plain)
        for known in (plain, rest, without_prefix(rest)):
            if known in _ALL_NAMES:
                return known
    return ""


def _deeper(values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield what is named in objects within an object, but in its text; a list may hold names and values."""
    waiting: list[tuple[object, int]] = [(values, 0)]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        value, depth = waiting.pop()
        if depth:
            yield from _named_by(value)
        if depth >= _MOST_DEEP:
            continue
        if isinstance(value, Mapping):
            inner = [part for name, part in value.items() if field_of(str(name)) != "text"]
            waiting += [(part, depth + 1) for part in inner if isinstance(part, Mapping | list)]
        elif isinstance(value, list):
            waiting += [
                (part, depth + 1) for part in value[:_MOST_PARTS] if isinstance(part, Mapping)
            ]


def _named_by(value: object) -> Iterator[tuple[str, object]]:
    """Yield what an object names, and what it is itself a pair of: {"name": "密级", "value": "机密"}."""
    if not isinstance(value, Mapping):
        return
    yield from ((str(name), part) for name, part in value.items())
    for called in _NAMED:
        if isinstance(name := value.get(called), str):
            yield from ((name, value[key]) for key in _VALUES if key in value)


def _told(meaning: str, value: object) -> Told:
    """Return what one value says of a name of a certain meaning."""
    word = _plain_word(value)
    if meaning in _ASKS_IF_PUBLIC | _ASKS_IF_NOT:
        restricts, says_nothing = (_NO, _YES) if meaning in _ASKS_IF_PUBLIC else (_YES, _NO)
        if word in restricts:
            return IN_DOUBT
        if word in says_nothing or _AUDIENCES.get(word) is Audience.PUBLIC:
            return Told()
    if meaning in _OF_WAYS:
        return Told(_AUDIENCES.get(word)).restricting()
    if word in _AUDIENCES:
        return Told(_AUDIENCES[word])
    shown = " ".join(without_surrogates(str(value)[:_SHOWN]).split())
    return Told(Audience.INTERNAL, (f"谁能看“{shown}”不认识，按内部处理；可写 public、internal",))


def _plain_word(value: object) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    return normalize(value[:_LONGEST_NAME]).strip() if isinstance(value, str) else ""
