"""Public part: what is kept beside an index for everyone to read, and by which rules?

A file beside the builds, not in one: a return to a build of before must not open to everyone what
has been internal since.
"""

import json
from dataclasses import asdict
from pathlib import Path

from ....corpus_record import PublicPart
from ....errors import IndexFault, IndexUnusableError
from ...arrays.file.durable import sync, write_whole

_NAME = "PUBLIC-PART"


def note(location: Path, part: PublicPart) -> None:
    """Note it, on disk before this returns."""
    if part == noted(location):
        return
    write_whole(location / _NAME, [json.dumps(asdict(part), ensure_ascii=False)])
    sync(location)


def noted(location: Path) -> PublicPart:
    """Return what was noted last. Raises IndexUnusableError when it cannot be read."""
    path = location / _NAME
    try:
        return PublicPart(**json.loads(path.read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return PublicPart()
    except (OSError, ValueError, TypeError) as error:
        raise IndexUnusableError(
            IndexFault.DAMAGED,
            f"{path}: 读不了，不知道有没有公开的索引；请删去它，"
            "再用 --public-index 指明公开的索引（没有就写 off），运行 zhengsou rebuild",
        ) from error
