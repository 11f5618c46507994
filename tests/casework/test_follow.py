"""Following one's case by code: one's own page and nobody else's, and nothing on it that could harm."""

from datetime import timedelta

import pytest

from portal.casework.desk import move_stage, record_check
from portal.casework.desk import send_message as send_from_desk
from portal.casework.follow import (
    open_by_code,
    parse_typed_code,
    send_message,
    stop_contact,
    view_page,
)
from portal.casework.inbox import list_inbox
from portal.casework.tickets import DraftTicket, PageTicket
from portal.casework.typed import erase_typed, find_typed, keep_typed
from portal.domain.errors import Invalid
from portal.domain.stages import Stage
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import (
    AMIRAS_PAGES,
    MovableClock,
    PortalData,
    Referred,
    StaffAccount,
    change_pages,
    find_case,
    open_page,
    refer,
)


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


@pytest.fixture
def strict(public: PublicPortal) -> Referred:
    """Somebody who asks after abuse."""
    return refer(public.side, change_pages(AMIRAS_PAGES, what={"harm": ["stalking"]}))


def test_a_code_opens_ones_own_page_in_any_spelling(public: PublicPortal, amira: Referred, ben: Referred) -> None:
    grouped = "-".join(amira.receipt.access_code.groups())
    arabic = "".join(chr(0x0660 + int(digit)) for digit in amira.code)
    for typed in (amira.code, grouped, arabic):
        opened = open_by_code(public.side, typed)
        assert opened is not None
        assert view_page(public.side, opened.ticket).case_reference == amira.receipt.case_reference
    page = view_page(public.side, open_page(public.side, ben))
    assert page.case_reference == ben.receipt.case_reference


def test_a_wrong_code_opens_nothing(public: PublicPortal, amira: Referred) -> None:
    last = str((int(amira.code[-1]) + 1) % 10)
    for typed in (amira.code[:-1] + last, "0" * 20, amira.code[:-1], amira.code + "0", "", "what is this"):
        assert open_by_code(public.side, typed) is None
    assert open_by_code(public.side, amira.code, pin="1") is None
    assert find_case(public.side.store, amira.receipt.case_reference).last_opened_on is None


@pytest.mark.parametrize(("typed", "is_code"), [("1" * 20, True), ("١" * 20, True), ("1" * 19, False), ("", False)])
def test_what_cannot_be_a_code_is_told_apart_before_anything_is_derived(typed: str, is_code: bool) -> None:
    assert parse_typed_code(typed) is is_code


def test_the_page_says_where_the_case_stands(public: PublicPortal, amira: Referred, clock: MovableClock) -> None:
    page = view_page(public.side, open_page(public.side, amira))
    assert (page.stage, page.stage_since_on) == (Stage.RECEIVED, clock.today())
    assert (page.next_update_by, page.days_late) == (amira.receipt.next_update_by, 0)
    assert [(update.stage, update.source, update.happened_on) for update in page.updates] == [
        (Stage.RECEIVED, "site", clock.today())
    ]
    assert page.messages == ()
    assert (page.service_name, page.is_trial) == ("National desk", True)
    assert (page.is_contact_stopped, page.is_strict, page.refused_count) == (False, False, 0)


def test_late_is_shown_as_late_with_days(public: PublicPortal, amira: Referred, clock: MovableClock) -> None:
    promised = amira.receipt.next_update_by
    clock.move(days=(promised - clock.today()) / timedelta(days=1) + 3)
    assert view_page(public.side, open_page(public.side, amira)).days_late == 3


def test_the_page_tells_when_it_was_opened_before(public: PublicPortal, amira: Referred, clock: MovableClock) -> None:
    first = open_by_code(public.side, amira.code)
    opened_on = clock.today()
    clock.move(days=2)
    second = open_by_code(public.side, amira.code)
    assert first is not None
    assert second is not None
    assert (first.opened_before_on, second.opened_before_on) == (None, opened_on)


