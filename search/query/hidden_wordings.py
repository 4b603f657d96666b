"""Hidden wordings: which new wordings does an administrator not want to be told? A file says so, a wording a line.

为强国建设
# 会议、展览的名称
云江论坛
"""

from pathlib import Path

from ..errors import WordingsError
from ..followed_file import FollowedFile
from ..text.normalization import TEXT_SEPARATOR, normalize_texts
from ..text.word_lists import read_word_list

#: Name of the file in a corpus folder.
HIDDEN_NAME = "hidden-wordings.txt"

Hidden = frozenset[str]
MAX_HIDDEN = 10_000
MAX_LENGTH = 40  # characters


def read_hidden(path: Path) -> Hidden:
    """Read a file of wordings, normalised. Raises WordingsError, naming the line."""
    lines = read_word_list(path, "不列出的提法", WordingsError)
    found = [line.partition("#")[0].strip() for line in lines]
    for number, wording in enumerate(found, 1):
        if len(wording) > MAX_LENGTH:
            raise WordingsError(f'{path}:{number}: 提法最长 {MAX_LENGTH} 个字: "{wording[:40]}"')
    wordings = [wording for wording in found if wording]
    if len(wordings) > MAX_HIDDEN:
        raise WordingsError(f"{path}: 不列出的提法最多 {MAX_HIDDEN} 个")
    return frozenset(normalize_texts(wordings).text.split(TEXT_SEPARATOR)) if wordings else Hidden()


class HiddenFile(FollowedFile[Hidden]):
    """A file of wordings that are not told, that may change while it is in use."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(path, read_hidden, Hidden())
