"""The code on the page after sending: typing it to check it, a PIN beside it, or doing without it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.refer import open_receipt
from portal.casework.without_code import go_without_code, is_this_code, may_go_without, set_pin
from portal.web.language_paths import speak_language
from portal.web.site import choose_language
from portal.web.status.pin_fields import parse_new_pin
from portal.web.visits import close_visit, find_draft, get_portal, say

blueprint = Blueprint("code", __name__, url_prefix="/<lang>/refer")
speak_language(blueprint)


@blueprint.post("/sent/check")
def check() -> ResponseReturnValue:
    """Compare what was typed with the code; the page shows it still, and never what was typed."""
    ticket = find_draft()
    receipt = open_receipt(get_portal().side, ticket) if ticket else None
    if receipt is not None:
        is_right = is_this_code(receipt, request.form.get("typed", ""))
        say("not_a_code" if is_right is None else "right_code" if is_right else "other_code")
    return _to("referral.sent")


@blueprint.post("/sent/pin")
def choose_pin() -> ResponseReturnValue:
    """Set a PIN beside the code, while it is shown."""
    ticket = find_draft()
    receipt = open_receipt(get_portal().side, ticket) if ticket else None
    if ticket is None or receipt is None:
        return _to("referral.sent")
    pin, problem = parse_new_pin(request.form.get("new", ""), request.form.get("again", ""))
    if not problem:
        set_pin(get_portal().side, ticket, receipt, pin)
    say(problem or "pin_set")
    return _to("referral.sent")


@blueprint.post("/sent/without")
def go_without() -> ResponseReturnValue:
    """Keep no code, where the person may be contacted; the code is shown no more."""
    ticket = find_draft()
    receipt = open_receipt(get_portal().side, ticket) if ticket else None
    if ticket is None or receipt is None or not may_go_without(receipt):
        return _to("referral.sent")
    go_without_code(get_portal().side, ticket, receipt, choose_language())
    close_visit()
    return _to("code.without")


@blueprint.get("/without")
def without() -> ResponseReturnValue:
    """Say how news comes without a code; tells nothing of whoever looks."""
    return render_template("referral/without.html")


def _to(endpoint: str, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(endpoint, **values), code=303)
