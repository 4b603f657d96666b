"""Opening: with which dictionary, synonyms and picks is an index used? Those of its corpus, unless told."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from ..engine import Engine
from ..engines import Location, lost_names, open_engine
from ..errors import IndexFault, IndexUnusableError, how_to_rebuild
from ..query.hidden_wordings import HIDDEN_NAME
from ..query.picks import PICKS_NAME, Pick, unknown_articles
from ..query.synonyms import (
    NO_SYNONYMS,
    SYNONYMS_NAME,
    Synonyms,
    abbreviations,
    read_synonyms,
)
from ..query.waiting import one_question
from ..text.dictionary import Dictionary, corpus_dictionary
from .terminal import print_warnings


def open_index(index: Location, given: Path | None, falls_back: bool = False) -> Engine:
    """Open an index, or the newest that can be used; refuse it when its dictionary has changed since.

    One that is used for want of knowing which is in use is warned of; who `falls_back` asks that himself.
    """
    engine = open_engine(index, falls_back=falls_back)
    if not falls_back:
        warn_of_lost_names(index)
    record = engine.corpus_record()
    wanted = _present_dictionary(
        given or (Path(record.dictionary) if record.dictionary else None),
        Path(record.corpus),
        is_given=given is not None,
    )
    if wanted is not None and wanted.fingerprint != engine.dictionary().fingerprint:
        engine.close()
        raise IndexUnusableError(
            IndexFault.OTHER_DICTIONARY,
            f"{index}: 用户词典在建索引之后改过或删去了；{how_to_rebuild(index)}",
        )
    return engine


@contextmanager
def opened(index: Location, given: Path | None = None) -> Iterator[Engine]:
    """Open an index for one question, which does not wait for it for long; likewise."""
    with one_question(), closing(open_index(index, given)) as engine:
        yield engine


def warn_of_lost_names(index: Location) -> None:
    """Warn where it is not known which of the indexes kept at a location is in use."""
    if lost := lost_names(index):
        print_warnings([lost])


def _present_dictionary(path: Path | None, corpus: Path, is_given: bool) -> Dictionary | None:
    """Read the dictionary as it is now; None when it cannot be known, the articles being away too."""
    if is_given or (path is not None and path.is_file()):
        return corpus_dictionary(corpus, path)[0]
    if _is_away(corpus):
        return None
    return Dictionary() if path is not None else corpus_dictionary(corpus, None)[0]


def _is_away(corpus: Path) -> bool:
    """Say whether the articles cannot be seen: the index was moved, or a share is not mounted."""
    try:
        return not any(corpus.iterdir())
    except OSError:
        return True


def known_synonyms(engine: Engine, given: Path | None) -> Synonyms:
    """Return the synonyms of the given file, else the corpus's own, and the shipped ones after them.

    Given "own" without the shipped ones, given "off" none. Raises SynonymsError, naming a wrong line.
    """
    path = synonyms_path(engine, given)
    is_there = path is not None and (path == given or path.is_file())
    own = read_synonyms(path) if path and is_there else NO_SYNONYMS
    return own if str(given) in {"off", "own"} else own.before(abbreviations())


def synonyms_path(engine: Engine, given: Path | None) -> Path | None:
    """Return where the synonyms are, or may come to be: the given file, else the corpus's own."""
    if str(given) == "off":
        return None
    if given is not None and str(given) != "own":
        return given
    return Path(engine.corpus_record().corpus) / SYNONYMS_NAME


def picks_path(engine: Engine) -> Path:
    """Return where an editor's picks are, if there are any: beside the corpus."""
    return Path(engine.corpus_record().corpus) / PICKS_NAME


def hidden_path(engine: Engine) -> Path:
    """Return where the wordings are that are not told as new ones, if there are any: beside the corpus."""
    return Path(engine.corpus_record().corpus) / HIDDEN_NAME


def unknown_picks(engine: Engine, path: Path, entries: Sequence[Pick]) -> list[str]:
    """Say which articles of picks are not in the index."""
    picked = sorted({identifier for pick in entries for identifier in pick.articles})
    return unknown_articles(path, entries, {article.id for article in engine.heads(picked)})
