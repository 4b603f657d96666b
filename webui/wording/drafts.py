"""Drafts: which text did somebody send to be checked? One that was pasted, or that of a file, read shut in.

Nothing of it is kept: a file lies in a folder of its own while it is read, and goes with it.
"""

import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path, PurePosixPath

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from search import UsageError
from search.wording.quotations import MOST_CHARACTERS

_NAME, _ENDING = "draft", re.compile(r"\.[A-Za-z0-9]{1,8}")
_MOST_PASTED = 12 * MOST_CHARACTERS + 4096  # bytes: four a character at most, three signs each
_PATIENCE = 20.0  # seconds that somebody waits for another's draft
#: One at a time in each process: a draft takes a whole core, and a file a process of its own.
_turn = threading.Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """Do the work on one draft after another; who waits too long is told to come again."""
    if not _turn.acquire(timeout=_PATIENCE):
        abort(HTTPStatus.SERVICE_UNAVAILABLE, description=_("正在核对别的文稿，请稍后再试。"))
    try:
        yield
    finally:
        _turn.release()


def draft_sent() -> str:
    """Return the text of the request. Raises UsageError where there is none, or it cannot be read."""
    is_pasted = request.mimetype == "application/x-www-form-urlencoded"
    if is_pasted and (request.content_length or 0) > _MOST_PASTED:
        # To take a form of ten megabytes apart costs as much as checking a draft.
        raise UsageError("文稿太长：一次最多核对 %(most)s 字，请分几次核对", most=MOST_CHARACTERS)
    file = request.files.get("file")
    text = _read(file) if file and file.filename else request.form.get("text", "")
    if not text.strip():
        raise UsageError("请粘贴文稿，或者选一个文件")
    return text.replace("\r\n", "\n")


def _read(file: FileStorage) -> str:
    from search.ingest.draft import read_draft  # noqa: PLC0415 - most processes read none

    ending = _ENDING.fullmatch(PurePosixPath(file.filename or "").suffix)
    with tempfile.TemporaryDirectory(prefix="zhengsou-") as folder:
        path = Path(folder) / f"{_NAME}{ending[0] if ending else ''}"
        file.save(path)
        return read_draft(path, MOST_CHARACTERS, keeps_spare=False)
