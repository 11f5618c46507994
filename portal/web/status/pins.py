"""The PIN of one's page: set it, change it, take it off. Whatever is done, every other open screen ends."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.pins import change_pin, has_pin
from portal.domain.errors import NotFound
from portal.web.fields import list_field_problems
from portal.web.language_paths import speak_language
from portal.web.status.pin_fields import (
    WRONG,
    WRONG_OFF,
    make_current_field,
    make_new_fields,
    parse_new_pin,
    read_typed_pin,
)
from portal.web.visits import close_page, find_page, get_portal, renew_page, say, take_said

blueprint = Blueprint("pins", __name__, url_prefix="/<lang>/status/pin")
speak_language(blueprint)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show what a PIN does and the boxes for one; the PIN of now is asked for where there is one."""
    ticket = find_page()
    if ticket is None:
        return _to_page()
    is_set, said = has_pin(get_portal().side, ticket), take_said()
    current = (make_current_field(said),) if is_set else ()
    fields, off_field = (*current, *make_new_fields(said)), make_current_field(said, name="off")
    problems = list_field_problems(*fields, *((off_field,) if is_set else ()))
    return render_template("status/pin.html", is_set=is_set, fields=fields, off_field=off_field, problems=problems)


@blueprint.post("")
def change() -> ResponseReturnValue:
    """Set the PIN, once it can be one and the one of now was right."""
    new, problem = parse_new_pin(request.form.get("new", ""), request.form.get("again", ""))
    if problem:
        say(problem)
        return redirect(url_for("pins.show"), code=303)
    return _change(request.form.get("current", ""), new, said=("pin_set", WRONG))


@blueprint.post("/off")
def take_off() -> ResponseReturnValue:
    """Take the PIN off, once the one of now was right."""
    return _change(request.form.get("off", ""), "", said=("pin_off", WRONG_OFF))


def answer_gone(_error: NotFound) -> ResponseReturnValue:
    """Lead to the field for the code: the page was closed by a new PIN or a new code on another screen."""
    close_page()
    return _to_page()


blueprint.register_error_handler(NotFound, answer_gone)


def _change(current: str, new: str, *, said: tuple[str, str]) -> ResponseReturnValue:
    ticket = find_page()
    if ticket is None:
        return _to_page()
    renewed = change_pin(get_portal().side, ticket, current=read_typed_pin(current), new=new)
    if renewed is None:
        say(said[1])
        return redirect(url_for("pins.show"), code=303)
    renew_page(renewed)
    say(said[0])
    return _to_page()


def _to_page() -> ResponseReturnValue:
    return redirect(url_for("status.entry"), code=303)
