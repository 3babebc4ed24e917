"""The web pages: a request becomes a query, and a result becomes a page. Nothing is computed here."""

from flask import Flask, Response, jsonify

from finder.core import Finder
from finder.errors import DataError
from finder.maps.base_layer import BaseMap
from finder.settings import Settings
from finder.web import (
    bounds,
    calendar_page,
    clients,
    closures_page,
    compression,
    distances_page,
    errors,
    forget,
    fragments,
    guide,
    headers,
    hosts,
    kinds,
    language,
    patient,
    planner,
    scenarios_page,
    sealed,
    siting_page,
)
from finder.web.long_questions import LongQuestions, Run, in_thread
from finder.web.turns import Turns


def create_app(finder: Finder, settings: Settings, per_client: int = 0, run: Run | None = None) -> Flask:
    """The app over one Finder. Nothing of a request is stored or logged.

    `per_client` is a limit of pages a minute, or 0. `run` works long questions out; without it, a thread does.
    """
    app = Flask(__name__, template_folder=str(settings.templates), static_folder="static")
    app.config.update(
        MAX_CONTENT_LENGTH=16_384,
        MAX_FORM_MEMORY_SIZE=16_384,
        MAX_FORM_PARTS=bounds.MOST_FIELDS,
        SEND_FILE_MAX_AGE_DEFAULT=86_400,
    )
    app.extensions["finder"], app.extensions["settings"] = finder, settings
    app.extensions["turns"] = Turns()
    app.extensions["long_questions"] = LongQuestions(run or in_thread(finder))
    app.extensions["base_map"] = BaseMap(finder.reference)
    app.jinja_env.globals["vintages"] = finder.reference.vintages
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    language.register(app, settings)
    fragments.register(app)
    compression.register(app)
    headers.register(app)
    errors.register(app)
    kinds.register(app)
    bounds.register(app)
    clients.register(app, per_client)
    hosts.register(app, settings)
    sealed.register(app)
    forget.register(app)
    app.register_blueprint(patient.pages)
    app.register_blueprint(guide.pages)
    app.register_blueprint(planner.pages)
    app.register_blueprint(distances_page.pages)
    app.register_blueprint(siting_page.pages)
    app.register_blueprint(closures_page.pages)
    app.register_blueprint(scenarios_page.pages)
    app.register_blueprint(calendar_page.pages)
    app.add_url_rule("/healthz", "healthz", lambda: jsonify(status="alive"))
    app.add_url_rule("/readyz", "readyz", lambda: _ready(finder))
    return app


def _ready(finder: Finder) -> tuple[Response, int]:
    """Whether every page can be answered: all tables are read once, and what is missing or damaged is named."""
    try:
        finder.reference.check()
    except DataError as error:
        return jsonify(status="not ready", problem=str(error)), 503
    return jsonify(status="ready", centers=len(finder.directory.centers), zips=len(finder.context.demand.zip)), 200
