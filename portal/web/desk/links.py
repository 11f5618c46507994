"""Turning off every link to a person's page, when they ask for it; asked once more before it is done."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.casework.desk import read_case, revoke_links
from portal.web.desk import case_page
from portal.web.desk.contact import describe_contact
from portal.web.desk.here import get_portal, get_staff, say

blueprint = Blueprint("links", __name__, url_prefix="/case/<case_id>/links")


@blueprint.get("")
def ask(case_id: str) -> ResponseReturnValue:
    """Say what it does, and ask once more."""
    page = read_case(get_portal().side, get_staff(), case_id)
    name = case_page.in_their_language(page, page.name) if page.name else "Name not verified"
    return render_template("desk/links.html", page=page, name=name, contact=describe_contact(page))


@blueprint.post("")
def turn_off(case_id: str) -> ResponseReturnValue:
    """Turn them off."""
    revoke_links(get_portal().side, get_staff(), case_id)
    say("links_off")
    return redirect(url_for("case.show", case_id=case_id), code=303)
