"""Article fields: what is an article made of? One table: a new field is a row here, and what finds it.

What reads articles, JSON, exports, their page, the index and the docs go by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Flag, StrEnum, auto
from functools import cache

from .saying import Message, message


class FieldName(StrEnum):
    """What a field is called in files, JSON and docs."""

    ID = "id"
    TITLE = "title"
    DATE = "date"
    DATE_KIND = "date_kind"
    DATE_PRECISION = "date_precision"
    SIGNED = "signed"
    SECTION = "section"
    SOURCE = "source"
    AUTHOR = "author"
    ISSUER = "issuer"
    DOC_NUMBER = "doc_number"
    INDEX_NUMBER = "index_number"
    VALIDITY = "validity"
    EFFECTIVE = "effective"
    EXPIRES = "expires"
    REPLACED_BY = "replaced_by"
    URL = "url"
    TEXT = "text"
    CITES = "cites"
    REPEALS = "repeals"
    SCANNED = "scanned"

    @property
    def label(self) -> str:
        """Return its name for users."""
        return str(FIELD[self].label)


class Kind(StrEnum):
    """What the value of a field is."""

    TEXT = "text"
    ADDRESS = "address"  # of the web
    DAY = "day"
    DAY_KIND = "day kind"  # published or signed
    PRECISION = "precision"  # of a day
    PATH = "path"  # of sections, the outermost first
    LIST = "list"
    VALIDITY = "validity"
    ARTICLE = "article"  # the id of another
    BLOCKS = "blocks"
    SCAN = "scan"  # how sure what was recognised is


class Place(StrEnum):
    """Where fields are shown."""

    JSON = "json"  # an article as JSON
    HIT = "hit"  # a hit as JSON
    EXPORT = "export"  # the columns of a table
    PAGE = "page"  # what is known of an article, above its text
    INSPECT = "inspect"  # how it was read, each field with its evidence


class Use(Flag):
    """What the index keeps columns of values for."""

    NONE = 0
    LOOKED_THROUGH = auto()  # by 来源:云江日报
    COMPLETED = auto()  # while typing


@dataclass(frozen=True, slots=True)
class ArticleField:
    """A field: how it is called, where it is read, and how it is shown."""

    name: FieldName
    label: Message
    kind: Kind = Kind.TEXT
    attribute: str = ""  # of Article, if not called as the field
    told_by: str = ""  # what JSON tells of it, if not that attribute
    key: str = ""  # in JSON, if not its name
    names: str = ""  # in tables, JSON and front matter, besides `name`: the likelier before
    line_labels: str = ""  # before a colon, in a line around an article's text
    use: Use = Use.NONE
    schema: str = ""  # the property of schema.org
    width: int = 24  # characters, of a column in a workbook
    called: Mapping[Place, Message] = field(default_factory=dict)  # where not by its label

    def label_at(self, place: Place) -> Message:
        """Return what a place calls it."""
        return self.called.get(place, self.label)

    @property
    def attribute_name(self) -> str:
        """Return the attribute of Article that holds it."""
        return self.attribute or self.name.value

    @property
    def json_attribute(self) -> str:
        """Return the attribute or property of Article that JSON tells."""
        return self.told_by or self.attribute_name

    @property
    def json_key(self) -> str:
        """Return the key that JSON has for it."""
        return self.key or self.name.value

    @property
    def all_names(self) -> tuple[str, ...]:
        """Return what it may be called in a file; none when it is worked out, not read."""
        return (self.name.value, *self.names.split()) if self.names else ()


FIELDS = (
    ArticleField(
        FieldName.ID, message("编号"), names="编号 文章编号 序列号", width=14,
    ),
    ArticleField(
        FieldName.TITLE, message("标题"), width=50, use=Use.COMPLETED,
        names="标题 题名 文件名称 文章标题 名称 题目 主标题 篇名 headline subject caption bt biaoti name",
        line_labels="标题 文件标题 名称 文件名称",
    ),
    ArticleField(
        FieldName.DATE, message("发布日期"), Kind.DAY, attribute="published", told_by="day",
        schema="datePublished", width=12,
        names="发布日期 发布时间 公布日期 发文日期 发文时间 公开日期 公开时间 公布时间 发表日期 "
        "发表时间 刊发日期 刊登日期 上网日期 上网时间 上传时间 日期 时间 "
        "published publish_date published_at publish_time pub_date pub_time "
        "pub_time_str published_date date_published publication_date publish release_date release_time "
        "released issue_date fbrq fbsj gbrq riqi rq time 年份 年度 year",
        line_labels="发布时间 发布日期 信息发布时间 信息发布日期 信息时间 发表时间 发表日期 发稿时间 上传时间 公开日期 "
        "公开时间 更新时间 添加时间 录入时间 创建时间 公布日期 公布时间 刊登日期 加入时间 时间 日期 发布于 上版日期 "
        "張貼日期 發佈時間 發布時間 發佈日期 發布日期 刊發日期",
    ),
    ArticleField(FieldName.DATE_KIND, message("发布还是成文"), Kind.DAY_KIND, attribute="day_kind"),
    ArticleField(
        FieldName.DATE_PRECISION, message("日期精确到"), Kind.PRECISION, attribute="day_precision"
    ),
    ArticleField(
        FieldName.SIGNED, message("成文日期"), Kind.DAY, schema="dateCreated", width=12,
        names="成文日期 成文时间 签署日期 签发日期 印发日期 印发时间 制发日期 生成日期 落款日期 signed_date sign_date "
        "written_date cwrq cwsj ptime",
        line_labels="成文日期 成文时间 印发日期 发文日期 发文时间 生成日期 签发日期",
    ),
    ArticleField(
        FieldName.SECTION, message("栏目"), Kind.PATH, schema="articleSection",
        use=Use.LOOKED_THROUGH,
        names="栏目 栏目路径 栏目名称 所属栏目 分类 类别 主题分类 所属分类 所属类别 分类名称 频道 板块 "
        "section_name column column_name col_name channel channel_name chnl_name chnl_desc category category_name "
        "category_path categories breadcrumb breadcrumbs catalog lm lanmu",
    ),
    ArticleField(
        FieldName.SOURCE, message("来源"), schema="publisher", width=18, use=Use.LOOKED_THROUGH,
        names="来源 信息来源 文章来源 稿件来源 来源名称 来源网站 来源单位 发布机构 发布单位 发布部门 稿源 出处 "
        "source_name media media_name site_name website publisher publish_org origin ly laiyuan",
        line_labels="来源 来源于 原创 信息来源 文章来源 稿件来源 新闻来源 内容来源 消息来源 稿源 出处 转自 "
        "來源 文章來源",
    ),
    ArticleField(
        FieldName.AUTHOR, message("作者"), use=Use.LOOKED_THROUGH,
        names="作者 撰稿人 撰文 供稿人 记者 authors author_name byline creator writer reporter zz zuozhe",
        line_labels="作者 撰稿 撰稿人 供稿 供稿单位 记者 本报记者 通讯员 作者单位 撰文 文 記者 供稿人",
    ),
    ArticleField(
        FieldName.ISSUER, message("发文机关"), schema="author", use=Use.LOOKED_THROUGH | Use.COMPLETED,
        names="发文机关 发文单位 制发机关 发文机构 成文单位 印发机关 制定机关 制定单位 颁布机关 颁布单位 "
        "发布机关 发文部门 制发单位 印发单位 issuing_authority issuing_agency issued_by pub_org agency office "
        "department organization org zdjg zdjg_name fwjg",
        line_labels="发文机关 发文单位 发文机构 制发机关 制发单位 颁布单位 发布机关 發文機關",
        called={Place.PAGE: message("发布机构")},
    ),
    ArticleField(
        FieldName.DOC_NUMBER, message("文号"), width=20, use=Use.LOOKED_THROUGH,
        names="文号 发文字号 文件编号 文件号 发文文号 文件字号 公文字号 发文号 doc_no document_number document_no "
        "file_number file_no pcode fwzh wh wenhao",
        line_labels="发文字号 发文文号 文号 文件编号 文件字号 公文字号 發文字號",
    ),
    ArticleField(
        FieldName.INDEX_NUMBER, message("索引号"), schema="identifier",
        names="索引号 信息索引号 索引编号 索引编码 index_no index_code syh", line_labels="索引号 信息索引号 索引编号",
    ),
    ArticleField(
        FieldName.VALIDITY, message("时效"), Kind.VALIDITY, width=10,
        names="时效性 时效 时效状态 效力状态 有效状态 有效性 是否有效 效力 状态 status",
        line_labels="时效性 时效状态 效力状态 有效状态 有效性 是否有效",
    ),
    ArticleField(
        FieldName.EFFECTIVE, message("施行日期"), Kind.DAY, width=12,
        names="施行日期 施行时间 实施日期 实施时间 生效日期 生效时间 开始施行日期 执行日期 "
        "effective_date effective_day effective_from effective_at date_effective valid_from",
        line_labels="施行日期 施行时间 实施日期 实施时间 生效日期 生效时间",
    ),
    ArticleField(
        FieldName.EXPIRES, message("有效期至"), Kind.DAY, width=12,
        names="有效期至 有效期截至 有效期截止 失效日期 失效时间 废止日期 废止时间 有效期 截止有效期 "
        "expiry_date expiration_date expire_date expires_at date_expires valid_until valid_to",
        line_labels="有效期至 有效期截至 有效期截止 失效日期 失效时间 废止日期 废止时间 有效期 廢止日期",
    ),
    ArticleField(FieldName.REPLACED_BY, message("已被取代，见"), Kind.ARTICLE),
    ArticleField(
        FieldName.URL, message("网址"), Kind.ADDRESS, width=40,
        names="链接 网址 原文链接 原文地址 原文网址 页面地址 链接地址 来源链接 来源网址 详情链接 link href permalink "
        "source_url origin_url original_url web_url pub_url detail_url uri",
        line_labels="原文链接 原文地址 网址 本文链接 链接地址",
        called={Place.PAGE: message("原文"), Place.EXPORT: message("原文网址")},
    ),
    ArticleField(
        FieldName.TEXT, message("正文"), Kind.BLOCKS, attribute="blocks", key="blocks",
        names="正文 内容 全文 正文内容 文章内容 详细内容 正文文本 文本 content body article_body full_text main_text "
        "content_html html html_content html_con encoded content_text text_content contents txt paragraphs sections "
        "chapters clauses detail details nr zw neirong zhengwen 摘要 内容摘要 summary abstract description desc digest",
    ),
    ArticleField(FieldName.CITES, message("引用的文号"), Kind.LIST),
    ArticleField(FieldName.REPEALS, message("所废止的文件"), Kind.LIST),
    ArticleField(FieldName.SCANNED, message("由扫描件识别"), Kind.SCAN),
)  # fmt: skip
FIELD = {row.name: row for row in FIELDS}
#: What a file may say of an article, besides its text.
GIVEN = tuple(row for row in FIELDS if row.names and row.kind is not Kind.BLOCKS)

#: What each place shows, in its order.
_SHOWN = {
    Place.JSON: (
        "id title date date_kind date_precision section source author doc_number signed issuer "
        "index_number validity effective expires replaced_by cites repeals scanned url text"
    ),
    Place.HIT: (
        "id title date date_kind date_precision section source author doc_number validity effective "
        "expires replaced_by url"
    ),
    Place.EXPORT: "id title date signed section source issuer doc_number validity effective expires url",
    Place.PAGE: "index_number issuer signed date validity effective expires doc_number source author section url",
    Place.INSPECT: (
        "title date signed section source author issuer doc_number index_number validity effective "
        "expires url text"
    ),
}


@cache
def shown_at(place: Place) -> tuple[ArticleField, ...]:
    """Return the fields that a place shows, in its order."""
    return tuple(FIELD[FieldName(name)] for name in _SHOWN[place].split())
