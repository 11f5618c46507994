"""re:hub's API: what no good program sends. The field is named, nothing is repeated, and the case is as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.casework.desk import read_case, record_check
from portal.casework.staff import NewStaff
from portal.store.staff import Role as StaffRole
from portal.vault.webhooks import sign_webhook
from portal.web.rehub.models import Problem
from tests.builders import StaffAccount, add_staff
from tests.web.bad_input.bodies import BODIES, OTHER_METHODS
from tests.web.bad_input.stored import read_stored
from tests.web.bad_input.texts import ODD
from tests.web.rehub.sender import UPDATES, Rehub
from tests.web.scene import Scene

CANARY = "canary-7331"


def add_fay(scene: Scene) -> StaffAccount:
    """Add somebody of the service, who has checked Amira's case, so that re:hub may write about it."""
    desk = scene.wire_desk()
    account = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    record_check(desk.side, account.signed_in, scene.amira.case.case_id)
    desk.side.store.close()
    return account


@pytest.fixture(scope="module")
def fay(calm: Scene) -> StaffAccount:
    """Give her, of this module's scene."""
    return add_fay(calm)


@pytest.fixture
def rehub(calm: Scene, fay: StaffAccount) -> Iterator[Rehub]:
    """Give re:hub's software; but for references that nobody has, nothing at all that is stored may change."""
    before = read_stored(calm.portal.side.store, {"dead_letter"})
    yield Rehub(calm.app, calm.portal.side.rehub_secret, calm.amira.case.case_reference)
    assert read_stored(calm.portal.side.store, {"dead_letter"}) == before


def write(rehub: Rehub, **fields: Any) -> str:
    """Return a good message as JSON, with some fields of data replaced."""
    return json.dumps(rehub.write(**fields))


def swap(message: str, before: str, after: str) -> bytes:
    """Return a message with a piece of its text replaced."""
    assert before in message
    return message.replace(before, after, 1).encode()


STAGE = '"stage": "rehub_check"'
DAY = '"happened_on": "2026-11-20"'
# a piece of a good message, what stands in its place, and the field that is named
CHANGED = [
    (STAGE, f'{STAGE}, "stage": "enquiries"', "data.stage"),
    (STAGE, f'"stage": "{CANARY}", {STAGE}', "data.stage"),
    (STAGE, f'{STAGE}, "note": "{CANARY}", "note": "x"', "data.note"),
    ('"type":', '"type": "case.updated", "type":', "type"),
    ('"data":', f'"data": {{"note": "{CANARY}"}}, "data":', "data"),
    ('"data":', f'"data": {"[" * 100}{"]" * 100}, "data":', "data"),
    ('"data":', f'"data": {"9" * 5000}, "data":', "body"),
    (STAGE, f'{STAGE}, "sensitive": {"9" * 4000}', "data.sensitive"),
    (STAGE, f'{STAGE}, "sensitive": 1e400', "data.sensitive"),
    (STAGE, f'{STAGE}, "sensitive": NaN', "data.sensitive"),
    (STAGE, f'{STAGE}, "sensitive": 1', "data.sensitive"),
    (STAGE, f'{STAGE}, "sensitive": [true]', "data.sensitive"),
    (STAGE, f'{STAGE}, "note": {"[" * 150}{"]" * 150}', "data.note"),
    (STAGE, f'{STAGE}, "note": {"[" * 5000}{"]" * 5000}', "body"),
    (STAGE, f'{STAGE}, "note": 7', "data.note"),
    (STAGE, f'{STAGE}, "note": ["{CANARY}"]', "data.note"),
    (STAGE, f'{STAGE}, "note": "\\ud800"', "body"),
    (STAGE, f'{STAGE}, "note": "a\x00b"', "body"),
    (STAGE, f'{STAGE}, "note": "{"👍🏽" * 1001}"', "data.note"),
    (STAGE, '"stage": null', "data.stage"),
    (STAGE, '"stage": "Rehub_Check"', "data.stage"),
    (STAGE, '"stage": "rehub_check\\u0000"', "data.stage"),
    (STAGE, '"stage": {"rehub_check": true}', "data.stage"),
    (STAGE, f'{STAGE}, "waiting_for": ["prison"]', "data.waiting_for"),
    (STAGE, f'{STAGE}, "{CANARY}": 1', "data"),
    (STAGE, f'{STAGE}, "": 1', "data"),
    (STAGE, f'{STAGE}, "\\u202e": 1', "data"),
    (DAY, '"happened_on": "2026-11-31"', "data.happened_on"),
    (DAY, '"happened_on": "٢٠٢٦-١١-٢٠"', "data.happened_on"),
    (DAY, '"happened_on": "0001-01-01"', "data.happened_on"),
    (DAY, '"happened_on": "2016-11-20"', "data.happened_on"),
    (DAY, '"happened_on": "2026-11-25"', "data.happened_on"),
    (DAY, '"happened_on": 1795132800', "data.happened_on"),
    (DAY, '"happened_on": "1795132800"', "data.happened_on"),
    (DAY, '"happened_on": "20261120"', "data.happened_on"),
    (DAY, '"happened_on": "2026-W47-5"', "data.happened_on"),
    (DAY, '"happened_on": "2026-11-20T23:00:00Z"', "data.happened_on"),
    (DAY, f'{DAY}, "expected_by": "9999-12-31"', "data.expected_by"),
    (DAY, f'{DAY}, "expected_by": "2026-11-19"', "data.expected_by"),
    (DAY, f'{DAY}, "expected_by": ""', "data.expected_by"),
    (DAY, f'{DAY}, "expected_by": "1795132800"', "data.expected_by"),
    ('"timestamp": "2026-11-20T09:30:00Z"', '"timestamp": "2026-11-20 09:30"', "timestamp"),
    ('"timestamp": "2026-11-20T09:30:00Z"', '"timestamp": 1795132800', "timestamp"),
    ('"timestamp": "2026-11-20T09:30:00Z"', '"timestamp": "0"', "timestamp"),
    ('"timestamp": "2026-11-20T09:30:00Z"', '"timestamp": "2026-11-20T09:30:00"', "timestamp"),
    ('"timestamp": "2026-11-20T09:30:00Z"', f'"timestamp": "2026-11-20T24:30:00Z{CANARY}"', "timestamp"),
    ('"timestamp": "2026-11-20T09:30:00Z"', '"timestamp": "2026-11-20T24:30:00Z"', "timestamp"),
    ('"timestamp": "2026-11-20T09:30:00Z"', '"timestamp": "99999-01-01T00:00:00Z"', "timestamp"),
    ('"reference": "RJ', '"reference": "\\u0000RJ', None),
    ('"reference": "RJ', f'"reference": "{"x" * 40}RJ', "data.reference"),
]


