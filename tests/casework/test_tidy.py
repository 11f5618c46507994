"""What is over goes: ended visits open nothing, and the worker clears away drafts, receipts, links and sessions."""

from datetime import timedelta

from sqlalchemy import func, select

from portal.casework.refer import open_draft
from portal.casework.sign_in import find_signed_in, sign_in
from portal.casework.tidy import tidy
from portal.casework.visits import end_visit, has_ended, make_session_id
from portal.domain.lifetimes import FORM
from portal.store.tables import draft, ended_session, link, receipt, staff_session
from portal.wiring import DeskPortal, PublicPortal
from tests.at_once import run_at_once
from tests.builders import BENS_PAGES, MovableClock, Referred, StaffAccount, fill_in

CLEARED = (draft, receipt, link, ended_session, staff_session)


def count_rows(public: PublicPortal) -> list[int]:
    with public.side.store.look() as work:
        return [work.connection.execute(select(func.count()).select_from(table)).scalar_one() for table in CLEARED]


def test_an_ended_visit_stays_ended_for_as_long_as_its_cookie_could_be_believed(
    public: PublicPortal, clock: MovableClock
) -> None:
    visit, other = make_session_id(), make_session_id()
    assert visit != other
    end_visit(public.side, visit)
    clock.move(seconds=FORM.at_most / timedelta(seconds=1))
    tidy(public.side.store, clock, "worker")
    assert has_ended(public.side, visit)
    assert not has_ended(public.side, other)
    clock.move(hours=1)
    assert tidy(public.side.store, clock, "worker") == 1
    assert not has_ended(public.side, visit)


def test_leaving_twice_at_once_is_leaving(public: PublicPortal) -> None:
    visit = make_session_id()
    run_at_once(4, lambda _: end_visit(public.side, visit))
    assert has_ended(public.side, visit)


def test_what_is_over_goes_and_what_is_not_stays(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount, clock: MovableClock
) -> None:
    ticket = fill_in(public.side, BENS_PAGES)
    session_id = sign_in(desk.side, fay.email, fay.password, fay.otp(clock.now()))
    assert session_id is not None
    end_visit(public.side, make_session_id())
    assert count_rows(public) == [1, 1, 1, 1, 1]
    assert tidy(public.side.store, clock, "worker") == 0
    clock.move(hours=1)
    assert tidy(public.side.store, clock, "worker") == 1
    assert count_rows(public) == [1, 0, 1, 1, 1]
    assert open_draft(public.side, ticket).answers
    clock.move(hours=9)
    tidy(public.side.store, clock, "worker")
    assert count_rows(public) == [0, 0, 1, 0, 0]
    assert find_signed_in(desk.side, session_id) is None
    clock.move(days=31)
    assert tidy(public.side.store, clock, "worker") == 1
    assert count_rows(public) == [0, 0, 0, 0, 0]


def test_two_workers_at_once_do_no_harm(public: PublicPortal, amira: Referred, clock: MovableClock) -> None:
    clock.move(days=40)
    erased = run_at_once(2, lambda number: tidy(public.side.store, clock, f"worker {number}"))
    assert sorted(erased) == [0, 2]
    with public.side.store.look() as work:
        assert work.sessions.find_newest_beat() == clock.now()
