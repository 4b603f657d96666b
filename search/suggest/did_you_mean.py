"""Did you mean: what was meant by a query as typed? Words put right, Chinese for pinyin."""

import re

from ..query.budget import affords, spend
from ..query.nodes import FEW_PIECES
from ..query.signs import COLONS, VALUE_NAMES, WORD_NAMES, in_either_script
from ..query.synonyms import NO_SYNONYMS, Synonyms
from ..text.characters import HAN_AND_RARE
from ..text.function_words import QUESTION_CHARACTERS
from ..text.normalization import normalize
from ..text.pieces import pieces
from ..text.pinyin import pinyin_letters
from .corrections import correct
from .lexicon import NAMES_OF_PAPERS, Entry, Lexicon

#: Initials of fewer letters stand for too many phrases.
MIN_INITIALS = 4
_MAX_LETTERS = 48
_MAX_CORRECTED = 48  # characters of a query
# What is taken off the budget for a Chinese character of a sentence, or of a term.
_IN_SENTENCE, _IN_TERM = 400, 2200

#: What is corrected: Chinese and, as pinyin, Latin letters with spaces; not what follows a field
#: whose values are names or days, nor the fields' own names.
_PART = re.compile(
    rf"(?P<kept>(?i:{in_either_script(VALUE_NAMES)})\s*[{COLONS}]\s*(?:“[^”]*”|\"[^\"]*\"|\S*)"
    rf"|(?i:{in_either_script(WORD_NAMES)})\s*[{COLONS}]|(?<![A-Za-z])(?i:AND|OR|NOT)(?![A-Za-z]))"
    rf"|(?P<han>[〇{HAN_AND_RARE}]+)"
    r"|(?P<letters>[A-Za-z]+(?:['’ ]+[A-Za-z]+)*)"
)


def suggest(lexicon: Lexicon, typed: str, synonyms: Synonyms = NO_SYNONYMS) -> str | None:
    """Return a query that was probably meant by one as typed, corrected part by part; None: just that.

    A name that has others is no other one mistyped: 文旅局 is not 文物局. What is not corrected
    stays as it is, with its quotes and operators; so does all beyond the first characters, and beyond
    what the request may cost.
    """
    sentences = [match.span() for match in re.finditer(r"\S+", typed) if _is_sentence(match[0])]
    parts, end, left = [], 0, _MAX_CORRECTED
    for match in _PART.finditer(typed):
        left -= 0 if match["kept"] else len(match[0])
        if left < 0:
            break
        in_sentence = any(a <= match.start() < b for a, b in sentences)
        cost = len(match[0]) * (_IN_SENTENCE if in_sentence else _IN_TERM) if match["han"] else 0
        if not affords(cost):
            break
        spend(cost)
        corrected = _corrected(lexicon, match, in_sentence)
        if corrected is not None and _keeps_names(match[0], corrected, synonyms):
            parts += [typed[end : match.start()], corrected]
            end = match.end()
    return "".join([*parts, typed[end:]]) if parts else None


def _keeps_names(typed: str, corrected: str, synonyms: Synonyms) -> bool:
    text = normalize(typed)
    return text not in synonyms.full_names and all(
        text[start:end] in corrected for start, end in synonyms.find(text)
    )


def _is_sentence(typed: str) -> bool:
    """Say whether what stands between spaces asks something, or has more words than a term."""
    text = normalize(typed)
    return not QUESTION_CHARACTERS.isdisjoint(text) or sum(1 for _ in pieces(text)) > FEW_PIECES


def _corrected(lexicon: Lexicon, match: re.Match[str], in_sentence: bool) -> str | None:
    if match["han"]:
        return correct(lexicon, normalize(match["han"]), in_sentence)
    if match["letters"]:
        return from_pinyin(lexicon, match["letters"])
    return None


def from_pinyin(lexicon: Lexicon, typed: str) -> str | None:
    """Return the Chinese words that were spelled in pinyin, or by the initials of one phrase."""
    letters = pinyin_letters(typed)
    if not letters or len(letters) > _MAX_LETTERS:
        return None
    words = _spelled_words(lexicon, letters)
    if words:
        joined = "".join(word.text for word in words)
        return joined if lexicon.count(normalize(joined)) else " ".join(w.text for w in words)
    if len(letters) >= MIN_INITIALS:
        for entry in lexicon.abbreviated(letters, 1):
            if entry.kind not in NAMES_OF_PAPERS:
                return entry.text
    return None


def _spelled_words(lexicon: Lexicon, letters: str) -> list[Entry]:
    """Cut pinyin into words of the collection: as few as possible, then the most frequent ones."""
    best: list[tuple[int, int, list[Entry]] | None] = [(0, 0, [])] + [None] * len(letters)
    for end in range(2, len(letters) + 1):
        for start in range(end - 1):
            before = best[start]
            if before is None or (entry := lexicon.most_frequent(letters[start:end])) is None:
                continue
            one = (before[0] + 1, before[1] - entry.articles, [*before[2], entry])
            now = best[end]
            if now is None or one[:2] < now[:2]:
                best[end] = one
    last = best[-1]
    return last[2] if last else []
