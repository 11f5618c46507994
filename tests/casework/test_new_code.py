"""A lost code: the desk's start code makes a new one, the old one opens nothing, what was there stays readable."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from portal.casework.ask import ask
from portal.casework.desk import read_case, send_message
from portal.casework.desk_requests import lift_lock
from portal.casework.follow import open_by_code, open_by_link, renew_link, view_page
from portal.casework.follow import send_message as write
from portal.casework.new_code import (
    MadeCode,
    find_made_code,
    forget_made_code,
    make_new_code,
    set_pin_of_made,
    take_start_code,
)
from portal.casework.start_code import Refusal, find_refusal, issue_start_code
from portal.casework.tickets import StartTicket
from portal.domain.case import EntryKind, RequestKind
from portal.domain.errors import Expired, Forged, NotAllowed, NotFound, OutOfDate, Shut
from portal.store.tables import case, case_entry, start_code
from portal.vault.access_codes import Peppers
from portal.wiring import DeskPortal, PublicPortal
from tests.at_once import run_at_once
from tests.builders import MovableClock, Referred, StaffAccount, open_page
from tests.new_codes import begin, find_keys, issue, renew


def test_the_new_code_opens_everything_and_the_old_one_nothing(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    before = open_page(public.side, amira)
    link = renew_link(public.side, before)
    write(public.side, before, "before")
    send_message(desk.side, fay.signed_in, amira.case.case_id, "answer")
    again = renew(public, desk, fay, amira)
    assert open_by_code(public.side, amira.code) is None
    assert open_by_link(public.side, link) is None
    with pytest.raises(NotFound):
        view_page(public.side, before)
    ticket = open_page(public.side, again)
    write(public.side, ticket, "after")
    page = view_page(public.side, ticket)
    assert [message.words for message in page.messages] == ["after", "answer", "before"]
    assert page.refused_count == 0
    assert page.case_reference == amira.case.case_reference


def test_what_comes_after_is_sealed_to_the_new_key_alone(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    """Whoever kept the old code and all its keys reads nothing new."""
    old = find_keys(public.side, open_page(public.side, amira))
    again = renew(public, desk, fay, amira)
    send_message(desk.side, fay.signed_in, amira.case.case_id, "for her alone")
    with public.side.store.look() as work:
        service = work.services.get("national")
        opened = work.entries.open_case(amira.case.case_id, public.side.reader_of(again.case, service, old))
    assert "for her alone" not in repr(opened)
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert (page.opened.refused_count, page.has_own_keys, page.has_own_code) == (0, True, True)


def test_it_can_be_done_again_and_all_stays_readable(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    person = amira
    for words in ("first", "second", "third"):
        write(public.side, open_page(public.side, person), words)
        person = renew(public, desk, fay, person)
    page = view_page(public.side, open_page(public.side, person))
    assert [message.words for message in page.messages] == ["third", "second", "first"]
    messages = read_case(desk.side, fay.signed_in, amira.case.case_id).messages
    assert [message.words for message in messages] == ["first", "second", "third"]


def test_presses_at_once_make_one_code_and_a_reload_shows_it(
    public: PublicPortal, desk: DeskPortal, clock: MovableClock, amira: Referred, fay: StaffAccount
) -> None:
    ticket = begin(public, issue(desk, fay, amira))
    made = run_at_once(6, lambda _: make_new_code(public.side, ticket))
    assert all(each == made[0] for each in made)
    clock.move(minutes=29)
    assert find_made_code(public.side, StartTicket.from_text(ticket.as_text())) == made[0]
    clock.move(minutes=1)
    assert find_made_code(public.side, ticket) is None
    with pytest.raises(Expired):
        make_new_code(public.side, ticket)


def test_once_kept_it_is_shown_no_more(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    ticket = begin(public, issue(desk, fay, amira))
    made = make_new_code(public.side, ticket)
    assert made.access_code.digits not in repr(made) + repr(ticket)
    forget_made_code(public.side, ticket)
    assert find_made_code(public.side, ticket) is None


def test_a_start_code_opens_for_one_hour_once_and_the_newest_alone(
    public: PublicPortal, desk: DeskPortal, clock: MovableClock, amira: Referred, fay: StaffAccount
) -> None:
    first = issue(desk, fay, amira)
    second = issue(desk, fay, amira)
    waiting = begin(public, second)
    assert take_start_code(public.side, first) is None
    assert take_start_code(public.side, "not a code") is None
    assert take_start_code(public.side, amira.code) is None
    assert open_by_code(public.side, second) is None
    clock.move(hours=1)
    assert take_start_code(public.side, second) is None
    with pytest.raises(Expired):
        make_new_code(public.side, waiting)
    third = issue(desk, fay, amira)
    make_new_code(public.side, begin(public, third))
    assert take_start_code(public.side, third) is None


def test_a_pin_goes_with_the_old_code_and_may_be_set_beside_the_new_one(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    ticket = begin(public, issue(desk, fay, amira))
    made = make_new_code(public.side, ticket)
    set_pin_of_made(public.side, ticket, made, "493027")
    set_pin_of_made(public.side, ticket, made, "111222")
    shown = find_made_code(public.side, ticket)
    assert shown == replace(made, has_pin=True)
    assert isinstance(shown, MadeCode)
    assert open_by_code(public.side, made.access_code.digits) is None
    assert open_by_code(public.side, made.access_code.digits, "493027") is not None


def test_someone_else_has_the_code_is_ended_by_talking_and_a_start_code(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    """The page stays locked until the new code is made, so that the code that got away opens it at no moment."""
    write(public.side, open_page(public.side, amira), "words")
    ask(public.side, open_page(public.side, amira), RequestKind.LOCK)
    digits = issue(desk, fay, amira)
    with pytest.raises(Shut):
        view_page(public.side, open_page(public.side, amira))
    made = make_new_code(public.side, begin(public, digits))
    assert open_by_code(public.side, amira.code) is None
    opened = open_by_code(public.side, made.access_code.digits)
    assert opened is not None
    assert [each.words for each in view_page(public.side, opened.ticket).messages] == ["words"]
    assert not read_case(desk.side, fay.signed_in, amira.case.case_id).asked.is_locked
    ask(public.side, opened.ticket, RequestKind.LOCK)
    with pytest.raises(Shut):
        view_page(public.side, opened.ticket)


def test_a_lock_that_a_restore_put_back_is_opened_first(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    ticket = begin(public, issue(desk, fay, amira))
    with public.side.store.work() as work:
        work.holds.lock(amira.case.case_id, public.side.clock.today())
    with pytest.raises(Expired):
        make_new_code(public.side, ticket)
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert find_refusal(page) is Refusal.LOCKED
    with pytest.raises(NotAllowed):
        issue(desk, fay, amira)
    lift_lock(desk.side, fay.signed_in, amira.case.case_id, seen=page.mark)
    assert find_refusal(read_case(desk.side, fay.signed_in, amira.case.case_id)) is None


def test_a_lock_after_the_conversation_is_not_passed_by_the_start_code(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    ticket = begin(public, issue(desk, fay, amira))
    seen = read_case(desk.side, fay.signed_in, amira.case.case_id).mark
    ask(public.side, open_page(public.side, amira), RequestKind.LOCK)
    with pytest.raises(OutOfDate):
        issue_start_code(desk.side, fay.signed_in, amira.case.case_id, seen=seen)
    with pytest.raises(Expired):
        make_new_code(public.side, ticket)


def test_the_desk_notes_it_and_another_service_gives_none(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount, rita: StaffAccount
) -> None:
    with pytest.raises(NotFound):
        issue_start_code(desk.side, rita.signed_in, amira.case.case_id, seen="0")
    digits = issue(desk, fay, amira)
    notes = read_case(desk.side, fay.signed_in, amira.case.case_id).opened.list_of(EntryKind.DESK_NOTE)
    assert [note.body["what"] for note in notes] == ["issued start code"]
    with public.side.store.look() as work:
        rows = work.connection.execute(select(start_code)).all()
    assert len(rows) == 1
    assert digits.encode() not in rows[0].envelope


def test_after_the_peppers_were_lost_a_start_code_opens_everything_again(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    """No code opens its page with other peppers; start codes need none."""
    write(public.side, open_page(public.side, amira), "words")
    side = replace(public.side, peppers=Peppers(b"1" * 32, b"2" * 32, b"3" * 32))
    assert open_by_code(side, amira.code) is None
    opened = open_by_code(side, make_new_code(side, begin(public, issue(desk, fay, amira))).access_code.digits)
    assert opened is not None
    assert [message.words for message in view_page(side, opened.ticket).messages] == ["words"]


def test_a_start_code_put_under_another_case_gives_nobody_its_keys(
    public: PublicPortal, desk: DeskPortal, amira: Referred, ben: Referred, fay: StaffAccount
) -> None:
    ticket = begin(public, issue(desk, fay, amira))
    with public.side.store.work() as work:
        work.connection.execute(update(start_code).values(case_id=ben.case.case_id))
    with pytest.raises(Expired):
        make_new_code(public.side, ticket)
    assert open_by_code(public.side, ben.code) is not None


def test_erasing_a_case_ends_its_start_code(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    digits = issue(desk, fay, amira)
    ticket = begin(public, digits)
    with public.side.store.work() as work:
        assert work.erasing.erase_anyhow(amira.case.case_id)
        assert work.connection.execute(select(start_code)).all() == []
    assert take_start_code(public.side, digits) is None
    with pytest.raises(Expired):
        make_new_code(public.side, ticket)


def test_nothing_is_changed_in_a_case_that_cannot_be_believed(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    ticket = begin(public, issue(desk, fay, amira))
    with public.side.store.work() as work:
        of_case = (case_entry.c.case_id == amira.case.case_id) & (case_entry.c.kind == EntryKind.UPDATE.value)
        work.connection.execute(update(case_entry).where(of_case).values(envelope=b"\x01"))
    with pytest.raises(Forged):
        make_new_code(public.side, ticket)
    with public.side.store.look() as work:
        box_key = work.connection.execute(select(case.c.person_box_key)).scalar_one()
    assert box_key == amira.case.person_box_key
    assert find_refusal(read_case(desk.side, fay.signed_in, amira.case.case_id)) is Refusal.NOT_VERIFIED
