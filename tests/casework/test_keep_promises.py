"""The worker's sweep: asks early, says truly that there is no news, once, whoever runs it and wherever it is killed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.casework.ask import ask
from portal.casework.ask_to_talk import ToTell, ask_to_talk
from portal.casework.deliver import deliver
from portal.casework.desk import move_stage, record_check, send_message
from portal.casework.erase import Rounds
from portal.casework.keep_promises import keep_promises
from portal.casework.promised import AskedFact, NoNews, Promised, read_promised
from portal.casework.work import WorkerSide
from portal.domain.asks import AskedOf, AskState, How
from portal.domain.case import RequestKind
from portal.domain.errors import NotAllowed
from portal.domain.stages import Stage
from portal.holders import Role
from portal.store.holds import RESTORE
from portal.store.tables import outbox
from portal.wiring import DeskPortal, PublicPortal, wire_worker
from tests.at_once import run_at_once
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, find_case, open_page
from tests.notices.posting import Post

ASK_DAY, DUE = date(2026, 11, 25), date(2026, 11, 30)  # Amira hears every week, from Monday 23 November on


@pytest.fixture
def worker(portal_data: PortalData, clock: MovableClock, desk: DeskPortal) -> Iterator[WorkerSide]:
    """Give the worker's things; wired after the desk, so that every service is known. re:hub has a mailbox."""
    side = wire_worker(portal_data.settings(Role.WORKER, PORTAL_REHUB_MAILBOX="asks@rehub.example"), clock)
    yield replace(side, channels=dict.fromkeys(side.channels, Post()))
    side.store.close()


