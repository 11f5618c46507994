"""The public site: pages, self-referral, status page, re:hub's API. It opens nothing at rest."""

import time
from collections.abc import Hashable
from typing import Any

from flask import Flask, Response, g, redirect, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from markupsafe import Markup

from portal.domain.errors import Shut
from portal.search.finder import Finder
from portal.settings import Settings
from portal.web import discreet, staying
from portal.web.app import make_app, refuse_other_sites
from portal.web.errors import add_error_pages
from portal.web.form_bodies import refuse_other_bodies
from portal.web.front import FIRST, Front
from portal.web.gate import draw_in_turn
from portal.web.public import (
    changes,
    contact,
    crawlers,
    delivery,
    easy,
    figures,
    figures_feed,
    figures_files,
    find,
    glossary,
    information,
    leaflets,
    machines,
    pages,
    search,
    waiting,
    ways_out,
    weighing,
)
from portal.web.public import discreet as switching
from portal.web.public.editions import Editions
from portal.web.referral import code, saving
from portal.web.referral import views as referral
from portal.web.rehub import developers as rehub_developers
from portal.web.rehub import link as rehub_link
from portal.web.rehub import updates as rehub
from portal.web.site import choose_language, make_public_site
from portal.web.status import copy as own_copy
from portal.web.status import pins, requests, start, talks
from portal.web.status import views as status
from portal.web.trial import TrialSign
from portal.web.visits import get_portal
from portal.web.way_on import find_way_on
from portal.wiring import CONTENT, PublicPortal, wire_public

PARTS = (
    *(machines, delivery, ways_out, switching, waiting, rehub, rehub_link, rehub_developers, pages, contact),
    *(information, find, weighing, glossary, search, changes, crawlers, leaflets, easy, figures, figures_files),
    *(figures_feed, referral, saving, code, staying, status, requests, own_copy, pins, start, talks),
)


def create_public_app(settings: Settings) -> Flask:
    """Return the public site; raises whatever keeps it from starting, at once."""
    portal = wire_public(settings)
    app, csrf = make_app("portal_public", settings, portal.cookies, cookie_name="v", site_url=settings.public_url)
    _give_parts_what_they_know(app, portal)
    trial = TrialSign(portal.side, time.monotonic)
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    app.register_error_handler(Shut, requests.answer_shut)
    discreet.turn_on_where_watched(app)
    _believe_only_our_forms(app, csrf)
    add_error_pages(app)

    def give_site() -> dict[str, Any]:
        return {
            "site": make_public_site(settings, is_trial=trial.is_on()),
            "helpline": draw_helpline,
            "find_limit": staying.find_limit,
            "time_left": staying.tell_left,
            "find_back": switching.find_back,
            "find_way_on": find_way_on,
            "is_discreet": discreet.is_discreet(),
        }

    def find_alike() -> Hashable:
        """Return what a page that is drawn once depends on, beside what it is given."""
        limit = staying.find_limit()
        return trial.is_on(), discreet.is_discreet(), limit.told if limit else None

    def read_edition() -> tuple[object, ...]:
        """Return all that the pages everybody reads alike depend on; content stays as it is while the process runs."""
        wired: PublicPortal = app.extensions["portal"]
        return wired.library, wired.side.clock.today(), trial.is_on(), app.extensions["editions"].find_mark()

    app.extensions["find_alike"] = find_alike
    app.context_processor(give_site)
    addresses = (FIRST, crawlers.ADDRESS, *pages.list_addresses(app, portal.library))
    front = Front(draw_in_turn(app.wsgi_app, settings.database_url), addresses, read_edition, apart=discreet.COOKIE)
    app.wsgi_app = front  # type: ignore[method-assign]  # as Flask documents it
    return app


def _give_parts_what_they_know(app: Flask, portal: PublicPortal) -> None:
    app.extensions["portal"] = portal
    app.extensions["ways_in"] = contact.WaysIn(portal.side, time.monotonic)
    app.extensions["finder"] = Finder(portal.library, CONTENT)
    find.know_places(app, portal.side)
    app.extensions["editions"] = Editions(lambda: app.extensions["portal"].side, time.monotonic)


def _believe_only_our_forms(app: Flask, csrf: CSRFProtect) -> None:
    csrf.exempt(rehub.blueprint)
    csrf.exempt(delivery.blueprint)
    # no token without a cookie; the link in the address is what nobody else knows: see web.rehub.link
    csrf.exempt(rehub_link.blueprint)
    # Safety: leaving never fails for want of a token; the worst another site can do with it is to close a page
    csrf.exempt(ways_out.leave)
    # no token without a cookie, and it opens nothing: see web.public.discreet
    csrf.exempt(switching.switch)
    # likewise: the worst another site can do with it is to show where our list says a place lies
    csrf.exempt(find.ask)
    refuse_other_bodies(app, exempt={rehub.blueprint.name, delivery.blueprint.name, "ways_out.leave"})
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
