"""What of a site's configuration is served, and put into every page?"""

from flask import Blueprint, Flask, Response, abort, request, send_file
from jinja2 import ChoiceLoader, FileSystemLoader

from .assets import KEPT
from .site_settings import LOGO_TYPES, Site


def make_blueprint(site: Site) -> Blueprint:
    """Make the files of a site."""
    blueprint = Blueprint("site", __name__)

    @blueprint.get("/site/logo")
    def logo() -> Response:
        if site.logo is None:
            abort(404)
        return send_file(site.logo, mimetype=LOGO_TYPES[site.logo.suffix.lower()])

    @blueprint.get("/site/colours-<version>.css")
    def colours(version: str) -> Response:
        response = Response(site.style_sheet(), mimetype="text/css")
        response.headers["Cache-Control"] = KEPT
        return response

    return blueprint


def dress(app: Flask, site: Site) -> None:
    """Let the pages of an application know their site, and its own templates come first."""
    app.jinja_env.globals["site"] = site
    app.jinja_env.globals["site_name"] = site.name
    if site.templates and app.jinja_loader:
        app.jinja_loader = ChoiceLoader([FileSystemLoader(site.templates), app.jinja_loader])

    @app.after_request
    def allow_origins(response: Response) -> Response:
        """Let pages of other sites read the API, if the configuration names them: CORS."""
        if site.cors_origins and request.path.startswith("/api/"):
            origin = request.headers.get("Origin", "")
            response.vary.add("Origin")
            if "*" in site.cors_origins:
                response.headers["Access-Control-Allow-Origin"] = "*"
            elif origin in site.cors_origins:
                response.headers["Access-Control-Allow-Origin"] = origin
        return response
