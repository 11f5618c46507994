"""What practitioners do, over the real store: the inbox, reading, checking, moving, writing, turning off links."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, update

from portal.casework.desk import move_stage, read_case, record_check, revoke_links, send_message
from portal.casework.desk_readiness import is_desk_ready
from portal.casework.follow import open_by_link, stop_contact
from portal.casework.follow import send_message as person_writes
from portal.casework.inbox import Urgency, list_inbox
from portal.casework.sign_in import SignedIn
from portal.casework.typed import erase_typed, find_typed, keep_typed
from portal.domain.case import EntryKind
from portal.domain.errors import Forged, NotAllowed, NotFound, OutOfDate
from portal.domain.stages import Stage
from portal.store.staff import Role
from portal.store.tables import case, case_entry
from portal.wiring import DeskPortal, PublicPortal
from tests.audits import find_broken
from tests.builders import AMIRAS_PAGES, MovableClock, Referred, StaffAccount, change_pages, find_case, open_page, refer


@pytest.fixture
def ada(fay: StaffAccount) -> SignedIn:
    """Give an administrator of the national desk."""
    return replace(fay.signed_in, role=Role.ADMINISTRATOR)


def test_a_case_opens_with_all_that_was_sent(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> None:
    """Answers, card and check phrase, each from its own entry; nothing refused."""
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert page.name == "Amira"
    assert page.contact_card["phone"] == ("07700900123",)
    assert page.check_phrase["check_phrase"] == "green with a dent"
    assert page.has_own_keys
    assert page.opened.refused_count == 0
    assert "phone" not in page.answers


def test_another_service_finds_nothing(desk: DeskPortal, rita: StaffAccount, amira: Referred) -> None:
    """Neither in the inbox nor by id, and it can change nothing."""
    case_id = amira.case.case_id
    assert list_inbox(desk.side, rita.signed_in) == []
    for act in (read_case, record_check, revoke_links):
        with pytest.raises(NotFound):
            act(desk.side, rita.signed_in, case_id)
    with pytest.raises(NotFound):
        send_message(desk.side, rita.signed_in, case_id, "Hello")
    with pytest.raises(NotFound):
        move_stage(desk.side, rita.signed_in, case_id, Stage.FIRST_CONTACT, seen=Stage.RECEIVED)


def test_an_administrator_reads_and_changes_nothing(desk: DeskPortal, ada: SignedIn, amira: Referred) -> None:
    """They run the machine."""
    case_id = amira.case.case_id
    with pytest.raises(NotAllowed):
        list_inbox(desk.side, ada)
    for act in (read_case, record_check, revoke_links):
        with pytest.raises(NotAllowed):
            act(desk.side, ada, case_id)
    with pytest.raises(NotAllowed):
        send_message(desk.side, ada, case_id, "Hello")


def test_the_inbox_puts_the_most_urgent_first(
    desk: DeskPortal, public: PublicPortal, clock: MovableClock, fay: StaffAccount
) -> None:
    """Not safe before late, late before waiting, waiting before new."""
    late = refer(public.side)
    clock.move(days=8)
    new = refer(public.side)
    waiting = refer(public.side)
    person_writes(public.side, open_page(public.side, waiting), "Is there news?")
    unsafe = refer(public.side, change_pages(AMIRAS_PAGES, now={"in_danger": ["not_sure"]}))
    rows = list_inbox(desk.side, fay.signed_in)
    assert [row.case_id for row in rows] == [each.case.case_id for each in (unsafe, late, waiting, new)]
    assert [row.urgency for row in rows] == [Urgency.UNSAFE, Urgency.LATE, Urgency.UNANSWERED, Urgency.NEW]
    assert rows[1].days_late == 1


def test_a_referral_that_does_not_verify_counts_as_not_safe(
    desk: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    """Somebody must look; its name is not shown and nobody may be contacted."""
    with desk.side.store.work() as work:
        work.connection.execute(delete(case_entry).where(case_entry.c.kind != EntryKind.REFERRAL.value))
        work.connection.execute(update(case_entry).values(envelope=b"\x01" * 900))
    [row] = list_inbox(desk.side, fay.signed_in)
    assert (row.urgency, row.name, row.refused_count) == (Urgency.UNSAFE, "", 1)
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert (page.is_unsafe_now, page.has_own_keys, page.contact_card) == (True, False, {})


def test_an_ended_case_leaves_the_inbox(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> None:
    """It may still be read."""
    case_id = amira.case.case_id
    move_stage(desk.side, fay.signed_in, case_id, Stage.CLOSED, seen=Stage.RECEIVED, has_talked=True)
    assert list_inbox(desk.side, fay.signed_in) == []
    assert read_case(desk.side, fay.signed_in, case_id).case.next_update_by is None


def test_recording_the_check_twice_changes_nothing(
    desk: DeskPortal, clock: MovableClock, fay: StaffAccount, amira: Referred
) -> None:
    """The first day counts."""
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    clock.move(days=3)
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert page.case.checked_on == date(2026, 11, 23)
    assert len(page.opened.list_of(EntryKind.DESK_NOTE)) == 1


def test_a_move_sets_stage_promise_and_update_together(
    desk: DeskPortal, clock: MovableClock, fay: StaffAccount, amira: Referred
) -> None:
    """Amira hears every week."""
    clock.move(days=1)
    move_stage(desk.side, fay.signed_in, amira.case.case_id, Stage.FIRST_CONTACT, seen=Stage.RECEIVED, words=" Hello ")
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert (page.case.stage, page.case.next_update_by) == (Stage.FIRST_CONTACT, date(2026, 12, 1))
    assert (page.updates[0].stage, page.updates[0].words) == (Stage.FIRST_CONTACT, "Hello")


def test_a_refused_move_leaves_everything_as_it_was(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> None:
    """Not checked, not talked, moved in between: nothing of it is half done."""
    case_id = amira.case.case_id
    before = read_case(desk.side, fay.signed_in, case_id)
    with pytest.raises(NotAllowed):
        move_stage(desk.side, fay.signed_in, case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)
    with pytest.raises(NotAllowed):
        move_stage(desk.side, fay.signed_in, case_id, Stage.CLOSED, seen=Stage.RECEIVED)
    with pytest.raises(OutOfDate):
        move_stage(desk.side, fay.signed_in, case_id, Stage.CLOSED, seen=Stage.FIRST_CONTACT, has_talked=True)
    assert read_case(desk.side, fay.signed_in, case_id) == before


def test_an_answer_keeps_the_promise(desk: DeskPortal, clock: MovableClock, fay: StaffAccount, amira: Referred) -> None:
    """Also the first one: five working days were for the first contact, which this was."""
    clock.move(days=8)
    assert read_case(desk.side, fay.signed_in, amira.case.case_id).days_late == 1
    assert send_message(desk.side, fay.signed_in, amira.case.case_id, "I am late, and I am sorry.")
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert (page.days_late, page.case.next_update_by) == (0, date(2026, 12, 8))


def test_the_same_words_are_sent_again_once_the_person_has_answered(
    desk: DeskPortal, public: PublicPortal, fay: StaffAccount, amira: Referred
) -> None:
    """A double press sends once; "Yes." to two questions is two messages."""
    case_id = amira.case.case_id
    assert send_message(desk.side, fay.signed_in, case_id, "Yes.")
    assert not send_message(desk.side, fay.signed_in, case_id, "Yes.")
    person_writes(public.side, open_page(public.side, amira), "And by post?")
    assert send_message(desk.side, fay.signed_in, case_id, "Yes.")
    messages = read_case(desk.side, fay.signed_in, case_id).messages
    assert [each.words for each in messages] == ["Yes.", "And by post?", "Yes."]


def test_nothing_is_sealed_to_a_key_the_person_did_not_send(
    desk: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    """Whoever swapped it would read the answer."""
    with desk.side.store.work() as work:
        work.connection.execute(update(case).values(person_box_key=b"\x07" * 32))
    with pytest.raises(Forged):
        send_message(desk.side, fay.signed_in, amira.case.case_id, "Hello")
    with pytest.raises(Forged):
        move_stage(desk.side, fay.signed_in, amira.case.case_id, Stage.FIRST_CONTACT, seen=Stage.RECEIVED)
    assert find_case(desk.side.store, amira.case.case_reference).stage is Stage.RECEIVED


def test_contact_stopped_is_seen_at_once(
    desk: DeskPortal, public: PublicPortal, fay: StaffAccount, amira: Referred
) -> None:
    """In the inbox and on the case."""
    stop_contact(public.side, open_page(public.side, amira))
    assert list_inbox(desk.side, fay.signed_in)[0].is_contact_stopped
    assert read_case(desk.side, fay.signed_in, amira.case.case_id).is_contact_stopped


def test_links_that_are_turned_off_open_nothing(
    desk: DeskPortal, public: PublicPortal, fay: StaffAccount, amira: Referred
) -> None:
    """And a second press finds none."""
    assert revoke_links(desk.side, fay.signed_in, amira.case.case_id) == 1
    assert revoke_links(desk.side, fay.signed_in, amira.case.case_id) == 0
    assert open_by_link(public.side, amira.receipt.link) is None


def test_what_was_typed_is_kept_sealed_until_it_is_erased(desk: DeskPortal) -> None:
    """Only the ticket opens it."""
    ticket = keep_typed(desk.side, "I rang the prison.")
    assert find_typed(desk.side, ticket) == "I rang the prison."
    with desk.side.store.look() as work:
        [stored] = work.connection.exec_driver_sql("SELECT envelope FROM draft").scalars()
    assert b"prison" not in bytes(stored)
    erase_typed(desk.side, ticket)
    assert find_typed(desk.side, ticket) == ""


def test_every_act_is_in_the_audit(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> None:
    """Who, what and which case; never a word of it."""
    case_id = amira.case.case_id
    read_case(desk.side, fay.signed_in, case_id)
    record_check(desk.side, fay.signed_in, case_id)
    move_stage(desk.side, fay.signed_in, case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED, words="Secret words")
    send_message(desk.side, fay.signed_in, case_id, "More secret words")
    revoke_links(desk.side, fay.signed_in, case_id)
    with desk.side.store.look() as work:
        rows = work.connection.exec_driver_sql("SELECT staff_id, what, case_id FROM audit ORDER BY number").all()
        assert find_broken(work.audit) is None
    acts = ["read case", "recorded check", "moved to enquiries", "sent message", "revoked links"]
    assert [tuple(row) for row in rows] == [(fay.signed_in.staff_id, act, case_id) for act in acts]


def test_the_desk_is_ready_with_database_key_and_worker(desk: DeskPortal, clock: MovableClock) -> None:
    """All three; a worker that was silent for three minutes is not alive."""
    assert not is_desk_ready(desk.side)
    with desk.side.store.work() as work:
        work.sessions.beat("worker", clock.now())
    assert is_desk_ready(desk.side)
    clock.move(minutes=3)
    assert not is_desk_ready(desk.side)
