"""Building: what does an index cost? Time with and without segmentation, memory, and space."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path

from .documents import Feed
from .peers import load
from .processes import in_own_process, peak_memory_mb


@dataclass(frozen=True, slots=True)
class BuildCost:
    """What building one engine's index took."""

    documents_per_second: float  # segmentation included, reading files not
    documents_per_second_without_segmentation: float
    seconds: float  # segmentation included
    segmentation_s: float
    index_mb: float
    peak_rss_mb: float
    start_rss_mb: float  # of these: Python and the segmenter, before the first document

    def to_json(self) -> dict[str, float]:
        """Return it as plain JSON values."""
        return asdict(self)


def build(name: str, folder: Path, documents: Path, size: int) -> BuildCost:
    """Build an engine's index in a process of its own."""
    folder.mkdir()
    return in_own_process(_build, name, folder, documents, size)


def _build(name: str, folder: Path, documents: Path, size: int) -> BuildCost:
    peer = load(name)
    _segment(Feed(documents, 1, name))  # loads the dictionary, which is not counted
    feed = Feed(documents, size, f"building {name}")
    start = peak_memory_mb()
    begin = time.perf_counter()
    peer.build(folder, feed)
    seconds = time.perf_counter() - begin - feed.reading_s
    peak = peak_memory_mb()
    # An engine that analyses by itself does the same work, which is timed here by itself.
    segmentation = feed.segmentation_s or _segment(Feed(documents, size, f"segmenting {name}"))
    return BuildCost(
        documents_per_second=round(size / seconds, 1),
        documents_per_second_without_segmentation=round(
            size / max(seconds - segmentation, 1e-3), 1
        ),
        seconds=round(seconds, 2),
        segmentation_s=round(segmentation, 2),
        index_mb=round(sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6, 2),
        peak_rss_mb=peak,
        start_rss_mb=start,
    )


def _segment(feed: Feed) -> float:
    for _ in feed.documents():
        pass
    return feed.segmentation_s
