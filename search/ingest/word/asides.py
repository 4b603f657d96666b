"""Word asides: what of a Word document is passed over on purpose? Counted, by rule, as it is met."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from lxml import etree

from ..fields.audience import Told
from ..fields.audience_lines import told_in_lines
from ..lines.coverage import size_of
from ..lines.rendering import SetAside
from .package import A, M, V, W

_TEXTS = (f"{W}t", f"{W}delText", f"{M}t", f"{A}t")
_TEXT_PATH = f"{V}textpath"
_MOST_HEARD = 200  # paragraphs


class Rule(StrEnum):
    """Why text is passed over."""

    DELETED = "修订中删除的文字"
    HIDDEN = "隐藏文字"
    COMMENT = "批注"
    FURNITURE = "页眉页脚"
    PAGE_MARK = "页码和分隔线"
    FIELD_CODE = "域代码"
    OTHER_FORM = "同一内容的另一种写法"
    READING = "拼音"
    MARK = "注释标记"
    PROMPT = "待填写的提示"
    WATERMARK = "水印"
    OBJECT = "嵌入对象"
    SYMBOL = "不认识的符号"
    INSERTED = "没有读出的插入文件"
    UNUSED_NOTE = "没有引用的注释"


#: What users should hear: `count` of places, `size` in characters.
_REMARKS = {
    Rule.DELETED: "修订中删除的 {size} 字未收入",
    Rule.HIDDEN: "隐藏的 {size} 字未收入",
    Rule.COMMENT: "{count} 个批注未收入",
    Rule.FURNITURE: "页眉页脚的 {size} 字未收入",
    Rule.PROMPT: "{count} 处待填写的提示未收入",
    Rule.WATERMARK: "水印未收入",
    Rule.OBJECT: "{count} 个嵌入的对象（如公式编辑器的公式、表格）未收入",
    Rule.SYMBOL: "{count} 个符号不认识，未收入",
    Rule.UNUSED_NOTE: "{count} 条正文没有引用的注释未收入",
}


class Asides:
    """Counts what is passed over."""

    def __init__(self) -> None:
        self._sizes: Counter[Rule] = Counter()
        self._counts: Counter[Rule] = Counter()
        self._own: dict[tuple[str, str], int] = {}  # sizes, by rule and remark
        self._heard: list[str] = []

    def add(self, rule: Rule, size: int, count: int = 1) -> None:
        """Note that characters are passed over by a rule, in a number of places."""
        self._sizes[rule] += size
        self._counts[rule] += count

    def take(self, rule: Rule, element: etree._Element) -> None:
        """Note that all text of an element is passed over by a rule."""
        if size := held_by(element):
            self.add(rule, size)

    def say(self, aside: SetAside) -> None:
        """Note what has a remark of its own, which is said once."""
        key = (aside.rule, aside.remark)
        self._own[key] = self._own.get(key, 0) + aside.characters

    def hear(self, *texts: str) -> None:
        """Keep what is printed on each page, and passed over, for what it says of who may read it."""
        self._heard += texts[:_MOST_HEARD]

    def told(self) -> Told:
        """Return what it says."""
        return told_in_lines(self._heard, _MOST_HEARD)

    def all(self) -> tuple[SetAside, ...]:
        """Return what was passed over, a rule once."""
        own = (SetAside(rule, size, remark) for (rule, remark), size in self._own.items())
        return (*self._counted(), *own)

    def reason(self) -> str:
        """Say why there is nothing to read in a document."""
        remarks = "；".join(aside.remark for aside in self.all() if aside.remark)
        return f"Word 文件里没有可收入的文字：{remarks}" if remarks else "Word 文件里没有文字"

    def _counted(self) -> Iterator[SetAside]:
        for rule, count in self._counts.items():
            size = self._sizes[rule]
            remark = _REMARKS.get(rule, "").format(size=size, count=count)
            yield SetAside(str(rule), size, remark)


def held_by(element: etree._Element) -> int:
    """Count the characters of an element in a crude way: all nodes of all kinds of text."""
    texts = sum(size_of(node.text) for node in element.iter(*_TEXTS) if node.text)
    return texts + sum(size_of(node.get("string", "")) for node in element.iter(_TEXT_PATH))
