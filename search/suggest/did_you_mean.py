"""What else could be asked? Corrections of what finds little, Chinese for pinyin, and completions."""

import re
from collections.abc import Iterator, Sequence

from ..answer.matching import ENOUGH_ARTICLES, Found, count_articles
from ..engine import Engine
from ..errors import UsageError
from ..query.nodes import FEW_PIECES, AllOf, ParsedQuery, Phrase, Query, Run
from ..query.parser import COLONS, VALUE_NAMES, WORD_NAMES, parse_query
from ..request import Filters
from ..text.function_words import QUESTION_CHARACTERS
from ..text.normalization import normalize
from ..text.pinyin import sounds, spelling
from ..text.segmentation import Segmenter, pieces, stands_between_words
from .corrections import correct
from .lexicon import Entry, EntryKind, Lexicon

#: Initials of fewer letters stand for too many phrases.
MIN_INITIALS = 4
DEFAULT_COMPLETIONS, MAX_COMPLETIONS = 10, 20
_MAX_TYPED = 64  # characters of an unfinished query that are looked at
_MAX_LETTERS = 48
_MAX_CORRECTED = 48  # characters of a query
_MOSTLY = 0.8  # of the articles
_LOOKED_THROUGH = 50  # entries that sound as what is typed, some of it in Chinese

#: What is corrected: Chinese and, as pinyin, Latin letters with spaces; not what follows a field
#: whose values are names or days, nor the fields' own names.
_PART = re.compile(
    rf"(?P<kept>(?:{'|'.join(VALUE_NAMES)})[{COLONS}](?:“[^”]*”|\"[^\"]*\"|\S*)"
    rf"|(?:{'|'.join(WORD_NAMES)})[{COLONS}]|\bOR\b)"
    r"|(?P<han>[〇㐀-鿿]+)"
    r"|(?P<letters>[A-Za-z]+(?:['’ ]+[A-Za-z]+)*)",
    re.IGNORECASE,
)


def suggest_instead(
    engine: Engine, parsed: ParsedQuery, found: Found, filters: Filters, shown: Sequence[str]
) -> str | None:
    """Return a query to offer where few articles have all that was typed, and that more have.

    `shown` are the snippets of what was found.
    """
    strict = _whole_where_broken(parsed.query)
    total = found.matches.total
    if found.query is not strict or filters != Filters():
        total = count_articles(engine, strict)
    if total and _only_straddles(engine, parsed, shown):
        total = 0
    if total >= ENOUGH_ARTICLES:
        return None
    suggestion = suggest(engine.lexicon(), parsed.text)
    if suggestion is None:
        return None
    # Hardly any article has all words of a sentence, put right or not.
    meant = count_articles(engine, parse_query(suggestion).query)
    return suggestion if meant > total or (parsed.sentences and meant == total) else None


def _whole_where_broken(query: Query) -> Query:
    """Ask for a run as a whole where it falls into words and a character that belongs to none.

    That is what a typo does to a word; 高质, 亮 and 发展 all stand in many articles.
    """
    match query:
        case Run(whole, pieces) if any(len(one.text) == 1 for one in pieces):
            return whole
        case AllOf(nodes):
            strict = tuple(map(_whole_where_broken, nodes))
            return query if strict == nodes else AllOf(strict)
        case _:
            return query


def _only_straddles(engine: Engine, parsed: ParsedQuery, shown: Sequence[str]) -> bool:
    """Say whether one word was typed that the collection has not, but from one word into the next.

    功会 stands in 庆功会 and 成功会见, and nobody means that by it; quoted, it may well be meant.
    """
    query = parsed.query
    if not isinstance(query, Phrase) or normalize(parsed.text) != query.text:
        return False
    if not shown or engine.lexicon().entry(query.text):
        return False
    return not any(stands_between_words(normalize(text), query.text) for text in shown)


