"""The public site: pages, self-referral, status page, re:hub's API. It opens nothing at rest."""

import time
from typing import Any

from flask import Flask, Response, g, redirect, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from markupsafe import Markup

from portal.domain.errors import Shut
from portal.settings import Settings
from portal.web import discreet, staying
from portal.web.app import make_app, refuse_other_sites
from portal.web.errors import add_error_pages
from portal.web.form_bodies import refuse_other_bodies
from portal.web.front import FIRST, Front
from portal.web.public import contact, information, machines, pages, waiting, ways_out
from portal.web.referral import code, saving
from portal.web.referral import views as referral
from portal.web.rehub import updates as rehub
from portal.web.site import choose_language, make_public_site
from portal.web.status import requests
from portal.web.status import views as status
from portal.web.trial import TrialSign
from portal.web.visits import get_portal
from portal.wiring import PublicPortal, wire_public


def create_public_app(settings: Settings) -> Flask:
    """Return the public site; raises whatever keeps it from starting, at once."""
    portal = wire_public(settings)
    app, csrf = make_app("portal_public", settings, portal.cookies, cookie_name="v", site_url=settings.public_url)
    app.extensions["portal"] = portal
    app.extensions["ways_in"] = contact.WaysIn(portal.side, time.monotonic)
    trial = TrialSign(portal.side, time.monotonic)
    for blueprint in (machines.blueprint, ways_out.blueprint, referral.blueprint, status.blueprint, rehub.blueprint):
        app.register_blueprint(blueprint)
    app.register_blueprint(saving.blueprint)
    app.register_blueprint(code.blueprint)
    app.register_blueprint(staying.blueprint)
    app.register_blueprint(waiting.blueprint)
    app.register_blueprint(requests.blueprint)
    app.register_error_handler(Shut, requests.answer_shut)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(contact.blueprint)
    app.register_blueprint(information.blueprint)
    _believe_only_our_forms(app, csrf)
    add_error_pages(app)

    def give_site() -> dict[str, Any]:
        return {
            "site": make_public_site(settings, is_trial=trial.is_on()),
            "helpline": draw_helpline,
            "find_limit": staying.find_limit,
        }

    def read_edition() -> tuple[object, ...]:
        """Return all that the pages everybody reads alike depend on; content stays as it is while the process runs."""
        wired: PublicPortal = app.extensions["portal"]
        return wired.library, wired.side.clock.today(), trial.is_on()

    app.context_processor(give_site)
    addresses = (FIRST, *pages.list_addresses(app, portal.library))
    front = Front(app.wsgi_app, addresses, read_edition, apart=discreet.COOKIE)
    app.wsgi_app = front  # type: ignore[method-assign]  # as Flask documents it
    return app


def _believe_only_our_forms(app: Flask, csrf: CSRFProtect) -> None:
    csrf.exempt(rehub.blueprint)
    # Safety: leaving never fails for want of a token; the worst another site can do with it is to close a page
    csrf.exempt(ways_out.leave)
    refuse_other_bodies(app, exempt={rehub.blueprint.name, "ways_out.leave"})
    refuse_other_sites(app, _start_again, exempt_blueprint=rehub.blueprint.name)
    app.register_error_handler(CSRFError, lambda error: _start_again())  # noqa: ARG005 (Flask hands it over)


def draw_helpline(key: str) -> Markup:
    """Return a helpline's number in the reader's page; numbers are data and never translated."""
    return get_portal().library.draw_number(choose_language(), key)


def _start_again() -> Response:
    """Answer a post that cannot be believed: 303 to a page, so that no typed word stays in the browser's files."""
    g.setdefault("lang", choose_language())
    response: Any = redirect(url_for("ways_out.again", lang=g.lang), code=303)
    return response  # type: ignore[no-any-return]  # werkzeug's own response type
