"""Counting with what happens, and freezing a quarter once it is over: by whichever worker comes first, and for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.casework.backup import replay
from portal.casework.count import count_promise, count_received, count_stay
from portal.casework.desk import move_stage, record_check
from portal.casework.enrol import enrol_service
from portal.casework.figures import find_typical, list_editions
from portal.casework.freeze import freeze_figures
from portal.domain.errors import OutOfDate
from portal.domain.figures import EVERYWHERE, Event, Measure, Row
from portal.domain.quarters import quarter_of
from portal.domain.stages import Stage
from portal.domain.talks import Ground
from portal.store.services import NATIONAL
from portal.store.work import Store
from portal.wiring import DeskPortal, PublicPortal
from tests.at_once import run_at_once
from tests.builders import BENS_PAGES, MONDAY, MovableClock, Referred, StaffAccount, refer
from tests.casework.talking import BAD, GOOD, ORDINARY, Talking
from tests.store.rows import open_store

Q4, AREAS = "2026-Q4", ("west-yorkshire", "gwent")
LEEDS = "west-yorkshire"
JANUARY = datetime(2027, 1, 2, 0, 5, tzinfo=UTC)


def read_counts(store: Store, quarter: str = Q4) -> dict[tuple[str, str, str, int], int]:
    with store.look() as work:
        counts = work.figures.list_counts(quarter)
    return {(event.what, event.stage, event.area, event.value): number for event, number in counts.items()}


def fill_quarter(store: Store, on: date, number: int) -> None:
    """Count as many cases that came in at Leeds, and that re:hub had for six weeks."""
    with store.work() as work:
        for _ in range(number):
            count_received(work, LEEDS, on)
            work.figures.count(Event(str(quarter_of(on)), LEEDS, "stay", Stage.REHUB_CHECK.value, 6))


def freeze(store: Store, clock: MovableClock) -> list[str]:
    return freeze_figures(store, clock, AREAS)


@pytest.fixture
def trial_copy(database_url: str) -> Iterator[Store]:
    """Give a store in which nobody has enrolled."""
    yield from open_store(database_url)


def test_a_case_is_counted_as_it_comes_in_and_once(public: PublicPortal, amira: Referred) -> None:
    refer(public.side, BENS_PAGES)
    assert read_counts(public.side.store) == {
        ("received", "", LEEDS, 0): 1,
        ("received", "", "devon-and-cornwall", 0): 1,
    }


def test_a_stay_is_counted_when_the_stage_is_left(
    desk: DeskPortal, amira: Referred, fay: StaffAccount, clock: MovableClock
) -> None:
    store, case_id = desk.side.store, amira.case.case_id
    record_check(desk.side, fay.signed_in, case_id)
    clock.at += timedelta(days=10)
    move_stage(desk.side, fay.signed_in, case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)
    stay = {("stay", "received", LEEDS, 2): 1}
    assert stay.items() <= read_counts(store).items()
    # pressed again, out of date, or put right: nothing more
    move_stage(desk.side, fay.signed_in, case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)
    with pytest.raises(OutOfDate):
        move_stage(desk.side, fay.signed_in, case_id, Stage.REHUB_CHECK, seen=Stage.RECEIVED)
    move_stage(desk.side, fay.signed_in, case_id, Stage.FIRST_CONTACT, seen=Stage.ENQUIRIES)
    assert [key for key in read_counts(store) if key[0] == "stay"] == list(stay)


@pytest.mark.parametrize(("days", "is_news", "value"), [(0, True, 1), (0, False, 2), (1, True, 0), (1, False, 0)])
def test_a_promise_is_counted_as_it_ended(
    public: PublicPortal, amira: Referred, *, days: int, is_news: bool, value: int
) -> None:
    due_on = date(2026, 12, 1)
    with public.side.store.work() as work:
        count_promise(work, amira.case, due_on, due_on + timedelta(days=days), is_news=is_news)
        count_stay(work, amira.case, Stage.RECEIVED, due_on)
    assert read_counts(public.side.store)["promise", "", LEEDS, value] == 1


def test_a_quarter_is_frozen_once_it_is_over_and_then_forgotten(trial_copy: Store, clock: MovableClock) -> None:
    store = trial_copy
    fill_quarter(store, clock.today(), 12)
    assert freeze(store, clock) == []
    clock.at = JANUARY - timedelta(days=1)
    assert freeze(store, clock) == [], "a work that began before midnight may still count"
    clock.at = JANUARY
    assert freeze(store, clock) == [Q4]
    (edition,) = list_editions(store)
    assert (str(edition.quarter), edition.frozen_on, edition.is_trial) == (Q4, date(2027, 1, 2), True)
    assert edition.find(Measure.RECEIVED) == Row(Measure.RECEIVED, None, EVERYWHERE, 10)
    assert edition.list_areas() == ()
    assert read_counts(store) == {}
    # what comes too late is never added, and nothing is made twice
    fill_quarter(store, date(2026, 12, 31), 50)
    assert freeze(store, clock) == []
    assert list_editions(store) == (edition,)


def test_many_workers_freeze_one_edition(trial_copy: Store, clock: MovableClock) -> None:
    store = trial_copy
    fill_quarter(store, clock.today(), 12)
    clock.at = JANUARY
    made = run_at_once(4, lambda _number: freeze(store, clock))
    assert sorted(made) == [[], [], [], [Q4]]
    assert list_editions(store)[0].find(Measure.RECEIVED) == Row(Measure.RECEIVED, None, EVERYWHERE, 10)


def test_a_quarter_in_which_nothing_happened_has_its_edition_too(trial_copy: Store, clock: MovableClock) -> None:
    """Else the lack of one would say nought, which is as small as nine."""
    fill_quarter(trial_copy, clock.today(), 12)
    clock.at = datetime(2027, 7, 5, tzinfo=UTC)
    assert freeze(trial_copy, clock) == [Q4, "2027-Q1", "2027-Q2"]
    newest = list_editions(trial_copy)[0]
    assert {(row.area, row.number, row.median_weeks) for row in newest.rows} == {(EVERYWHERE, None, None)}


def test_a_page_is_told_how_long_half_of_the_cases_took(trial_copy: Store, clock: MovableClock) -> None:
    fill_quarter(trial_copy, clock.today(), 12)
    clock.at = JANUARY
    freeze(trial_copy, clock)
    (edition,) = list_editions(trial_copy)
    stages = (Stage.REHUB_CHECK, Stage.APPROVAL_BOARD, Stage.CLOSED)
    assert [find_typical(edition, stage) for stage in stages] == [6, None, None]


def enrol(store: Store, clock: MovableClock, *, area: str = "", is_trial: bool = False) -> None:
    """Enrol the national service, or a second one for an area."""
    with store.look() as work:
        national = work.services.get(NATIONAL)
    service = replace(national, service_id="calder" if area else NATIONAL, is_trial=is_trial)
    enrol_service(store, clock, service, [area] if area else [])


@pytest.fixture
def made_up(trial_copy: Store, clock: MovableClock) -> Store:
    """Give the store of a trial copy, with an edition and with counts of the next quarter."""
    fill_quarter(trial_copy, clock.today(), 12)
    clock.at = JANUARY
    freeze(trial_copy, clock)
    fill_quarter(trial_copy, clock.today(), 3)
    return trial_copy


def test_what_a_trial_copy_counted_is_forgotten_when_a_service_is_enrolled(made_up: Store, clock: MovableClock) -> None:
    enrol(made_up, clock, is_trial=True)
    assert [edition.is_trial for edition in list_editions(made_up)] == [True]
    enrol(made_up, clock, area="gwent")
    assert list_editions(made_up) == ()
    assert read_counts(made_up, "2027-Q1") == {}


def test_what_is_made_up_is_left_out_beside_what_happened(made_up: Store, clock: MovableClock) -> None:
    """One area has a service of its own; everybody else still has the trial copy."""
    enrol(made_up, clock, area="gwent")
    fill_quarter(made_up, clock.today(), 50)
    with made_up.work() as work:
        for _ in range(20):
            count_received(work, "gwent", clock.today())
    clock.at = datetime(2027, 4, 5, tzinfo=UTC)
    assert freeze(made_up, clock) == ["2027-Q1"]
    (edition,) = list_editions(made_up)
    assert (edition.is_trial, edition.find(Measure.RECEIVED)) == (False, Row(Measure.RECEIVED, None, EVERYWHERE, 20))
    count = {("received", "", "gwent", 0): 1}
    with made_up.work() as work:
        count_received(work, "gwent", clock.today())
        count_received(work, LEEDS, clock.today())
    enrol(made_up, clock)
    assert read_counts(made_up, "2027-Q2") == count
    assert list_editions(made_up) == (edition,)


def test_news_that_is_held_counts_no_stay_before_it_is_released(
    desk: DeskPortal, public: PublicPortal, fay: StaffAccount, amira: Referred, clock: MovableClock
) -> None:
    """A good answer, a bad one and an ordinary talk leave the same counters; else they would tell what waits."""
    store, counted = desk.side.store, []
    for person, to_tell in ((amira, GOOD), (refer(public.side), BAD), (refer(public.side), ORDINARY)):
        talking = Talking(desk, public, fay, person).begin()
        before = read_counts(store)
        clock.move(days=1)
        talking.hold(to_tell)
        clock.move(days=-1)
        counted.append({key: n - before.get(key, 0) for key, n in read_counts(store).items() if n != before.get(key)})
    assert counted[0] == counted[1] == counted[2]
    assert "stay" not in {what for what, *_ in counted[0]}
    clock.move(days=9)
    talking = Talking(desk, public, fay, amira)
    assert talking.end(Ground.TALKED, words="As we said.")
    assert read_counts(store)["stay", "asking_them", LEEDS, 2] == 1


def test_after_a_restore_no_quarter_is_published_a_second_time(public: PublicPortal, clock: MovableClock) -> None:
    """Its counters came back, and the edition that was made of them did not."""
    store = public.side.store
    fill_quarter(store, clock.today(), 12)
    fill_quarter(store, JANUARY.date(), 3)
    clock.at = JANUARY
    replay(store, MONDAY.date(), clock.today(), defaultdict(list))
    assert freeze(store, clock) == []
    assert list_editions(store) == ()
    assert read_counts(store, "2027-Q1")["received", "", LEEDS, 0] == 3
