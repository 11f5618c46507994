"""Taking back a mistake of re:hub's: silently while nobody saw it, and not at all once somebody may have."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.casework.desk import move_stage, read_case
from portal.casework.follow import Page, view_page
from portal.casework.rehub_sources import SignedRequest
from portal.casework.take_updates import Outcome, RehubUpdate, take_update
from portal.casework.undo_update import Undoable, find_undoable, undo_update
from portal.domain.errors import NotAllowed, NotFound, OutOfDate
from portal.domain.stages import Stage
from portal.store.tables import case
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, Referred, StaffAccount, find_case, open_page
from tests.casework.rehub_link import hand_to_rehub

TODAY = date(2026, 11, 23)


@pytest.fixture
def held(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> Referred:
    """Amira, whose case re:hub holds."""
    return hand_to_rehub(desk, fay, amira)


def tell(public: PublicPortal, person: Referred, stage: Stage, on: date, number: str = "msg_1") -> Outcome:
    """Let re:hub tell that a case moved."""
    data = {"stage": stage.value, "happened_on": on.isoformat()}
    request = SignedRequest(number, "1", "v1,x", json.dumps({"data": data}).encode())
    return take_update(public.side, request, RehubUpdate(person.case.case_reference, stage, on)).outcome


def find(desk: DeskPortal, fay: StaffAccount, person: Referred) -> Undoable | None:
    """Return what the desk may take back."""
    return find_undoable(read_case(desk.side, fay.signed_in, person.case.case_id))


def undo(desk: DeskPortal, fay: StaffAccount, person: Referred) -> bool:
    """Take back the newest update as the desk sees it."""
    undoable = find(desk, fay, person)
    assert undoable is not None
    return undo_update(desk.side, fay.signed_in, person.case.case_id, seen=undoable.sequence)


def look(public: PublicPortal, person: Referred) -> Page:
    """Open the page as the person does."""
    return view_page(public.side, open_page(public.side, person))


def test_what_nobody_saw_is_gone_and_the_case_stands_as_before(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, clock: MovableClock, held: Referred
) -> None:
    before = find_case(public.side.store, held.case.case_reference)
    clock.move(days=2)
    tell(public, held, Stage.ASKING_THEM, clock.today())
    assert undo(desk, fay, held)
    after = find_case(public.side.store, held.case.case_reference)
    page = look(public, held)
    told = ("stage", "stage_since_on", "next_update_by", "newest_rehub_on")
    assert [getattr(after, name) for name in told] == [getattr(before, name) for name in told]
    assert [update.stage for update in page.updates] == [Stage.REHUB_CHECK, Stage.RECEIVED]
    assert (page.stage, page.refused_count) == (Stage.REHUB_CHECK, 0)
    with public.side.store.look() as work:
        news = work.connection.execute(select(case.c.news_digest).where(case.c.case_id == held.case.case_id))
        assert news.scalar_one() is None  # told again, it is news


def test_the_desk_reads_what_was_told_and_that_it_was_taken_back(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, held: Referred
) -> None:
    tell(public, held, Stage.ASKING_THEM, TODAY)
    undo(desk, fay, held)
    page = read_case(desk.side, fay.signed_in, held.case.case_id)
    assert [news.stage for news in page.rehub_news] == [Stage.ASKING_THEM]
    assert page.opened.refused_count == 0
    assert find_undoable(page) is None
    assert [update.stage for update in page.updates] == [Stage.REHUB_CHECK, Stage.RECEIVED]


def test_the_right_news_of_an_earlier_day_is_taken_after_it(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, held: Referred
) -> None:
    tell(public, held, Stage.ASKING_THEM, TODAY)
    undo(desk, fay, held)
    right = tell(public, held, Stage.APPROVAL_BOARD, TODAY - timedelta(days=3), "msg_2")
    assert right is Outcome.APPLIED
    assert look(public, held).stage is Stage.APPROVAL_BOARD


@pytest.mark.parametrize("days_before", [0, 1, 2])
def test_a_page_that_was_opened_since_or_the_evening_before_may_have_shown_it(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, clock: MovableClock, held: Referred, days_before: int
) -> None:
    is_undone = days_before > 1
    look(public, held)
    clock.move(days=days_before)
    tell(public, held, Stage.ASKING_THEM, clock.today())
    undoable = find(desk, fay, held)
    assert undoable is not None
    assert undoable.was_seen is not is_undone
    if is_undone:
        assert undo(desk, fay, held)
    else:
        with pytest.raises(NotAllowed):
            undo(desk, fay, held)
        assert look(public, held).stage is Stage.ASKING_THEM


def test_twice_is_once(public: PublicPortal, desk: DeskPortal, fay: StaffAccount, held: Referred) -> None:
    tell(public, held, Stage.ASKING_THEM, TODAY)
    undoable = find(desk, fay, held)
    assert undoable is not None
    assert undo_update(desk.side, fay.signed_in, held.case.case_id, seen=undoable.sequence)
    assert not undo_update(desk.side, fay.signed_in, held.case.case_id, seen=undoable.sequence)
    assert len(look(public, held).updates) == 2


def test_only_the_newest_news_of_rehub_is_taken_back(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, held: Referred
) -> None:
    assert find(desk, fay, held) is None  # the desk's own move
    tell(public, held, Stage.APPROVAL_BOARD, TODAY)
    first = find(desk, fay, held)
    assert first is not None
    tell(public, held, Stage.ASKING_THEM, TODAY, "msg_2")
    with pytest.raises(OutOfDate):
        undo_update(desk.side, fay.signed_in, held.case.case_id, seen=first.sequence)
    move_stage(desk.side, fay.signed_in, held.case.case_id, Stage.PREPARATION, seen=Stage.ASKING_THEM, has_talked=True)
    assert find(desk, fay, held) is None


def test_nobody_of_another_service_takes_anything_back(
    public: PublicPortal, desk: DeskPortal, rita: StaffAccount, held: Referred
) -> None:
    tell(public, held, Stage.ASKING_THEM, TODAY)
    with pytest.raises(NotFound):
        undo_update(desk.side, rita.signed_in, held.case.case_id, seen=5)
