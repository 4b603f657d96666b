"""Sources: which name is in what a page or a file says of where an article is from?

云江日报 2024-06-28 06:23 发表评论   云江网（www.yunjiang.example）   云江日报第3版   《云江规章选编》P12
"""

import re

_HAN = "\u4e00-\u9fff"
_MAX_LENGTH = 80
_LABEL = re.compile(r"^(?:(?:信息|文章|稿件|新闻|内容)?来\s*源|稿源|出处|转自)\s*[:：]\s*")
# Where the next thing begins, were it without a space: a day, a time, a button, a label, an address.
_NEXT = re.compile(
    r"\\n|[|｜>»›【\[<＜]|(?:19|20)\d\d\s?[-/.年]\s?\d|\d{1,2}月\d{1,2}日|\d{1,2}[:：]\d\d"
    r"|发表评论|我要评论|我来说|参与互动|人参与|字\s?[号体][大小:：\s]|大\s*中\s*小|内容简介|文章类型|点击[数量次:：]|浏览[数量次:：]|阅读[数量次:：]"
    r"|https?[:：]/|www\.|手机看|扫一扫|用微信"
    r"|(?:责任?编辑?|编辑|作者|记者|通讯员|供稿|撰文|审核|校对|值班编辑|(?:发布|更新|发表|发稿|上传|创建|录入)?(?:时间|日期)|摄影|摄|点击|浏览|阅读|人气|热度|类型|栏目|标签|关键词)\s*[:：]",
    re.IGNORECASE,
)
# The same, where a space or a bracket sets it off.
_NEXT_WORD = re.compile(
    r"^(?:\d|责编|责任编辑|编辑|评论|跟[帖贴]|举报|订阅|关注|字号|字体|打印|分享|收藏|浏览|阅读|点击|我要|纠错|查看|转发|转载|原创|复制|返回|关闭|"
    r"进入|论坛|听|朗读|放大|缩小|默认|更多|微博|微信|QQ|繁|简|大$|中$|小$|T$|A[+-]?$|[^\s:：]{1,8}[:：])"
)
_BODY = re.compile(
    rf"(?:[报網网社局部厅委院办会台刊版站署司处队馆室]|政府|日报|晚报|杂志|周刊|客户端|公众号|发布|在线|频道)$|^[A-Za-z][\w.&'-]*$|^[{_HAN}]{{2,4}}[报社网]"
)
_ADDRESS = re.compile(
    r"^https?[:：]/|^www\.|^[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.(?:com|cn|net|org|gov|edu|info|tv|cc|top|hk|tw|mo)(?:[:/]\S*)?$",
    re.IGNORECASE,
)
_ONLY_PAGE = re.compile(
    r"^(?:(?:见|详见|同)?(?:附件|附表|附录|正文|原文|上|下|图|链接|文末|全文).{0,6}|[（(]?第?\s*[A-Z]?\d+\s*[-—~]?\s*\d*\s*[版页頁期][）)]?.{0,6}|[Pp]{1,2}\.?\s*\d+.*)$"
)
_PAGE_OF_BOOK = re.compile(r"》.{0,12}?(?:第\s*\d+\s*[-—~]?\s*\d*\s*[页頁]|[Pp]{1,2}\.?\s*\d+).*$")
_PAGE_BEHIND = re.compile(
    r"\s*[（(]?\s*(?:第?\s*[A-Z]?\d{1,3}\s*[版页頁]|[Pp]{1,2}\.?\s*\d+).{0,8}$"
)
_NOTHING = frozenset("无 未知 暂无 不详 佚名 空 null none undefined - -- / —— 原创 转载".split())
_EDGE = " \t\u3000\xa0|｜:：,，;；、-—_/\\"
_SPACE = re.compile(r"[\s\u3000\xa0]+")


def source_name(value: str) -> str:
    """Return the name of a source without what stands behind it; empty where none is named.

    An address is no name, and a page of a book or newspaper is none.
    """
    text = _LABEL.sub("", _SPACE.sub(" ", value).strip())[: 4 * _MAX_LENGTH]
    if match := _NEXT.search(text):
        text = text[: match.start()]
    text = _without_tail(text.strip(_EDGE))
    if not names_source(text):
        return ""
    text = _PAGE_BEHIND.sub("", text)
    text = _balanced(text.strip(_EDGE)).strip(_EDGE)
    return text if len(text) <= _MAX_LENGTH and "。" not in text else ""


def names_source(text: str) -> bool:
    """Say whether a text names a source: no address, no page of a book, not 未知."""
    return not (
        text.lower() in _NOTHING
        or _ADDRESS.match(text)
        or _ONLY_PAGE.match(text)
        or _PAGE_OF_BOOK.search(text)
    )


def _without_tail(text: str) -> str:
    """Keep the first word, and those after it that are names of bodies, too: 新华社 云江日报."""
    first, *others = text.split(" ")
    kept = [first]
    for word in others:
        if _NEXT_WORD.match(word) or not _BODY.search(word):
            break
        kept.append(word)
    return " ".join(kept)


def _balanced(text: str) -> str:
    """Cut a bracket off that is opened and not closed, or closed and never opened."""
    for opening, closing in ("（）", "()", "《》", "“”", "【】"):
        if text.count(opening) > text.count(closing):
            text = text[: text.rindex(opening)]
        elif text.count(closing) > text.count(opening):
            text = text.rstrip(closing)
    return text
