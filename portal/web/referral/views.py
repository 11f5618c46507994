"""The pages of the self-referral. Every post is answered by 303; what was typed waits in the sealed draft."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.refer import (
    Draft,
    Receipt,
    SenderReceipt,
    answer_step,
    erase_draft,
    open_any_receipt,
    open_draft,
    send_referral,
    start_with_area,
)
from portal.casework.save_form import delete_form
from portal.casework.trial_notice import Pressed, ask_for_one
from portal.casework.visits import read_at_once
from portal.domain.answers import find_unfinished
from portal.domain.areas import NOT_SURE
from portal.domain.errors import AlreadyDone, Expired, NotAllowed, NotFound, Unavailable
from portal.domain.questions import FLOW, find_step, get_step
from portal.limits import Counted
from portal.web.language_paths import speak_language
from portal.web.limits import limited
from portal.web.referral.junk import find_junk
from portal.web.referral.pages import show_check, show_receipt, show_sender_receipt, show_step, show_steps
from portal.web.referral.saving import end_elsewhere
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
    was_sent_for_other,
)

blueprint = Blueprint("referral", __name__, url_prefix="/<lang>/refer")
speak_language(blueprint)


@blueprint.get("")
def start() -> ResponseReturnValue:
    """Say what is coming before it comes; nothing is kept yet."""
    has_draft = find_draft() is not None
    area, names = request.args.get("area", ""), get_portal().library.area_names(choose_language())
    chosen = (area, names[area]) if area in names else (area, "") if area == NOT_SURE else None
    return render_template("referral/start.html", said=take_said(), has_draft=has_draft, chosen=chosen)


@blueprint.post("")
@limited(Counted.STARTING)
def begin() -> ResponseReturnValue:
    """Start a fresh form, for an area that was chosen before; an older one in this browser is erased."""
    start_with_area(get_portal().side, begin_draft(), request.form.get("area", ""))
    return _to("referral.step", slug=FLOW[0].slug)


@blueprint.get("/<slug>")
def step(slug: str) -> ResponseReturnValue:
    """Show one question, with what was answered before."""
    shown, side = find_step(slug), get_portal().side
    if shown is None:
        raise NotFound("there is no such step")
    with read_at_once(side):
        ticket = find_draft()
        draft = open_draft(side, ticket) if ticket and not was_sent() else None
    if draft is None:
        return _to("referral.sent") if ticket else _to_start()
    if not shown.applies(draft.answers):
        return _to_unfinished(draft)
    said = take_said() if slug == "words" else ""
    return show_step(shown, draft, is_change="change" in request.args, said=said)


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
    return _to_step(slug) if parsed.problems else _to_unfinished(draft)


@blueprint.post("/words/try")
@limited(Counted.TRIAL)
def try_words() -> ResponseReturnValue:
    """Have one notice in the wording just chosen sent to where the person said, and show the page again."""
    ticket, words = find_draft(), get_step("words")
    if ticket is None:
        return _to_start()
    try:
        draft, pressed = ask_for_one(
            get_portal().side, ticket, words, read_typed(words, request.form), choose_language()
        )
    except Expired:
        return _to("referral.sent")
    except NotAllowed as error:
        raise Unavailable("the service of this area cannot be sealed to") from error
    if pressed is Pressed.NOT_THIS_WAY:
        return _to_unfinished(draft)
    if pressed is Pressed.ASKED:
        say("tried")
    return _to_step(words.slug)


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
    if open_any_receipt(get_portal().side, ticket) is not None:
        return _to("referral.sent")
    draft = open_draft(get_portal().side, ticket)
    if find_unfinished(draft.answers, draft.visited) is not None:
        return _to_unfinished(draft)
    return show_check(draft, take_said())


@blueprint.post("/check")
@limited(Counted.SENDING)
def send() -> ResponseReturnValue:
    """Send it, once however often pressed; what looks like a machine's press is shown the page again."""
    ticket = find_draft()
    if ticket is None:
        return _to_start()
    junk = "" if was_sent() else find_junk()
    if junk:
        say(junk)
        return _to("referral.check")
    try:
        receipt = send_referral(get_portal().side, ticket, choose_language())
    except NotAllowed as error:
        draft = open_draft(get_portal().side, ticket)
        if find_unfinished(draft.answers, draft.visited) is None:
            raise Unavailable("the service of this area cannot be sealed to") from error
        return _to_unfinished(draft)
    except Expired:
        return _to("referral.sent")
    except AlreadyDone:
        return end_elsewhere()
    _note_sent(receipt)
    return _to("referral.sent")


@blueprint.get("/sent")
def sent() -> ResponseReturnValue:
    """Show the code, and by which date there will be news; whoever sent for somebody else sees neither."""
    ticket = find_draft()
    receipt = open_any_receipt(get_portal().side, ticket) if ticket else None
    if receipt is None:
        return _to_start()
    if not was_sent():
        _note_sent(receipt)  # the answer to the sending was lost on its way
    return show_receipt(receipt, take_said()) if isinstance(receipt, Receipt) else show_sender_receipt(receipt)


@blueprint.post("/sent")
def keep() -> ResponseReturnValue:
    """Take it that the code was kept, or the receipt read: it is shown no more."""
    is_for_other, ticket = was_sent_for_other(), find_draft()  # in this order: a visit that is over forgets both
    if ticket is not None:
        erase_draft(get_portal().side, ticket)
        close_visit()
    return _to("referral.done" if is_for_other else "referral.kept")


@blueprint.get("/kept")
def kept() -> ResponseReturnValue:
    """Say what one can do now."""
    return render_template("referral/kept.html")


@blueprint.get("/done")
def done() -> ResponseReturnValue:
    """Say that whoever sent for somebody else is finished; tells nothing of whoever looks."""
    return render_template("referral/done.html")


@blueprint.post("/delete")
def delete() -> ResponseReturnValue:
    """Delete what was written, also what was saved of it; nothing is sent."""
    ticket = find_draft()
    if was_sent():
        return _to("referral.sent")
    if ticket is not None:
        delete_form(get_portal().side, ticket)
        close_visit()
    say("deleted")
    return _to("referral.start")


def _note_sent(receipt: Receipt | SenderReceipt) -> None:
    note_sent(receipt.made_at, is_for_other=isinstance(receipt, SenderReceipt))


def _to(endpoint: str, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(endpoint, **values), code=303)


def _to_step(slug: str) -> ResponseReturnValue:
    return _to("referral.step", slug=slug, change="1" if "change" in request.args else None)


def _to_start() -> ResponseReturnValue:
    return _to("referral.start")


def _to_unfinished(draft: Draft) -> ResponseReturnValue:
    unfinished = find_unfinished(draft.answers, draft.visited)
    return _to("referral.step", slug=unfinished.slug) if unfinished else _to("referral.check")
