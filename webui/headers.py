"""Headers: what does every answer say to browsers and robots? What may be loaded, framed, kept, listed."""

from collections.abc import Iterable

from flask import Flask, Response, request

#: Everything is served from here, nothing stands inline, and nobody may frame the page.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: On every answer, that of an error of the server itself, too.
ALWAYS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
#: Where a browser came by TLS: by nothing else for a year (RFC 6797).
STRICT_TRANSPORT = ("Strict-Transport-Security", f"max-age={365 * 24 * 3600}")
_NO_ROBOT = ("X-Robots-Tag", "noindex")
#: Results have no end, so no robot is to list them; what they lead to it may.
_RESULTS = {"pages.search", "pages.facet", "pages.timeline", "pages.why", "pages.passages", "pages.advanced",
            "pages.compare", "pages.compare_text", "wording.trend", "wording.trend_csv", "wording.trend_xlsx",
            "wording.new_csv",
            "wording.context", "wording.context_csv",
            "wording.context_xlsx", "wording.evidence", "wording.evidence_csv", "wording.evidence_xlsx",
            "wording.check_draft",
            "feeds.subscribe", "exports.csv_file", "exports.xlsx_file", "exports.json_file"}  # fmt: skip
_FOR_OTHER_SITES = "Access-Control-Allow-Origin"


def add_headers(app: Flask) -> None:
    """Let every answer of an application have these headers."""

    @app.after_request
    def say(response: Response) -> Response:
        headers, endpoint = response.headers, request.endpoint or ""
        given = {name.lower() for name, _ in headers}  # once: each look-up goes through them all
        said = [*for_plain(request.scheme)]
        if endpoint in _RESULTS or endpoint.startswith("api."):
            said.append(_NO_ROBOT)
        headers.extend([pair for pair in said if pair[0].lower() not in given])
        if _FOR_OTHER_SITES.lower() in given:
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def for_plain(scheme: str) -> Iterable[tuple[str, str]]:
    """Return the headers of an answer that no application has made."""
    return (*ALWAYS, STRICT_TRANSPORT) if scheme == "https" else ALWAYS
