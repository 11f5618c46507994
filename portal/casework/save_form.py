"""Save and come back: an unsent form stored again where a return code leads, and taken up again from there.

The visit goes on with its own draft; the saved one is as it was when it was last saved. Sending and deleting end both.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta

from portal.casework.refer import (
    Draft,
    Saved,
    draft_as_body,
    draft_from_body,
    hold_saved,
    keep_draft,
    open_draft,
    start_draft,
    take_draft,
)
from portal.casework.tickets import DraftTicket
from portal.casework.work import PublicSide
from portal.domain.lifetimes import FORM, SAVED_FORM
from portal.vault.return_codes import ReturnCode, derive_saved_place, make_return_code, parse_return_code


def save_form(side: PublicSide, ticket: DraftTicket) -> Saved:
    """Save the form as it is now, for seven days from now; again under the same code in the same visit.

    Raises Expired when it was sent, AlreadyDone when the saved one was sent or deleted from another screen.
    """
    made = None if open_draft(side, ticket).saved else _make_place(side)
    with side.store.work() as work:
        draft = take_draft(work, ticket)
        hold_saved(work, draft)
        now = side.clock.now()
        saved = draft.saved or made or _make_place(side)
        draft = replace(draft, saved=replace(saved, until_at=now + SAVED_FORM))
        keep_draft(side, work, ticket, draft)
        where = saved.where
        work.drafts.save_draft(where.draft_id, draft_as_body(_without_code(draft)), where.key, _row_ends_at(now))
    return replace(saved, until_at=now + SAVED_FORM)


def note_code_kept(side: PublicSide, ticket: DraftTicket) -> None:
    """Take it that the return code was kept: it is shown no more. Expired when the form was sent."""
    with side.store.work() as work:
        draft = take_draft(work, ticket)
        if draft.saved:
            keep_draft(side, work, ticket, _without_code(draft))


def is_return_code(typed: str) -> bool:
    """Say whether what was typed can be a code at all: twenty digits, in any script, spaced as one likes."""
    return parse_return_code(typed) is not None


def come_back(side: PublicSide, typed: str) -> tuple[DraftTicket, Draft] | None:
    """Take up a saved form in a fresh visit; the saved one stays. None for wrong, unknown, over, sent or deleted."""
    code = parse_return_code(typed)
    if code is None:
        return None
    where = _find_place(side, code)
    with side.store.work() as work:
        body = work.drafts.find_draft(where.draft_id, where.key)
        draft = draft_from_body(body) if body else None
        # Safety: seven days by the sealed time, whenever the row is cleared away
        if draft is None or draft.saved is None or side.clock.now() >= draft.saved.until_at:
            return None
        ticket = start_draft()
        keep_draft(side, work, ticket, draft)
    return ticket, draft


def delete_form(side: PublicSide, ticket: DraftTicket) -> None:
    """Erase the form and what was saved of it, wherever it is open."""
    saved = open_draft(side, ticket).saved
    with side.store.work() as work:
        for each in (ticket, *((saved.where,) if saved else ())):
            work.drafts.erase(each.draft_id)
    side.store.scrub()


def _make_place(side: PublicSide) -> Saved:
    code = make_return_code()
    return Saved(_find_place(side, code), side.clock.now(), code.digits)


def _find_place(side: PublicSide, code: ReturnCode) -> DraftTicket:
    with side.turns.take():
        place = derive_saved_place(code, side.peppers)
    return DraftTicket(place.draft_id, place.seed)


def _without_code(draft: Draft) -> Draft:
    # Safety: the code is nowhere but in the visit that shows it
    return replace(draft, saved=replace(draft.saved, return_code="")) if draft.saved else draft


def _row_ends_at(now: datetime) -> datetime:
    """Return when the row may go: later than any visit that took it up in time, and at midnight, to tell no hour."""
    last = now + SAVED_FORM + FORM.at_most + timedelta(days=1)
    return datetime.combine(last.date(), time(), last.tzinfo)
