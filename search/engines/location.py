"""Location: how is it said where an index is?"""

import re
from pathlib import Path

#: The path of a folder, or an address (scheme://host/name).
Location = Path | str

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")  # of two letters or more: C:// is a drive


def scheme_of(location: Location) -> str | None:
    """Return the scheme of an address in small letters; None of a folder."""
    match = _SCHEME.match(str(location))
    return match[1].lower() if match else None


def absolute(location: Location) -> str:
    """Return a location as it is the same from everywhere."""
    return str(location) if scheme_of(location) else str(Path(location).absolute())