def suggest(lexicon: Lexicon, typed: str) -> str | None:
    """Return a query that was probably meant by one as typed, corrected part by part; None: just that.

    What is not corrected stays as it is, with its quotes and operators; so does all beyond the
    first characters, since each costs time.
    """
    sentences = [match.span() for match in re.finditer(r"\S+", typed) if _is_sentence(match[0])]
    parts, end, left = [], 0, _MAX_CORRECTED
    for match in _PART.finditer(typed):
        left -= 0 if match["kept"] else len(match[0])
        if left < 0:
            break
        in_sentence = any(a <= match.start() < b for a, b in sentences)
        corrected = _corrected(lexicon, match, in_sentence)
        if corrected is not None:
            parts += [typed[end : match.start()], corrected]
            end = match.end()
    return "".join([*parts, typed[end:]]) if parts else None


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
    letters = _letters(typed)
    if not letters or len(letters) > _MAX_LETTERS:
        return None
    words = _spelled_words(lexicon, letters)
    if words:
        joined = "".join(word.text for word in words)
        return joined if lexicon.count(normalize(joined)) else " ".join(w.text for w in words)
    if len(letters) >= MIN_INITIALS:
        for entry in lexicon.abbreviated(letters, 1):
            if entry.kind is not EntryKind.TITLE:
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


def read_limit(text: str) -> int:
    """Read how many completions are wanted; nothing means the default. Raises UsageError."""
    if not text:
        return DEFAULT_COMPLETIONS
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MAX_COMPLETIONS:
        raise UsageError(
            '补全条数应为 1 到 %(most)s: "%(typed)s"', most=MAX_COMPLETIONS, typed=text[:40]
        )
    return int(text)


def complete(lexicon: Lexicon, typed: str, limit: int = DEFAULT_COMPLETIONS) -> list[Entry]:
    """Return what may be about to be typed: what begins so, or whose pinyin or initials do.

    Words, phrases, sections and issuers come first, the most frequent ones before others; titles
    take at least a third of the places, where there are so many.
    """
    text = normalize(typed[:_MAX_TYPED])
    if not text or limit < 1:
        return []
    found = list(dict.fromkeys(_candidates(lexicon, text, min(limit, MAX_COMPLETIONS))))
    found = [
        entry
        for entry in found
        if normalize(entry.text) != text and not any(_goes_on(entry, other) for other in found)
    ]
    titles = [entry for entry in found if entry.kind is EntryKind.TITLE]
    others = [entry for entry in found if entry.kind is not EntryKind.TITLE]
    places = max(limit - len(others), min(len(titles), limit // 3))
    return [*others[: limit - places], *titles[:places]]


def _goes_on(entry: Entry, other: Entry) -> bool:
    """Say whether what begins like an entry hardly ever ends with it: 共和 goes on to 共和国."""
    return (
        entry.kind is EntryKind.WORD
        and other.kind in {EntryKind.WORD, EntryKind.PHRASE}
        and other.text != entry.text
        and other.text.startswith(entry.text)
        and other.articles >= _MOSTLY * entry.articles
    )


def _candidates(lexicon: Lexicon, text: str, limit: int) -> Iterator[Entry]:
    yield from lexicon.beginning(text, limit)
    if text.isascii():
        letters = _letters(text)
        if letters:
            yield from lexicon.spelled(letters, limit)
            if len(letters) > 1:
                yield from lexicon.abbreviated(letters, limit)
        return
    chinese = re.match(r"(.*[㐀-鿿])([a-z' ]+)$", text)
    if chinese:
        yield from _begun(lexicon, chinese[1], _letters(chinese[2]))


def _begun(lexicon: Lexicon, chinese: str, letters: str) -> Iterator[Entry]:
    """Yield entries that begin in Chinese and go on in pinyin, as an input method shows it."""
    before = spelling(chinese[:-1], Segmenter().words)[0]
    for sound in sorted(sounds(chinese[-1])):
        for entry in lexicon.spelled(before + sound + letters, _LOOKED_THROUGH):
            if normalize(entry.text).startswith(chinese):
                yield entry


def _letters(typed: str) -> str:
    """Return the letters of pinyin, without what parts syllables."""
    letters = re.sub(r"['’ ]+", "", typed.lower())
    return letters if letters.isascii() and letters.isalpha() else ""
