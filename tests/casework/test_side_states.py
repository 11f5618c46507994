"""What the desk puts beside a stage: read by the person, told once, promised on, and never by whoever has the code."""

from __future__ import annotations

from datetime import date

import pytest

from portal.casework.ask import ask
from portal.casework.desk import move_stage, read_case, record_check
from portal.casework.desk_beside import WORDS_LENGTH, put_beside, take_off
from portal.casework.follow import open_own_case, view_page
from portal.casework.requests import read_requests
from portal.casework.side_states import IN_BODY, StandsBeside, list_beside
from portal.domain.case import EntryKind, RequestKind
from portal.domain.errors import Invalid, NotAllowed, NotFound
from portal.domain.stages import Beside, Stage
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import BENS_PAGES, MovableClock, Referred, StaffAccount, find_case, open_page, refer

TODAY = date(2026, 11, 23)


def look(public: PublicPortal, person: Referred) -> tuple[StandsBeside, ...]:
    """Return what the person's page shows beside the stage."""
    with public.side.store.look() as work:
        _own, _service, opened = open_own_case(public.side, work, open_page(public.side, person))
    return list_beside(opened, read_requests(opened))


def test_a_hold_and_the_youth_route_are_read_by_the_person(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    case_id = amira.case.case_id
    assert put_beside(desk.side, fay.signed_in, case_id, Beside.ON_HOLD)
    assert put_beside(desk.side, fay.signed_in, case_id, Beside.YOUTH_ROUTE, "Another team will ring you.")
    assert look(public, amira) == (
        StandsBeside(Beside.ON_HOLD, TODAY),
        StandsBeside(Beside.YOUTH_ROUTE, TODAY, "Another team will ring you."),
    )
    assert not put_beside(desk.side, fay.signed_in, case_id, Beside.ON_HOLD, "again")
    assert take_off(desk.side, fay.signed_in, case_id, Beside.ON_HOLD)
    assert not take_off(desk.side, fay.signed_in, case_id, Beside.ON_HOLD)
    assert [each.what for each in look(public, amira)] == [Beside.YOUTH_ROUTE]


def test_stricter_limits_go_on_beside_a_hold(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    before = view_page(public.side, open_page(public.side, amira)).is_strict
    put_beside(desk.side, fay.signed_in, amira.case.case_id, Beside.ON_HOLD)
    assert view_page(public.side, open_page(public.side, amira)).is_strict is before
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    first, second = page.opened.list_of(EntryKind.SIDE_STATE)
    assert {name: said for name, said in second.body.items() if name != IN_BODY} == dict(first.body)


def test_on_hold_a_case_moves_nowhere_but_to_an_end(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> None:
    case_id = amira.case.case_id
    record_check(desk.side, fay.signed_in, case_id)
    put_beside(desk.side, fay.signed_in, case_id, Beside.ON_HOLD)
    with pytest.raises(NotAllowed, match="on hold"):
        move_stage(desk.side, fay.signed_in, case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)
    move_stage(desk.side, fay.signed_in, case_id, Stage.CLOSED, seen=Stage.RECEIVED, has_talked=True)
    with pytest.raises(NotAllowed, match="ended"):
        take_off(desk.side, fay.signed_in, case_id, Beside.ON_HOLD)


def test_what_stands_beside_is_news_but_no_first_contact(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, clock: MovableClock
) -> None:
    ben = refer(public.side, BENS_PAGES)
    clock.move(days=1)
    put_beside(desk.side, fay.signed_in, ben.case.case_id, Beside.ON_HOLD)
    assert find_case(desk.side.store, ben.case.case_reference).next_update_by == ben.case.next_update_by
    move_stage(desk.side, fay.signed_in, ben.case.case_id, Stage.CLOSED, seen=Stage.RECEIVED, has_talked=True)


def test_a_hold_keeps_the_promise_and_sets_the_next_day(
    desk: DeskPortal, fay: StaffAccount, amira: Referred, clock: MovableClock
) -> None:
    case_id, store = amira.case.case_id, desk.side.store
    move_stage(desk.side, fay.signed_in, case_id, Stage.FIRST_CONTACT, seen=Stage.RECEIVED)
    clock.move(days=2)
    put_beside(desk.side, fay.signed_in, case_id, Beside.ON_HOLD)
    assert find_case(store, amira.case.case_reference).next_update_by == date(2026, 12, 2)
    with store.look() as work:
        kept = {each.due_on: each.settled_on for each in work.promises.read_history(case_id).promises}
    assert kept[date(2026, 11, 30)] == date(2026, 11, 25)


def test_the_person_says_themself_that_they_pause_or_withdraw(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    with pytest.raises(NotAllowed):
        put_beside(desk.side, fay.signed_in, amira.case.case_id, Beside.PAUSED)
    ask(public.side, open_page(public.side, amira), RequestKind.PAUSE)
    ask(public.side, open_page(public.side, amira), RequestKind.WITHDRAW)
    assert look(public, amira) == (StandsBeside(Beside.WITHDRAWN, TODAY), StandsBeside(Beside.PAUSED, None))


def test_a_reason_must_be_there_and_short(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> None:
    for what, words in ((Beside.YOUTH_ROUTE, " \u200b "), (Beside.ON_HOLD, "x" * (WORDS_LENGTH + 1))):
        with pytest.raises(Invalid):
            put_beside(desk.side, fay.signed_in, amira.case.case_id, what, words)


def test_another_service_puts_nothing_beside_it(desk: DeskPortal, rita: StaffAccount, amira: Referred) -> None:
    with pytest.raises(NotFound):
        put_beside(desk.side, rita.signed_in, amira.case.case_id, Beside.ON_HOLD)


def test_whoever_has_the_code_takes_no_hold_off(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    put_beside(desk.side, fay.signed_in, amira.case.case_id, Beside.ON_HOLD)
    page = open_page(public.side, amira)
    with public.side.store.work() as work:
        own, service, _opened = open_own_case(public.side, work, page)
        writer = public.side.write_as_person(service, own.ring.person)
        body = {"is_strict": False, IN_BODY: {}}
        work.entries.append(own.case, service, EntryKind.SIDE_STATE, body, writer=writer, on=TODAY)
    assert [each.what for each in look(public, amira)] == [Beside.ON_HOLD]
