"""re:hub's messages that came to nothing, on the desk's page: shown to whom they belong, taken off with a press."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from portal.casework.dead_letters import take_or_keep
from portal.casework.rehub_sources import verify_request
from portal.casework.take_updates import RehubUpdate
from portal.domain.stages import Stage
from portal.vault.webhooks import sign_webhook
from portal.wiring import PublicPortal
from tests.builders import MovableClock, Referred, StaffAccount
from tests.web.desk.visitor import Visitor

NAMED = 'Zsofia <b>"Kovacs"'


def send(public: PublicPortal, reference: str, webhook_id: str) -> None:
    """Let re:hub send one message."""
    raw = json.dumps({"data": {"reference": reference}}).encode()
    headers = sign_webhook(public.side.rehub_secret, raw, datetime.now(UTC), webhook_id)
    update = RehubUpdate(reference, Stage.ENQUIRIES, date(2026, 11, 20))
    take_or_keep(public.side, verify_request(public.side, raw, headers), update)


@pytest.fixture
def sent(public: PublicPortal, amira: Referred) -> Referred:
    """Amira, after re:hub moved her case too early and named a reference that nobody has."""
    send(public, amira.receipt.case_reference, 'msg_"1"')
    send(public, NAMED, "msg_2")
    return amira


def test_a_facilitator_sees_what_waits_for_their_service(at_desk: Visitor, sent: Referred) -> None:
    words = at_desk.read("/letters")
    assert sent.receipt.case_reference in words
    assert "re:hub may not make this move" in words
    assert "No such case" not in words
    assert at_desk.find_value("/letters", "message") == 'msg_"1"'
    dealt = at_desk.post("/letters", {"message": 'msg_"1"'}, on="/letters")
    assert (dealt.status_code, dealt.location) == (303, "/letters")
    words = at_desk.read("/letters")
    assert "Taken off the list. That you did is noted." in words
    assert sent.receipt.case_reference not in words


def test_a_national_supervisor_sees_unknown_references_and_nobody_else_takes_them_off(
    app: Flask, clock: MovableClock, at_desk: Visitor, sam: StaffAccount, sent: Referred
) -> None:
    supervisor = Visitor(app, clock)
    supervisor.sign_in(sam)
    assert NAMED in supervisor.read("/letters")
    assert "<b>" not in supervisor.get("/letters").get_data(as_text=True)
    at_desk.post("/letters", {"kind": "unknown", "message": "msg_2"}, on="/letters")
    assert "That is not open just now." in at_desk.read("/letters")
    supervisor.post("/letters", {"kind": "unknown", "message": "msg_2"}, on="/letters")
    assert "Every reference that re:hub named was one of ours." in supervisor.read("/letters")


def test_another_service_sees_and_settles_nothing(
    app: Flask, clock: MovableClock, rita: StaffAccount, sent: Referred, at_desk: Visitor
) -> None:
    visitor = Visitor(app, clock)
    visitor.sign_in(rita)
    assert sent.receipt.case_reference not in visitor.read("/letters")
    visitor.post("/letters", {"message": 'msg_"1"'}, on="/letters")
    assert "That did not work. Nothing was changed." in visitor.read("/letters")
    assert sent.receipt.case_reference in at_desk.read("/letters")


@pytest.mark.parametrize("message", ["", "x" * 121, "\0", "é", "nothing such"])
def test_an_id_that_is_none_changes_nothing(at_desk: Visitor, message: str) -> None:
    assert at_desk.post("/letters", {"message": message}, on="/letters").location == "/letters"
    assert "That did not work. Nothing was changed." in at_desk.read("/letters")


def test_a_way_leads_to_the_spreadsheet(at_desk: Visitor) -> None:
    assert 'href="/sheet"' in at_desk.get("/letters").get_data(as_text=True)


def test_the_inbox_says_how_many_there_are(at_desk: Visitor, sent: Referred) -> None:
    assert "1 message of re:hub's was kept, and nobody has seen to it." in at_desk.read("/")
    at_desk.post("/letters", {"message": 'msg_"1"'}, on="/letters")
    assert "nobody has seen to it" not in at_desk.read("/")
