"""Application: what is the web application made of? Pages, API, errors and headers, put together."""

from flask import Flask

from search import Engine, PicksFile, SynonymsFile
from search.article import in_one_line
from search.query.hidden_wordings import HiddenFile

from . import api, errors, exports, feeds, originals, pages, site_files
from .asked.hosts import guard_hosts
from .asked.languages import speak
from .asked.paths import canonical_address, path_of
from .assets import keep_assets, static_path
from .budgets import bound_waiting, give_budgets
from .caching import keep_answers
from .front import Front
from .headers import add_headers
from .kept_answers import PUBLIC
from .logs import open_log
from .pasting import take_texts
from .plain import plain_answers
from .settings.sections import Settings
from .shown.facet_lists import value_items
from .shown.facts import badge, day, facts
from .shown.rendering import passage, with_marks
from .shown.result_page import page_items
from .shown.timeline import bar_items
from .staff import desk
from .staff.door import STAFF, Door, guard
from .tallies import TALLIES, Tallies
from .templating import make_templates
from .watching import watch_index
from .wording import pages as wording_pages


def create_app(
    engine: Engine,
    synonyms: SynonymsFile | None = None,
    settings: Settings | None = None,
    picks: PicksFile | None = None,
    door: Door | None = None,
    kept: desk.Kept | None = None,
    hidden: HiddenFile | None = None,
) -> Flask:
    """Make the application that answers from an engine, with synonyms and picks of files, as settings say.

    And without the wordings of a file `hidden` among new ones.

    Without such a file those that are shipped with the program are used, unless the settings say no.
    With a door only those are answered whom it knows, and administrators have a desk, where they put
    earlier indexes of `kept` in use again. Raises SettingsError where a template of
    the site cannot be read.
    """
    settings = settings or Settings()
    synonyms = synonyms or SynonymsFile(None, settings.search.abbreviations)
    picks, hidden = picks or PicksFile(None), hidden or HiddenFile(None)
    app = Flask(__name__, static_url_path=static_path())
    # Nothing here is a coroutine: Flask would look at each function, whenever it calls one.
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]
    take_texts(app)
    if door:
        guard(app, door)
    log = settings.log
    tallies = Tallies(log.queries, log.queries_days) if log.queries else None
    app.extensions[TALLIES] = tallies
    open_log(app, log)
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # Flask's own provider has it
    app.jinja_env.globals |= {"canonical_address": canonical_address, "url_for": path_of}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True  # a third less to send
    keep_assets(app)
    speak(app, settings.site.language)
    site_files.dress(app, settings)
    app.register_blueprint(site_files.make_blueprint(settings.site))
    app.jinja_env.filters["in_one_line"] = in_one_line
    app.jinja_env.filters |= {"with_marks": with_marks, "passage": passage}
    app.jinja_env.filters |= {"facts": facts, "badge": badge, "day_of": day}
    app.jinja_env.filters |= {"value_items": value_items, "bar_items": bar_items}
    app.jinja_env.filters["page_items"] = page_items
    make_templates(app)
    app.register_blueprint(pages.make_blueprint(engine, synonyms, picks))
    app.register_blueprint(wording_pages.make_blueprint(engine, hidden))
    app.register_blueprint(originals.make_blueprint(engine))
    app.register_blueprint(exports.make_blueprint(engine, synonyms))
    app.register_blueprint(feeds.make_blueprint(engine, synonyms))
    app.register_blueprint(api.make_blueprint(engine, synonyms, picks, hidden))
    if door:
        app.register_blueprint(desk.make_blueprint(engine, desk.Files(synonyms, picks, log), kept))
    errors.register(app)
    give_budgets(app)
    watch_index(app, engine)
    guard_hosts(app)
    files = (synonyms, picks, hidden)
    keep_answers(
        app,
        engine,
        lambda: "".join(file.version() for file in files),
        STAFF if door else PUBLIC,
    )
    add_headers(app)
    bound_waiting(app)
    site_files.check_templates(app, settings.templates)
    app.wsgi_app = Front(app.wsgi_app, settings.server, plain_answers(app), tallies)  # type: ignore[method-assign]
    return app
