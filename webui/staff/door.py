"""Door: who is let in? Whom a trusted proxy names, or who has logged in; everybody else is asked to.

What a proxy says counts if it comes from a trusted address and has the secret: an address alone
is that of any other program on the same machine.
"""

import hmac
import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from flask import Blueprint, Flask, Response, abort, g, redirect, request, url_for
from flask_babel import gettext as _

from search.errors import SettingsError

from ..asked.addresses import QuestionAddress
from ..asked.hosts import host_name
from ..front import INSIDE, PEER, is_within
from ..settings.sections import Settings
from ..templating import render_template
from .people import MOST_CHARACTERS, PeopleFile, is_name, read_people
from .sessions import Session, Sessions
from .throttle import Throttle

#: What the staff is answered is nobody else's.
STAFF = "staff"
SECRET_HEADER = "X-Zhengsou-Secret"  # noqa: S105 - its name
#: Bytes that a form may have.
MOST_FORM_BYTES = 64 * 1024
_FREE = {"static", "site.logo", "site.colours", "api.health", "staff.login", "staff.log_in"}
_READING = {"GET", "HEAD"}
_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")  # no \, no blank, nothing unprintable
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks."""

    name: str
    is_administrator: bool
    nonce: str  # by which forms are known


class Door:
    """Lets in whom it knows, and says to others where to log in. Raises SettingsError when nobody could."""

    def __init__(self, settings: Settings) -> None:
        own, proxies = settings.staff, settings.server.trusted_proxies
        if not own.secret and own.passwords is None:
            raise SettingsError(
                "--staff 要知道谁能进：请在 [staff] 里写 passwords（密码文件）或 secret（代理的暗号）"
            )
        if own.secret and not proxies:
            raise SettingsError("[staff] secret 要与 [server] trusted_proxies 一起写")
        if own.passwords:
            read_people(own.passwords)  # say now what is wrong with it
        self._own, self._proxies = own, proxies
        self._people = PeopleFile(own.passwords)
        self._throttle = Throttle()

    @property
    def has_passwords(self) -> bool:
        """Say whether one can log in here."""
        return self._own.passwords is not None

    @property
    def sessions(self) -> Sessions:
        """Return what reads cookies, with the key that holds now."""
        return Sessions(self._people.current().key or self._own.secret, self._own.hours)

    def person(self) -> Person | None:
        """Return who asks; None for somebody who is not known."""
        if (name := self._named_by_proxy()) is not None:
            return self._person(name, f"proxy {name}")
        session = self.sessions.read(request) if self.has_passwords else None
        if session is None or not session.name:
            return None
        if session.mark != self._people.current().mark_of(session.name):
            return None  # has another password by now, or none
        return self._person(session.name, session.nonce)

    def log_in(self, name: str, password: str) -> Session | HTTPStatus:
        """Return a new session, or why there is none: too many tries, or something is wrong."""
        address = request.remote_addr or ""
        if not self._throttle.allows(name, address):
            return HTTPStatus.TOO_MANY_REQUESTS
        people = self._people.current()
        if len(password) > MOST_CHARACTERS or not people.verify(name, password):
            self._throttle.note_wrong(name, address)
            return HTTPStatus.FORBIDDEN
        return Session.new(name, people.mark_of(name) or "")

    def _person(self, name: str, nonce: str) -> Person:
        return Person(name, name in self._own.administrators, nonce)

    def _named_by_proxy(self) -> str | None:
        """Return whom a proxy names that is trusted, and has the secret."""
        if not self._own.secret or not is_within(request.environ.get(PEER, ""), self._proxies):
            return None
        said = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(said, self._own.secret.encode()):
            return None
        name = request.headers.get(self._own.user_header, "")
        try:
            name = name.encode("latin-1").decode()  # WSGI hands over bytes as Latin-1
        except UnicodeError:
            return None
        return name if is_name(name) else None


def guard(app: Flask, door: Door) -> None:
    """Let an application answer only those whom the door knows; call it before anything else is registered."""
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MOST_FORM_BYTES

    @app.before_request
    def ask_who() -> Response | str | None:
        g.person = None
        if request.environ.get(INSIDE) or request.endpoint in _FREE:
            return None
        g.person = door.person()
        if g.person is None:
            return _turned_away(door)
        if request.method not in _READING and not door.sessions.is_ours(request, g.person.nonce):
            abort(
                HTTPStatus.FORBIDDEN,
                description=_("这张表单不是从本站打开的，或者过期了；请回上一页刷新再试。"),
            )
        return None

    @app.after_request
    def keep_private(response: Response) -> Response:
        # Registered first, so it speaks last.
        if request.endpoint not in {"static", "site.colours"}:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    @app.context_processor
    def tell_templates() -> dict[str, object]:
        person = g.get("person")
        token = door.sessions.token(person.nonce) if person else ""
        return {"person": person, "form_token": token, "can_log_out": door.has_passwords}

    app.register_blueprint(_pages(door))


def _turned_away(door: Door) -> Response:
    """Lead a reader to the login, and tell a program that it must."""
    is_page = request.method in _READING and request.accept_mimetypes.accept_html
    is_program = request.path.startswith("/api/") or "application/json" in str(
        request.accept_mimetypes
    )
    if door.has_passwords and is_page and not is_program:
        query = request.query_string.decode("ascii", "replace")
        asked = f"{quote(request.path)}?{query}".rstrip("?")
        here = url_for("staff.login", next=asked if asked != "/" else None)
        return redirect(here)  # type: ignore[return-value] # Flask's own, of ours
    response = Response(
        _("请先登录。") if door.has_passwords else _("请从单位的门户进入。"),
        HTTPStatus.UNAUTHORIZED,
        mimetype="text/plain",
    )
    response.headers["WWW-Authenticate"] = 'Zhengsou realm="staff"'
    return response


def safe_path(text: str) -> str:
    """Return a path of this site, for what may be any address: `/` for what would lead elsewhere."""
    parts = urlsplit(text) if _PATH.fullmatch(text) else None
    return text if parts and not parts.scheme and not parts.netloc else "/"


def _pages(door: Door) -> Blueprint:
    blueprint = Blueprint("staff", __name__)

    @blueprint.get("/login")
    def login() -> Response:
        if not door.has_passwords:
            abort(HTTPStatus.NOT_FOUND)
        return _form(door, HTTPStatus.OK, "")

    @blueprint.post("/login")
    def log_in() -> Response:
        if not door.has_passwords:
            abort(HTTPStatus.NOT_FOUND)
        session = door.sessions.read(request)
        if session is None or not door.sessions.is_ours(request, session.nonce):
            return _form(door, HTTPStatus.FORBIDDEN, _("登录页过期了，请再试一次。"))
        if not _is_sealed():
            return _form(door, HTTPStatus.FORBIDDEN, "")
        name, password = request.form.get("name", "").strip(), request.form.get("password", "")
        found = door.log_in(name, password)
        if isinstance(found, Session):
            target = request.script_root + safe_path(request.form.get("next", ""))
            response: Response = redirect(target, HTTPStatus.SEE_OTHER)  # type: ignore[assignment]
            door.sessions.write(found, request, response)
            return response
        if found is HTTPStatus.TOO_MANY_REQUESTS:
            return _form(door, found, _("错的次数太多，请过十五分钟再试。"))
        return _form(door, found, _("名字或密码不对。"))

    @blueprint.post("/logout")
    def log_out() -> Response:
        response: Response = redirect(url_for("staff.login"), HTTPStatus.SEE_OTHER)  # type: ignore[assignment]
        door.sessions.forget(request, response)
        return response

    return blueprint


def _is_sealed() -> bool:
    """Say whether a password can be sent here that nobody reads on the way."""
    return request.is_secure or host_name(request.host) in _LOCAL


def _form(door: Door, status: HTTPStatus, fault: str) -> Response:
    """Answer with the form of the login, and the session that it belongs to."""
    session = Session.new()
    page = render_template(
        "login.html",
        address=QuestionAddress(),
        fault=fault if _is_sealed() else _("这里要用 https 打开，才能安全地登录。"),
        may_log_in=_is_sealed(),
        name=request.form.get("name", ""),
        next=safe_path(request.values.get("next", "")),
        form_token=door.sessions.token(session.nonce),
    )
    response = Response(page, status)
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = "900"
    door.sessions.write(session, request, response)
    return response
