"""User dictionary: which words does the administrator add to the segmenter's own?"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import DictionaryError
from .characters import SEGMENTABLE
from .normalization import normalize
from .word_lists import read_word_list

#: Name of the user dictionary in a corpus folder.
DICTIONARY_NAME = "dictionary.txt"

_ENTRY = re.compile(
    rf"(?P<word>[{SEGMENTABLE}]{{1,32}})(?:\s+(?P<frequency>[1-9][0-9]{{0,8}}))?(?:\s+[a-z]{{1,8}})?"
)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Words and their frequencies (None: let the segmenter choose), in the order of the file."""

    entries: tuple[tuple[str, int | None], ...] = ()

    @property
    def fingerprint(self) -> str:
        """A short hash of the entries; comments and blank lines do not change it."""
        return hashlib.blake2b(repr(self.entries).encode(), digest_size=8).hexdigest()


def read_dictionary(path: Path) -> Dictionary:
    """Read a dictionary file: a line is a word, optionally a frequency and a part of speech.

    That is jieba's own format. Words are normalised, as the texts they are to be found in. Blank
    lines and lines starting with # are comments. Raises DictionaryError, naming the line.
    """
    entries = []
    lines = read_word_list(path, "用户词典", DictionaryError)
    for number, line in enumerate(lines, 1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        match = _ENTRY.fullmatch(entry)
        if match is None:
            raise DictionaryError(
                f'{path}:{number}: 不是词条: "{entry[:40]}"；每行写一个汉字词，可空格加词频'
            )
        frequency = match["frequency"]
        entries.append((normalize(match["word"]), int(frequency) if frequency else None))
    return Dictionary(tuple(entries))


def corpus_dictionary(corpus: Path, given: Path | None) -> tuple[Dictionary, Path | None]:
    """Return the user dictionary of a corpus, and where it is: the given one, else the corpus's own.

    Raises DictionaryError.
    """
    path = given or corpus / DICTIONARY_NAME
    if given is None and not path.is_file():
        return Dictionary(), None
    return read_dictionary(path), path.absolute()
