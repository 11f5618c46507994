"""Staff sign-in over the real store: both factors, a lock after wrong tries, sessions with limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from portal.casework.accounts import add_account, reset_account
from portal.casework.sign_in import LOCKED_FOR, TRIES, find_signed_in, sign_in, sign_out
from portal.casework.staff import NewStaff
from portal.domain.errors import AlreadyDone, NotFound
from portal.store.tables import audit, staff_member, staff_session
from portal.wiring import DeskPortal
from tests.builders import MovableClock, StaffAccount


def enter(desk: DeskPortal, who: StaffAccount, *, password: str = "", otp: str = "") -> str | None:
    """Try to sign in; what is not given is right."""
    now = desk.side.clock.now()
    return sign_in(desk.side, who.email, password or who.password, otp or who.otp(now))


def test_all_parts_right_open_a_session(desk: DeskPortal, fay: StaffAccount) -> None:
    """Of the one who signed in."""
    session_id = enter(desk, fay)
    assert session_id
    assert find_signed_in(desk.side, session_id) == fay.signed_in


def test_the_address_counts_in_any_capitals(desk: DeskPortal, fay: StaffAccount, clock: MovableClock) -> None:
    """As people and telephones write it."""
    assert sign_in(desk.side, " FAY@Desk.Invalid ", fay.password, fay.otp(clock.now()))


@pytest.mark.parametrize("part", [{"password": "wrong"}, {"otp": "000000"}, {"otp": "not digits"}])
def test_one_wrong_part_opens_nothing(desk: DeskPortal, fay: StaffAccount, part: dict[str, str]) -> None:
    """Whichever it is."""
    assert enter(desk, fay, **part) is None


def test_nobody_has_no_session(desk: DeskPortal) -> None:
    """Nor an error."""
    assert sign_in(desk.side, "nobody@desk.invalid", "x", "123456") is None


def test_a_code_works_once(desk: DeskPortal, fay: StaffAccount, clock: MovableClock) -> None:
    """The next one does."""
    assert enter(desk, fay)
    assert enter(desk, fay) is None
    clock.move(seconds=30)
    assert enter(desk, fay)


def test_wrong_tries_lock_and_time_opens_again(desk: DeskPortal, fay: StaffAccount, clock: MovableClock) -> None:
    """The fifth locks; a right one before it starts the count afresh."""
    for _ in range(TRIES - 1):
        enter(desk, fay, password="wrong")
    assert enter(desk, fay)
    for _ in range(TRIES):
        clock.move(seconds=30)
        enter(desk, fay, password="wrong")
    assert enter(desk, fay) is None
    clock.move(seconds=LOCKED_FOR.total_seconds() - 1)
    assert enter(desk, fay) is None
    clock.move(seconds=1)
    assert enter(desk, fay)


def test_a_lock_is_one_persons(desk: DeskPortal, fay: StaffAccount, sam: StaffAccount) -> None:
    """Nobody can lock the whole desk out by one address."""
    for _ in range(TRIES):
        enter(desk, fay, password="wrong")
    assert enter(desk, sam)


def test_somebody_who_left_is_out_at_once(desk: DeskPortal, fay: StaffAccount) -> None:
    """Their session too."""
    session_id = enter(desk, fay)
    assert session_id
    with desk.side.store.work() as work:
        work.connection.exec_driver_sql("UPDATE staff_member SET is_active = (1 = 0)")
    assert find_signed_in(desk.side, session_id) is None
    assert enter(desk, fay) is None


@pytest.mark.parametrize(("step", "count", "lives"), [(14, 3, True), (15, 1, False), (10, 59, True), (10, 60, False)])
def test_a_session_lives_a_quarter_of_an_hour_idle_and_ten_hours_in_all(
    desk: DeskPortal, fay: StaffAccount, clock: MovableClock, step: int, count: int, lives: bool
) -> None:
    """Used every `step` minutes, `count` times."""
    session_id = enter(desk, fay)
    assert session_id
    found = None
    for _ in range(count):
        clock.move(minutes=step)
        found = find_signed_in(desk.side, session_id)
    assert (found is not None) is lives


def test_an_ended_session_stays_ended(desk: DeskPortal, fay: StaffAccount) -> None:
    """Ending it twice is no error."""
    session_id = enter(desk, fay)
    assert session_id
    for _ in range(2):
        sign_out(desk.side, session_id)
        assert find_signed_in(desk.side, session_id) is None


def test_the_audit_tells_who_came_and_who_was_refused(desk: DeskPortal, fay: StaffAccount) -> None:
    """No password, no code, no address."""
    enter(desk, fay, password="wrong")
    session_id = enter(desk, fay)
    assert session_id
    sign_out(desk.side, session_id)
    with desk.side.store.look() as work:
        rows = work.connection.exec_driver_sql("SELECT staff_id, what FROM audit ORDER BY number").all()
    who = fay.signed_in.staff_id
    assert [tuple(row) for row in rows] == [(who, "sign-in refused"), (who, "signed in"), (who, "signed out")]


def test_new_secrets_end_the_old_ones_and_every_session(
    desk: DeskPortal, fay: StaffAccount, clock: MovableClock
) -> None:
    """And lift a lock."""
    session_id = enter(desk, fay)
    assert session_id
    for _ in range(TRIES):
        enter(desk, fay, password="wrong")
    first = reset_account(desk.side, fay.email)
    clock.move(seconds=60)
    assert find_signed_in(desk.side, session_id) is None
    assert enter(desk, fay) is None
    new = StaffAccount(fay.email, first.password, first.otp_secret, fay.signed_in)
    assert enter(desk, new)


def test_an_account_is_one_address_at_a_service_there_is(desk: DeskPortal, fay: StaffAccount) -> None:
    """In any capitals; nothing secret shows when it is printed."""
    with pytest.raises(AlreadyDone):
        add_account(desk.side, NewStaff("Fay@desk.invalid", "Another Fay"))
    with pytest.raises(NotFound):
        add_account(desk.side, NewStaff("new@desk.invalid", "New", service_id="nowhere"))
    with pytest.raises(NotFound):
        reset_account(desk.side, "nobody@desk.invalid")
    first = add_account(desk.side, NewStaff("new@desk.invalid", "New"))
    assert first.password not in repr(first)
    assert first.otp_secret not in repr(first)


def change_row(desk: DeskPortal, who: StaffAccount, **values: object) -> None:
    """Do what a writer in the database would."""
    with desk.side.store.work() as work:
        work.connection.execute(
            update(staff_member).where(staff_member.c.staff_id == who.signed_in.staff_id).values(**values)
        )


def test_a_one_time_secret_copied_into_anothers_row_opens_nothing(
    desk: DeskPortal, fay: StaffAccount, sam: StaffAccount
) -> None:
    """Who knows one of their own and writes to the database does not become somebody else."""
    with desk.side.store.look() as work:
        own = work.staff.find_by_email(fay.email)
    assert own
    change_row(desk, sam, otp_envelope=own.otp_envelope, password_hash=own.password_hash)
    assert sign_in(desk.side, sam.email, fay.password, fay.otp(desk.side.clock.now())) is None
    assert enter(desk, fay)


@pytest.mark.parametrize("changed", [{"role": "supervisor"}, {"service_id": "national"}])
def test_nobody_makes_themselves_more_in_the_database(
    desk: DeskPortal, rita: StaffAccount, clock: MovableClock, changed: dict[str, str]
) -> None:
    """Role and service are bound too; also a session from before ends."""
    session_id = enter(desk, rita)
    assert session_id
    change_row(desk, rita, **changed)
    assert find_signed_in(desk.side, session_id) is None
    clock.move(seconds=30)
    assert enter(desk, rita) is None


def test_a_session_cannot_be_turned_into_somebody_elses(desk: DeskPortal, fay: StaffAccount, sam: StaffAccount) -> None:
    """By changing whose it is in the database."""
    session_id = enter(desk, fay)
    assert session_id
    with desk.side.store.work() as work:
        work.connection.execute(update(staff_session).values(staff_id=sam.signed_in.staff_id))
    assert find_signed_in(desk.side, session_id) is None


def test_new_secrets_are_bound_too(desk: DeskPortal, fay: StaffAccount, sam: StaffAccount) -> None:
    """And the operator's doing is in the audit."""
    reset_account(desk.side, sam.email)
    first = reset_account(desk.side, fay.email)
    account = replace(fay, password=first.password, otp_secret=first.otp_secret)
    assert enter(desk, account)
    with desk.side.store.look() as work:
        rows = work.connection.execute(select(audit.c.staff_id, audit.c.what)).all()
    assert rows.count(("operator", "reset sign-in")) == 2


def test_every_sign_in_has_a_fresh_session(desk: DeskPortal, fay: StaffAccount, clock: MovableClock) -> None:
    """None that somebody could have planted or known."""
    made = set()
    for _ in range(3):
        made.add(enter(desk, fay))
        clock.move(seconds=30)
    assert len(made) == 3
    assert None not in made
