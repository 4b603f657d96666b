"""Languages: in which language does the page speak? As its address says, else as the browser prefers."""

from datetime import date
from functools import lru_cache
from urllib.parse import quote, urlencode

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from flask import Flask, current_app, g, request
from flask_babel import Babel, lazy_gettext
from flask_babel import gettext as translated
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from search.partial_date import Day, uncertainty_of
from search.query.description import describe

from ..escaping import escaped

LANGUAGES = {"zh": "中文", "en": "English"}
#: Read once: Babel takes longer to read the name of one than to write a day.
_LOCALES = {"zh": Locale("zh", "CN", "Hans"), "en": Locale("en", "GB")}
#: Addresses that are the same in every language.
_SPEECHLESS = {
    "static",
    "feeds.opensearch",
    "feeds.sitemap",
    "feeds.sitemaps",
    "site.logo",
    "site.colours",
}
TAGS = {"zh": "zh-CN", "en": "en"}

#: What `search` names in Chinese, so that the catalogue has it.
NAMED_ELSEWHERE = (
    lazy_gettext("栏目"),
    lazy_gettext("年份"),
    lazy_gettext("月份"),
    lazy_gettext("来源"),
    lazy_gettext("文种"),
    lazy_gettext("标题"),
    lazy_gettext("文号"),
    lazy_gettext("正文"),
)


def language() -> str:
    """Return the language of this request: as its address says, else as the browser prefers."""
    own = vars(g._get_current_object())  # once: a page asks often, and each way through `g` is long
    found: str | None = own.get("language")
    if found is None:
        default = str(current_app.config["LANGUAGE"])
        header = request.headers.get("Accept-Language", "")
        found = own["language"] = asked_language() or preferred(header) or default
    return found


@lru_cache(maxsize=1024)
def preferred(header: str) -> str:
    """Return the language that a browser prefers (RFC 9110, 12.5.4); empty where it wants none of them."""
    accepted = parse_accept_header(header, LanguageAccept)
    return accepted.best_match(list(LANGUAGES)) or ""


def asked_language() -> str:
    """Return the language that the address asks for; empty where it asks for none that is spoken."""
    own = vars(g._get_current_object())
    found: str | None = own.get("asked_language")
    if found is None:
        asked = request.args.get("lang", "")
        found = own["asked_language"] = asked if asked in LANGUAGES else ""
    return found


def _in_language(code: str) -> str:
    """Return the address of this page in another language."""
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    query = urlencode([*arguments, ("lang", code)], errors="replace")
    return f"{quote(request.script_root + request.path)}?{query}"


def speak(app: Flask, default: str) -> None:
    """Let an application speak the languages, and write numbers and days as each does."""
    app.config["LANGUAGE"] = default
    app.config["BABEL_DEFAULT_LOCALE"] = str(_LOCALES["zh"])
    Babel(app, locale_selector=lambda: _LOCALES[language()])
    app.jinja_env.globals["language"] = language
    app.jinja_env.globals["language_tag"] = lambda: TAGS[language()]
    app.jinja_env.globals["languages"] = LANGUAGES
    app.jinja_env.globals["in_language"] = _in_language
    app.jinja_env.filters["number"] = written_number
    app.jinja_env.filters["day"] = written_day
    app.jinja_env.filters["uncertainty"] = uncertainty_of
    app.jinja_env.filters["reading"] = lambda query: describe(query, gettext)
    app.jinja_env.globals["gettext"] = app.jinja_env.globals["_"] = say

    @app.url_defaults
    def keep_language(endpoint: str, values: dict[str, str | None]) -> None:
        asked = asked_language() if request else ""
        if asked and endpoint not in _SPEECHLESS:
            values.setdefault("lang", asked)


def gettext(text: str, /, **values: object) -> str:
    """Say a text in the language of this request, as Flask-Babel does; days as it writes them."""
    said = _translated(text, language())
    if values:
        said %= {
            name: written_day(value) if isinstance(value, date) else value
            for name, value in values.items()
        }
    return said


def say(text: str, /, **values: object) -> Markup:
    """Say a text of a template; what stands in its places is escaped, the text itself is ours."""
    return said_in(language(), text, **values)


def said_in(code: str, text: str, /, **values: object) -> Markup:
    """Say a text as `say` does, in the language of this request, which is `code`."""
    said = _translated(text, code)
    if values:
        said %= {name: escaped(value) for name, value in values.items()}
    return Markup(said)  # noqa: S704 - ours, and escaped


@lru_cache(maxsize=4096)
def _translated(text: str, code: str) -> str:
    # A page says hundreds, and Flask-Babel looks for the request and its language for each.
    return str(translated(text))


def written_number(value: int | float) -> Markup:
    """Write a number as the reader's language does."""
    return number_in(language(), value)


@lru_cache(maxsize=4096)
def number_in(code: str, value: int | float) -> Markup:
    """Write a number as a language does."""
    # A page has hundreds, and Babel takes longer for one than a template for its line.
    return Markup(format_decimal(value, locale=_LOCALES[code]))  # noqa: S704 - digits, signs


def written_day(day: Day) -> str:
    """Write a day, or as much as is known of it, as the reader's language does."""
    return day_in(language(), day)


@lru_cache(maxsize=4096)
def day_in(code: str, day: Day) -> str:
    """Write a day as a language does."""
    locale = _LOCALES[code]
    if isinstance(day, date):
        return str(format_date(day, "medium", locale=locale))
    return str(format_skeleton("yMMM" if day.month else "y", day.first, locale=locale))
