"""Chart: how do the engines look side by side? One SVG: a group of bars for each class, on a log scale."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from .queries import QUERY_CLASSES
from .timing import Speed

#: The rows that are drawn, in this order, with their labels and colours (Okabe and Ito's, told
#: apart by the colour-blind); the table has the others too.
_DRAWN = {
    "zhengsou": ("Zhengsou", "#d55e00"),
    "tantivy": ("Tantivy", "#0072b2"),
    "sqlite_fts5": ("SQLite FTS5", "#56b4e9"),
    "sqlite_fts5_trigram": ("SQLite FTS5, trigram", "#a6d8f2"),
    "whoosh": ("Whoosh", "#999999"),
}
_BAR, _GAP = 0.8, 1.2


def draw(classes: Mapping[str, Mapping[str, Speed]], documents: int, path: Path) -> None:
    """Draw medians as bars, and a thin line to the 95th percentile."""
    # The same numbers always give the same file; text stays text, in the reader's own font.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "zhengsou", "font.size": 10}):
        figure = Figure(figsize=(8, 7.5), layout="constrained")
        axes = figure.subplots()
        middles, seen, y = [], set(), 0.0
        for query_class in QUERY_CLASSES:
            speeds = classes[query_class.name]
            rows = [name for name in _DRAWN if name in speeds]
            middles.append(y + (len(rows) - 1) * _BAR / 2)
            for name in rows:
                label, colour = _DRAWN[name]
                median, p95 = speeds[name].median_ms, speeds[name].p95_ms
                axes.barh(
                    y, median, _BAR * 0.9, color=colour, label=None if name in seen else label
                )
                axes.plot([median, max(median, p95)], [y, y], color="#333333", linewidth=0.8)
                axes.text(max(median, p95) * 1.08, y, _milliseconds(median), va="center", size=8)
                seen.add(name)
                y += _BAR
            y += _GAP - _BAR / 2
        axes.set_yticks(middles, [query_class.label for query_class in QUERY_CLASSES])
        axes.invert_yaxis()
        axes.set_xscale("log")
        axes.margins(x=0.12, y=0.01)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _milliseconds(value)))
        axes.set_xlabel(
            "milliseconds, logarithmic: bar and number the median, line the 95th percentile"
        )
        axes.set_title(f"Top 10 and exact total from {documents:,} documents", loc="left")
        axes.tick_params(axis="y", length=0)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
        handles, labels = axes.get_legend_handles_labels()
        order = [labels.index(label) for label, _ in _DRAWN.values() if label in labels]
        handles, labels = [handles[n] for n in order], [labels[n] for n in order]
        figure.legend(handles, labels, loc="outside lower center", ncols=5, frameon=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _milliseconds(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:,.0f}"
