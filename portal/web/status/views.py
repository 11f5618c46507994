"""The pages of the private page. Opening needs a token of our form and this site as the origin."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.casework import follow
from portal.casework.visits import read_at_once
from portal.domain.errors import Forged, NotFound
from portal.limits import Counted
from portal.texts.written import find_written_language
from portal.web.language_paths import speak_language
from portal.web.limits import limited
from portal.web.site import choose_language
from portal.web.status.kept_page import begin_look, find_kept, keep
from portal.web.status.not_taken import answer_not_taken
from portal.web.status.pages import show_entry, show_page
from portal.web.status.pin_fields import make_asked_field, read_typed_pin
from portal.web.status.pins import answer_gone
from portal.web.visits import (
    begin_page,
    close_page,
    find_page,
    get_portal,
    has_page,
    keep_unsent,
    say,
    seen_before,
    take_said,
    take_unsent,
)

blueprint = Blueprint("status", __name__, url_prefix="/<lang>")
speak_language(blueprint)
blueprint.register_error_handler(Forged, answer_not_taken)
blueprint.register_error_handler(NotFound, answer_gone)


@blueprint.get("/status")
def entry() -> ResponseReturnValue:
    """Show the open page, or the field for the code."""
    if not has_page():
        return show_entry(take_said())  # a stranger's way in stays when the database is away
    side = get_portal().side
    try:
        with read_at_once(side):
            ticket = find_page()
            look = begin_look(ticket) if ticket else None
            kept = find_kept(look) if look else None
            page = follow.view_page(side, look.ticket, seen=seen_before()) if look and not kept else None
    except NotFound:
        close_page()
        return show_entry(take_said())
    if page is None or look is None:
        return kept or show_entry(take_said())
    return keep(look, show_page(page, said=take_said(), unsent=take_unsent()))


@blueprint.post("/status")
@limited(Counted.CODE)
def open_by_code() -> ResponseReturnValue:
    """Open a page by its code; every code that opens nothing gets the same answer."""
    typed = request.form.get("code", "")
    if not follow.parse_typed_code(typed):
        say("not_a_code")
        return _to("status.entry")
    return _open(follow.open_by_code(get_portal().side, typed, read_typed_pin(request.form.get("pin", ""))))


@blueprint.get("/open/<link>")
def link_entry(link: str) -> ResponseReturnValue:
    """Show the box for a PIN and one button; nothing opens by looking."""
    return render_template("status/link.html", said=take_said(), link=link, field=make_asked_field())


@blueprint.post("/open/<link>")
@limited(Counted.LINK)
def open_by_link(link: str) -> ResponseReturnValue:
    """Open a page by its link; every link that opens nothing gets the same answer."""
    return _open(follow.open_by_link(get_portal().side, link, read_typed_pin(request.form.get("pin", ""))))


@blueprint.post("/status/message")
def send_message() -> ResponseReturnValue:
    """Send words to the service; what cannot be sent waits on the page, as typed."""
    ticket = find_page()
    if ticket is None:
        return _to("status.entry")
    words = follow.clean_message(request.form.get("words", ""))
    problem = "empty" if not words else "too_long" if len(words) > follow.MESSAGE_LENGTH else ""
    if problem:
        keep_unsent(words)
        say(f"message_{problem}")
    else:
        follow.send_message(get_portal().side, ticket, words, language=find_written_language(words, choose_language()))
        say("message_sent")
    return _to("status.entry")


@blueprint.route("/status/stop", methods=["GET", "POST"])
def stop_contact() -> ResponseReturnValue:
    """Ask once more, then stop all contact."""
    ticket = find_page()
    if ticket is None:
        return _to("status.entry")
    if request.method == "GET":
        return render_template("status/stop.html")
    follow.stop_contact(get_portal().side, ticket)
    say("stopped")
    return _to("status.entry")


@blueprint.route("/status/link", methods=["GET", "POST"])
def new_link() -> ResponseReturnValue:
    """Turn off every link and make a new one, which is shown once."""
    ticket = find_page()
    if ticket is None:
        return _to("status.entry")
    if request.method == "GET":
        made = str(session.pop("link", "")) if "link" in session else ""
        address = get_portal().settings.public_url + url_for("status.link_entry", link=made) if made else ""
        return render_template("status/new_link.html", address=address)
    session["link"] = follow.renew_link(get_portal().side, ticket)
    return _to("status.new_link")


@blueprint.post("/status/link/off")
def turn_off_links() -> ResponseReturnValue:
    """Turn off every link; the code still opens the page."""
    ticket = find_page()
    if ticket is not None:
        follow.revoke_links(get_portal().side, ticket)
        say("links_off")
    return _to("status.entry")


@blueprint.post("/status/close")
def close() -> ResponseReturnValue:
    """Close the page; a copy of its cookie opens nothing any more."""
    close_page()
    say("closed")
    return _to("status.entry")


def _open(opened: follow.OpenedPage | None) -> ResponseReturnValue:
    if opened is None:
        say("not_opened")
    else:
        begin_page(opened)
    return _to("status.entry")


def _to(endpoint: str) -> ResponseReturnValue:
    return redirect(url_for(endpoint), code=303)
