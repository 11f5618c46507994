"""re:hub's updates as the use case takes them: applied, kept or refused, and what the person and the desk then see."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.casework.desk import move_stage, read_case, record_check
from portal.casework.follow import Page, view_page
from portal.casework.rehub_sources import SignedRequest, verify_request
from portal.casework.take_updates import Outcome, Proof, RehubUpdate, Taken, read_proof, take_update
from portal.domain.case import EntryKind
from portal.domain.errors import Forged, Invalid, NotAllowed
from portal.domain.stages import Stage
from portal.domain.updates import WaitingFor
from portal.store.chains import OpenedCase
from portal.vault.webhooks import SIGNATURE, TIMESTAMP, sign_webhook
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, Referred, StaffAccount, find_case, open_page
from tests.new_codes import find_keys

TODAY = date(2026, 11, 23)
NOTE = "The note that only Fay may read"


@pytest.fixture
def checked(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> Referred:
    """Amira, once Fay has recorded the first conversation."""
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    return amira


def send(public: PublicPortal, person: Referred, webhook_id: str = "msg_1", /, **fields: Any) -> Taken:
    """Let re:hub send one message about a case."""
    said = {"stage": Stage.REHUB_CHECK, "happened_on": TODAY, **fields}
    data = {"reference": person.receipt.case_reference, **{name: str(value) for name, value in said.items()}}
    raw = json.dumps({"type": "case.updated", "data": {**data, "note": NOTE}}).encode()
    headers = sign_webhook(public.side.rehub_secret, raw, datetime.now(UTC), webhook_id)
    request = verify_request(public.side, raw, headers)
    return take_update(public.side, request, RehubUpdate(person.receipt.case_reference, **said))


def stage_of(public: PublicPortal, person: Referred) -> Stage:
    """Return the stage a case is in now."""
    return find_case(public.side.store, person.receipt.case_reference).stage


def look(public: PublicPortal, person: Referred) -> Page:
    """Open the page as the person does."""
    return view_page(public.side, open_page(public.side, person))


def list_proofs(desk: DeskPortal, fay: StaffAccount, person: Referred) -> list[Proof]:
    """Return what the desk reads of re:hub's messages."""
    opened = read_case(desk.side, fay.signed_in, person.case.case_id).opened
    return [read_proof(entry.body) for entry in opened.list_of(EntryKind.REHUB_PROOF)]


def open_all(public: PublicPortal, person: Referred) -> OpenedCase:
    """Open every entry that the person's key opens."""
    ring = find_keys(public.side, open_page(public.side, person))
    with public.side.store.look() as work:
        service = work.services.get(person.case.service_id)
        return work.entries.open_case(person.case.case_id, public.side.reader_of(person.case, service, ring))


def test_the_person_sees_an_applied_update_and_a_new_promise(
    public: PublicPortal, clock: MovableClock, checked: Referred
) -> None:
    clock.move(days=3)
    before = look(public, checked)
    taken = send(public, checked, expected_by=date(2026, 12, 4), waiting_for=WaitingFor.PRISON)
    page = look(public, checked)
    newest = page.updates[0]
    assert taken == Taken(Outcome.APPLIED)
    assert (page.stage, page.stage_since_on) == (Stage.REHUB_CHECK, clock.today())
    assert (newest.source, newest.happened_on, newest.expected_by) == ("rehub", TODAY, date(2026, 12, 4))
    assert newest.waiting_for is WaitingFor.PRISON
    assert before.next_update_by is not None
    assert page.next_update_by is not None
    assert page.next_update_by > before.next_update_by


