"""Links, visits, staff, re:hub's messages and the audit: each kept once, used once, found no longer than it lasts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from portal.casework.staff import NewStaff, make_staff_member
from portal.domain.case import Case
from portal.domain.errors import AlreadyDone
from portal.store.links import LinkRow
from portal.store.rehub_messages import RehubRow
from portal.store.sessions import StaffSession
from portal.store.tables import audit, ended_session
from portal.store.work import Store
from portal.vault.cookies import CookieSealer
from tests.at_once import run_at_once
from tests.audits import find_broken
from tests.builders import MONDAY
from tests.store.rows import TODAY, add_case, make_case

HASH = b"h" * 32
HOUR = timedelta(hours=1)


def add_link(store: Store, case: Case, link_hash: bytes = HASH, expires_on: date = TODAY) -> LinkRow:
    row = LinkRow(case.case_id, expires_on, b"wrapped")
    with store.work() as work:
        work.links.add(link_hash, row)
    return row


def test_a_link_is_found_until_its_last_day_is_over(store: Store, case: Case) -> None:
    row = add_link(store, case)
    with store.work() as work:
        assert work.links.find(HASH, TODAY) == row
        assert work.links.find(HASH, TODAY + timedelta(days=1)) is None
        assert work.links.find(b"other", TODAY) is None
        assert work.links.erase_expired(TODAY) == 0
        assert work.links.erase_expired(TODAY + timedelta(days=1)) == 1
        assert work.links.find(HASH, TODAY) is None


def test_a_link_of_one_use_is_used_by_one_of_many(store: Store, case: Case) -> None:
    add_link(store, case)

    def use(number: int) -> bool:
        del number
        with store.work() as work:
            return work.links.use_up(HASH)

    assert sorted(run_at_once(4, use)) == [False, False, False, True]


def test_revoking_takes_every_link_of_a_case_and_of_no_other(store: Store, case: Case) -> None:
    other = add_case(store, make_case("RJ-3333-3333"))
    add_link(store, case, b"1")
    add_link(store, case, b"2")
    kept = add_link(store, other, b"3")
    with store.work() as work:
        assert work.links.revoke_all(case.case_id) == 2
        assert work.links.find(b"1", TODAY) is None
        assert work.links.find(b"3", TODAY) == kept


def test_a_visit_ended_twice_at_once_is_ended(store: Store) -> None:
    def end(number: int) -> None:
        with store.work() as work:
            work.sessions.end(HASH, MONDAY + timedelta(minutes=number))

    run_at_once(6, end)
    with store.look() as work:
        assert work.sessions.has_ended(HASH)
        assert not work.sessions.has_ended(b"other")


def test_ended_visits_and_staff_sessions_are_forgotten_in_time(store: Store) -> None:
    member = make_staff_member(NewStaff("fay@desk.invalid", "Fay"), "pw", "secret", CookieSealer(b"k" * 32, "x"))
    session = StaffSession(member.staff_id, MONDAY, MONDAY)
    with store.work() as work:
        work.staff.add(member)
        work.sessions.end(HASH, MONDAY + timedelta(minutes=17, seconds=5))
        assert work.connection.execute(select(ended_session.c.until_at)).scalar_one() == MONDAY + HOUR
        work.sessions.start_staff(HASH, session)
        assert work.sessions.find_staff(HASH) == session
        work.sessions.touch_staff(HASH, MONDAY + HOUR)
        assert work.sessions.find_staff(HASH) == StaffSession(member.staff_id, MONDAY, MONDAY + HOUR)
        assert work.sessions.forget_expired(MONDAY, MONDAY - HOUR) == 0
        assert work.sessions.forget_expired(MONDAY + HOUR, MONDAY) == 2
        assert not work.sessions.has_ended(HASH)
        assert work.sessions.find_staff(HASH) is None


def test_a_staff_session_that_was_ended_is_gone(store: Store) -> None:
    member = make_staff_member(NewStaff("fay@desk.invalid", "Fay"), "pw", "secret", CookieSealer(b"k" * 32, "x"))
    with store.work() as work:
        work.staff.add(member)
        for key in (b"1", b"2"):
            work.sessions.start_staff(key, StaffSession(member.staff_id, MONDAY, MONDAY))
        work.sessions.end_staff(b"1")
        assert work.sessions.find_staff(b"1") is None
        assert work.sessions.find_staff(b"2") is not None


def test_a_staff_member_is_found_in_any_capitals_and_comes_back_whole(store: Store) -> None:
    member = make_staff_member(NewStaff("Fay@Desk.invalid", "Fay"), "pw", "secret", CookieSealer(b"k" * 32, "x"))
    with store.work() as work:
        assert not work.staff.has_any()
        work.staff.add(member)
        assert work.staff.has_any()
        assert work.staff.find_by_email(" fay@desk.INVALID ") == member
        assert work.staff.find(member.staff_id) == member
        assert work.staff.find_by_email("fay") is None
        work.staff.note_failure(member.staff_id, 5, MONDAY + HOUR)
        locked = work.staff.find(member.staff_id)
        assert locked is not None
        assert (locked.failed_count, locked.locked_until_at) == (5, MONDAY + HOUR)
        work.staff.note_success(member.staff_id, 77)
        free = work.staff.find(member.staff_id)
        assert free is not None
        assert (free.failed_count, free.locked_until_at, free.otp_last_step) == (0, None, 77)


def test_the_newest_beat_of_any_worker_counts(store: Store) -> None:
    with store.work() as work:
        assert work.sessions.find_newest_beat() is None
        work.sessions.beat("one", MONDAY)
        work.sessions.beat("two", MONDAY + HOUR)
        work.sessions.beat("one", MONDAY + 2 * HOUR)
        assert work.sessions.find_newest_beat() == MONDAY + 2 * HOUR


def test_a_message_of_rehub_is_taken_once(store: Store, case: Case) -> None:
    def take(number: int) -> str:
        try:
            with store.work() as work:
                work.rehub_messages.add(RehubRow("msg_1", TODAY, case.case_id, f"outcome {number}"))
        except AlreadyDone:
            return "again"
        return f"outcome {number}"

    answers = run_at_once(4, take)
    assert answers.count("again") == 3
    with store.look() as work:
        assert work.rehub_messages.find_outcome("msg_1") in answers
        assert work.rehub_messages.find_outcome("msg_2") is None


def test_the_audit_keeps_its_chain_when_many_write_at_once(store: Store) -> None:
    def write(number: int) -> None:
        for each in range(5):
            with store.work() as work:
                work.audit.add(MONDAY, f"staff {number}", f"did {each}")

    run_at_once(4, write)
    with store.look() as work:
        assert find_broken(work.audit) is None
        assert len(work.connection.execute(audit.select()).all()) == 20


@pytest.mark.parametrize("tampering", ["changed", "removed", "renumbered"])
def test_a_changed_audit_is_noticed_at_the_row(store: Store, tampering: str) -> None:
    with store.work() as work:
        for number in range(1, 6):
            work.audit.add(MONDAY, "fay", f"did {number}", "case")
    third = audit.c.number == 3
    with store.work() as work:
        match tampering:
            case "changed":
                work.connection.execute(update(audit).where(third).values(what="did nothing"))
            case "removed":
                work.connection.execute(delete(audit).where(third))
            case _:
                work.connection.execute(update(audit).where(third).values(number=6))
        assert find_broken(work.audit) == 3
