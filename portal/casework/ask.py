"""What a person asks for on their page: pause, withdraw, delete, lock, undo, how much to hear, words for the service.

Stopping all contact and links is in follow; what the desk does about requests is in desk_requests.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.casework.follow import clean_message, is_strict_page, open_own_case, read_asked
from portal.casework.own_keys import OwnCase, find_own_case
from portal.casework.requests import find_lifts, make_body, make_words, put_in_order
from portal.casework.tickets import PageTicket
from portal.casework.work import PublicSide
from portal.domain.case import Case, EntryKind, RequestKind, Service
from portal.domain.errors import Forged
from portal.domain.promises import Rhythm, next_update_by, promise_again
from portal.domain.requests import (
    NOTHING_SAID,
    Request,
    RequestState,
    Said,
    check_may_ask,
    check_said,
    has_effect,
    state_of,
    takes_effect_on,
)
from portal.store.chains import OpenedCase
from portal.store.work import Work
from portal.vault.digests import keyed_digest

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
    is_strict: bool
    rhythm: Rhythm
    done_on: date
    service_name: str
    service_phone: str
    service_hours: str


def view_shut(side: PublicSide, ticket: PageTicket) -> ShutPage:
    """Return what a shut page shows; NotFound when the case or its key is gone."""
    with side.store.look() as work:
        own, service, opened = open_own_case(side, work, ticket)
        state = read_asked(work, own.case, opened)
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
        own, service, opened = open_own_case(side, work, ticket)
        state = read_asked(work, own.case, opened)
    is_open = has_effect(state, kind)
    if is_open:
        check_may_ask(state, kind, today)
    return Question(
        is_open=is_open,
        is_contact_stopped=state.is_contact_stopped,
        is_strict=is_strict_page(opened),
        rhythm=own.case.rhythm,
        done_on=takes_effect_on(today),
        service_name=service.name,
        service_phone=service.phone,
        service_hours=service.hours,
    )


def ask(side: PublicSide, ticket: PageTicket, kind: RequestKind, words: str = "", choices: Sequence[str] = ()) -> None:
    """Add a request, obeyed from this moment by everyone who reads the case; a second press changes nothing.

    Raises NotAllowed or Shut for what the page does not offer now, Invalid for words that are missing or too long,
    Forged when the case cannot be believed, so that nothing is added to it.
    """
    cleaned = Said(clean_message(words), tuple(choices))
    check_said(kind, cleaned)
    try:
        _ask(side, ticket, kind, cleaned)
    except Forged:
        if kind in _LESS_CONTACT:
            with side.store.work() as work:
                # Safety: a chain that somebody broke takes no entry; that nobody may ring must not be lost with it
                work.holds.stop(find_own_case(side, work, ticket).case.case_id, side.clock.today())
        raise


def _ask(side: PublicSide, ticket: PageTicket, kind: RequestKind, said: Said) -> None:
    today = side.clock.today()
    with side.store.work() as work:
        found = find_own_case(side, work, ticket).case
        work.cases.get(found.case_id, found.service_id, for_change=True)  # two presses at once, one after the other
        own, service, opened = open_own_case(side, work, ticket)
        case = own.case
        before = read_asked(work, case, opened)
        body = make_body(kind, today, _digest(side, case, said))
        if not has_effect(before, kind) or _was_said(opened, said, body):
            return
        check_may_ask(before, kind, today)
        sequence = _write(side, work, own, service, body, said)
        held = work.holds.list_asked(case.case_id)
        asked = (*put_in_order(opened, held), Request(kind, today, sequence))
        state = state_of(asked, find_lifts(opened))
        _carry_out(work, case.case_id, state)
        _promise(side, work, case, state)
        if kind is RequestKind.RHYTHM:
            _change_rhythm(side, work, case, Rhythm(said.choices[0]))


def _write(side: PublicSide, work: Work, own: OwnCase, service: Service, body: dict[str, str], said: Said) -> int:
    case, today = own.case, side.clock.today()
    as_person = side.write_as_person(service, own.ring.person)
    sequence = work.entries.append(case, service, EntryKind.REQUEST, body, writer=as_person, on=today)
    if said != NOTHING_SAID:
        # Safety: sealed to the service alone: a new number must not be read by the worker, nor back from the page
        words = make_words(sequence, said)
        work.entries.append(case, service, EntryKind.REQUEST_WORDS, words, writer=as_person, on=today)
    return sequence


def _carry_out(work: Work, case_id: str, state: RequestState) -> None:
    """Do at once what must not wait for the worker."""
    work.cases.set_days(case_id, erase_on=state.erase_on)
    if state.is_shut:
        # Safety: a link that lies about somewhere, or that somebody else has, opens nothing from now on
        work.links.revoke_all(case_id)


def _promise(side: PublicSide, work: Work, case: Case, state: RequestState) -> None:
    """Promise no more news to who ends it all, and promise it anew once they undo that. A pause changes nothing."""
    if state.withdrawn_on or state.erase_asked_on:
        work.cases.set_days(case.case_id, next_update_by=None)
    elif case.next_update_by is None:
        promised_on = next_update_by(case.stage, case.rhythm, side.clock.today(), side.calendar.is_working_day)
        work.cases.set_days(case.case_id, next_update_by=promised_on)


def _change_rhythm(side: PublicSide, work: Work, case: Case, rhythm: Rhythm) -> None:
    """Promise the next news by the new rhythm. Less and more count at once: how they are reached stays as it is."""
    today, is_working_day = side.clock.today(), side.calendar.is_working_day
    promised_on = promise_again(case.next_update_by, case.stage, rhythm, today, is_working_day)
    work.cases.set_rhythm(case.case_id, rhythm, promised_on)


def _digest(side: PublicSide, case: Case, said: Said) -> str:
    """Return what stands for what was said; nobody without the public site's pepper can try words against it."""
    if said == NOTHING_SAID:
        return ""
    text = json.dumps([case.case_id, said.words, said.choices]).encode()
    return keyed_digest("request-words", side.peppers.locator, text, 16).hex()


def _was_said(opened: OpenedCase, said: Said, body: dict[str, str]) -> bool:
    """Say whether the newest request is this very one already."""
    newest = opened.find_newest(EntryKind.REQUEST)
    return said != NOTHING_SAID and newest is not None and newest.body == body
