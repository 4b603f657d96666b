"""Desk: what does an administrator see and do in a browser? Health, the last run, what nobody found.

What is written goes into the files that the command reads, by the same rules. Each act is a form
with a token, and a line in a log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from flask_babel import gettext as _

from search import Engine, IndexUnusableError, PicksFile, SynonymsFile, UsageError
from search.engine import Generation
from search.errors import PicksError, SettingsError, SynonymsError, system_reason
from search.query.picks import add_pick
from search.query.synonyms import add_synonyms

from ..asked.addresses import QuestionAddress
from ..logs import AuditLog
from ..settings.sections import Log
from ..tallies import Tally, read_tallies
from ..templating import render_template
from .last_run import last_run_of

_MOST_QUERIES = 30


class Kept(Protocol):
    """The indexes that are kept, and how an earlier one is put in use again."""

    def generations(self) -> list[Generation]:
        """List them, the one in use first."""

    def roll_back(self, name: str) -> Generation:
        """Put one in use again. Raises UsageError, IndexUnusableError."""


@dataclass(frozen=True, slots=True)
class Files:
    """What an administrator writes, and reads: each as the command does."""

    synonyms: SynonymsFile
    picks: PicksFile
    log: Log


def make_blueprint(engine: Engine, files: Files, kept: Kept | None) -> Blueprint:
    """Make the desk over an engine. Raises SettingsError when no log can be kept."""
    blueprint = Blueprint("desk", __name__, url_prefix="/desk")
    try:
        audit = AuditLog(files.log.audit, files.log.format == "json")
    except OSError as error:
        raise SettingsError(f"{files.log.audit}: {system_reason(error)}") from error

    @blueprint.before_request
    def administrators_only() -> None:
        if g.person is None or not g.person.is_administrator:
            abort(
                HTTPStatus.FORBIDDEN,
                description=_("管理台只给设置里 [staff] administrators 写的人用。"),
            )

    @blueprint.get("", strict_slashes=False)
    def desk() -> str:
        return _page(engine, files, kept)

    @blueprint.post("/synonyms")
    def synonyms() -> Response:
        names = [_typed("query"), *filter(None, map(str.strip, _typed("names").split("=")))]

        def write(path: Path) -> None:
            if len(names) < 2:
                raise SynonymsError(_("请写另一个名称。"))
            add_synonyms(path, names)

        return _done(files.synonyms.path, write, audit, "synonyms", names=" = ".join(names))

    @blueprint.post("/picks")
    def picks() -> Response:
        query, ids = _typed("query"), [_id_in(word) for word in _typed("articles").split()]

        def write(path: Path) -> None:
            known = {head.id for head in engine.heads(ids)}
            if unknown := next((one for one in ids if one not in known), None):
                raise PicksError(_("没有编号为 %(id)s 的文章。", id=unknown))
            add_pick(path, query, ids, _typed("reason"))

        return _done(files.picks.path, write, audit, "pick", query=query, articles=" ".join(ids))

    @blueprint.post("/rollback")
    def rollback() -> Response:
        name = _typed("generation")
        if kept is None or name not in {one.name for one in kept.generations()}:
            abort(HTTPStatus.BAD_REQUEST, description=_("没有留着这一份索引。"))
        try:
            kept.roll_back(name)
        except IndexUnusableError as error:
            abort(HTTPStatus.BAD_REQUEST, description=str(error))
        audit.say(g.person.name, "rollback", generation=name)
        return _back_to_the_desk("rollback")

    return blueprint


def _page(engine: Engine, files: Files, kept: Kept | None) -> str:
    fault = ""
    try:
        engine.confirm_newest()
    except IndexUnusableError as error:
        fault = str(error)
    record = engine.corpus_record()
    return render_template(
        "desk.html",
        address=QuestionAddress(),
        statistics=engine.statistics(),
        record=record,
        fault=fault,
        generations=kept.generations() if kept else [],
        run=last_run_of(record),
        queries=_without_results(files.log),
        counts_queries=files.log.queries is not None,
        done=request.args.get("done", ""),
    )


def _without_results(log: Log) -> list[Tally]:
    """Return what was looked for in vain; nothing where nobody counts, or nothing was counted yet."""
    if log.queries is None:
        return []
    try:
        return read_tallies(log.queries, _MOST_QUERIES)["nothing"]
    except UsageError:
        return []


def _typed(name: str) -> str:
    return " ".join(request.form.get(name, "").split())


def _id_in(word: str) -> str:
    """Return the id that is typed, or stands in the address of an article's page."""
    return unquote(urlsplit(word).path.rstrip("/").rpartition("/")[2]) if "/" in word else word


def _done(
    path: Path | None, write: Callable[[Path], None], audit: AuditLog, act: str, **what: str
) -> Response:
    """Write a file, write down who did, and lead back to the desk. Answers 400 where it does not fit."""
    if path is None:
        abort(HTTPStatus.BAD_REQUEST, description=_("这个网站没有可写的文件。"))
    try:
        write(path)
    except (SynonymsError, PicksError) as error:
        abort(HTTPStatus.BAD_REQUEST, description=str(error))
    except OSError as error:
        reason = system_reason(error)
        abort(
            HTTPStatus.BAD_REQUEST,
            description=_("写不了 %(path)s（%(reason)s）。", path=path, reason=reason),
        )
    audit.say(g.person.name, act, **what)
    return _back_to_the_desk(act)


def _back_to_the_desk(done: str) -> Response:
    return redirect(url_for("desk.desk", done=done), HTTPStatus.SEE_OTHER)  # type: ignore[return-value]
