"""What do files say about an article, apart from its text? Fields with names, checked."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from ..article import Article, Block
from ..errors import UnreadableError
from .dates import parse_date

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# In what follows the host spaces may stand, as people copy the names of files.
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+(?:/\S.*)?", re.IGNORECASE)
_SECTION_SEPARATOR = re.compile(r"[>›»＞/]")
_MAX_FIELD_LENGTH = 500
#: What each field is called in files: columns, keys, front matter.
_NAMES = {
    "id": "id 编号 文章编号 唯一标识",
    "title": "title 标题 题名 题目 文件标题 文件名称 名称 文章标题 信息标题",
    "date": "date published 发布日期 发布时间 日期 时间 公开日期 发表日期 发表时间 pubdate publish_date",
    "signed": "signed 成文日期 成文时间 发文日期 印发日期 签发日期",
    "section": "section column 栏目 栏目路径 所属栏目 栏目名称 分类 类别",
    "source": "source 来源 信息来源 文章来源 稿件来源",
    "author": "author 作者 撰稿人 记者",
    "issuer": "issuer 发文机关 发文单位 制发机关 发布机关 发布机构 印发单位",
    "doc_number": "doc_number 文号 发文字号 文件编号 文件字号 发文文号",
    "url": "url link 链接 网址 原文链接 原文地址 地址",
    "text": "text content body 正文 内容 全文 正文内容 文章内容",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}
#: For messages: the names that are most used.
USUAL_NAMES = "标题、正文、发布日期、来源、栏目、文号"
_DAYS = {"date": "发布日期", "signed": "成文日期"}


def field_named(name: object) -> str | None:
    """Return the field that a file calls by this name, Chinese or English; None for other names."""
    return _FIELD_OF.get("".join(str(name).split()).strip("*＊:：").lower())


def with_field_names(values: Mapping[str, object]) -> dict[str, object]:
    """Give the values of a file the names of our fields; the first of two for one field counts."""
    named: dict[str, object] = {}
    for name, value in values.items():
        if (field := field_named(name)) and value is not None and value != "":
            named.setdefault(field, value)
    return named


class FieldError(UnreadableError):
    """A named field is not what it should be."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name


@dataclass(frozen=True, slots=True)
class ArticleFields:
    """The named fields of a Markdown file or a JSON line."""

    id: str | None
    title: str
    published: date | None
    section: tuple[str, ...]
    source: str | None
    author: str | None
    doc_number: str | None
    url: str | None
    signed: date | None = None
    issuer: str | None = None

    @classmethod
    def from_mapping(cls, fields: Mapping[str, object]) -> Self:
        """Read the fields `id, title, date, section, source, author, doc_number, url, signed, issuer`.

        Others are ignored.

        Raises FieldError when there is no title, or a field is not what it should be.
        """
        fields = with_field_names(fields)
        title = _text(fields, "title")
        if not title:
            raise FieldError("title", "没有标题 title")
        source, url = _text(fields, "source"), web_address(_text(fields, "url"))
        if web_address(source):
            # Collections of copied pages give the page's address as the source: no name to narrow by.
            source, url = None, url or web_address(source)
        return cls(
            id=_text(fields, "id"),
            title=title,
            published=_date(fields, "date"),
            section=_section(fields.get("section")),
            source=source,
            author=_text(fields, "author"),
            doc_number=_text(fields, "doc_number"),
            url=url,
            signed=_date(fields, "signed"),
            issuer=_text(fields, "issuer"),
        )

    def to_article(self, identifier: str, blocks: tuple[Block, ...]) -> Article:
        """Join the fields with the text they belong to."""
        return Article(
            id=identifier,
            title=self.title,
            published=self.published,
            section=self.section,
            source=self.source,
            author=self.author,
            doc_number=self.doc_number,
            url=self.url,
            blocks=blocks,
            signed=self.signed,
            issuer=self.issuer,
        )


def article_id(given: str | None, origin: str, *content: str) -> str:
    """Return the id that a source gives when it is fit for a web address, else one made of what is stable.

    `origin` is the file's path within the corpus; `content` tells apart articles of one file.
    """
    if given and _PLAIN_ID.fullmatch(given):
        return given
    key = "\0".join((origin, given) if given else (origin, *content))
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def without_surrogates(text: str) -> str:
    """Replace halves of characters, which JSON can hold (\\ud800) but no file or page can, by ?."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, date):
        value = value.isoformat()  # with its time, if it is a datetime
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(int(value)) if value == int(value) else str(value)
    if not isinstance(value, str):
        raise FieldError(name, f"字段 {name} 应为文字")
    value = " ".join(without_surrogates(value).split())
    if len(value) > _MAX_FIELD_LENGTH:
        raise FieldError(name, f"字段 {name} 超过 {_MAX_FIELD_LENGTH} 字")
    return value or None


def _date(fields: Mapping[str, object], name: str) -> date | None:
    text = _text(fields, name)
    if text is None:
        return None
    try:
        return parse_date(text)
    except ValueError as error:
        reason = f'{_DAYS[name]} {name} 不是日期: "{text}"，应如 2024-03-08'
        raise FieldError(name, reason) from error


def _section(value: object) -> tuple[str, ...]:
    """Read a list of names, or one text with > or / between them."""
    if value is None:
        return ()
    names = _SECTION_SEPARATOR.split(value) if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise FieldError("section", "栏目 section 应为文字的列表，如 [新闻中心, 工会要闻]")
    cleaned = (" ".join(without_surrogates(name).split()) for name in names)
    return tuple(name for name in cleaned if name)


def web_address(text: str | None) -> str | None:
    """Return a text that is an http or https address, None for any other: it becomes a link."""
    return "%20".join(text.split()) if text and _WEB_ADDRESS.fullmatch(text) else None
