"""Location: how is it said where an index is?"""

from pathlib import Path

#: The path of a folder, or an address (scheme://host/name).
Location = Path | str
