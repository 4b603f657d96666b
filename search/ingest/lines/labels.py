"""Labels: what does a labelled line around an article say? 发布时间：…, 来源：…"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from ...article_fields import FIELD, FIELDS, FieldName
from ...text.characters import HAN
from ..fields.date_forms import WRITTEN_DAY


class Aside(StrEnum):
    """What a label is about that is no field of an article."""

    PUBLISHER = "publisher"  # who has published it, on a site of many bodies
    IGNORED = "ignored"


Label = FieldName | Aside

_WORDINGS: dict[Label, str] = {
    Aside.PUBLISHER: "发布机构 发布单位 发布者 发布人 信息提供单位 發佈機構 發布單位 發佈單位",
    Aside.IGNORED: (
        "公开责任部门 "
        "浏览次数 浏览量 浏览 阅读次数 阅读量 阅读 点击数 点击量 点击次数 点击 "
        "访问量 访问次数 字体 字号 字体大小 打印 分享 分享到 分享至 收藏 责任编辑 "
        "责编 编辑 编审 审核 审校 校对 校核 初审 复审 终审 签发 监制 主题词 "
        "主题分类 主题 分类 体裁 体裁分类 组配分类 公开方式 公开形式 "
        "公开范围 公开类型 主题类别 信息分类 类别 关键词 关键字 保护视力色 "
        "视力保护色 视力保护 瀏覽次數 瀏覽 責任編輯 編輯 點擊 点赞 图 摄影 摄 "
        "文字大小 字号大小 所属栏目 语种 解读机关 解读单位 "
        "访问 資料更新 最後更新 最后更新 點閱數"
    ),
    # What is a field is not passed over.
    **{field.name: field.line_labels for field in FIELDS},
}
_LABEL_OF = {word: label for label, words in _WORDINGS.items() for word in words.split()}


def _spaced(word: str) -> str:
    """Let white space stand inside a label: 来 源, 标　题."""
    return r"\s*+".join(map(re.escape, word))


_ANY_LABEL = "|".join(_spaced(word) for word in sorted(_LABEL_OF, key=len, reverse=True))
# In brackets without a colon, 【发布日期】2024-05-17: 【时间】 may tell when a meeting is.
_LONG_LABEL = "|".join(
    _spaced(word)
    for word in sorted(_LABEL_OF, key=len, reverse=True)
    if len(word) > 2 or word in {"来源", "作者", "來源"}
)
_OPEN, _CLOSE = "[【（(〔", "]】）)〕"
# White space is never given back (\s*+): a line of nothing else would cost its length squared.
_LABELLED = re.compile(
    rf"(?:(?<=^)|(?<=[\s|｜;；,，{re.escape(_OPEN + _CLOSE)}\d]))"
    rf"(?:[{re.escape(_OPEN)}]?\s*+(?P<label>{_ANY_LABEL})\s*+[{re.escape(_CLOSE)}]?\s*+[:：]"
    rf"|[【\[]\s*+(?P<boxed>{_LONG_LABEL})\s*+[】\]])\s*"
)
_FIRST = re.compile(
    rf"[{re.escape(_OPEN)}]?\s*+(?:{_ANY_LABEL})\s*+[{re.escape(_CLOSE)}]?\s*+(?:[:：]|$)"
    rf"|[【\[]\s*+(?:{_LONG_LABEL})\s*+[】\]]"
)
# 时间 and 日期 alone may also tell when a meeting is.
_PUBLICATION = re.compile(
    "|".join(_spaced(word) for word in FIELD[FieldName.DATE].line_labels.split() if len(word) > 2)
)
_EDGE = " \t\u3000\xa0|｜;；,，" + _OPEN + _CLOSE
_TRAILING = " \t\u3000\xa0|｜;；,，" + _OPEN + "】]"
# Longer lines are text. The bound also keeps hostile lines cheap: these patterns are quadratic.
_MAX_LABELLED_LENGTH = 400
_MAX_LABELS_LENGTH, _SEVERAL = 120, 2
# A value ends where a wide gap or a bracketed button (【打印】) begins.
_VALUE_END = re.compile(r"[ \t\u3000\xa0]{2,}|\t|[【\[]|\s(?:阅读|浏览|点击|访问)")
_DAY = WRITTEN_DAY
_OF_DAY = r"(?:(?:星期|周)[一二三四五六日天]\s*)?(?:[上中下]午|凌晨|早上|晚上?|[AaPp][Mm])?\s?"
# A day with a time, or a day that opens the line: neither stands in a title.
_BAR = re.compile(
    rf"{_DAY}\s*{_OF_DAY}\d{{1,2}}[:：]\d{{2}}|^[\[（(【]?\s?{_DAY}\s?[\]）)】]?[\s\u3000|｜]|[\[【（]\s*发布(?:时间|日期)\s*{_DAY}"
)
# Says when it was published, wherever in a line: [云江网] 发布时间：2019年10月25日, [发布时间2020年6月23日].
_DATED = re.compile(rf"发[布佈](?:时间|日期|時間)\s*[:：]?\s*{_DAY}")
_BYLINE_MARK = re.compile(r"^[□■◇◆○●△▲☐◎]\s*")
_BYLINE = re.compile(
    rf"^[（(]?(?:[{HAN}]{{2,8}}(?:记者|通讯员)[\s:：/／]|本报|本刊|本网|通讯员|特约|首席|见习|記者|记者|作者|文/|文／|撰文|供稿)[^。，！？]*$"
)
_BYLINE_ROLE = re.compile(
    rf"^(?:[（(]?(?:[{HAN}]{{2,8}}(?=记者|通讯员)|本报|本刊|本网|特约|首席|见习)*(?:全媒体)?(?:记者|記者|通讯员|评论员)+|作者|撰文|供稿|文/|文／)[\s:：/／]*"
)


def labelled_values(line: str) -> Iterator[tuple[Label, str]]:
    """Yield each label of a line with the value after it, several on one line too."""
    line = line[:_MAX_LABELLED_LENGTH]
    found = list(_LABELLED.finditer(line))
    for match, following in zip(found, [*found[1:], None], strict=False):
        value = line[match.end() : following.start() if following else len(line)].strip(_TRAILING)
        if value.count("）") > value.count("（") or value.count(")") > value.count("("):
            value = value.rstrip("）)")
        label = _LABEL_OF[re.sub(r"\s+", "", match["label"] or match["boxed"])]
        yield label, value if label is FieldName.TITLE else _VALUE_END.split(value)[0].strip()


@lru_cache(maxsize=8192)
def is_labelled(line: str) -> bool:
    """Say whether a line begins with a label, or is short and has several."""
    if _FIRST.match(line) is not None:
        return True
    may_have_several = line.count("：") + line.count(":") >= _SEVERAL
    if len(line) > _MAX_LABELS_LENGTH or not may_have_several:
        return _DATED.search(line) is not None and len(line) <= _MAX_LABELS_LENGTH
    return sum(1 for _ in labelled_values(line)) >= _SEVERAL or _DATED.search(line) is not None


def is_label(word: str) -> bool:
    """Say whether a word is a label: 更新时间."""
    return word in _LABEL_OF


def is_lone_label(line: str) -> bool:
    """Say whether a line is a label whose value is missing."""
    found = list(labelled_values(line))
    return len(found) == 1 and not found[0][1] and _FIRST.match(line) is not None


@lru_cache(maxsize=8192)
def is_bar(line: str) -> bool:
    """Say whether a line tells a day among other things: 云江日报 | 2023-12-05 16:40 | 阅读 568."""
    return _BAR.search(line) is not None


def is_matter(line: str) -> bool:
    """Say whether a line tells something of an article that stands around it."""
    return is_labelled(line) or is_bar(line)


def is_publication(line: str) -> bool:
    """Say whether a line begins with a label that only tells when an article was published."""
    return is_labelled(line) and _PUBLICATION.match(line) is not None


def is_byline(line: str) -> bool:
    """Say whether a line names the writer: □市总工会, 本报记者 李禾."""
    return _BYLINE_MARK.match(line) is not None or _BYLINE.match(line) is not None


def byline_name(line: str) -> str:
    """Return the name in a byline, without mark and role."""
    if _BYLINE_MARK.match(line):
        return _BYLINE_MARK.sub("", line)
    return _BYLINE_ROLE.sub("", line.strip("（()）")).strip() or line