@pytest.fixture
def at_rehub(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> Referred:
    """Amira's case is with re:hub, since today; she hears every week."""
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    move_stage(desk.side, fay.signed_in, amira.case.case_id, Stage.REHUB_CHECK, seen=Stage.RECEIVED)
    return amira


def look(side: WorkerSide, person: Referred) -> Promised:
    """Return what the person's page knows of the promise."""
    with side.store.look() as work:
        case = work.cases.find_by_id(person.case.case_id)
        assert case is not None
        return read_promised(work, case, side.clock.today())


def go_to(clock: MovableClock, day: date, hour: int = 13) -> None:
    """Move the clock on to an hour of a day."""
    clock.move(days=(day - clock.today()).days, hours=hour - clock.now().hour)


def count_notices(side: WorkerSide, person: Referred) -> int:
    """Return how many notices were caused for a person."""
    with side.store.look() as work:
        rows = work.connection.execute(outbox.select().where(outbox.c.case_id == person.case.case_id)).all()
    return sum(row.ask_id is None for row in rows)


def test_whoever_holds_the_case_is_asked_three_working_days_before(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred
) -> None:
    go_to(clock, ASK_DAY - timedelta(days=1))
    keep_promises(worker)
    assert look(worker, at_rehub).asked == ()
    go_to(clock, ASK_DAY)
    keep_promises(worker)
    keep_promises(worker)
    assert look(worker, at_rehub).asked == ()  # until the mail has left nobody was asked
    deliver(worker, "one")
    assert look(worker, at_rehub).asked == (AskedFact(ASK_DAY, AskedOf.REHUB),)


def test_without_a_mailbox_the_service_is_asked_and_nobody_says_that_rehub_was(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred
) -> None:
    go_to(clock, ASK_DAY)
    keep_promises(replace(worker, rehub=None))
    assert look(worker, at_rehub).asked == (AskedFact(ASK_DAY, AskedOf.SERVICE),)


def test_who_is_asked_to_talk_waits_for_the_service(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred, desk: DeskPortal, fay: StaffAccount
) -> None:
    assert ask_to_talk(desk.side, fay.signed_in, at_rehub.case.case_id, ToTell(), seen=Stage.REHUB_CHECK)
    go_to(clock, ASK_DAY)
    keep_promises(worker)
    assert look(worker, at_rehub).asked == (AskedFact(ASK_DAY, AskedOf.SERVICE),)


def test_on_the_day_it_is_said_that_there_is_no_news(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred
) -> None:
    go_to(clock, ASK_DAY)
    keep_promises(worker)
    deliver(worker, "one")
    go_to(clock, DUE, hour=11)
    keep_promises(worker)
    assert look(worker, at_rehub).lines == ()  # until noon somebody may still write
    go_to(clock, DUE)
    for _ in range(3):
        keep_promises(worker)
    next_on = DUE + timedelta(days=7)
    asked = (AskedFact(ASK_DAY, AskedOf.REHUB),)
    line = NoNews(DUE, DUE, days_late=0, silence=1, asked=asked, next_on=next_on)
    assert look(worker, at_rehub) == Promised(next_on, 0, 1, asked, (line,), is_limit_missed=False)


def test_a_person_is_told_once_that_there_is_no_news(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred
) -> None:
    with worker.store.work() as work:
        work.connection.execute(outbox.delete())
    go_to(clock, DUE)
    run_at_once(4, lambda _: keep_promises(worker))
    assert (count_notices(worker, at_rehub), len(look(worker, at_rehub).lines)) == (1, 1)


def test_the_second_silence_counts_on_and_news_ends_it(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred, desk: DeskPortal, fay: StaffAccount
) -> None:
    for _ in range(2):
        go_to(clock, look(worker, at_rehub).promised_on or DUE)
        keep_promises(worker)
    assert [line.silence for line in look(worker, at_rehub).lines] == [2, 1]
    clock.move(days=1)
    assert send_message(desk.side, fay.signed_in, at_rehub.case.case_id, "They still look at it.")
    told = look(worker, at_rehub)
    assert (told.silence, told.asked, [line.next_on for line in told.lines]) == (0, (), [None, None])
    go_to(clock, told.promised_on or DUE)
    keep_promises(worker)
    assert look(worker, at_rehub).lines[0].silence == 1


def test_what_comes_late_is_shown_as_late(worker: WorkerSide, clock: MovableClock, at_rehub: Referred) -> None:
    go_to(clock, DUE + timedelta(days=3))
    assert look(worker, at_rehub).days_late == 3
    keep_promises(worker)
    told = look(worker, at_rehub)
    assert (told.days_late, told.lines[0].days_late, told.lines[0].promised_on) == (0, 3, DUE)


def test_no_automatic_line_stands_for_the_first_contact(
    worker: WorkerSide, clock: MovableClock, amira: Referred, desk: DeskPortal, fay: StaffAccount
) -> None:
    go_to(clock, DUE + timedelta(days=5))
    keep_promises(worker)
    told = look(worker, amira)
    assert (told.lines, told.days_late, told.is_limit_missed) == ((), 5, True)
    assert send_message(desk.side, fay.signed_in, amira.case.case_id, "Hello, I am Fay.")
    told = look(worker, amira)
    assert not told.is_limit_missed
    go_to(clock, told.promised_on or DUE)
    keep_promises(worker)
    assert len(look(worker, amira).lines) == 1  # somebody wrote before, so that this is no first contact


def test_a_pause_does_not_stop_the_promise(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred, public: PublicPortal
) -> None:
    ask(public.side, open_page(public.side, at_rehub), RequestKind.PAUSE)
    go_to(clock, DUE)
    keep_promises(worker)
    assert len(look(worker, at_rehub).lines) == 1


def test_who_withdrew_is_promised_nothing_until_they_undo_it(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred, public: PublicPortal
) -> None:
    page = open_page(public.side, at_rehub)
    ask(public.side, page, RequestKind.WITHDRAW)
    assert look(worker, at_rehub).promised_on is None
    go_to(clock, DUE)
    keep_promises(worker)
    assert look(worker, at_rehub).lines == ()
    ask(public.side, page, RequestKind.UNDO)
    assert look(worker, at_rehub).promised_on == DUE + timedelta(days=7)


def test_a_day_put_in_after_a_withdrawal_is_taken_out_again(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred, public: PublicPortal
) -> None:
    ask(public.side, open_page(public.side, at_rehub), RequestKind.WITHDRAW)
    with worker.store.work() as work:
        work.cases.set_days(at_rehub.case.case_id, next_update_by=DUE)  # as in a case from before, or by a thief
    go_to(clock, DUE)
    keep_promises(worker)
    told = look(worker, at_rehub)
    assert (told.promised_on, told.lines, told.asked) == (None, (), ())


def test_nothing_is_done_while_a_restore_is_looked_at(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred
) -> None:
    with worker.store.work() as work:
        work.holds.put(RESTORE, clock.today())
    go_to(clock, DUE)
    keep_promises(worker)
    assert look(worker, at_rehub).lines == ()


def test_news_keeps_the_promise_and_answers_the_service(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred, desk: DeskPortal, fay: StaffAccount
) -> None:
    move_stage(desk.side, fay.signed_in, at_rehub.case.case_id, Stage.ENQUIRIES, seen=Stage.REHUB_CHECK, words="Back.")
    go_to(clock, ASK_DAY)
    keep_promises(worker)
    clock.move(days=1)
    assert send_message(desk.side, fay.signed_in, at_rehub.case.case_id, "We wrote to the prison.")
    with worker.store.look() as work:
        history = work.promises.read_history(at_rehub.case.case_id)
    assert [(each.of, each.state) for each in history.asks] == [(AskedOf.SERVICE, AskState.ANSWERED)]
    assert [(each.how, each.settled_on) for each in history.promises if each.due_on == DUE] == [
        (How.UPDATE, ASK_DAY + timedelta(days=1))
    ]


def test_one_case_that_fails_holds_up_no_other(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred, monkeypatch: pytest.MonkeyPatch, ben: Referred
) -> None:
    def fail_for_one(_side: object, _work: object, case: object, _ask_id: str) -> bool:
        raise NotAllowed("this one cannot be asked about")

    monkeypatch.setattr("portal.casework.keep_promises.chase", fail_for_one)
    go_to(clock, DUE - timedelta(days=2))
    keep_promises(worker)
    assert look(worker, at_rehub).asked == ()
    assert look(worker, ben).asked == (AskedFact(DUE - timedelta(days=2), AskedOf.SERVICE),)


def test_a_round_stops_when_it_is_told_to(worker: WorkerSide, clock: MovableClock, at_rehub: Referred) -> None:
    go_to(clock, DUE)
    keep_promises(worker, lambda: True)
    assert look(worker, at_rehub).lines == ()


def test_a_worker_without_the_services_key_leaves_its_cases_alone(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred
) -> None:
    go_to(clock, DUE)
    keep_promises(replace(worker, notice_keys={}))
    assert look(worker, at_rehub).lines == ()
    assert find_case(worker.store, at_rehub.case.case_reference).next_update_by == DUE


def test_erasing_a_case_erases_what_became_of_its_promises(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred, public: PublicPortal, rounds: Rounds
) -> None:
    go_to(clock, DUE)
    keep_promises(worker)
    ask(public.side, open_page(public.side, at_rehub), RequestKind.ERASE)
    clock.move(days=15)
    assert rounds.go_round() == 1
    with worker.store.look() as work:
        history = work.promises.read_history(at_rehub.case.case_id)
    assert (history.promises, history.asks) == ((), ())


def test_what_was_asked_before_the_last_news_is_not_said_again(
    worker: WorkerSide, clock: MovableClock, at_rehub: Referred, desk: DeskPortal, fay: StaffAccount
) -> None:
    keep_promises(replace(worker, rehub=None))
    go_to(clock, ASK_DAY)
    keep_promises(replace(worker, rehub=None))
    clock.move(days=1)
    for number in range(2):  # the second of a day promises the same day again
        assert send_message(desk.side, fay.signed_in, at_rehub.case.case_id, f"We wrote to them ({number}).")
    promised_on = look(worker, at_rehub).promised_on
    assert promised_on is not None
    go_to(clock, promised_on)
    keep_promises(replace(worker, rehub=None))
    told = look(worker, at_rehub)
    assert (told.silence, [each.on > ASK_DAY for each in told.lines[0].asked]) == (1, [True])
