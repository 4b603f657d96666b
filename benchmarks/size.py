"""Size: what does each part of an index take? python -m benchmarks.size INDEX [--arrays]

Bytes for each character of normalised text, line breaks included: all files of the build in use.
Array files are read as such, so an index of another format is measured, too.
"""

from collections import Counter
from pathlib import Path

import click

from search import IndexUnusableError
from search.engines.arrays.file.arrays import ArrayFile, ArrayFileError
from search.engines.arrays.file.layout import TEXT_STARTS
from search.engines.whoosh.store.builds import current_build, size_on_disk

#: What arrays belong together, by how their names begin; the first that fits holds.
GROUPS = {
    "bigrams/offset": "positions",
    "bigrams/position": "positions",  # up to format 8
    "bigrams/counts": "counts",
    "bigrams/title_counts": "counts",
    "bigrams/": "postings",
    "words/": "words",
    "articles/": "articles",
    "columns/": "columns",
    "documents/signatures": "copies",
    "documents/sentence": "copies",
    "documents/letters": "copies",
    "documents/says_copied": "copies",
    "documents/fingerprints": "copies",
    "documents/line": "lines and sentences",
    "documents/stretch": "lines and sentences",
    "vocabulary/": "vocabulary",
}
REST = "rest"
_LEAST = 0.0005  # bytes a character: what is printed as 0.001


def group_of(array: str) -> str:
    """Name the group of an array."""
    return next((group for start, group in GROUPS.items() if array.startswith(start)), REST)


def sizes_of(build: Path) -> tuple[Counter[str], int]:
    """Return the bytes of each array of a build, and its characters. Raises ArrayFileError, OSError."""
    sizes: Counter[str] = Counter()
    characters = 0
    for path in [*build.glob("*.arrays"), *build.glob("*.entries")]:
        arrays = ArrayFile(path)
        for name in arrays:
            sizes[name] += arrays[name].nbytes
            if name == TEXT_STARTS:
                characters += int(arrays[name][-1])
    return sizes, characters


@click.command()
@click.argument("index", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--arrays", is_flag=True, help="Print each array of some size, too.")
def main(index: Path, arrays: bool) -> None:
    """Measure the build in use of an index."""
    try:
        build = current_build(index).folder
        sizes, characters = sizes_of(build)
    except (IndexUnusableError, ArrayFileError, OSError) as error:
        raise click.ClickException(str(error)) from error
    if not characters:
        raise click.ClickException(f"{index}: no articles")
    total = size_on_disk(build)
    groups = Counter({REST: total - sizes.total()})  # other files, tables, gaps
    for name, size in sizes.items():
        groups[group_of(name)] += size
    click.echo(f"{characters:,} characters, {total:,} bytes\n")
    click.echo(f"{'bytes a character':40}{total / characters:8.3f}")
    for group, size in groups.most_common():
        click.echo(f"  {group:38}{size / characters:8.3f}")
        for name, of_array in sizes.most_common() if arrays else ():
            if group_of(name) == group and of_array >= characters * _LEAST:
                click.echo(f"    {name:36}{of_array / characters:8.3f}")


if __name__ == "__main__":
    main()
