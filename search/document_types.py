"""Document types: of which kind is an article, by its title? 通知, 意见, 办法, 讲话; none where it does not say.

The kinds of official documents are the fifteen of 《党政机关公文处理工作条例》(中办发〔2012〕14号), article 8;
the others are what collections of regulations, plans and news of public bodies also hold.
"""

import re

from .text.normalization import normalize

_OFFICIAL = "决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要"
_OTHERS = (
    "条例 规定 办法 细则 规则 规程 章程 准则 守则 规划 计划 方案 纲要 要点 预案 标准 目录 清单 指南 "
    "解释 解读 答复 公示 讲话 致辞 致词 贺信 贺电 演讲 倡议书 白皮书 修正案 制度 意见书 建议 措施 说明"
)
#: Titles that end like a kind, and what they are: the longest ending counts.
_ENDINGS = {
    **{kind: kind for kind in f"{_OFFICIAL} {_OTHERS}".split()},
    "令": "命令",
    "复函": "函",
    "会议纪要": "纪要",
    "实施细则": "细则",
    "问答": "解读",
    "政策解读": "解读",
    "重要讲话": "讲话",
    "的话": "讲话",
}
#: Words that end like a kind, and are none.
_NO_KINDS = re.compile(r"(?:信函|指令|司令|法令|合理化建议)$")
_LAW = re.compile(
    r"(?:^中华人民共和国\S+|诉讼|组织|保护|促进|保障|管理|处罚|赔偿|选举|基本|^[刑民宪]|税)法典?$"
)
_BRACKETED = re.compile(r"\s*(?:[(（][^()（）]*[)）]|[〔\[【][^〔〕\[\]【】]*[〕\]】])\s*$")
_NUMBERED_ORDER = re.compile(r"令\s*(?:第?\s*[0-9一二三四五六七八九十百零〇]+\s*号)?$")
_TRAILING = re.compile(r"[\s》〉”\"'。;；:：,，!！]+$")
_BY_LENGTH = sorted(_ENDINGS, key=len, reverse=True)
_LONGEST_TITLE = 300


def document_type(title: str) -> str | None:
    """Return the kind that a title ends with; what stands in brackets behind it says nothing."""
    return type_of_normalized(normalize(title[-_LONGEST_TITLE:]))


def type_of_normalized(text: str) -> str | None:
    """Return the kind that a normalised title ends with."""
    text = text[-_LONGEST_TITLE:]
    while True:
        shorter = _TRAILING.sub("", _BRACKETED.sub("", text))
        if shorter == text:
            break
        text = shorter
    if _NUMBERED_ORDER.search(text) and not _NO_KINDS.search(text):
        return "命令"
    if _LAW.search(text):
        return "法"
    if _NO_KINDS.search(text):
        return None
    for ending in _BY_LENGTH:
        if text.endswith(ending) and len(text) > len(ending):
            return _ENDINGS[ending]
    if re.search(r"上的(?:重要)?(?:讲话|致辞|发言)", text):
        return "讲话"
    return None