def test_news_and_answers_of_the_desk_come_newest_first(
    public: PublicPortal, desk: DeskPortal, amira: Referred, ben: Referred, fay: StaffAccount
) -> None:
    case_id = amira.case.case_id
    record_check(desk.side, fay.signed_in, case_id)
    move_stage(desk.side, fay.signed_in, case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED, words="We asked the prison.")
    ticket = open_page(public.side, amira)
    send_message(public.side, ticket, "A question\u202e\r\nof mine")
    send_from_desk(desk.side, fay.signed_in, case_id, "An answer")
    page = view_page(public.side, ticket)
    assert [(update.stage, update.words) for update in page.updates] == [
        (Stage.ENQUIRIES, "We asked the prison."),
        (Stage.RECEIVED, ""),
    ]
    assert [(each.is_from_person, each.words) for each in page.messages] == [
        (False, "An answer"),
        (True, "A question\nof mine"),
    ]
    bens = view_page(public.side, open_page(public.side, ben))
    assert (len(bens.updates), bens.messages) == (1, ())


def test_after_abuse_ones_own_messages_are_not_shown_back(
    public: PublicPortal, desk: DeskPortal, strict: Referred, fay: StaffAccount
) -> None:
    opened = open_by_code(public.side, strict.code)
    assert opened is not None
    assert opened.is_strict
    send_message(public.side, opened.ticket, "He must not read this")
    send_from_desk(desk.side, fay.signed_in, strict.case.case_id, "We will write here")
    page = view_page(public.side, opened.ticket)
    assert page.is_strict
    assert [(each.is_from_person, each.words) for each in page.messages] == [(False, "We will write here"), (True, "")]
    assert "He must not" not in repr(page)


def test_stopping_contact_holds_at_once_for_desk_and_page_and_twice_is_once(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    ticket = open_page(public.side, amira)
    assert not list_inbox(desk.side, fay.signed_in)[0].is_contact_stopped
    for _ in range(2):
        stop_contact(public.side, ticket)
    assert view_page(public.side, ticket).is_contact_stopped
    assert list_inbox(desk.side, fay.signed_in)[0].is_contact_stopped
    with public.side.store.look() as work:
        opened = work.entries.open_case(amira.case.case_id, desk.side.reader_of(amira.case))
    assert [entry.body for entry in opened.entries if entry.kind == "request"] == [
        {"kind": "stop_contact", "on": "2026-11-23"}
    ]


def test_a_second_press_sends_a_message_once(public: PublicPortal, amira: Referred, clock: MovableClock) -> None:
    ticket = open_page(public.side, amira)
    for _ in range(2):
        send_message(public.side, ticket, "May my sister come?\r\n")
    assert len(view_page(public.side, ticket).messages) == 1
    clock.move(days=1)
    send_message(public.side, ticket, "May my sister come?")
    assert len(view_page(public.side, ticket).messages) == 2


@pytest.mark.parametrize("words", ["", " \n", "\u200b\u2066", "x" * 2001])
def test_a_message_nobody_could_read_is_not_sent(public: PublicPortal, amira: Referred, words: str) -> None:
    ticket = open_page(public.side, amira)
    with pytest.raises(Invalid):
        send_message(public.side, ticket, words)
    assert view_page(public.side, ticket).messages == ()


def test_words_that_could_not_be_sent_wait_for_their_writer_alone(public: PublicPortal) -> None:
    kept = keep_typed(public.side, "x" * 2001)
    assert find_typed(public.side, kept) == "x" * 2001
    erase_typed(public.side, kept)
    assert find_typed(public.side, kept) == ""


@pytest.mark.parametrize("is_page", [True, False])
def test_a_ticket_comes_back_from_the_cookie_as_it_was(public: PublicPortal, amira: Referred, is_page: bool) -> None:
    if is_page:
        page = open_page(public.side, amira)
        assert PageTicket.from_text(page.as_text()) == page
        assert page.as_text()["opens"] not in repr(page)
    else:
        assert DraftTicket.from_text(amira.ticket.as_text()) == amira.ticket
        assert amira.ticket.as_text()["seed"] not in repr(amira.ticket)
