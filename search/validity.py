"""Validity: is a paper in force? As files and lines say it, and as its own days tell on any day."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

from .saying import Message, message

#: Papers take effect, and cease, at midnight there; no summer time since 1991.
BEIJING = timezone(timedelta(hours=8))


class Validity(StrEnum):
    """Whether a paper, as an article has it, is in force."""

    IN_FORCE = "in_force"
    AMENDED = "amended"  # a later version has taken its place
    REPEALED = "repealed"
    EXPIRED = "expired"  # it was made for a time, which is over
    NOT_YET = "not_yet_in_force"

    @property
    def label(self) -> Message:
        """Return what users read."""
        return _LABELS[self]

    @property
    def is_over(self) -> bool:
        """Say whether what was in force is so no longer."""
        return self in {Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED}


def standing(validity: Validity | None) -> int:
    """Return the place of a validity among others: in force, or not known, first; what has gone last."""
    return 0 if validity is None else _STANDING.index(validity)


_STANDING = (
    Validity.IN_FORCE,
    Validity.NOT_YET,
    Validity.AMENDED,
    Validity.EXPIRED,
    Validity.REPEALED,
)
_LABELS = {
    Validity.IN_FORCE: message("有效"),
    Validity.AMENDED: message("已修改"),
    Validity.REPEALED: message("已废止"),
    Validity.EXPIRED: message("失效"),
    Validity.NOT_YET: message("尚未生效"),
}
#: What files call it; 部分失效 and 未知 say neither. 是 and 否 answer 是否有效.
_WORDINGS = {
    Validity.IN_FORCE: (
        "有效 现行有效 现行 继续有效 全文有效 有效期内 在有效期内 生效 已生效 生效中 已施行 施行中 "
        "正在施行 已实施 实施中 执行中 是 in_force in_effect valid effective"
    ),
    Validity.AMENDED: (
        "已修改 已修订 已修正 已被修改 已被修订 已被修正 被修改 被修订 被修正 修改 修订 修正 "
        "已更新 已被替代 已被取代 被替代 被取代 amended superseded"
    ),
    Validity.REPEALED: (
        "已废止 废止 已被废止 被废止 全文废止 已撤销 已被撤销 废止或失效 失效或废止 失效/废止 废止/失效 "
        "无效 作废 已作废 repealed abolished revoked invalid"
    ),
    Validity.EXPIRED: (
        "失效 已失效 全文失效 自动失效 自然失效 已过期 过期 已过有效期 已到期 到期失效 否 "
        "expired lapsed no_longer_in_force"
    ),
    Validity.NOT_YET: (
        "尚未生效 未生效 尚未施行 未施行 尚未实施 未实施 即将生效 即将施行 待施行 待生效 待实施 "
        "not_yet_in_force not_yet_effective not_yet_in_effect"
    ),
}
_IN_BRACKETS = re.compile(
    r"^[(\[【〔]([^()\[\]【】〔〕]{2,8})[)\]】〕]|[(\[【〔]([^()\[\]【】〔〕]{2,8})[)\]】〕]$"
)
_VALIDITY_OF = {word: validity for validity, words in _WORDINGS.items() for word in words.split()}


def read_validity(text: str) -> Validity | None:
    """Return the validity that a text names; None where it names none."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("-", " ").strip(" ()[]【】〔〕。")
    return _VALIDITY_OF.get("_".join(plain.split()))


def validity_in_title(title: str) -> Validity | None:
    """Return the validity that a title ends, or begins, with in brackets: 云江市夜校办法（已废止）.

    （修订） tells a version, not that it has been amended since.
    """
    for found in _IN_BRACKETS.finditer(unicodedata.normalize("NFKC", title.strip())):
        told = found[1] or found[2]
        validity = read_validity(told)
        if validity is not None and not (validity is Validity.AMENDED and "已" not in told):
            return validity
    return None


def validity_on(
    day: date, said: Validity | None, effective: date | None, expires: date | None
) -> Validity | None:
    """Return the validity of a paper on a day: what was said of it once, corrected by its own days.

    That it takes effect on a day to come, or was made for a time that is over, is sure. That it
    was once not yet in force, and its day has come, makes it in force; so does its own time (有效期)
    as long as that lasts. Else what was said holds: of a paper of which nothing was said its first
    day alone does not tell that it was never repealed.
    """
    if said is not None and said.is_over:
        return said
    if expires is not None and expires < day:
        return Validity.EXPIRED
    if effective is not None and effective > day:
        return Validity.NOT_YET
    has_begun = said is Validity.NOT_YET and effective is not None
    is_in_its_time = said is None and expires is not None
    return Validity.IN_FORCE if has_begun or is_in_its_time else said


def beijing_day() -> date:
    """Return which day it is where the papers are in force."""
    return datetime.now(UTC).astimezone(BEIJING).date()
