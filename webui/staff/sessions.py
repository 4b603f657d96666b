"""Sessions: who is at a browser, and did a form come from our page? A signed cookie, and a token for its forms."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from flask import Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer

_SALT = "zhengsou staff session"
_NONCE = 16  # bytes


@dataclass(frozen=True, slots=True)
class Session:
    """A browser: who has logged in there, if anybody, and what its forms are known by."""

    name: str  # empty: nobody
    mark: str  # of the password that was given
    nonce: str

    @classmethod
    def new(cls, name: str = "", mark: str = "") -> "Session":
        """Begin a session: another whenever somebody logs in, so that none can be planted."""
        return cls(name, mark, secrets.token_hex(_NONCE))


class Sessions:
    """Reads and writes sessions, signed with a key; they last some hours."""

    def __init__(self, key: str, hours: int) -> None:
        self._key = key.encode()
        self._seconds = hours * 3600
        # An empty key would be one that everybody knows.
        self._serializer = URLSafeTimedSerializer(
            self._key or secrets.token_bytes(32), _SALT, signer_kwargs={"digest_method": sha256}
        )

    def read(self, request: Request) -> Session | None:
        """Return the session that a request tells of; None without one, or when it is over."""
        try:
            name, mark, nonce = self._serializer.loads(
                request.cookies.get(_cookie(request), ""), max_age=self._seconds
            )
        except (BadData, ValueError, TypeError):
            return None
        return Session(str(name), str(mark), str(nonce))

    def write(self, session: Session, request: Request, response: Response) -> None:
        """Let a browser keep a session: for this site, over TLS, and out of reach of scripts."""
        response.set_cookie(
            _cookie(request),
            self._serializer.dumps([session.name, session.mark, session.nonce]),
            max_age=self._seconds,
            path="/",
            secure=True,
            httponly=True,
            samesite="Lax",  # a link in a mail leads in; forms have their token
        )

    def forget(self, request: Request, response: Response) -> None:
        """Let a browser forget its session."""
        response.delete_cookie(
            _cookie(request), path="/", secure=True, httponly=True, samesite="Lax"
        )

    def token(self, nonce: str) -> str:
        """Return what a form of a session carries."""
        return hmac.new(self._key, f"form {nonce}".encode(), sha256).hexdigest()

    def is_ours(self, request: Request, nonce: str) -> bool:
        """Say whether a form was sent from a page of ours."""
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            return False
        return hmac.compare_digest(
            request.form.get("token", "").encode(), self.token(nonce).encode()
        )


def _cookie(request: Request) -> str:
    """Name the cookie: by this prefix no other host, and nobody without TLS, can set it (RFC 6265bis)."""
    return "__Host-zhengsou" if request.is_secure else "zhengsou-staff"
