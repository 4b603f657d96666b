"""Asked version: of a law whose clause is asked for, does the version of the year that is named come first?"""

from dataclasses import replace

from ..engine import Engine, Match, Matches
from ..query.nodes import ParsedQuery, Query
from ..request import MAX_COPIES, SearchRequest
from ..text.clauses import CitedClause

#: Versions of a law are called alike, so they are among the first articles found.
_LOOKED_AT = MAX_COPIES


def with_asked_version(
    engine: Engine, parsed: ParsedQuery, query: Query, matches: Matches, cited: CitedClause | None
) -> tuple[Match, ...]:
    """Return the matches; for a law, the version of the year stands for the others, if it matches, too."""
    if cited is None or not cited.year or not any(match.versions for match in matches.matches):
        return matches.matches
    apart = engine.find(SearchRequest(query, limit=_LOOKED_AT, facets=()))
    first = {match.id: match for match in apart.matches}
    of_year = {
        head.id: first[head.id]
        for head in engine.heads(list(first))
        if cited.is_of(head.title, parsed.synonyms) and cited.is_of_year(head)
    }

    def standing(match: Match) -> Match:
        asked = next((id for id in (match.id, *match.versions) if id in of_year), match.id)
        return match if asked == match.id else _standing_for(match, of_year[asked])

    return tuple(map(standing, matches.matches))


def _standing_for(match: Match, asked: Match) -> Match:
    """Let a version stand for a paper: what stood for it, and copies of that, are others then."""
    others = (match.id, *(id for id in match.versions if id != asked.id), *match.copies)
    return replace(
        match,
        id=asked.id,
        occurrences=asked.occurrences,
        copies=(),
        copy_count=0,
        versions=others[:MAX_COPIES],
        version_count=match.version_count + match.copy_count,
    )
