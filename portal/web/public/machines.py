"""Addresses for machines: health, robots, the icon, and the way from / to a language."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.readiness import is_ready
from portal.domain.errors import PortalError
from portal.texts.languages import OFFERED, best_language
from portal.web.app import asset_url
from portal.web.visits import get_portal

blueprint = Blueprint("machines", __name__)


@blueprint.get("/")
def choose() -> ResponseReturnValue:
    """Send a reader to the best language their browser asks for."""
    lang = best_language(request.headers.get("Accept-Language", ""))
    response = redirect(url_for("public.home", lang=lang), code=303)
    response.headers["Vary"] = "Accept-Language"
    return response


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that the process is alive."""
    return _text("ok\n")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Say whether the site can do its work; no detail to strangers."""
    try:
        is_fit = is_ready(get_portal().side)
    except PortalError:
        is_fit = False
    return _text("ready\n") if is_fit else (_text("not ready\n"), 503)


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Tell robots which pages are for reading."""
    closed = "".join(
        f"Disallow: /{language.code}/{part}\n" for language in OFFERED for part in ("refer", "status", "open")
    )
    sitemap = f"{get_portal().settings.public_url}{url_for('crawlers.sitemap')}"
    return _text(f"User-agent: *\n{closed}Disallow: /leave\nDisallow: /api/\nDisallow: /rehub/\nSitemap: {sitemap}\n")


@blueprint.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Lead browsers that ask here to the one icon."""
    return redirect(asset_url("favicon.svg"), code=302)


def _text(words: str) -> Response:
    return Response(words, mimetype="text/plain")
