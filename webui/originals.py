"""Originals: the file that an article was read from, where it is kept. Served to be kept, never to be shown."""

from flask import Blueprint, Response, abort, send_file
from flask_babel import gettext as _

from search import Engine

_ANY_FILE = "application/octet-stream"


def make_blueprint(engine: Engine) -> Blueprint:
    """Make the downloads over an engine."""
    blueprint = Blueprint("originals", __name__)

    @blueprint.get("/articles/<identifier>/original")
    def original(identifier: str) -> Response:
        kept = engine.original(identifier)
        if kept is None:
            abort(404, description=_("没有留存这篇文章的原件。"))
        response = send_file(
            kept.path, mimetype=_ANY_FILE, as_attachment=True, download_name=kept.name, max_age=0
        )
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return blueprint
