"""The visit in the sealed cookie: a draft or an open page, its limits, and its end. Words stay in the store."""

import logging
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import current_app, session

from portal.casework.follow import OpenedPage
from portal.casework.new_code import forget_made_code
from portal.casework.refer import erase_draft, start_draft
from portal.casework.tickets import DraftTicket, PageTicket, StartTicket
from portal.casework.typed import erase_typed, find_typed, keep_typed
from portal.casework.visits import end_visit, has_ended, make_session_id
from portal.domain.lifetimes import FORM, RECEIPT, START_CODE, STATUS_PAGE, Lifetime
from portal.wiring import PublicPortal

_log = logging.getLogger(__name__)
_RECEIPT = Lifetime(RECEIPT, RECEIPT, RECEIPT)
_START = Lifetime(RECEIPT, RECEIPT, START_CODE)


def get_portal() -> PublicPortal:
    """Return what this app is wired with."""
    portal: PublicPortal = current_app.extensions["portal"]
    return portal


def say(what: str) -> None:
    """Keep one word about what just happened for the next page (a code, never anybody's words)."""
    session["say"] = what


def take_said() -> str:
    """Return what was kept for this page, once."""
    return str(session.pop("say", "")) if "say" in session else ""


def begin_draft() -> DraftTicket:
    """Start a form in a visit of its own."""
    end_everything()
    ticket = start_draft()
    _begin("draft", ticket.as_text(), is_strict=False)
    return ticket


def resume_draft(ticket: DraftTicket, *, is_strict: bool) -> None:
    """Go on with a saved form in a visit of its own."""
    end_everything()
    _begin("draft", ticket.as_text(), is_strict=is_strict)
    session["draft"] = {**session["draft"], "resumed": True}


def time_on_form() -> timedelta | None:
    """Return how long ago the visit's form was begun; None when it was taken up again, or there is none."""
    kept = session.get("draft", {})
    return None if "made" not in kept or kept.get("resumed") else timedelta(seconds=_now() - kept["made"])


def find_draft() -> DraftTicket | None:
    """Return the visit's draft and note its use; None when there is none or its time is over."""
    kept = _use("draft", _RECEIPT if was_sent() else FORM)
    return DraftTicket.from_text(kept["ticket"]) if kept else None


def note_strict(*, is_strict: bool) -> None:
    """Make the limits of the form those of the part after abuse, or the usual ones."""
    # Safety: fifteen minutes instead of thirty where somebody may be watched
    session["draft"] = {**session["draft"], "strict": is_strict}


def note_sent(at: datetime, *, is_for_other: bool) -> None:
    """Make the form's visit the receipt's: half an hour from the sending, whatever was left of the form's time."""
    sent = {"made": int(at.timestamp()), "seen": _now(), "sent": True, "other": is_for_other}
    session["draft"] = {**session["draft"], **sent}


def was_sent() -> bool:
    """Say whether the form of this visit was sent; its receipt may be over."""
    return bool(session.get("draft", {}).get("sent"))


def was_sent_for_other() -> bool:
    """Say whether what this visit sent was for somebody else; there is no code then."""
    return bool(session.get("draft", {}).get("other"))


def begin_page(opened: OpenedPage) -> None:
    """Open a status page in a visit of its own; a form that is not sent yet stays."""
    before = opened.opened_before_on.isoformat() if opened.opened_before_on else ""
    close_page()
    _begin("page", opened.ticket.as_text(), is_strict=opened.is_strict, before=before)
    session["page"]["read_to"] = opened.seen_before


def renew_page(ticket: PageTicket) -> None:
    """Go on with the open page under a fresh id and another ticket, once its keys were wrapped anew."""
    kept = session["page"]
    close_page()
    _begin("page", ticket.as_text(), is_strict=kept["strict"], before=kept["before"])
    session["page"]["read_to"] = kept.get("read_to")


def begin_start(ticket: StartTicket) -> None:
    """Begin the way from a start code to a new code in a visit of its own."""
    close_page()
    _begin("start", ticket.as_text(), is_strict=False)


def find_start() -> StartTicket | None:
    """Return the visit's way to a new code and note its use; None when there is none or its time is over."""
    kept = _use("start", _START)
    return StartTicket.from_text(kept["ticket"]) if kept else None


