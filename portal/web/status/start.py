"""From a start code, which the service reads out, to a new code. Looking makes nothing; one press does it, once."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.casework.new_code import (
    MadeCode,
    can_be_start_code,
    find_made_code,
    forget_made_code,
    is_made_code,
    make_new_code,
    set_pin_of_made,
    take_start_code,
)
from portal.domain.errors import Expired, Forged
from portal.limits import Counted
from portal.web.code_fields import make_code_field, make_typed_field
from portal.web.fields import list_field_problems
from portal.web.language_paths import speak_language
from portal.web.limits import limited
from portal.web.status.pin_fields import make_new_fields, parse_new_pin
from portal.web.visits import begin_start, close_visit, find_start, get_portal, note_start, say, take_said

blueprint = Blueprint("start", __name__, url_prefix="/<lang>/status/start")
speak_language(blueprint)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show the box for the start code; then the button; then the new code, for as long as it is shown."""
    ticket, said = find_start(), take_said()
    if ticket is None:
        return _show_entry(said)
    made = find_made_code(get_portal().side, ticket)
    return _show_made(made, said) if made else render_template("status/start_make.html")


@blueprint.post("")
@limited(Counted.CODE)
def enter() -> ResponseReturnValue:
    """Take a start code; every one that leads nowhere gets the same answer. Nothing is used up by it."""
    typed = request.form.get("code", "")
    if not can_be_start_code(typed):
        return _back("not_a_code")
    ticket = take_start_code(get_portal().side, typed)
    if ticket is None:
        return _back("not_opened")
    begin_start(ticket)
    return _back()


@blueprint.post("/make")
def make() -> ResponseReturnValue:
    """Make the new code, once however often pressed; the old code opens nothing from then on."""
    ticket = find_start()
    if ticket is not None:
        made = make_new_code(get_portal().side, ticket)
        note_start(is_strict=made.is_strict)
    return _back()


@blueprint.post("/check")
def check() -> ResponseReturnValue:
    """Compare what was typed with the new code; the page shows it still, and never what was typed."""
    ticket = find_start()
    made = find_made_code(get_portal().side, ticket) if ticket else None
    if made is None:
        return _back()
    is_right = is_made_code(made, request.form.get("typed", ""))
    return _back("not_a_code" if is_right is None else "right_code" if is_right else "other_code")


@blueprint.post("/pin")
def set_pin() -> ResponseReturnValue:
    """Set a PIN beside the new code, while it is shown."""
    ticket = find_start()
    made = find_made_code(get_portal().side, ticket) if ticket else None
    if ticket is None or made is None:
        return _back()
    pin, problem = parse_new_pin(request.form.get("new", ""), request.form.get("again", ""))
    if problem:
        return _back(problem)
    set_pin_of_made(get_portal().side, ticket, made, pin)
    return _back("pin_set")


@blueprint.post("/kept")
def keep() -> ResponseReturnValue:
    """Take it that the code was kept: it is shown no more, and opens the page."""
    ticket = find_start()
    if ticket is not None:
        forget_made_code(get_portal().side, ticket)
        close_visit()
    return redirect(url_for("status.entry"), code=303)


def answer_not_made(_error: Expired | Forged) -> ResponseReturnValue:
    """Say that it leads nowhere any more, and whom to ring, as to every start code that does."""
    close_visit()
    return _back("not_opened")


blueprint.register_error_handler(Expired, answer_not_made)
blueprint.register_error_handler(Forged, answer_not_made)


def _show_entry(said: str) -> str:
    problem = {
        "not_a_code": gettext("Type all 20 digits of the start code"),
        "not_opened": gettext("That start code does not work. It counts for one hour, and once. Ask for another"),
    }.get(said, "")
    field = make_code_field(gettext("Start code"), problem)
    return render_template("status/start.html", field=field, problems=list_field_problems(field))


def _show_made(made: MadeCode, said: str) -> str:
    typed, pin_fields = make_typed_field(said), make_new_fields(said)
    return render_template(
        "status/start_made.html",
        made=made,
        code=made.access_code.digits,
        typed=typed,
        pin_fields=pin_fields,
        said=said,
        problems=list_field_problems(typed, *pin_fields),
    )


def _back(said: str = "") -> ResponseReturnValue:
    if said:
        say(said)
    return redirect(url_for("start.show"), code=303)
