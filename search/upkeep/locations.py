"""Locations: where may an index lie? In a folder of its own: files beside it there would no longer be read."""

from pathlib import Path

from ..engines import Location, scheme_of
from ..errors import UsageError
from ..ingest import holds_articles


def check_public_index(index: Location, public_index: Location) -> None:
    """Refuse an index of what everyone may read in the place of that of everything. Raises UsageError."""
    both = (index, public_index)
    if schemes := [scheme for one in both if (scheme := scheme_of(one))]:
        # One cluster is called by each of its nodes, so hosts do not tell two clusters apart.
        names = {str(one).rstrip("/").rpartition("/")[2] for one in both}
        if len(schemes) == len(both) and len(names) == 1:
            raise UsageError(
                "全库的索引和公开的索引在集群上要用两个名称，不能都叫 %(name)s", name=names.pop()
            )
        return
    own, other = Path(index).resolve(), Path(public_index).resolve()
    if own.is_relative_to(other) or other.is_relative_to(own):
        raise UsageError("全库的索引和公开的索引要放在两个文件夹里，互不包含")


def check_location(corpus: Path, index: Location) -> None:
    """Refuse an index in a folder of articles: in the corpus itself, one around it, or one in it that has some.

    An index that lies in a folder of its own in the corpus may stay. Raises UsageError.
    """
    folder = Path(index)
    if not corpus.is_dir() or not folder.is_dir():
        return
    if _holds(folder, corpus) or (_holds(corpus, folder) and holds_articles(folder)):
        raise UsageError(
            "索引要放在它自己的文件夹里，%(index)s 里有文章（文章文件夹是 %(corpus)s）；请给索引另指一个文件夹",
            index=index,
            corpus=corpus,
        )


def _holds(outer: Path, inner: Path) -> bool:
    """Say whether a folder is another, or lies around it, however the two are written."""
    inner = inner.resolve()
    return any(outer.samefile(folder) for folder in (inner, *inner.parents))
