"""Logs: what is written down of each request? When, what, how it was answered, how long that took; never by whom."""

import json
import logging
import sys
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path

from flask import Flask, has_request_context, request

from search.errors import SettingsError, system_reason

from .settings.sections import Log

#: The header by which a request is found in the logs.
REQUEST_ID = b"X-Request-Id"
_NAME = "zhengsou-access"
_QUERY_LENGTH = 200  # characters of a slow query


class AccessLog:
    """Writes a line a request: to standard error or a file, which it opens anew when that was moved away."""

    def __init__(self, path: Path, is_json: bool, slow_seconds: float) -> None:
        """Open a log; `-` is standard error. Raises OSError."""
        self._is_json = is_json
        self._slow = slow_seconds
        self._logger = logging.Logger(_NAME)  # of its own: libraries say nothing in it
        to_file = str(path) != "-" and sys.platform != "win32"
        self._logger.addHandler(
            WatchedFileHandler(path, encoding="utf-8", delay=True)
            if to_file
            else logging.StreamHandler()
        )
        if to_file:
            path.open("ab").close()  # say now what is wrong with it

    def close(self) -> None:
        """Let go of the file."""
        for handler in self._logger.handlers:
            handler.close()

    def say(
        self, request: str, method: str, address: str, status: int, seconds: float, size: int
    ) -> None:
        """Write a request down: of its address the path, and what was asked only where that was slow."""
        path, _, query = address.partition("?")
        said = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": request,
            "method": method,
            "path": path,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": size,
        }
        if self._slow and seconds >= self._slow:
            said["slow"] = query[:_QUERY_LENGTH]
        self._logger.info("%s", json.dumps(said) if self._is_json else _plain(said))


class AuditLog:
    """Writes a line for each act of an administrator: when, who, what; to standard error or a file.

    Acts are few: the file is opened for each, so it may be moved away.
    """

    def __init__(self, path: Path | None, is_json: bool) -> None:
        """Look whether the file can be written; None, and `-`, are standard error. Raises OSError."""
        self._path = None if str(path) == "-" else path
        self._is_json = is_json
        if self._path:
            self._path.open("ab").close()

    def say(self, who: str, act: str, **what: str) -> None:
        """Write an act down; on standard error, where the file cannot be written any more."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        said = {"time": now, "act": act, "who": who, **what}
        line = json.dumps(said, ensure_ascii=False)
        if not self._is_json:
            line = " ".join(_word(f"{name}={value}") for name, value in said.items())
        try:
            if self._path:
                with self._path.open("a", encoding="utf-8") as stream:
                    stream.write(f"{line}\n")
                return
        except OSError as error:
            line = f"{line} ({error})"
        sys.stderr.write(f"{line}\n")


def _plain(said: dict[str, object]) -> str:
    return " ".join(
        _word(f"{name}={value}" if name in {"ms", "bytes", "slow"} else f"{value}")
        for name, value in said.items()
    )


def _word(text: str) -> str:
    """Write a text as one word of one line, whatever is in it."""
    return "".join(c if c.isprintable() and c != " " else f"%{ord(c) & 0xFF:02X}" for c in text)


def open_log(app: Flask, log: Log) -> None:
    """Open the access log that settings want, if they want one. Raises SettingsError."""
    app.logger.addFilter(_name_request)
    if log.access is None:
        return
    is_json = log.format == "json"
    try:
        app.extensions[_NAME] = AccessLog(log.access, is_json, log.slow_seconds)
    except OSError as error:
        raise SettingsError(f"{log.access}: {system_reason(error)}") from error


def _name_request(record: logging.LogRecord) -> bool:
    """Let what is logged of a request begin with what the access log calls it."""
    if has_request_context() and (name := request.headers.get(REQUEST_ID.decode(), "")):
        record.msg = f"[{name}] {record.msg}"
    return True


def log_of(app: Flask) -> AccessLog | None:
    """Return the access log of an application."""
    log: AccessLog | None = app.extensions.get(_NAME)
    return log
