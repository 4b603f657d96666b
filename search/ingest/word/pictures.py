"""Word pictures: which pictures has a document that has hardly any text, in their order?"""

from collections.abc import Iterator

from .package import A, Package, R, V

_MOST = 500
_SHOWING = {f"{A}blip": f"{R}embed", f"{V}imagedata": f"{R}id"}


def pictures_of(package: Package) -> list[bytes]:
    """Return the pictures of a document as it shows them, each once. Raises as `Package.content` does."""
    named = dict.fromkeys(_names(package))
    contents = (package.content(name) for name, _ in zip(named, range(_MOST), strict=False))
    return [content for content in contents if content]


def _names(package: Package) -> Iterator[str]:
    main = package.main
    for item in main.root.iter(*_SHOWING):
        _, name = main.related.get(item.get(_SHOWING[item.tag]) or "", ("", ""))
        if name:
            yield name
