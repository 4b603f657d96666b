"""Warming: the first who asks waits for nothing, and nobody for what was loaded."""

import gc
from contextlib import closing
from pathlib import Path

from webui import create_app
from webui.warming import warm

from .articles import article, build


def test_what_was_loaded_for_pages_is_not_looked_through_for_garbage_again(tmp_path: Path) -> None:
    with closing(build(tmp_path, [article("a", "夜校", "开班。")])) as engine:
        warm(create_app(engine))
    try:
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