def test_no_case_moves_before_the_first_conversation_is_recorded(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    assert send(public, amira).outcome is Outcome.KEPT_REFUSED
    assert stage_of(public, amira) is Stage.RECEIVED
    assert len(look(public, amira).updates) == 1
    assert [proof.outcome for proof in list_proofs(desk, fay, amira)] == [Outcome.KEPT_REFUSED]


def test_no_news_is_shown_of_a_case_whose_check_is_not_recorded(public: PublicPortal, amira: Referred) -> None:
    with public.side.store.work() as work:
        work.cases.move(amira.case, stage=Stage.REHUB_CHECK, since_on=TODAY, next_update_by=TODAY)
    assert send(public, amira).outcome is Outcome.KEPT_REFUSED
    assert len(look(public, amira).updates) == 1


def test_the_same_id_again_changes_nothing_whatever_it_says(public: PublicPortal, checked: Referred) -> None:
    send(public, checked)
    again = send(public, checked, stage=Stage.APPROVAL_BOARD, expected_by=date(2027, 1, 4))
    page = look(public, checked)
    assert again == Taken(Outcome.APPLIED, is_repeat=True)
    assert page.stage is Stage.REHUB_CHECK
    assert len(page.updates) == 2


def test_a_repeat_tells_what_became_of_the_first(public: PublicPortal, amira: Referred) -> None:
    send(public, amira)
    assert send(public, amira) == Taken(Outcome.KEPT_REFUSED, is_repeat=True)


def test_a_message_older_than_the_newest_is_kept_and_moves_nothing(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, checked: Referred
) -> None:
    send(public, checked, happened_on=TODAY)
    older = send(public, checked, "msg_2", stage=Stage.APPROVAL_BOARD, happened_on=TODAY - timedelta(days=1))
    assert older == Taken(Outcome.KEPT_OLDER)
    assert stage_of(public, checked) is Stage.REHUB_CHECK
    assert list_proofs(desk, fay, checked)[1].data["stage"] == "approval_board"


def test_a_sensitive_message_waits_for_a_conversation(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, checked: Referred
) -> None:
    before = look(public, checked)
    assert send(public, checked, is_sensitive=True) == Taken(Outcome.KEPT_SENSITIVE)
    page = look(public, checked)
    assert page.talk is not None
    assert replace(page, talk=None) == before
    assert [proof.outcome for proof in list_proofs(desk, fay, checked)] == [Outcome.KEPT_SENSITIVE]


def test_news_about_the_stage_a_case_is_in_is_applied(
    public: PublicPortal, clock: MovableClock, checked: Referred
) -> None:
    send(public, checked)
    clock.move(days=2)
    again = send(public, checked, "msg_2", happened_on=clock.today(), expected_by=date(2026, 12, 18))
    page = look(public, checked)
    assert again.outcome is Outcome.APPLIED
    assert page.stage_since_on == TODAY
    assert page.updates[0].expected_by == date(2026, 12, 18)


@pytest.mark.parametrize("then", [Stage.RECEIVED, Stage.ENQUIRIES, Stage.PREPARATION, Stage.CLOSED])
def test_a_move_outside_the_table_is_kept_for_the_desk(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, checked: Referred, then: Stage
) -> None:
    move_stage(desk.side, fay.signed_in, checked.case.case_id, Stage.SUITABILITY, seen=Stage.RECEIVED)
    assert send(public, checked, stage=then).outcome is Outcome.KEPT_REFUSED
    assert stage_of(public, checked) is Stage.SUITABILITY
    assert list_proofs(desk, fay, checked)[0].data["stage"] == then


def test_nothing_tells_the_page_whether_the_other_person_answered(public: PublicPortal, checked: Referred) -> None:
    send(public, checked, stage=Stage.ASKING_THEM)
    before = look(public, checked)
    for then in Stage:
        assert send(public, checked, f"msg_{then}", stage=then).outcome is Outcome.KEPT_REFUSED
    page = look(public, checked)
    assert page.talk is not None
    assert replace(page, talk=None) == before


def test_an_unknown_reference_keeps_nothing_and_leaves_the_id_free(public: PublicPortal, checked: Referred) -> None:
    update = RehubUpdate("RJ-AAAA-2222", Stage.REHUB_CHECK, TODAY)
    taken = take_update(public.side, SignedRequest("msg_1", "1", "v1,", b"{}"), update)
    assert taken == Taken(Outcome.UNKNOWN_REFERENCE)
    assert send(public, checked, "msg_1") == Taken(Outcome.APPLIED)


def test_the_note_reaches_the_desk_and_never_the_person(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, checked: Referred
) -> None:
    send(public, checked)
    opened = open_all(public, checked)
    assert [proof.data["note"] for proof in list_proofs(desk, fay, checked)] == [NOTE]
    assert NOTE not in repr(look(public, checked))
    assert opened.list_of(EntryKind.UPDATE)
    assert not opened.list_of(EntryKind.REHUB_PROOF)
    assert NOTE not in repr(opened)


def test_waiting_for_the_person_is_never_written_for_the_person(public: PublicPortal, checked: Referred) -> None:
    send(public, checked, waiting_for=WaitingFor.PERSON)
    newest = open_all(public, checked).list_of(EntryKind.UPDATE)[-1]
    assert newest.body["stage"] == "rehub_check"
    assert "waiting_for" not in newest.body
    assert look(public, checked).updates[0].waiting_for is None


def test_bens_page_does_not_change_when_amiras_case_moves(
    public: PublicPortal, checked: Referred, ben: Referred
) -> None:
    before = look(public, ben)
    send(public, checked)
    assert look(public, ben) == before


@pytest.mark.parametrize(
    ("named", "fields"),
    [
        ("data.happened_on", {"happened_on": TODAY + timedelta(days=2)}),
        ("data.expected_by", {"expected_by": TODAY - timedelta(days=1)}),
    ],
)
def test_days_that_cannot_be_are_refused_and_nothing_is_kept(
    public: PublicPortal, checked: Referred, named: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        send(public, checked, **fields)
    assert refused.value.field == named
    assert send(public, checked) == Taken(Outcome.APPLIED)


def test_a_day_of_difference_between_clocks_is_forgiven(public: PublicPortal, checked: Referred) -> None:
    assert send(public, checked, happened_on=TODAY + timedelta(days=1)).outcome is Outcome.APPLIED


def test_nothing_is_sealed_to_keys_that_are_not_pinned(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, checked: Referred
) -> None:
    with public.side.store.work() as work:
        service = work.services.get(checked.case.service_id)
        work.services.save(replace(service, box_key=bytes(range(32))))
    with pytest.raises(NotAllowed):
        send(public, checked)
    assert stage_of(public, checked) is Stage.RECEIVED
    assert list_proofs(desk, fay, checked) == []


def test_the_proof_still_verifies_as_re_hubs(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, checked: Referred
) -> None:
    send(public, checked, "msg_7")
    opened = read_case(desk.side, fay.signed_in, checked.case.case_id).opened
    body = opened.list_of(EntryKind.REHUB_PROOF)[0].body
    raw = json.dumps({"type": "case.updated", "data": read_proof(body).data}).encode()
    at = datetime.fromtimestamp(int(body["timestamp"]), UTC)
    assert sign_webhook(public.side.rehub_secret, raw, at, "msg_7")[SIGNATURE] == body["signature"]


def test_a_changed_body_or_another_id_does_not_verify(public: PublicPortal) -> None:
    headers = sign_webhook(public.side.rehub_secret, b"{}", datetime.now(UTC), "msg_1")
    assert verify_request(public.side, b"{}", headers).timestamp == headers[TIMESTAMP]
    for raw, changed in ((b"{ }", headers), (b"{}", {**headers, "webhook-id": "msg_2"}), (b"{}", {})):
        with pytest.raises(Forged):
            verify_request(public.side, raw, changed)
