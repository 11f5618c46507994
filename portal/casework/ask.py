"""What a person asks for on their page: pause, withdraw, delete, lock, undo, and words for the service.

Stopping all contact and links is in follow; what the desk does about requests is in desk_requests.
"""

from dataclasses import dataclass
from datetime import date

from portal.casework.follow import clean_message, find_own_case, is_strict_page, open_own_case, read_asked
from portal.casework.requests import find_lifts, list_requests, make_body
from portal.casework.tickets import PageTicket
from portal.casework.work import PublicSide
from portal.domain.case import EntryKind, RequestKind
from portal.domain.errors import Forged, Invalid
from portal.domain.requests import (
    WITH_WORDS,
    WORDS_LENGTH,
    Request,
    RequestState,
    check_may_ask,
    has_effect,
    state_of,
    takes_effect_on,
)
from portal.store.chains import OpenedCase
from portal.store.work import Work

_LESS_CONTACT = frozenset({RequestKind.STOP_CONTACT, RequestKind.WITHDRAW, RequestKind.ERASE})


@dataclass(frozen=True, slots=True)
class ShutPage:
    """All that a page shows once it is locked, or withdrawing or deleting was asked for."""

    state: RequestState
    can_undo: bool
    is_strict: bool
    service_name: str
    service_phone: str
    service_hours: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is told before they ask; `is_open` unless it was asked already, `done_on` when it would be done."""

    is_open: bool
    is_contact_stopped: bool
    done_on: date
    service_phone: str
    service_hours: str


def view_shut(side: PublicSide, ticket: PageTicket) -> ShutPage:
    """Return what a shut page shows; NotFound when the case or its key is gone."""
    with side.store.look() as work:
        case, service, opened = open_own_case(side, work, ticket)
        state = read_asked(work, case, opened)
    return ShutPage(
        state=state,
        can_undo=state.can_undo(side.clock.today()) and not state.is_locked,
        is_strict=is_strict_page(opened),
        service_name=service.name,
        service_phone=service.phone,
        service_hours=service.hours,
    )


def view_question(side: PublicSide, ticket: PageTicket, kind: RequestKind) -> Question:
    """Return what to tell before asking; NotAllowed or Shut for what the page does not offer now."""
    today = side.clock.today()
    with side.store.look() as work:
        case, service, opened = open_own_case(side, work, ticket)
        state = read_asked(work, case, opened)
    is_open = has_effect(state, kind)
    if is_open:
        check_may_ask(state, kind, today)
    return Question(
        is_open=is_open,
        is_contact_stopped=state.is_contact_stopped,
        done_on=takes_effect_on(today),
        service_phone=service.phone,
        service_hours=service.hours,
    )


def ask(side: PublicSide, ticket: PageTicket, kind: RequestKind, words: str = "") -> None:
    """Add a request, obeyed from this moment by everyone who reads the case; a second press changes nothing.

    Raises NotAllowed or Shut for what the page does not offer now, Invalid for words that are missing or too long,
    Forged when the case cannot be believed, so that nothing is added to it.
    """
    cleaned = clean_message(words)
    if kind in WITH_WORDS and not 0 < len(cleaned) <= WORDS_LENGTH:
        raise Invalid("words", "a request in words has 1 to 2,000 characters")
    try:
        _ask(side, ticket, kind, cleaned)
    except Forged:
        if kind in _LESS_CONTACT:
            with side.store.work() as work:
                # Safety: a chain that somebody broke takes no entry; that nobody may ring must not be lost with it
                work.holds.stop(find_own_case(side, work, ticket).case_id, side.clock.today())
        raise


def _ask(side: PublicSide, ticket: PageTicket, kind: RequestKind, cleaned: str) -> None:
    today = side.clock.today()
    with side.store.work() as work:
        found = find_own_case(side, work, ticket)
        work.cases.get(found.case_id, found.service_id, for_change=True)  # two presses at once, one after the other
        case, service, opened = open_own_case(side, work, ticket)
        before = read_asked(work, case, opened)
        if not has_effect(before, kind) or _was_said(opened, kind, cleaned, today):
            return
        check_may_ask(before, kind, today)
        as_person = side.write_as_person(service, ticket.key)
        body = make_body(kind, today, cleaned)
        sequence = work.entries.append(case, service, EntryKind.REQUEST, body, writer=as_person, on=today)
        asked = (*list_requests(opened), Request(kind, today, sequence))
        _carry_out(work, case.case_id, state_of(asked, find_lifts(opened)))


def _carry_out(work: Work, case_id: str, state: RequestState) -> None:
    """Do at once what must not wait for the worker."""
    work.cases.set_days(case_id, erase_on=state.erase_on)
    if state.is_shut:
        # Safety: a link that lies about somewhere, or that somebody else has, opens nothing from now on
        work.links.revoke_all(case_id)


def _was_said(opened: OpenedCase, kind: RequestKind, words: str, today: date) -> bool:
    """Say whether the newest request is this very one already."""
    newest = opened.find_newest(EntryKind.REQUEST)
    return kind in WITH_WORDS and newest is not None and newest.body == make_body(kind, today, words)
