"""Paths: which sections does a breadcrumb line name? 首页>新闻中心>工会要闻, 工会频道 --> 基层动态, 要闻｜工会"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from ...text.characters import HAN

_EDGE = " \xa0\u3000|｜>＞»·"
_MAX_LENGTH = 400  # of a line; the bound keeps hostile lines cheap
_MAX_NAMES, _MOST_IN_BAR, _MOST_LOOSE = 12, 4, 3
_MAX_NAME, _MAX_LINK, _MAX_LOOSE_NAME = 30, 12, 8  # characters
_START = re.compile(
    r"^[【\[]?\s*(?:您|你|我)?(?:们)?的?(?:现在|目前|当前|當前|現在|浏览)?(?:所在|所处|浏览|的)*(?:位\s?置|页面|路径)(?:是|为|在)?"
    r"\s*[】\]]?\s*[:：>›»]?\s*|^(?:当前|所在|您所在的?|您当前的?)(?:栏目|频道)\s*[:：]\s*|^您(?:现)?在(?:这里|这儿)?\s*[:：]\s*"
)
#: Arrows: hardly anything but a path has them between words.
_ARROW = re.compile(r"\s*(?:[-－—=]{1,3}>|(?:&gt;|[>＞›»→▸❯≫⟩〉])+)\s*")
_BAR = re.compile(r"\s*[|｜丨︱]\s*")
#: Also part of words, or between the links of menus.
_WEAK = re.compile(r"\s*[/／\\|｜]\s*|\s+(?:[-—–]+|[·•_])\s+|\s*::\s*")
# Where a line says that it is a path, wide gaps part its names too.
_ANY = re.compile(rf"{_ARROW.pattern}|{_BAR.pattern}|{_WEAK.pattern}|[\s\xa0\u3000]{{2,}}")
_SIGN = r"[-－—=]{1,3}>|[>＞›»→▸❯≫⟩/／\\|｜·]+|-"
_SIGN_ALONE = re.compile(_SIGN)
_SIGN_AT_START, _SIGN_AT_END = re.compile(_SIGN), re.compile(rf"(?:{_SIGN})$")
_WIDE_ARROW = re.compile(r"\s(?:[>＞›»→▸❯≫⟩〉])\s|>{2,}|＞{2,}|[-－—=]>")
_HOME = re.compile(
    r"^(?:网站|本站|返回|.{2,12}网?)?(?:首\s?页|首頁|主页)$|^home$|^主站$", re.IGNORECASE
)
# 首页·新闻中心·工会要闻: one sign throughout
_FROM_HOME = re.compile(r"^(\S{0,12}首页|\S{0,12}主页)(\s*(?:::|[-—–]++(?!>)|[·•_])\s*)(?=\S)")
_HAN_NAME = re.compile(rf"[{HAN}]")
_SITE = re.compile(r"^.{1,11}(?:网|网站|在线|门户|客户端)$")
_LEAF = frozenset(
    "正文 详情 详细内容 内容 文章 浏览文章 查看 信息内容 文章正文 正文内容 內容 详细信息 文章内容 详细 "
    "新闻详情 新闻内容 文章详情 内容详情 详情页 内容页 正文页 阅读文章 查看文章 浏览 浏览内容 信息详情 "
    "详细页面 详细页".split()
)
_SURE_LEAF = frozenset("正文 詳細內容 详细内容 文章正文".split())
_BUTTONS = re.compile(
    r"^(?:更多|more|登[录陆]|注册|返回|上一[篇页条]|下一[篇页条]|关闭|打印|分享|收藏|搜索|大|中|小|English|简体|繁[体體]|手机版|设为首页|加入收藏|投稿|留言|\d+)$"
    r"|[:：。，！？]",
    re.IGNORECASE,
)
# What portals call their departments, one below another only within a group: 财经>股票.
# Several of several groups, or many, stand side by side in a menu.
_DEPARTMENTS = {
    name: group
    for group, names in enumerate(
        (
            "新闻 要闻 国内 国际 社会 时政 评论 图片 视频 直播 滚动 港澳 台湾 军事 地方 法治 人事 "
            "反腐 理论 党建 专题 政务 图库 舆情 博客 论坛 微博",
            "体育 彩票",
            "娱乐 音乐 电影 电视 星座 游戏",
            "财经 股票 理财 基金 金融 产经 商业",
            "科技 数码 手机 互联网 通信 家电",
            "汽车",
            "房产 房地产 家居",
            "教育 读书 文化 历史 艺术",
            "健康 美食 食品 酒业 母婴 亲子 宠物",
            "旅游 时尚 女性 生活 交友",
            "能源 环保 农业 公益 求职 招聘",
        )
    )
    for name in names.split()
}
_MOST_DEPARTMENTS = 3


class Strength(IntEnum):
    """How much the form of a line alone tells that it is a path."""

    NONE = 0  # 职工>企业: only its place tells
    LOOSE = 1  # 要闻｜工会
    FORM = 2  # 工会频道 >> 基层动态 >> 技能竞赛
    ENDS = 3  # from home, or to 正文
    SAID = 4  # 您的位置


@dataclass(frozen=True, slots=True)
class Path:
    """The sections that a line names, outermost first, without home and leaf."""

    names: tuple[str, ...]
    strength: Strength


def breadcrumb_path(line: str) -> tuple[str, ...] | None:
    """Return the section path that a breadcrumb line names, without 首页 and 正文; None for other lines."""
    path = read_path(line)
    return path.names if path and path.strength > Strength.NONE else None


@lru_cache(maxsize=8192)
def read_path(line: str) -> Path | None:
    """Read a breadcrumb line; None for other lines, and for menus."""
    if len(line) > _MAX_LENGTH:
        return None
    line = line.lstrip(_EDGE)
    start = _START.match(line)
    rest = line[start.end() :] if start else line
    names, separator = _split(rest, _ANY if start else None)
    if start and len(names) == 1:  # 您的位置： 首页 新闻中心
        names = rest.split()
    if not 1 <= len(names) <= _MAX_NAMES:
        return None
    to_leaf = len(names) >= 2 and names[-1] in _SURE_LEAF  # 产经 > 正文
    from_home = _HOME.match(names[0]) is not None or _is_below_site(names, separator, to_leaf)
    sections = _sections(names, from_home)
    if start:
        is_path = len(names) >= 2 or (bool(sections) and len(names[0]) <= _MAX_LINK)
        return Path(sections, Strength.SAID) if is_path else None
    if len(names) < 2 or any(len(name) > _MAX_NAME or _BUTTONS.search(name) for name in sections):
        return None
    if _is_menu(names, sections, separator, to_leaf):
        return None
    strength = _strength(rest, names, separator, from_home, to_leaf)
    return Path(sections, strength) if strength is not None else None


def _split(text: str, separator: re.Pattern[str] | None) -> tuple[list[str], re.Pattern[str]]:
    """Cut a line into names: at arrows where it has any, else at bars, else at weaker signs."""
    if from_home := _FROM_HOME.match(text):
        names = [from_home[1], *text[from_home.end() :].split(from_home[2].strip())]
        return [name.strip() for name in names if name.strip()], _WEAK
    for pattern in (separator,) if separator else (_ARROW, _BAR, _WEAK):
        names = [name for part in pattern.split(text) if (name := part.strip("[]【】 \xa0\u3000"))]
        if len(names) >= 2 or separator:
            return names, pattern
    return [], _WEAK


def _sections(names: list[str], from_home: bool) -> tuple[str, ...]:
    path = names[1:] if from_home else names
    while path and path[-1] in _LEAF:
        path = path[:-1]
    if len(path) >= 2 and len(path[-1]) > _MAX_NAME:
        path = path[:-1]  # the title of the article
    return tuple(path)


def _is_below_site(names: list[str], separator: re.Pattern[str], to_leaf: bool) -> bool:
    """Say whether names are links below a site's name: 云州网>>时政>>要闻, but not 互联网/物联网."""
    return (
        separator is not _BAR
        and separator is not _WEAK
        and _SITE.match(names[0]) is not None
        and (len(names) >= 3 or to_leaf)
        and max(map(len, names[:-1])) <= _MAX_LINK
    )


