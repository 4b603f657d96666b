"""Names of fields: which field does a name mean? `title`, 标题, 题名 are one, in tables and JSON alike."""

import unicodedata
from collections.abc import Mapping

#: The names of each field, the likelier before: where a source has several, the first with a value counts.
NAMES = {
    "id": ("id", "编号", "文章编号", "序列号"),
    "title": ("title", "标题", "题名", "文件名称", "文章标题", "名称", "题目", "headline", "subject"),
    "date": (
        "date", "发布日期", "发布时间", "公布日期", "发文日期", "发文时间", "日期", "时间",
        "published", "publish_date", "published_at", "publish_time", "pubdate", "pub_date", "time",
    ),
    "signed": ("signed", "成文日期", "成文时间", "签署日期", "签发日期", "印发日期"),
    "section": (
        "section", "栏目", "栏目路径", "栏目名称", "所属栏目", "分类", "类别", "主题分类",
        "column", "channel", "category", "categories",
    ),
    "source": ("source", "来源", "信息来源", "文章来源", "稿件来源", "发布机构", "publisher"),
    "author": ("author", "作者", "撰稿人", "byline"),
    "issuer": ("issuer", "发文机关", "发文单位", "制发机关", "发文机构", "成文单位", "印发机关"),
    "doc_number": ("doc_number", "文号", "发文字号", "文件编号", "文件号", "docnumber"),
    "index_number": ("index_number", "索引号", "信息索引号", "索引编号"),
    "url": ("url", "链接", "网址", "原文链接", "原文地址", "页面地址", "link", "href", "permalink"),
    "text": ("text", "正文", "内容", "全文", "正文内容", "文章内容", "content", "body", "article_body"),
}  # fmt: skip

_FIELD_OF = {name: field for field, names in NAMES.items() for name in names}


def field_of(name: str) -> str | None:
    """Return the field that a name means, in whatever width and case it is written, else None."""
    return _FIELD_OF.get(_plain(name))


def by_field(values: Mapping[str, object]) -> dict[str, object]:
    """Name values by their fields; others, and those without a value, are left out."""
    plain: dict[str, object] = {}
    for name, value in values.items():
        plain.setdefault(_plain(str(name)), value)
    found = {}
    for field, names in NAMES.items():
        for name in names:
            value = plain.get(name)
            if value is None or value == "" or (name != field and _is_flag(value)):
                continue
            found[field] = value
            break
    return found


def _is_flag(value: object) -> bool:
    """Say whether a value only says yes or no, as `published: true` does."""
    return isinstance(value, bool) or (isinstance(value, str) and value in {"true", "false"})


def _plain(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).strip("\ufeff \t\r\n*:").lower()
    return (
        "".join(plain.split()) if not plain.isascii() else "_".join(plain.split()).replace("-", "_")
    )
