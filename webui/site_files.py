"""Site files: what of a site's configuration is served, and put into every page?"""

from flask import Blueprint, Flask, Response, abort, request, send_file
from jinja2 import ChoiceLoader, FileSystemLoader, TemplateSyntaxError

from search.errors import SettingsError

from .assets import KEPT
from .settings.colours import style_sheet
from .settings.kinds import LOGO_TYPES
from .settings.sections import Settings, Site, Templates


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
        response = Response(style_sheet(site.colour), mimetype="text/css")
        response.headers["Cache-Control"] = KEPT
        return response

    return blueprint


def check_templates(app: Flask, templates: Templates) -> None:
    """Compile a site's own templates. Raises SettingsError: one line that says what is wrong, and where."""
    if templates.folder is None:
        return
    for file in sorted(templates.folder.rglob("*.html")):
        try:
            app.jinja_env.get_template(file.relative_to(templates.folder).as_posix())
        except TemplateSyntaxError as error:
            raise SettingsError(f"{file}:{error.lineno}: 模板有误（{error.message}）") from error
        except UnicodeDecodeError as error:
            raise SettingsError(f"{file}: 不是 UTF-8 编码，请另存为 UTF-8") from error


def dress(app: Flask, settings: Settings) -> None:
    """Let the pages of an application know their site, and its own templates come first."""
    app.jinja_env.globals["site"] = settings.site
    app.jinja_env.globals["settings"] = settings
    app.jinja_env.globals["site_name"] = settings.site.name
    folder = settings.templates.folder
    if folder and app.jinja_loader:
        app.jinja_loader = ChoiceLoader([FileSystemLoader(folder), app.jinja_loader])
    origins = settings.api.cors_origins

    @app.after_request
    def allow_origins(response: Response) -> Response:
        """Let pages of other sites read the API, if the configuration names them: CORS."""
        if origins and request.path.startswith("/api/"):
            origin = request.headers.get("Origin", "")
            response.vary.add("Origin")
            if "*" in origins:
                response.headers["Access-Control-Allow-Origin"] = "*"
            elif origin in origins:
                response.headers["Access-Control-Allow-Origin"] = origin
        return response
