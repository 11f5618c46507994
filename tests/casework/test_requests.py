"""Asking on one's page: obeyed at once by page and desk, once however often pressed, undone with the code."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import delete, select

from portal.casework.ask import ask, view_question, view_shut
from portal.casework.desk import read_case
from portal.casework.desk_requests import close_withdrawn, lift_lock
from portal.casework.follow import open_by_code, open_by_link, renew_link, send_message, stop_contact, view_page
from portal.casework.inbox import Urgency, list_inbox
from portal.casework.requests import make_lift
from portal.domain.case import Author, EntryKind, Lift, RequestKind
from portal.domain.errors import Forged, Invalid, NotAllowed, NotFound, OutOfDate, Shut
from portal.domain.stages import Stage
from portal.store.chains import MAY_WRITE
from portal.store.tables import audit, case_entry
from portal.wiring import DeskPortal, PublicPortal
from tests.at_once import run_at_once
from tests.builders import MovableClock, Referred, StaffAccount, find_case, open_page
from tests.new_codes import find_keys

ENDINGS = [RequestKind.WITHDRAW, RequestKind.ERASE, RequestKind.LOCK]


def count_requests(desk: DeskPortal, fay: StaffAccount, person: Referred) -> int:
    return len(read_case(desk.side, fay.signed_in, person.case.case_id).requests)


@pytest.mark.parametrize("kind", ENDINGS)
def test_a_page_that_was_shut_shows_and_does_nothing_more(
    public: PublicPortal, amira: Referred, ben: Referred, kind: RequestKind
) -> None:
    ticket = open_page(public.side, amira)
    ask(public.side, ticket, kind)
    doings: list[Callable[[], object]] = [
        lambda: view_page(public.side, ticket),
        lambda: send_message(public.side, ticket, "Hello"),
        lambda: stop_contact(public.side, ticket),
        lambda: renew_link(public.side, ticket),
        lambda: ask(public.side, ticket, RequestKind.PAUSE),
    ]
    for do in doings:
        with pytest.raises(Shut):
            do()
    assert open_by_link(public.side, amira.receipt.link) is None
    assert open_by_code(public.side, amira.code) is not None
    assert view_page(public.side, open_page(public.side, ben)).case_reference == ben.receipt.case_reference


def test_delete_everything_tells_its_day_and_undo_takes_it_back(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    ticket = open_page(public.side, amira)
    ask(public.side, ticket, RequestKind.ERASE)
    shut = view_shut(public.side, ticket)
    assert (shut.state.erase_on, shut.can_undo) == (date(2026, 12, 7), True)
    assert find_case(public.side.store, amira.receipt.case_reference).erase_on == date(2026, 12, 7)
    assert read_case(desk.side, fay.signed_in, amira.case.case_id).is_contact_stopped
    ask(public.side, ticket, RequestKind.UNDO)
    assert find_case(public.side.store, amira.receipt.case_reference).erase_on is None
    assert not view_page(public.side, ticket).is_contact_stopped
    assert not read_case(desk.side, fay.signed_in, amira.case.case_id).is_contact_stopped


def test_withdrawing_is_final_after_fourteen_days_and_then_the_desk_may_close(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount, clock: MovableClock
) -> None:
    ticket = open_page(public.side, amira)
    ask(public.side, ticket, RequestKind.WITHDRAW)
    clock.move(days=13)
    with pytest.raises(NotAllowed):
        close_withdrawn(desk.side, fay.signed_in, amira.case.case_id)
    assert list_inbox(desk.side, fay.signed_in)[0].days_late == 0
    clock.move(days=1)
    with pytest.raises(Shut):
        ask(public.side, ticket, RequestKind.UNDO)
    assert read_case(desk.side, fay.signed_in, amira.case.case_id).may_close_withdrawn(clock.today())
    for _ in range(2):
        close_withdrawn(desk.side, fay.signed_in, amira.case.case_id)
    assert find_case(public.side.store, amira.receipt.case_reference).stage is Stage.CLOSED
    assert view_shut(public.side, ticket).state.withdrawn_on == date(2026, 11, 23)
    ask(public.side, ticket, RequestKind.ERASE)
    assert view_shut(public.side, ticket).state.erase_on == date(2026, 12, 21)


def test_a_lock_is_lifted_by_the_service_alone_after_a_conversation(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount, rita: StaffAccount
) -> None:
    ticket = open_page(public.side, amira)
    ask(public.side, ticket, RequestKind.LOCK)
    row = list_inbox(desk.side, fay.signed_in)[0]
    assert (row.asked.is_locked, row.urgency) == (True, Urgency.UNANSWERED)
    seen = read_case(desk.side, fay.signed_in, amira.case.case_id).mark
    with pytest.raises(NotFound):
        lift_lock(desk.side, rita.signed_in, amira.case.case_id, seen=seen)
    for _ in range(2):
        lift_lock(desk.side, fay.signed_in, amira.case.case_id, seen=seen)
    assert not view_page(public.side, ticket).is_strict
    with desk.side.store.look() as work:
        done = work.connection.execute(select(audit.c.what)).scalars().all()
    assert done.count("lifted lock") == 1
    ask(public.side, ticket, RequestKind.LOCK)
    assert view_shut(public.side, ticket).state.is_locked
    with pytest.raises(OutOfDate):
        lift_lock(desk.side, fay.signed_in, amira.case.case_id, seen=seen)
    assert view_shut(public.side, ticket).state.is_locked, "the conversation was before this lock"


@pytest.mark.parametrize("what", list(Lift))
def test_whoever_has_the_code_cannot_lift_anything(
    public: PublicPortal, amira: Referred, monkeypatch: pytest.MonkeyPatch, what: Lift
) -> None:
    ticket = open_page(public.side, amira)
    person = find_keys(public.side, ticket).person
    stop_contact(public.side, ticket)
    ask(public.side, ticket, RequestKind.LOCK)

    def lift_as_person() -> None:
        with public.side.store.work() as work:
            service, on = work.services.get(amira.case.service_id), public.side.clock.today()
            as_person = public.side.write_as_person(service, person)
            work.entries.append(amira.case, service, EntryKind.LIFT, make_lift(what, on), writer=as_person, on=on)

    with pytest.raises(Forged):
        lift_as_person()
    monkeypatch.setitem(MAY_WRITE, EntryKind.LIFT, frozenset(Author))  # as if the chain let it pass
    lift_as_person()
    state = view_shut(public.side, ticket).state
    assert (state.is_locked, state.is_contact_stopped) == (True, True)


def test_words_reach_the_desk_cleaned_and_once_and_never_come_back(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    ticket = open_page(public.side, amira)
    for _ in range(2):
        ask(public.side, ticket, RequestKind.ADD, " It was\u202e May,\r\nnot June. ")
    ask(public.side, ticket, RequestKind.OTHER_CONTACT, "Ring my sister")
    asked = read_case(desk.side, fay.signed_in, amira.case.case_id).requests
    assert [(each.kind, each.words) for each in asked] == [
        (RequestKind.ADD, "It was May,\nnot June."),
        (RequestKind.OTHER_CONTACT, "Ring my sister"),
    ]
    assert "sister" not in repr(view_page(public.side, ticket))


@pytest.mark.parametrize("words", ["", " \n\u200b", "x" * 2001])
def test_words_nobody_could_read_are_not_taken(public: PublicPortal, amira: Referred, words: str) -> None:
    with pytest.raises(Invalid):
        ask(public.side, open_page(public.side, amira), RequestKind.ADD, words)


@pytest.mark.parametrize("kind", [RequestKind.WITHDRAW, RequestKind.ERASE])
def test_a_chain_that_somebody_broke_takes_no_request_but_contact_stops(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount, kind: RequestKind
) -> None:
    ticket = open_page(public.side, amira)
    with public.side.store.work() as work:
        work.connection.execute(delete(case_entry).where(case_entry.c.kind == EntryKind.UPDATE.value))
    with pytest.raises(Forged):
        ask(public.side, ticket, kind)
    assert read_case(desk.side, fay.signed_in, amira.case.case_id).is_contact_held


def test_a_question_is_asked_only_where_it_has_an_answer(public: PublicPortal, amira: Referred) -> None:
    ticket = open_page(public.side, amira)
    assert view_question(public.side, ticket, RequestKind.ERASE).done_on == date(2026, 12, 7)
    assert not view_question(public.side, ticket, RequestKind.GO_ON).is_open
    assert not view_question(public.side, ticket, RequestKind.UNDO).is_open


@pytest.mark.parametrize("kind", [RequestKind.WITHDRAW, RequestKind.ERASE, RequestKind.PAUSE])
def test_many_presses_at_once_ask_once(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount, kind: RequestKind
) -> None:
    ticket = open_page(public.side, amira)
    run_at_once(8, lambda _: ask(public.side, ticket, kind))
    assert count_requests(desk, fay, amira) == 1
