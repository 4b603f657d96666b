"""Hosts: whose does an answer name? None that only a request names, where it need not; never a broken one."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request


def guard_hosts(app: Flask) -> None:
    """Refuse requests without a host that can be one, and redirect within whatever host was asked."""

    @app.before_request
    def refuse_no_host() -> None:
        # It would stand in every full address.
        if not urlsplit(request.host_url).hostname:
            abort(HTTPStatus.BAD_REQUEST)

    @app.after_request
    def redirect_within(response: Response) -> Response:
        # A path is enough (RFC 9110, 10.2.2), and cannot lead to another host.
        target = response.headers.get("Location", "")
        if target.startswith(request.host_url):
            response.headers["Location"] = target.removeprefix(request.host_url.rstrip("/"))
        return response
