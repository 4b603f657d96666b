"""Validity: is a paper in force? As files and lines say it: 有效, 已修改, 已废止, 尚未生效."""

import unicodedata
from enum import StrEnum

from .wording import Message, message


class Validity(StrEnum):
    """Whether a paper, as an article has it, is in force."""

    IN_FORCE = "in_force"
    AMENDED = "amended"  # a later version has taken its place
    REPEALED = "repealed"
    NOT_YET = "not_yet_in_force"

    @property
    def label(self) -> Message:
        """Return what users read."""
        return _LABELS[self]


def standing(validity: Validity | None) -> int:
    """Return the place of a validity among others: in force, or not known, first; what has gone last."""
    return 0 if validity is None else _STANDING.index(validity)


_STANDING = (Validity.IN_FORCE, Validity.NOT_YET, Validity.AMENDED, Validity.REPEALED)
_LABELS = {
    Validity.IN_FORCE: message("有效"),
    Validity.AMENDED: message("已修改"),
    Validity.REPEALED: message("已废止"),
    Validity.NOT_YET: message("尚未生效"),
}
#: What files call it; 部分失效 and 未知 say neither.
_WORDINGS = {
    Validity.IN_FORCE: "有效 现行有效 现行 继续有效 生效 已生效 已施行 in_force valid effective",
    Validity.AMENDED: "已修改 已修订 已修正 已被修改 已被修订 被修改 被修订 修改 修订 amended",
    Validity.REPEALED: (
        "已废止 废止 已被废止 被废止 失效 已失效 废止或失效 失效或废止 无效 作废 已作废 "
        "repealed invalid expired"
    ),
    Validity.NOT_YET: "尚未生效 未生效 尚未施行 待施行 待生效 not_yet_in_force not_yet_effective",
}
_VALIDITY_OF = {word: validity for validity, words in _WORDINGS.items() for word in words.split()}


def read_validity(text: str) -> Validity | None:
    """Return the validity that a text names; None where it names none."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("-", " ")
    return _VALIDITY_OF.get("_".join(plain.split()))