def note_start(*, is_strict: bool) -> None:
    """Make the limits of the way to a new code those of the part after abuse, or the usual ones."""
    session["start"] = {**session["start"], "strict": is_strict}


def close_page() -> None:
    """Close the status page under this visit's id; a form that is not sent yet goes on under a fresh one."""
    draft = session.get("draft")
    close_visit()
    if draft is not None:
        session["sid"], session["draft"] = make_session_id(), draft


def has_page() -> bool:
    """Say whether the visit has a status page at all; its time may be over."""
    return "page" in session


def find_page() -> PageTicket | None:
    """Return the visit's open page and note its use; None when there is none or its time is over."""
    kept = _use("page", STATUS_PAGE)
    return PageTicket.from_text(kept["ticket"]) if kept else None


def opened_before_on() -> date | None:
    """Return the day the open page was opened before this visit."""
    before = session.get("page", {}).get("before", "")
    return date.fromisoformat(before) if before else None


def seen_before() -> int | None:
    """Return the newest entry that was there on the visit before; None in a visit that an older program began."""
    kept = session.get("page", {}).get("read_to")
    return None if kept is None else int(kept)


def get_session_id() -> str:
    """Return the random id of the visit."""
    return str(session["sid"])


def keep_unsent(words: str) -> None:
    """Keep what was typed and cannot be sent as it is, until the next page shows it: all of it, to be shortened."""
    session["unsent"] = keep_typed(get_portal().side, words).as_text()


def take_unsent() -> str:
    """Return what was kept, once."""
    kept = session.pop("unsent", None) if "unsent" in session else None
    if kept is None:
        return ""
    ticket = DraftTicket.from_text(kept)
    words = find_typed(get_portal().side, ticket)
    erase_typed(get_portal().side, ticket)
    return words


def end_everything() -> None:
    """End the visit: the unsent form is erased, and the cookie, also a copy of it, opens nothing any more."""
    if "draft" in session:
        erase_draft(get_portal().side, DraftTicket.from_text(session["draft"]["ticket"]))
    if "start" in session:
        forget_made_code(get_portal().side, StartTicket.from_text(session["start"]["ticket"]))
    close_visit()


def end_everything_anyhow() -> None:
    """End the visit as far as it can be ended, on the way out."""
    try:
        end_everything()
    except Exception as error:
        # Safety: the way out stays open whatever is broken; what could not be erased dies of its age
        _log.error("could not end a visit: %s", type(error).__name__)
        session.clear()


def close_visit() -> None:
    """End the visit but keep what is stored."""
    if "sid" in session:
        end_visit(get_portal().side, get_session_id())
    session.clear()


def _begin(kind: str, ticket: dict[str, str], *, is_strict: bool, before: str = "") -> None:
    now = _now()
    # Safety: a fresh id at every beginning, so that nobody can plant a session they know
    session["sid"] = make_session_id()
    session[kind] = {"ticket": ticket, "made": now, "seen": now, "strict": is_strict, "before": before}


def _use(kind: str, lifetime: Lifetime) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = session.get(kind)
    if kept is None:
        return None
    is_over = lifetime.is_over(
        made_at=_time(kept["made"]), seen_at=_time(kept["seen"]), now=_time(_now()), is_strict=kept["strict"]
    )
    if has_ended(get_portal().side, get_session_id()):
        session.clear()  # Safety: a copied cookie is not even told what it was
        return None
    if is_over:
        _drop(kind)
        _say_over(kept)
        return None
    session[kind] = {**kept, "seen": _now()}
    return kept


def _drop(kind: str) -> None:
    """Forget one thing of the visit, and everything once nothing is left."""
    session.pop(kind)
    if not {"draft", "page", "start"} & session.keys():
        session.clear()


def _say_over(kept: dict[str, Any]) -> None:
    if not kept.get("sent"):
        say("over")
    elif not kept["strict"]:
        # a form that was sent is never called lost; Safety: after abuse the next reader of the screen is told nothing
        say("sent_other" if kept.get("other") else "sent")


def _now() -> int:
    return int(get_portal().side.clock.now().timestamp())


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
