"""Bodies: is a line the name of a public body, and which signed a text at its end?"""

import re
from collections.abc import Sequence

from ...text.characters import HAN
from ..fields.dates import day_or_none, is_date

_BODY = re.compile(
    rf"[{HAN}（）()、·“”]{{1,40}}(?:政府|办公厅|办公室|委员会|人大常委会|常委会|总局|分局|管理局|国务院|法院|检察院|公署|总署|总会|"
    r"协会|联合会|联社|中心|公司|集团|大学|学院|学校|医院|银行|总工会|工会|党委|党组|市委|省委|区委|县委|州委|纪委|团委|妇联|科协|侨联|文联|工商联|"
    r"指挥部|领导小组|工作组|专班|[厅局部委院署会处室所队站办行社])"
)
_SIGNED_IN_LINE = re.compile(rf"^([{HAN}（）()、\s]{{4,40}}?)\s+(\S.*)$")
_NO_NAME = re.compile(
    r"[，。；：！？“”]|^(?:关于|附件|此件|抄送|联系)|(?:工作|建设|会议|全会|大会|机会|社会|内部|全部|一部)$"
)
_MAX_LINE = 120
_MAX_NAME, _MOST_SIGNERS, _NEAR_END = 40, 6, 14


def names_body(text: str) -> bool:
    """Say whether a text is the name of a public body and nothing else."""
    return (
        2 <= len(text) <= _MAX_NAME
        and _NO_NAME.search(text) is None
        and _BODY.fullmatch(text) is not None
    )


def signers(texts: Sequence[str]) -> str | None:
    """Return the bodies under whose names the last day near the end stands: 市财政局 市税务局."""
    first = max(0, len(texts) - _NEAR_END)
    for index in range(len(texts) - 1, first - 1, -1):
        text = texts[index]
        if is_date(text):
            return _names_above(texts[max(0, index - _MOST_SIGNERS) : index])
        match = _SIGNED_IN_LINE.match(text) if len(text) <= _MAX_LINE else None
        if match and is_date(match[2]) and day_or_none(match[2]):
            return _names(match[1])
    return None


def _names_above(texts: Sequence[str]) -> str | None:
    names: list[str] = []
    for text in reversed(texts):
        name = _names(text)
        if name is None:
            break
        names.insert(0, name)
    return " ".join(names) or None


def _names(text: str) -> str | None:
    """Read a line of one name, perhaps with spaces between its characters, or of several."""
    parts = text.split()
    if all(map(names_body, parts)) and parts:
        return " ".join(parts)
    dense = "".join(parts)
    return dense if names_body(dense) else None
