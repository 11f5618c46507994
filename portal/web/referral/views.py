"""The pages of the self-referral. Every post is answered by 303; what was typed waits in the sealed draft."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.refer import Draft, answer_step, erase_draft, open_draft, open_receipt, send_referral
from portal.domain.answers import find_unfinished, list_steps
from portal.domain.errors import Expired, NotAllowed, NotFound, Unavailable
from portal.domain.questions import FLOW, find_step
from portal.limits import Counted
from portal.web.language_paths import speak_language
from portal.web.limits import limited
from portal.web.referral.pages import show_check, show_receipt, show_step, show_steps
from portal.web.referral.typed import read_typed
from portal.web.site import choose_language
from portal.web.visits import (
    begin_draft,
    close_visit,
    find_draft,
    get_portal,
    note_sent,
    note_strict,
    say,
    take_said,
    was_sent,
)

blueprint = Blueprint("referral", __name__, url_prefix="/<lang>/refer")
speak_language(blueprint)


@blueprint.get("")
def start() -> ResponseReturnValue:
    """Say what is coming before it comes; nothing is kept yet."""
    has_draft = find_draft() is not None
    return render_template("referral/start.html", said=take_said(), has_draft=has_draft)


@blueprint.post("")
def begin() -> ResponseReturnValue:
    """Start a fresh form; an older one in this browser is erased."""
    begin_draft()
    return _to("referral.step", slug=FLOW[0].slug)


@blueprint.get("/<slug>")
def step(slug: str) -> ResponseReturnValue:
    """Show one question, with what was answered before."""
    shown, ticket = find_step(slug), find_draft()
    if shown is None:
        raise NotFound("there is no such step")
    if ticket is None:
        return _to_start()
    if was_sent():
        return _to("referral.sent")
    draft = open_draft(get_portal().side, ticket)
    if shown not in list_steps(draft.answers):
        return _to_unfinished(draft)
    return show_step(shown, draft, is_change="change" in request.args)


@blueprint.post("/<slug>")
def answer(slug: str) -> ResponseReturnValue:
    """Keep one answer and go on, or back to the same page with what to put right."""
    answered, ticket = find_step(slug), find_draft()
    if answered is None:
        raise NotFound("there is no such step")
    if ticket is None:
        return _to_start()
    try:
        draft, parsed = answer_step(get_portal().side, ticket, answered, read_typed(answered, request.form))
    except Expired:
        return _to("referral.sent")
    note_strict(is_strict=draft.is_strict)
    if parsed.problems:
        change = {"change": "1"} if "change" in request.args else {}
        return _to("referral.step", slug=slug, **change)
    return _to_unfinished(draft)


@blueprint.get("/steps")
def steps() -> ResponseReturnValue:
    """Show where one is and what is still open."""
    ticket = find_draft()
    if ticket is None:
        return _to_start()
    return _to("referral.sent") if was_sent() else show_steps(open_draft(get_portal().side, ticket))


@blueprint.get("/check")
def check() -> ResponseReturnValue:
    """Show everything, each with a way to change it."""
    ticket = find_draft()
    if ticket is None:
        return _to_start()
    if open_receipt(get_portal().side, ticket) is not None:
        return _to("referral.sent")
    draft = open_draft(get_portal().side, ticket)
    if find_unfinished(draft.answers, draft.visited) is not None:
        return _to_unfinished(draft)
    return show_check(draft)


@blueprint.post("/check")
@limited(Counted.SENDING)
def send() -> ResponseReturnValue:
    """Send it, once however often pressed."""
    ticket = find_draft()
    if ticket is None:
        return _to_start()
    try:
        receipt = send_referral(get_portal().side, ticket, choose_language())
    except NotAllowed as error:
        draft = open_draft(get_portal().side, ticket)
        if find_unfinished(draft.answers, draft.visited) is None:
            raise Unavailable("the service of this area cannot be sealed to") from error
        return _to_unfinished(draft)
    except Expired:
        return _to("referral.sent")
    note_sent(receipt.made_at)
    return _to("referral.sent")


@blueprint.get("/sent")
def sent() -> ResponseReturnValue:
    """Show the code, and by which date there will be news."""
    ticket = find_draft()
    receipt = open_receipt(get_portal().side, ticket) if ticket else None
    if receipt is None:
        return _to_start()
    if not was_sent():
        note_sent(receipt.made_at)  # the answer to the sending was lost on its way
    return show_receipt(receipt)


@blueprint.post("/sent")
def keep() -> ResponseReturnValue:
    """Take it that the code was kept: it is shown no more."""
    ticket = find_draft()
    if ticket is not None:
        erase_draft(get_portal().side, ticket)
        close_visit()
    return _to("referral.kept")


@blueprint.get("/kept")
def kept() -> ResponseReturnValue:
    """Say what one can do now."""
    return render_template("referral/kept.html")


@blueprint.post("/delete")
def delete() -> ResponseReturnValue:
    """Delete what was written; nothing is sent."""
    ticket = find_draft()
    if was_sent():
        return _to("referral.sent")
    if ticket is not None:
        erase_draft(get_portal().side, ticket)
        close_visit()
    say("deleted")
    return _to("referral.start")


def _to(endpoint: str, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(endpoint, **values), code=303)


def _to_start() -> ResponseReturnValue:
    return _to("referral.start")


def _to_unfinished(draft: Draft) -> ResponseReturnValue:
    unfinished = find_unfinished(draft.answers, draft.visited)
    return _to("referral.step", slug=unfinished.slug) if unfinished else _to("referral.check")
