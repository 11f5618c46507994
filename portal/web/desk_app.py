"""The desk: where practitioners work. It holds its services' private keys; every page needs somebody signed in."""

from typing import Any

from flask import Flask, g, request, url_for

from portal.casework.work import Clock
from portal.settings import Settings
from portal.web.app import make_app, refuse_other_sites
from portal.web.desk import (
    answer,
    beside,
    case,
    error_pages,
    inbox,
    late,
    letters,
    links,
    machines,
    move,
    new_code,
    new_contact,
    notices,
    rehub,
    requests,
    sheet,
    sign_in,
    talks,
)
from portal.web.desk.access import add_sign_in
from portal.web.desk.error_pages import add_error_pages, refuse_other_site
from portal.web.form_bodies import RequestInMemory, refuse_other_bodies
from portal.web.site import make_desk_site
from portal.wiring import wire_desk

PAGES = (
    *(machines, sign_in, inbox, late, case, beside, answer, move, links, requests, new_contact, new_code, notices),
    *(talks, rehub, letters, sheet, error_pages),
)


def create_desk_app(settings: Settings, *, clock: Clock | None = None) -> Flask:
    """Return the desk; raises whatever keeps it from starting, at once."""
    portal = wire_desk(settings, clock)
    app, _ = make_app("portal_desk", settings, portal.cookies, cookie_name="desk", site_url=settings.desk_url)
    app.extensions["portal"] = portal
    app.request_class = RequestInMemory
    for module in PAGES:
        app.register_blueprint(module.blueprint)
    app.url_value_preprocessor(_speak_english)
    add_sign_in(app)
    refuse_other_bodies(app, exempt=(), with_file={sheet.TAKE: sheet.MAX_FORM})
    refuse_other_sites(app, refuse_other_site)
    add_error_pages(app)

    def give_site() -> dict[str, Any]:
        return {"site": make_desk_site(settings), "desk": _make_bar()}

    app.context_processor(give_site)
    return app


def _speak_english(endpoint: str | None, values: dict[str, Any] | None) -> None:
    del endpoint, values
    g.lang = "en"


def _make_bar() -> dict[str, Any] | None:
    # what was loaded for this request, and no new look: an error page must not ask a database that is away
    user = g.get("_login_user")
    if user is None or not user.is_authenticated:
        return None
    pages_of_bar = (
        ("Inbox", "desk.inbox"),
        ("Late", "late.show"),
        ("Notices", "notices.show"),
        ("re:hub", "letters.show"),
    )
    links_of_bar = tuple((words, url_for(page), request.endpoint == page) for words, page in pages_of_bar)
    return {"links": links_of_bar, "staff_name": user.staff.display_name, "sign_out_url": url_for("sign_in.leave")}
