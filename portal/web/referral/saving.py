"""Save and come back: the pages that save an unsent form, show its return code, and take it up again."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.casework.refer import answer_step, open_draft
from portal.casework.save_form import come_back, is_return_code, note_code_kept, save_form
from portal.domain.errors import AlreadyDone, Expired
from portal.domain.questions import find_step
from portal.limits import Counted
from portal.web.code_fields import make_code_field
from portal.web.fields import list_field_problems
from portal.web.language_paths import speak_language
from portal.web.limits import count, limited
from portal.web.referral.typed import read_typed
from portal.web.visits import (
    end_everything,
    find_draft,
    get_portal,
    note_strict,
    resume_draft,
    say,
    take_said,
    was_sent,
)

blueprint = Blueprint("saving", __name__, url_prefix="/<lang>/refer")
speak_language(blueprint)


@blueprint.get("/save")
def show() -> ResponseReturnValue:
    """Say what saving does; once saved, show the code until it was kept."""
    ticket = find_draft()
    if ticket is None:
        return _to("referral.start")
    if was_sent():
        return _to("referral.sent")
    draft = open_draft(get_portal().side, ticket)
    return render_template(
        "referral/save.html", saved=draft.saved, is_strict=draft.is_strict, back_url=url_for("referral.check")
    )


@blueprint.post("/save")
def save() -> ResponseReturnValue:
    """Save the form, with what was typed on the page that the press came from."""
    ticket, step = find_draft(), find_step(request.args.get("step", ""))
    if ticket is None:
        return _to("referral.start")
    try:
        raw = read_typed(step, request.form) if step else {}
        if step and any(value for values in raw.values() for value in values):
            draft, _ = answer_step(get_portal().side, ticket, step, raw)
            note_strict(is_strict=draft.is_strict)
        # after what was typed is kept, so that whoever has to wait loses nothing
        count(Counted.SAVING)
        save_form(get_portal().side, ticket)
    except Expired:
        return _to("referral.sent")
    except AlreadyDone:
        return end_elsewhere()
    return _to("saving.show")


@blueprint.post("/save/kept")
def keep() -> ResponseReturnValue:
    """Take it that the code was kept: it is shown no more, and the form goes on."""
    ticket = find_draft()
    if ticket is None:
        return _to("referral.start")
    try:
        note_code_kept(get_portal().side, ticket)
    except Expired:
        return _to("referral.sent")
    return _to("saving.show")


@blueprint.get("/return")
def entry() -> ResponseReturnValue:
    """Show the field for the return code; it never holds what was typed before."""
    problem = {
        "not_a_return_code": gettext("Type all 20 digits of your return code"),
        "no_saved_form": gettext("That code opens no form. Check each digit"),
    }.get(take_said(), "")
    field = make_code_field(gettext("Your return code"), problem)
    return render_template("referral/return.html", field=field, problems=list_field_problems(field))


@blueprint.post("/return")
@limited(Counted.CODE)
def take_up() -> ResponseReturnValue:
    """Go on with a saved form; every code that opens none gets the same answer."""
    typed = request.form.get("code", "")
    if not is_return_code(typed):
        say("not_a_return_code")
        return _to("saving.entry")
    found = come_back(get_portal().side, typed)
    if found is None:
        say("no_saved_form")
        return _to("saving.entry")
    ticket, draft = found
    resume_draft(ticket, is_strict=draft.is_strict)
    return _to("referral.check")


def end_elsewhere() -> ResponseReturnValue:
    """Close a form that was sent or deleted from another screen."""
    end_everything()
    say("elsewhere")
    return _to("referral.start")


def _to(endpoint: str, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(endpoint, **values), code=303)
