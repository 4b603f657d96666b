"""Application: what is the web application made of? Pages, API, errors and headers, put together."""

from flask import Flask, Response

from search import Engine, PicksFile, SynonymsFile
from search.article import in_one_line

from . import api, errors, exports, feeds, pages, site_files
from .asked.addresses import absolute
from .asked.languages import speak
from .assets import keep_assets, static_path
from .budgets import give_budgets
from .caching import keep_answers
from .directions import without_directions
from .hosts import guard_hosts
from .kept_answers import PUBLIC
from .shown.facts import badge, day, facts
from .shown.rendering import passage, with_marks
from .site_settings import Site

#: Everything is served from here, nothing stands inline, and nobody may frame the page.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def create_app(
    engine: Engine,
    synonyms: SynonymsFile | None = None,
    site: Site | None = None,
    picks: PicksFile | None = None,
    audience: str = PUBLIC,
) -> Flask:
    """Make the application that answers from an engine, with synonyms and picks of files, as a site says.

    Without such a file those that are shipped with the program are used, unless the site says no.
    What is made for one audience is never answered to another. Raises SiteError where a template of
    the site cannot be read.
    """
    site = site or Site()
    synonyms = synonyms or SynonymsFile(None, site.abbreviations)
    picks = picks or PicksFile(None)
    app = Flask(__name__, static_url_path=static_path())
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # Flask's own provider has it
    app.jinja_env.globals["absolute"] = absolute
    app.jinja_env.finalize = without_directions
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True  # a third less to send
    keep_assets(app)
    speak(app, site.language)
    site_files.dress(app, site)
    app.register_blueprint(site_files.make_blueprint(site))
    app.jinja_env.filters["in_one_line"] = in_one_line
    app.jinja_env.filters |= {"with_marks": with_marks, "passage": passage}
    app.jinja_env.filters |= {"facts": facts, "badge": badge, "day_of": day}
    app.register_blueprint(pages.make_blueprint(engine, synonyms, picks))
    app.register_blueprint(exports.make_blueprint(engine, synonyms))
    app.register_blueprint(feeds.make_blueprint(engine, synonyms))
    app.register_blueprint(api.make_blueprint(engine, synonyms, picks))
    errors.register(app)
    give_budgets(app)
    guard_hosts(app)
    keep_answers(app, engine, lambda: synonyms.version() + picks.version(), audience)
    app.after_request(_with_security_headers)
    site_files.check_templates(app, site)
    return app


def _with_security_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    return response
