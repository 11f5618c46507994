"""re:hub's messages that came to nothing: kept sealed, shown to the right people only, dealt with once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from portal.casework.dead_letters import (
    count_letters,
    erase_unknown,
    list_kept,
    list_unknown,
    settle_kept,
    take_or_keep,
)
from portal.casework.desk import record_check
from portal.casework.rehub_sources import verify_request
from portal.casework.take_updates import Outcome, RehubUpdate
from portal.casework.tidy import tidy
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.stages import Stage
from portal.store.tables import dead_letter
from portal.vault.webhooks import sign_webhook
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, Referred, StaffAccount

TODAY = date(2026, 11, 23)
NAMED = "Zsofia Kovacs"


def send(public: PublicPortal, reference: str, webhook_id: str = "msg_1", stage: Stage = Stage.ENQUIRIES) -> Outcome:
    """Let re:hub send one message."""
    raw = json.dumps({"data": {"reference": reference, "stage": stage, "note": "Only in the request"}}).encode()
    headers = sign_webhook(public.side.rehub_secret, raw, datetime.now(UTC), webhook_id)
    return take_or_keep(
        public.side, verify_request(public.side, raw, headers), RehubUpdate(reference, stage, TODAY)
    ).outcome


def test_an_unknown_reference_is_kept_for_a_supervisor_of_the_national_service(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, sam: StaffAccount, rita: StaffAccount
) -> None:
    assert send(public, NAMED) is Outcome.UNKNOWN_REFERENCE
    (letter,) = list_unknown(desk.side, sam.signed_in)
    assert (letter.named, letter.stage, letter.received_on) == (NAMED, Stage.ENQUIRIES, TODAY)
    assert NAMED not in repr(letter)
    riverside_supervisor = replace(sam.signed_in, service_id=rita.signed_in.service_id)
    for other in (fay.signed_in, rita.signed_in, riverside_supervisor):
        assert list_unknown(desk.side, other) == []
        assert count_letters(desk.side, other) == 0
        with pytest.raises(NotAllowed):
            erase_unknown(desk.side, other, letter.message_id)
    assert count_letters(desk.side, sam.signed_in) == 1


def test_nothing_of_it_is_plain_and_its_note_is_not_kept(public: PublicPortal, desk: DeskPortal) -> None:
    send(public, NAMED)
    with public.side.store.look() as work:
        (row,) = work.connection.execute(select(dead_letter)).all()
    assert NAMED.encode() not in row.envelope
    assert len(row.envelope) < 1024
    assert row.message_id == "msg_1"


def test_it_is_dealt_with_once(public: PublicPortal, desk: DeskPortal, sam: StaffAccount) -> None:
    send(public, NAMED)
    send(public, NAMED)
    assert count_letters(desk.side, sam.signed_in) == 1
    erase_unknown(desk.side, sam.signed_in, "msg_1")
    assert list_unknown(desk.side, sam.signed_in) == []
    with pytest.raises(NotFound):
        erase_unknown(desk.side, sam.signed_in, "msg_1")


def test_one_that_was_taken_later_is_shown_no_more(
    public: PublicPortal, desk: DeskPortal, sam: StaffAccount, amira: Referred
) -> None:
    send(public, "RJ-AAAA-2222")
    assert send(public, amira.receipt.case_reference) is Outcome.KEPT_REFUSED
    assert list_unknown(desk.side, sam.signed_in) == []


def test_a_letter_that_somebody_changed_is_shown_without_its_words(
    public: PublicPortal, desk: DeskPortal, sam: StaffAccount
) -> None:
    send(public, NAMED)
    with public.side.store.work() as work:
        work.connection.execute(update(dead_letter).values(message_id="msg_2"))
    (letter,) = list_unknown(desk.side, sam.signed_in)
    assert letter.named is None


def test_what_nobody_deals_with_goes_after_ninety_days(
    public: PublicPortal, desk: DeskPortal, sam: StaffAccount, clock: MovableClock
) -> None:
    send(public, NAMED)
    clock.move(days=90)
    tidy(public.side.store, clock, "worker")
    assert len(list_unknown(desk.side, sam.signed_in)) == 1
    clock.move(days=1)
    tidy(public.side.store, clock, "worker")
    assert list_unknown(desk.side, sam.signed_in) == []


def test_refused_and_older_messages_wait_for_their_own_service(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, rita: StaffAccount, amira: Referred
) -> None:
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    assert send(public, amira.receipt.case_reference) is Outcome.APPLIED
    assert send(public, amira.receipt.case_reference, "msg_2", Stage.CLOSED) is Outcome.KEPT_REFUSED
    (kept,) = list_kept(desk.side, fay.signed_in)
    assert (kept.case_reference, kept.outcome) == (amira.receipt.case_reference, Outcome.KEPT_REFUSED)
    assert (count_letters(desk.side, fay.signed_in), count_letters(desk.side, rita.signed_in)) == (1, 0)
    assert list_kept(desk.side, rita.signed_in) == []
    with pytest.raises(NotFound):
        settle_kept(desk.side, rita.signed_in, "msg_2")
    settle_kept(desk.side, fay.signed_in, "msg_2")
    assert list_kept(desk.side, fay.signed_in) == []
    with pytest.raises(NotFound):
        settle_kept(desk.side, fay.signed_in, "msg_2")


def test_without_a_national_service_to_trust_the_answer_is_the_same(
    public: PublicPortal, desk: DeskPortal, sam: StaffAccount, caplog: pytest.LogCaptureFixture
) -> None:
    with public.side.store.work() as work:
        work.services.save(replace(work.services.get("national"), box_key=bytes(range(32))))
    assert send(public, NAMED) is Outcome.UNKNOWN_REFERENCE
    assert "could not be kept" in caplog.text
    assert NAMED not in caplog.text
    assert list_unknown(desk.side, sam.signed_in) == []
