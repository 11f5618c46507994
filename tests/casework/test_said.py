"""What a person says with a request: sealed to the service alone, taken once; and how much they want to hear."""

from __future__ import annotations

from datetime import date

import pytest

from portal.casework.ask import ask, view_question
from portal.casework.desk import move_stage, read_case, record_check
from portal.casework.inbox import list_inbox
from portal.casework.own_copy import view_copy
from portal.casework.requests import REQUEST_KINDS, list_requests
from portal.casework.work import WorkerSide
from portal.domain.case import EntryKind, RequestKind
from portal.domain.errors import Invalid
from portal.domain.promises import Rhythm
from portal.domain.requests import Request, Said
from portal.domain.stages import Stage
from portal.holders import Role
from portal.wiring import DeskPortal, PublicPortal, wire_worker
from tests.builders import (
    AMIRAS_PAGES,
    MovableClock,
    PortalData,
    Referred,
    StaffAccount,
    change_pages,
    find_case,
    open_page,
    refer,
)
from tests.new_codes import find_keys

WORDS = "My sister's number is better."
ADD, OTHER, HELP, RHYTHM = (RequestKind.ADD, RequestKind.OTHER_CONTACT, RequestKind.HELP, RequestKind.RHYTHM)


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


def find_promise(public: PublicPortal, person: Referred) -> tuple[Rhythm, date | None]:
    found = find_case(public.side.store, person.receipt.case_reference)
    return found.rhythm, found.next_update_by


@pytest.mark.parametrize("kind", [ADD, OTHER, HELP])
def test_the_words_are_read_by_the_service_and_by_nobody_else(
    public: PublicPortal,
    desk: DeskPortal,
    amira: Referred,
    fay: StaffAccount,
    *,
    kind: RequestKind,
    portal_data: PortalData,
    clock: MovableClock,
) -> None:
    """Not by the worker, who obeys the request, nor by the person's own page."""
    ticket = open_page(public.side, amira)
    ask(public.side, ticket, kind, WORDS)
    (request,) = read_case(desk.side, fay.signed_in, amira.case.case_id).requests
    assert (request.kind, request.words) == (kind, WORDS)
    assert WORDS not in repr(view_copy(public.side, ticket))
    worker: WorkerSide = wire_worker(portal_data.settings(Role.WORKER), clock)
    with worker.store.look() as work:
        service = work.services.get(amira.case.service_id)
        opened = work.entries.open_case(amira.case.case_id, worker.reader_of(amira.case, service))
    worker.store.close()
    assert [(each.kind, each.words) for each in list_requests(opened)] == [(kind, "")]
    assert WORDS not in repr(opened)


def test_a_request_from_before_still_says_what_it_said(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    """Its words stand in the request's own entry."""
    ring, on = find_keys(public.side, open_page(public.side, amira)), public.side.clock.today()
    with public.side.store.work() as work:
        service = work.services.get(amira.case.service_id)
        writer = public.side.write_as_person(service, ring.person)
        body = {"kind": "add", "on": on.isoformat(), "words": WORDS}
        work.entries.append(amira.case, service, EntryKind.REQUEST, body, writer=writer, on=on)
    asked = read_case(desk.side, fay.signed_in, amira.case.case_id).requests
    assert asked == (Request(ADD, on, asked[0].sequence, Said(WORDS)),)


def test_a_second_press_is_known_without_its_words(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    ticket = open_page(public.side, amira)
    for choices in (("bsl",), ("bsl",), ("bsl", "access")):
        ask(public.side, ticket, HELP, WORDS, choices)
    asked = read_case(desk.side, fay.signed_in, amira.case.case_id).requests
    assert [each.said for each in asked] == [Said(WORDS, ("bsl",)), Said(WORDS, ("bsl", "access"))]


def test_help_that_was_asked_for_waits_in_the_inbox(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    ask(public.side, open_page(public.side, amira), HELP, choices=["interpreter"])
    assert list_inbox(desk.side, fay.signed_in)[0].has_added_words


@pytest.mark.parametrize(
    ("kind", "words", "choices"),
    [
        (ADD, "", ()),
        (ADD, "x" * 2001, ()),
        (ADD, "x", ("bsl",)),
        (HELP, "", ()),
        (HELP, "x", ("none",)),
        (HELP, "", ("a ramp",)),
        (RHYTHM, "", ()),
        (RHYTHM, "", ("daily",)),
        (RHYTHM, "", ("weekly", "monthly")),
        (RHYTHM, "words", ("weekly",)),
        (RequestKind.PAUSE, "words", ()),
    ],
)
def test_what_a_request_cannot_say_is_not_taken(
    public: PublicPortal, amira: Referred, kind: RequestKind, words: str, choices: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid):
        ask(public.side, open_page(public.side, amira), kind, words, choices)


def test_hearing_less_or_more_counts_at_once_and_moves_the_promise(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount
) -> None:
    """Amira asked on Monday 23 November, and is in the middle of it."""
    person = refer(public.side, change_pages(AMIRAS_PAGES, news={"rhythm": ["weekly"]}))
    record_check(desk.side, fay.signed_in, person.case.case_id)
    move_stage(desk.side, fay.signed_in, person.case.case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)
    ticket = open_page(public.side, person)
    for chosen, day in (("monthly", date(2026, 12, 23)), ("weekly", date(2026, 11, 30))):
        ask(public.side, ticket, RHYTHM, choices=[chosen])
        assert find_promise(public, person) == (Rhythm(chosen), day)
    assert view_question(public.side, ticket, RHYTHM).rhythm is Rhythm.WEEKLY


def test_first_contact_is_never_put_off_and_what_is_late_stays_late(
    public: PublicPortal, amira: Referred, clock: MovableClock
) -> None:
    promised = find_promise(public, amira)[1]
    ask(public.side, open_page(public.side, amira), RHYTHM, choices=["only_changes"])
    assert find_promise(public, amira) == (Rhythm.ONLY_CHANGES, promised)
    clock.move(days=30)
    ask(public.side, open_page(public.side, amira), RHYTHM, choices=["weekly"])
    assert find_promise(public, amira) == (Rhythm.WEEKLY, promised)


def test_the_worker_and_the_page_open_no_kind_that_holds_words() -> None:
    assert EntryKind.REQUEST_WORDS not in REQUEST_KINDS
