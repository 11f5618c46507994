"""Asking for somebody else: it waits for the person's own yes, and whoever sent it never hears of them again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Table, func, select, update

from portal.casework.contact_cards import Proof
from portal.casework.desk import move_stage, read_case, record_check, send_message
from portal.casework.desk_confirm import SaidYes, confirm, decline
from portal.casework.desk_contact import NewCard, record_contact
from portal.casework.follow import open_by_code, view_page
from portal.casework.inbox import list_inbox
from portal.casework.new_code import make_new_code, take_start_code
from portal.casework.refer import SenderReceipt, open_any_receipt, open_receipt, send_referral
from portal.casework.sign_in import SignedIn
from portal.casework.start_code import issue_start_code
from portal.casework.work import DeskSide
from portal.domain.case import EntryKind
from portal.domain.errors import Forged, NotAllowed, NotFound, OutOfDate
from portal.domain.questions import SENDER
from portal.domain.stages import Stage
from portal.store.tables import audit, case, case_entry, link, outbox
from portal.wiring import DeskPortal, PublicPortal
from tests.at_once import run_at_once
from tests.builders import Referred, StaffAccount, fill_in
from tests.senders import DEES_PAGES, PATS_PAGES, ReferredOther, refer_other

YES = SaidYes("the red kettle", "What boils?", "ar", is_card_right=True)


@pytest.fixture
def dee(public: PublicPortal) -> ReferredOther:
    """Dee has asked for her friend Noor."""
    return refer_other(public.side)


def count(public: PublicPortal, table: Table) -> int:
    with public.side.store.look() as work:
        return work.connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_one_press_or_twenty_make_one_case_without_code_or_link(public: PublicPortal) -> None:
    ticket = fill_in(public.side, DEES_PAGES)
    receipts = run_at_once(20, lambda _: send_referral(public.side, ticket, "en"))
    assert all(each == receipts[0] for each in receipts)
    assert (count(public, case), count(public, link)) == (1, 0)


def test_the_receipt_holds_nothing_that_opens_or_tells(public: PublicPortal, dee: ReferredOther) -> None:
    told = json.dumps({name: str(getattr(dee.receipt, name)) for name in SenderReceipt.__slots__})
    assert dee.case.case_reference not in told
    assert dee.receipt.receipt_number != dee.case.case_reference
    assert open_receipt(public.side, dee.ticket) is None
    assert open_any_receipt(public.side, dee.ticket) == dee.receipt


def test_the_desk_reads_who_sent_it_and_that_nobody_confirmed_it(
    desk: DeskPortal, dee: ReferredOther, fay: StaffAccount
) -> None:
    page = read_case(desk.side, fay.signed_in, dee.case.case_id)
    assert (page.is_unconfirmed, page.name, page.opened.refused_count) == (True, "Noor", 0)
    assert page.sender is not None
    assert page.sender.answers["sender_name"] == ("Dee Marlowe",)
    assert page.sender.answers["agreed_how"] == ("On Sunday, at my kitchen table",)
    assert page.sender.agreed_on == dee.case.received_on
    assert page.sender.receipt_number == dee.receipt.receipt_number
    [row] = list_inbox(desk.side, fay.signed_in)
    assert row.is_unconfirmed


def test_who_sent_it_stands_in_nothing_that_anybody_but_the_service_opens(
    desk: DeskPortal, dee: ReferredOther, fay: StaffAccount
) -> None:
    page = read_case(desk.side, fay.signed_in, dee.case.case_id)
    assert not set(SENDER) & set(page.answers)
    for entry in page.opened.entries:
        if entry.kind is not EntryKind.REFERRAL:
            assert "Dee" not in str(entry.body)
            assert "900777" not in str(entry.body)
    assert page.check_phrase == {}


ACTS: Mapping[str, Callable[[DeskSide, SignedIn, str], object]] = {
    "the first conversation alone": record_check,
    "a message": partial(send_message, words="Hello"),
    "another card": partial(record_contact, new=NewCard({"contact_method": ("call",)}, Proof.CHECK_PHRASE), seen="0"),
    **{
        f"the stage {then}": partial(move_stage, then=then, seen=Stage.RECEIVED, has_talked=True)
        for then in (Stage.FIRST_CONTACT, Stage.ENQUIRIES, Stage.NOT_GOING_AHEAD, Stage.CLOSED)
    },
}


@pytest.mark.parametrize("act", ACTS)
def test_nothing_but_a_first_contact_may_happen_before_the_person_agrees(
    desk: DeskPortal, public: PublicPortal, dee: ReferredOther, fay: StaffAccount, act: str
) -> None:
    with pytest.raises(NotAllowed):
        ACTS[act](desk.side, fay.signed_in, dee.case.case_id)
    page = read_case(desk.side, fay.signed_in, dee.case.case_id)
    assert (page.case.stage, page.case.is_checked, page.messages) == (Stage.RECEIVED, False, ())
    assert count(public, outbox) == 0


def test_less_contact_counts_at_once_also_before(desk: DeskPortal, dee: ReferredOther, fay: StaffAccount) -> None:
    page = read_case(desk.side, fay.signed_in, dee.case.case_id)
    nobody = NewCard({"contact_method": ("none",)})
    assert record_contact(desk.side, fay.signed_in, dee.case.case_id, nobody, seen=page.mark)
    assert read_case(desk.side, fay.signed_in, dee.case.case_id).contact_card == {"contact_method": ("none",)}


def test_a_yes_is_the_first_conversation_and_the_words_to_prove_it_by(
    desk: DeskPortal, dee: ReferredOther, fay: StaffAccount
) -> None:
    staff, case_id = fay.signed_in, dee.case.case_id
    assert confirm(desk.side, staff, case_id, YES, seen=read_case(desk.side, staff, case_id).mark)
    page = read_case(desk.side, staff, case_id)
    assert (page.is_unconfirmed, page.case.is_checked, page.language) == (False, True, "ar")
    assert page.check_phrase == {"phrase_prompt": "What boils?", "check_phrase": "the red kettle"}
    assert page.card is not None
    assert (page.card.proof, page.card.is_from_sender, page.card.answers["phone"]) == (
        Proof.FIRST_TALK,
        False,
        ("07700900123",),
    )
    assert not confirm(desk.side, staff, case_id, replace(YES, check_phrase="other"), seen=page.mark)
    assert read_case(desk.side, staff, case_id).check_phrase["check_phrase"] == "the red kettle"
    move_stage(desk.side, staff, case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)


def test_words_that_the_service_writes_never_stand_for_those_a_person_sent_themself(
    desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    with desk.side.store.work() as work:
        service, writer = work.services.get("national"), desk.side.write_as_service(amira.case)
        body, on = {"check_phrase": "the insider's"}, amira.case.received_on
        work.entries.append(amira.case, service, EntryKind.CHECK_PHRASE, body, writer=writer, on=on)
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert (page.check_phrase["check_phrase"], page.opened.refused_count) == ("green with a dent", 0)


def test_a_way_that_is_not_right_is_used_by_nobody(desk: DeskPortal, dee: ReferredOther, fay: StaffAccount) -> None:
    seen = read_case(desk.side, fay.signed_in, dee.case.case_id).mark
    confirm(desk.side, fay.signed_in, dee.case.case_id, replace(YES, is_card_right=False), seen=seen)
    page = read_case(desk.side, fay.signed_in, dee.case.case_id)
    assert page.contact_card == {"contact_method": ("none",)}
    assert page.proofs == (Proof.CHECK_PHRASE,)


def test_the_code_is_made_once_the_person_has_agreed_and_opens_their_page(
    desk: DeskPortal, public: PublicPortal, dee: ReferredOther, fay: StaffAccount
) -> None:
    staff, case_id = fay.signed_in, dee.case.case_id
    seen = read_case(desk.side, staff, case_id).mark
    with pytest.raises(NotAllowed):
        issue_start_code(desk.side, staff, case_id, seen=seen)
    confirm(desk.side, staff, case_id, YES, seen=seen)
    start = take_start_code(public.side, issue_start_code(desk.side, staff, case_id, seen=seen).digits)
    assert start is not None
    opened = open_by_code(public.side, make_new_code(public.side, start).access_code.digits)
    assert opened is not None
    page = view_page(public.side, opened.ticket)
    assert (page.case_reference, page.stage, page.refused_count) == (dee.case.case_reference, Stage.RECEIVED, 0)
    assert page.is_strict
    assert not read_case(desk.side, staff, case_id).is_unconfirmed


@pytest.mark.parametrize("phrase", ["", " ", "x" * 81, "\u202e"])
def test_no_yes_without_words_to_prove_it_by(
    desk: DeskPortal, dee: ReferredOther, fay: StaffAccount, phrase: str
) -> None:
    seen = read_case(desk.side, fay.signed_in, dee.case.case_id).mark
    with pytest.raises(NotAllowed):
        confirm(desk.side, fay.signed_in, dee.case.case_id, replace(YES, check_phrase=phrase), seen=seen)
    assert read_case(desk.side, fay.signed_in, dee.case.case_id).is_unconfirmed


def test_a_no_closes_it_contacts_nobody_and_tells_nobody(
    desk: DeskPortal, public: PublicPortal, dee: ReferredOther, fay: StaffAccount
) -> None:
    staff, case_id = fay.signed_in, dee.case.case_id
    assert decline(desk.side, staff, case_id, seen=read_case(desk.side, staff, case_id).mark)
    page = read_case(desk.side, staff, case_id)
    assert (page.case.stage, page.case.next_update_by, page.is_unconfirmed) == (Stage.CLOSED, None, True)
    assert page.contact_card == {"contact_method": ("none",)}
    assert (count(public, outbox), list_inbox(desk.side, staff)) == (0, [])
    assert not decline(desk.side, staff, case_id, seen=page.mark)
    with pytest.raises(NotAllowed):
        confirm(desk.side, staff, case_id, YES, seen=page.mark)


def test_neither_answer_counts_on_an_old_view_or_for_anothers_case(
    desk: DeskPortal, dee: ReferredOther, fay: StaffAccount, rita: StaffAccount
) -> None:
    for act in (partial(confirm, said=YES), decline):
        with pytest.raises(OutOfDate):
            act(desk.side, fay.signed_in, dee.case.case_id, seen="7")
        with pytest.raises(NotFound):
            act(desk.side, rita.signed_in, dee.case.case_id, seen="0")


def test_a_case_that_does_not_verify_takes_neither(desk: DeskPortal, dee: ReferredOther, fay: StaffAccount) -> None:
    seen = read_case(desk.side, fay.signed_in, dee.case.case_id).mark
    with desk.side.store.work() as work:
        work.connection.execute(update(case_entry).where(case_entry.c.kind == "side_state").values(envelope=b"x" * 200))
    for act in (partial(confirm, said=YES), decline):
        with pytest.raises(Forged):
            act(desk.side, fay.signed_in, dee.case.case_id, seen=seen)


def test_every_act_is_in_the_audit(desk: DeskPortal, public: PublicPortal, fay: StaffAccount) -> None:
    for pages, act in ((DEES_PAGES, partial(confirm, said=YES)), (PATS_PAGES, decline)):
        act(desk.side, fay.signed_in, refer_other(public.side, pages).case.case_id, seen="0")
    with desk.side.store.look() as work:
        noted = work.connection.execute(select(audit.c.what)).scalars().all()
    assert {"recorded that the person agreed", "recorded that the person said no"} <= set(noted)