def _is_menu(
    names: list[str], sections: tuple[str, ...], separator: re.Pattern[str], to_leaf: bool
) -> bool:
    """Say whether names stand side by side, not one below the other: 新闻>体育>娱乐."""
    groups = [_DEPARTMENTS[name] for name in sections if name in _DEPARTMENTS]
    of_several = len(groups) >= _MOST_DEPARTMENTS and len(set(groups) - {0}) >= 2
    side_by_side = (
        of_several or len(groups) > _MOST_DEPARTMENTS or {"国内", "国际"} <= set(sections)
    )
    if side_by_side and not to_leaf:
        return True
    return separator is _BAR and len(names) > _MOST_IN_BAR and not to_leaf


def _strength(
    text: str, names: list[str], separator: re.Pattern[str], from_home: bool, to_leaf: bool
) -> Strength | None:
    if separator is _ARROW:
        if from_home or to_leaf:
            return Strength.ENDS
        if not all(_HAN_NAME.search(name) for name in names):
            return None
        is_wide = _WIDE_ARROW.search(text) is not None or len(names) >= 3
        if max(map(len, names)) > _MAX_LINK:
            return None
        return Strength.FORM if is_wide else Strength.NONE
    if separator is _BAR:
        if (from_home and len(names) >= 3) or to_leaf:
            return Strength.ENDS
        is_short = len(names) <= _MOST_LOOSE and max(map(len, names)) <= _MAX_LOOSE_NAME
        return Strength.LOOSE if is_short and not from_home else None
    return Strength.ENDS if from_home or to_leaf else None


def is_sign(text: str) -> bool:
    """Say whether a text is nothing but a sign that parts names."""
    return _SIGN_ALONE.fullmatch(text) is not None


def begins_with_sign(text: str) -> bool:
    """Say whether a text begins with a sign that parts it from a name before."""
    return _SIGN_AT_START.match(text) is not None


def says_path(text: str) -> bool:
    """Say whether a line only says that a path follows: 您的位置."""
    return text != "" and _START.fullmatch(text) is not None


def separated(parts: Sequence[str], separator: str | None) -> str | None:
    """Join parts of a path where a sign parts each from the next, or with a separator where none does.

    Without one to put in, parts that nothing parts are no path: None.
    """
    joined = parts[0]
    for part in parts[1:]:
        if _SIGN_AT_END.search(joined) or _SIGN_AT_START.match(part):
            joined += part
        elif separator and not joined.endswith(("：", ":")):
            joined += separator + part
        elif separator or _START.fullmatch(joined):
            joined += part
        else:
            return None
    return joined
