"""Addresses for machines: alive, ready, nothing for robots, the icon."""

from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue

from portal.casework.desk_readiness import is_desk_ready
from portal.web.app import asset_url
from portal.web.desk.here import get_portal

blueprint = Blueprint("machines", __name__)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that the process is alive."""
    return _text("ok\n")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Say whether the desk can do its work; no detail to strangers."""
    return _text("ready\n") if is_desk_ready(get_portal().side) else (_text("not ready\n"), 503)


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Keep robots out."""
    return _text("User-agent: *\nDisallow: /\n")


@blueprint.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Lead browsers that ask here to the one icon."""
    return redirect(asset_url("favicon.svg"), code=302)


def _text(words: str) -> Response:
    return Response(words, mimetype="text/plain")
