"""What is the web application made of? Pages, API, errors and headers, put together."""

from flask import Flask, Response
from flask_bootstrap import Bootstrap5

from search.engine import Engine
from search.synonyms import SynonymsFile

from . import api, errors, pages
from .rendering import in_paragraph, with_line_breaks

SITE_NAME = "政搜"
_ONE_HOUR = 3600
_MAX_BODY_BYTES = 64 * 1024

#: Everything is served from here, no script is needed, and nobody may frame the page. Bootstrap's
#: style sheet holds its small icons as data: images.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def create_app(engine: Engine, synonyms: SynonymsFile | None = None) -> Flask:
    """Make the application that answers from an engine, with the synonyms of a file."""
    synonyms = synonyms or SynonymsFile(None)
    app = Flask(__name__)
    app.config.update(
        BOOTSTRAP_SERVE_LOCAL=True,
        SEND_FILE_MAX_AGE_DEFAULT=_ONE_HOUR,
        MAX_CONTENT_LENGTH=_MAX_BODY_BYTES,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # Flask's own provider has it
    Bootstrap5(app)
    app.jinja_env.globals["site_name"] = SITE_NAME
    app.jinja_env.filters["in_paragraph"] = in_paragraph
    app.jinja_env.filters["with_line_breaks"] = with_line_breaks
    app.register_blueprint(pages.make_blueprint(engine, synonyms))
    app.register_blueprint(api.make_blueprint(engine, synonyms))
    errors.register(app)
    app.after_request(_with_security_headers)
    return app


def _with_security_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    return response
