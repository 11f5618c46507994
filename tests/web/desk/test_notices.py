"""The list of notices that were not sent: why, which case, and off the list once somebody has dealt with it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from portal.casework.staff import NewStaff
from portal.casework.work import DeskSide
from portal.domain.notices import NOT_DELIVERED, NoticeState, Reason
from portal.store.staff import Role
from portal.store.tables import audit, outbox
from portal.wiring import DeskPortal
from tests.builders import MovableClock, Referred, StaffAccount, add_staff
from tests.notices.posting import make_waiting_row
from tests.web.desk.visitor import Visitor

DELIVERIES = {reason: delivery for delivery, reason in NOT_DELIVERED.items()}
BUTTON = re.compile(r'action="(/notices/[0-9a-f]{32})"')


def put(side: DeskSide, state: NoticeState, reason: Reason | None, person: Referred | None, number: int = 1) -> str:
    """Put a notice of the national service into a state; return its address on the desk."""
    row = make_waiting_row(number, person, side.clock.now())
    with side.store.work() as work:
        work.outbox.add(row)
        if state is not NoticeState.MADE:
            work.outbox.settle(row.notice_id, state, reason)
        if reason in DELIVERIES:
            work.connection.execute(update(outbox).values(failure=None, delivery=DELIVERIES[reason].value))
    return f"/notices/{row.notice_id}"


def test_shows_nothing_when_nothing_waits(at_desk: Visitor, desk: DeskPortal, amira: Referred) -> None:
    """What waits, was sent, or stopped by the person themself needs nobody."""
    put(desk.side, NoticeState.MADE, None, amira, 1)
    put(desk.side, NoticeState.SENT, None, amira, 2)
    put(desk.side, NoticeState.DROPPED, Reason.STOPPED, amira, 3)
    put(desk.side, NoticeState.DROPPED, Reason.NOT_WANTED, amira, 4)
    assert "Nothing waits for you here." in at_desk.read("/notices")
    assert "not sent" not in at_desk.read("/")


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (NoticeState.UNSURE, Reason.NO_ANSWER, "Unsure whether it was sent."),
        (NoticeState.FAILED, Reason.NOT_VERIFIED, "could not be verified. Contact nobody."),
        (NoticeState.FAILED, Reason.LEFT_BEFORE, "it left before, and somebody put it back"),
        (NoticeState.FAILED, Reason.REFUSED, "the address was refused"),
        (NoticeState.DROPPED, Reason.TOO_LATE, "could not leave in time"),
        (NoticeState.DROPPED, Reason.BY_HAND, "their card says a call or a letter"),
        (NoticeState.DROPPED, Reason.LOCKED, "they locked their page"),
        (NoticeState.DROPPED, Reason.OTHER_CONTACT, "asked to be reached another way"),
        (NoticeState.DROPPED, Reason.UNREADABLE, "does not say clearly"),
        (NoticeState.FAILED, Reason.NOT_SET_UP, "it is not set up well; the address may be right"),
        (NoticeState.FAILED, Reason.NO_CHANNEL, "not set up to send this way"),
        (NoticeState.SENT, Reason.NO_SUCH_ADDRESS, "the number or address may be wrong"),
        (NoticeState.SENT, Reason.NOT_REACHED, "the telephone was off, or the mailbox full"),
        (NoticeState.SENT, Reason.CARRIER_FAULT, "something broke on the way"),
        (NoticeState.FAILED, None, "Tell your supervisor."),
    ],
)
def test_shows_why_in_plain_words_with_the_case(
    at_desk: Visitor, desk: DeskPortal, amira: Referred, *, state: NoticeState, reason: Reason | None, words: str
) -> None:
    """Every reason has its own."""
    put(desk.side, state, reason, amira)
    page = at_desk.get("/notices").get_data(as_text=True)
    assert words in page
    assert amira.case.case_reference in page
    assert f'href="/case/{amira.case.case_id}"' in page
    assert "1 notice was not sent" in at_desk.read("/")


def test_a_notice_to_staff_has_no_case(at_desk: Visitor, desk: DeskPortal) -> None:
    """And says so."""
    put(desk.side, NoticeState.FAILED, Reason.REFUSED, None)
    assert "A notice to staff" in at_desk.read("/notices")


def test_takes_one_off_the_list_and_notes_who_did(
    at_desk: Visitor, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    """Only that one; a second press finds nothing."""
    address = put(desk.side, NoticeState.UNSURE, Reason.NO_ANSWER, amira, 1)
    put(desk.side, NoticeState.FAILED, Reason.REFUSED, amira, 2)
    assert address in BUTTON.findall(at_desk.get("/notices").get_data(as_text=True))
    assert at_desk.post(address, on="/notices").location == "/notices"
    page = at_desk.get("/notices").get_data(as_text=True)
    assert "Taken off the list." in page
    assert len(BUTTON.findall(page)) == 1
    with desk.side.store.look() as work:
        done = work.connection.execute(select(audit).where(audit.c.what == "dealt with a notice")).one()
    assert (done.staff_id, done.case_id) == (fay.signed_in.staff_id, amira.case.case_id)
    assert at_desk.post(address, on="/notices").status_code in {303, 404}
    assert len(BUTTON.findall(at_desk.get("/notices").get_data(as_text=True))) == 1


def test_what_waits_cannot_be_taken_off(at_desk: Visitor, desk: DeskPortal, amira: Referred) -> None:
    """The button is for what is over."""
    address = put(desk.side, NoticeState.MADE, None, amira)
    at_desk.post(address, on="/")
    with desk.side.store.look() as work:
        assert len(work.connection.execute(select(outbox)).all()) == 1


def test_refuses_other_services_and_who_reads_no_cases(
    app: object, stranger: Visitor, desk: DeskPortal, clock: MovableClock, amira: Referred, *, rita: StaffAccount
) -> None:
    """Neither seen nor taken off."""
    address = put(desk.side, NoticeState.FAILED, Reason.REFUSED, amira)
    assert stranger.get("/notices").location.endswith("/sign-in")
    administrator = add_staff(desk.side, NewStaff("ada@desk.invalid", "Ada", Role.ADMINISTRATOR))
    for account in (rita, administrator):
        stranger.sign_in(account)
        assert amira.case.case_reference not in stranger.get("/notices").get_data(as_text=True)
        stranger.post(address, on="/")
        stranger.post("/sign-out", on="/")
    with desk.side.store.look() as work:
        assert work.outbox.count_shown("national") == 1


def test_refuses_the_wrong_method(at_desk: Visitor, desk: DeskPortal, amira: Referred) -> None:
    """Following a link takes nothing off."""
    address = put(desk.side, NoticeState.FAILED, Reason.REFUSED, amira)
    assert at_desk.get(address).status_code in {404, 405}
    with desk.side.store.look() as work:
        assert work.outbox.count_shown("national") == 1


def test_a_row_that_names_anothers_case_shows_nothing_of_it(
    stranger: Visitor, desk: DeskPortal, amira: Referred, rita: StaffAccount
) -> None:
    """Whoever writes to the database learns no other service's reference."""
    put(desk.side, NoticeState.FAILED, Reason.REFUSED, amira)
    with desk.side.store.work() as work:
        work.connection.execute(outbox.update().values(service_id="riverside"))
    stranger.sign_in(rita)
    words = stranger.read("/notices")
    assert amira.case.case_reference not in words
    assert "A notice to staff" in words