def test_a_message_that_is_not_as_described_is_refused(rehub: Rehub, subtests: pytest.Subtests) -> None:
    """With the field that is wrong, and nothing of what stood there."""
    message = write(rehub)
    for before, after, field in CHANGED:
        with subtests.test(after[:60]):
            answer = rehub.send_raw(swap(message, before, after))
            problem = Problem.model_validate_json(answer.data)
            assert (answer.status_code, problem.field) == ((422, field) if field else (404, None))
            assert problem.detail
            assert CANARY not in answer.text


def test_how_a_day_is_written_is_said_where_it_was_not(rehub: Rehub) -> None:
    answer = rehub.send_raw(swap(write(rehub), DAY, '"happened_on": "20 November"'))
    assert Problem.model_validate_json(answer.data).detail == "It must be written as in 2026-11-23"


NO_MESSAGES = [b"", b" ", b"null", b"0", b'"x"', b"[]", b"{", b"\x00", b"\xff\xfe{}", b"{}" * 2]
NO_MESSAGES += [b"[" * 60_000, b"1" * 60_000]


def test_bytes_that_are_no_message_are_refused(rehub: Rehub, subtests: pytest.Subtests) -> None:
    """Signed or not."""
    message = write(rehub).encode()
    for raw in (
        *NO_MESSAGES,
        b"\xef\xbb\xbf" + message,
        message.decode().encode("utf-16"),
        message[:-1],
        message + b"x",
    ):
        with subtests.test(repr(raw[:10]), size=len(raw)):
            try:
                signed = sign_webhook(rehub.secret, raw, datetime.now(UTC))
            except UnicodeDecodeError:
                signed = sign_webhook(rehub.secret, b"", datetime.now(UTC))
            status = rehub.post(raw, signed).status_code
            assert status in {422, 401}
            assert rehub.post(raw, {}).status_code == 401


def test_other_bodies_and_methods_are_refused(rehub: Rehub, subtests: pytest.Subtests) -> None:
    """By what they say they are, before a signature is looked at; always as JSON."""
    client = rehub.site.test_client(use_cookies=False)
    for kind, body in BODIES.items():
        with subtests.test(kind):
            answer = body.send(client, UPDATES, Accept="text/html")
            expected = {401} if (body.content_type or "").startswith("application/json") else {413, 415}
            assert answer.status_code in expected
            assert answer.content_type == "application/problem+json"
    for method in OTHER_METHODS:
        with subtests.test(method):
            answer = client.open(UPDATES, method=method)
            assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
            assert "POST" in answer.headers["Allow"]


def test_ten_megabytes_are_refused_before_they_are_read(rehub: Rehub) -> None:
    """Signed or not."""
    raw = write(rehub).encode().ljust(10_000_000)
    for headers in ({}, sign_webhook(rehub.secret, raw, datetime.now(UTC))):
        answer = rehub.post(raw, headers)
        assert (answer.status_code, Problem.model_validate_json(answer.data).status) == (413, 413)


ODD_TIMES = ["", "x", "nan", "inf", "-inf", "1e400", "1e10", "-1", "0", "9" * 400, "٣", "1_0", " ", "0x10", "\x7f", "²"]

ODD_SIGNATURES = ["v1", "v1,", "v1,é", ",", " , ", "v1," * 50, "a" * 5000]


@pytest.mark.parametrize("name", ["webhook-timestamp", "webhook-signature", "webhook-id"])
def test_odd_headers_verify_nothing(rehub: Rehub, name: str, subtests: pytest.Subtests) -> None:
    """Times that are none, signatures that are none, ids of every kind."""
    raw = write(rehub).encode()
    good = sign_webhook(rehub.secret, raw, datetime.now(UTC))
    for odd in (*ODD_TIMES, *ODD_SIGNATURES, "v2," + good["webhook-signature"][3:]):
        with subtests.test(odd[:20]):
            answer = rehub.post(raw, {**good, name: odd.encode().decode("latin-1")})
            assert (answer.status_code, answer.content_type) == (401, "application/problem+json")


def test_a_note_is_shown_by_the_one_rule(scene: Scene, subtests: pytest.Subtests) -> None:
    """The proof keeps the signed bytes as they came; whoever reads it at the desk sees clean words."""
    fay = add_fay(scene)
    rehub = Rehub(scene.app, scene.portal.side.rehub_secret, scene.amira.case.case_reference)
    desk = scene.wire_desk()
    for name, typed in ODD.items():
        with subtests.test(name):
            assert rehub.send(f"msg_{name}", note=typed.sent).status_code == 202
            news = read_case(desk.side, fay.signed_in, scene.amira.case.case_id).rehub_news
            assert news[0].note == typed.lines
    desk.side.store.close()
