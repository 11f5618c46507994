"""POST /api/rehub/v1/updates: taken, repeated, refused; every refusal is a problem that repeats nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from portal.casework.desk import read_case
from portal.casework.follow import Page, view_page
from portal.casework.take_updates import read_proof
from portal.domain.case import EntryKind
from portal.domain.stages import Stage
from portal.store.work import Store
from portal.vault.webhooks import make_webhook_secret, sign_webhook
from portal.web.rehub.models import Accepted, Problem
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import Referred, StaffAccount, open_page
from tests.web.rehub.sender import UPDATES, Rehub

MARK = "Zsofia-Kovacs"
NOTE = "Only Fay may read this"


def check_problem(answer: TestResponse, status: int, field: str | None = None) -> Problem:
    """Check that an answer is a problem of this status and return it."""
    problem = Problem.model_validate_json(answer.data)
    assert (answer.status_code, problem.status, problem.field) == (status, status, field)
    assert answer.content_type == "application/problem+json"
    assert MARK not in answer.text
    check_kept_nowhere(answer)
    return problem


def check_accepted(answer: TestResponse, status: int, *, applied: bool) -> None:
    """Check that an answer says that the message was taken."""
    assert (answer.status_code, Accepted.model_validate_json(answer.data)) == (status, Accepted(applied=applied))
    assert answer.json == {"applied": applied}
    check_kept_nowhere(answer)


def check_kept_nowhere(answer: TestResponse) -> None:
    """Check that no cache keeps the answer and no cookie comes with it."""
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def look(public: PublicPortal, person: Referred) -> Page:
    """Open the page as the person does."""
    return view_page(public.side, open_page(public.side, person))


def test_a_good_update_is_applied_and_the_person_sees_it(rehub: Rehub, public: PublicPortal, checked: Referred) -> None:
    check_accepted(rehub.send(expected_by="2026-12-04", waiting_for="prison", note=NOTE), 202, applied=True)
    page = look(public, checked)
    assert (page.stage, page.updates[0].source) == (Stage.REHUB_CHECK, "rehub")
    assert NOTE not in repr(page)


def test_every_field_that_may_be_left_out_may_be_null(rehub: Rehub) -> None:
    check_accepted(rehub.send(expected_by=None, waiting_for=None, note=None), 202, applied=True)


def test_a_reference_may_be_typed_with_small_letters_and_spaces(rehub: Rehub, checked: Referred) -> None:
    typed = checked.receipt.case_reference.lower().replace("-", " ")
    check_accepted(rehub.send(reference=typed), 202, applied=True)


@pytest.mark.parametrize("again", [{}, {"stage": "approval_board"}, {"reference": "RJ-AAAA-2222"}])
def test_the_same_id_again_changes_nothing(
    rehub: Rehub, public: PublicPortal, checked: Referred, again: dict[str, Any]
) -> None:
    rehub.send("msg_1")
    before = look(public, checked)
    check_accepted(rehub.send("msg_1", **again), 200, applied=True)
    assert look(public, checked) == before


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"happened_on": "2026-11-19"}, 202), ({"sensitive": True}, 202), ({"stage": "closed"}, 409)],
)
def test_what_is_not_applied_is_kept_for_the_desk(
    rehub: Rehub, desk: DeskPortal, fay: StaffAccount, checked: Referred, fields: dict[str, Any], status: int
) -> None:
    rehub.send("msg_1")
    assert rehub.send("msg_2", note=NOTE, **fields).status_code == status
    check_accepted(rehub.send("msg_2", note=NOTE, **fields), 200, applied=False)
    proofs = read_case(desk.side, fay.signed_in, checked.case.case_id).opened.list_of(EntryKind.REHUB_PROOF)
    assert len(proofs) == 2
    assert read_proof(proofs[1].body).data["note"] == NOTE


def test_a_move_that_is_not_re_hubs_is_a_conflict(rehub: Rehub) -> None:
    check_problem(rehub.send(stage="not_going_ahead", note=MARK), 409)


def test_an_unknown_reference_is_not_found(rehub: Rehub, subtests: pytest.Subtests) -> None:
    for reference in ("RJ-AAAA-2222", MARK, "RJ", "\0", "٣"):
        with subtests.test(reference):
            check_problem(rehub.send(reference=reference), 404)


def test_a_time_outside_five_minutes_is_refused(rehub: Rehub) -> None:
    raw = json.dumps(rehub.write()).encode()
    for minutes in (-6, 6):
        answer = rehub.post(raw, sign_webhook(rehub.secret, raw, datetime.now(UTC) + timedelta(minutes=minutes)))
        check_problem(answer, 401)
        assert "WWW-Authenticate" in answer.headers


def test_a_wrong_or_missing_signature_is_refused_before_anything_is_read(
    rehub: Rehub, public: PublicPortal, checked: Referred
) -> None:
    raw = json.dumps(rehub.write()).encode()
    good = sign_webhook(rehub.secret, raw, datetime.now(UTC))
    wrong = sign_webhook(make_webhook_secret(), raw, datetime.now(UTC))
    for headers in ({}, wrong, *({**good, name: "v1,AAAA"} for name in good)):
        check_problem(rehub.post(raw, headers), 401)
    check_problem(rehub.post(raw + b" ", good), 401)
    check_problem(rehub.post(b"not JSON", wrong), 401)
    check_problem(rehub.post(b"\xff", good), 401)
    assert look(public, checked).stage is Stage.RECEIVED
    assert rehub.post(raw, good).status_code == 202


def test_one_of_several_signatures_is_enough_while_a_secret_changes(rehub: Rehub) -> None:
    raw = json.dumps(rehub.write()).encode()
    at = datetime.now(UTC)
    old, new = (sign_webhook(secret, raw, at, "msg_1") for secret in (make_webhook_secret(), rehub.secret))
    both = {**new, "webhook-signature": f"{old['webhook-signature']} {new['webhook-signature']}"}
    check_accepted(rehub.post(raw, both), 202, applied=True)


WRONG_FIELDS: tuple[tuple[str, Any], ...] = (
    ("stage", MARK),
    ("stage", None),
    ("happened_on", "20 November"),
    ("happened_on", 1795132800),
    ("happened_on", "2026-11-25"),
    ("expected_by", "2026-11-19"),
    ("waiting_for", MARK),
    ("sensitive", "yes"),
    ("note", "x" * 2001),
    ("reference", MARK * 10),
    ("victim_name", MARK),
)


def test_a_wrong_field_is_named_and_not_repeated(rehub: Rehub, subtests: pytest.Subtests) -> None:
    for name, value in WRONG_FIELDS:
        with subtests.test(name, value=value):
            check_problem(rehub.send(**{name: value}), 422, f"data.{name}")


def test_an_unknown_field_whose_name_could_be_words_is_not_named(rehub: Rehub, subtests: pytest.Subtests) -> None:
    for name in (MARK, "", "a b", "x" * 41):
        with subtests.test(name):
            check_problem(rehub.send(**{name: 1}), 422, "data")


def test_a_wrong_envelope_is_named(rehub: Rehub, subtests: pytest.Subtests) -> None:
    wrong = {"type": "case.deleted", "timestamp": "2026-11-20T09:30:00", "data": [MARK], "other": MARK}
    for name, value in wrong.items():
        with subtests.test(name):
            check_problem(rehub.send_raw(json.dumps({**rehub.write(), name: value}).encode()), 422, name)


def test_a_missing_field_is_named(rehub: Rehub, subtests: pytest.Subtests) -> None:
    for named in ("type", "timestamp", "data", "data.reference", "data.stage", "data.happened_on"):
        with subtests.test(named):
            message = rehub.write()
            part = message["data"] if "." in named else message
            del part[named.rpartition(".")[2]]
            check_problem(rehub.send_raw(json.dumps(message).encode()), 422, named)


def test_what_is_no_message_is_refused(rehub: Rehub, subtests: pytest.Subtests) -> None:
    for raw in (b"", b"{", b"[]", b"null", MARK.encode(), b"[" * 60_000):
        with subtests.test(raw[:10].decode()):
            check_problem(rehub.send_raw(raw), 422, "body")


def test_an_id_that_cannot_be_kept_is_refused(rehub: Rehub, subtests: pytest.Subtests) -> None:
    raw = json.dumps(rehub.write()).encode()
    for webhook_id in ("x" * 121, "with space", "é"):
        with subtests.test(webhook_id):
            headers = sign_webhook(rehub.secret, raw, datetime.now(UTC), webhook_id)
            check_problem(rehub.post(raw, headers), 422, "webhook-id")


def test_the_longest_note_and_the_largest_body_fit_and_no_more(rehub: Rehub) -> None:
    raw = json.dumps(rehub.write(note="ü" * 2000)).encode()
    check_problem(rehub.send_raw(raw.ljust(64 * 1024 + 1)), 413)
    check_accepted(rehub.send_raw(raw.ljust(64 * 1024)), 202, applied=True)


def test_a_body_without_a_length_is_measured_too(rehub: Rehub) -> None:
    raw = json.dumps(rehub.write()).encode().ljust(70_000)
    answer = rehub.site.test_client().post(
        UPDATES,
        input_stream=BytesIO(raw),
        headers=sign_webhook(rehub.secret, raw, datetime.now(UTC)),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )
    check_problem(answer, 413)


def test_other_media_types_are_refused(rehub: Rehub) -> None:
    raw = json.dumps(rehub.write()).encode()
    headers = sign_webhook(rehub.secret, raw, datetime.now(UTC))
    for content_type in (None, "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1"):
        check_problem(rehub.post(raw, headers, content_type), 415)
    check_problem(rehub.post(raw, {**headers, "Content-Encoding": "gzip"}), 415)
    check_accepted(rehub.post(raw, headers, "application/json; charset=UTF-8"), 202, applied=True)


def test_other_methods_are_told_which_ones_there_are(rehub: Rehub) -> None:
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        answer = rehub.site.test_client().open(UPDATES, method=method)
        check_problem(answer, 405)
        assert answer.headers["Allow"] == "POST, OPTIONS"
    assert rehub.site.test_client().head(UPDATES).status_code == 405


def test_options_are_told(rehub: Rehub) -> None:
    answer = rehub.site.test_client().options(UPDATES)
    assert (answer.status_code, answer.headers["Allow"], answer.data) == (204, "POST, OPTIONS", b"")
    assert "Content-Type" not in answer.headers
    check_kept_nowhere(answer)


def test_it_needs_no_token_of_a_form_and_no_page_of_ours(rehub: Rehub) -> None:
    raw = json.dumps(rehub.write()).encode()
    headers = sign_webhook(rehub.secret, raw, datetime.now(UTC))
    check_accepted(rehub.post(raw, {**headers, "Sec-Fetch-Site": "cross-site"}), 202, applied=True)


@pytest.mark.parametrize("url", ["sqlite+pysqlite:////nowhere/at/all.db", "postgresql+psycopg://nobody@127.0.0.1:1/x"])
def test_while_the_database_is_away_re_hub_is_asked_to_come_back(
    rehub: Rehub, public: PublicPortal, checked: Referred, url: str
) -> None:
    away = Store(url)
    rehub.site.extensions["portal"] = replace(public, side=replace(public.side, store=away))
    answer = rehub.send("msg_1", note=MARK)
    check_problem(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0
    away.close()
    rehub.site.extensions["portal"] = public
    check_accepted(rehub.send("msg_1", note=MARK), 202, applied=True)


def test_swapped_keys_of_a_service_take_nothing(
    rehub: Rehub, public: PublicPortal, checked: Referred, caplog: pytest.LogCaptureFixture
) -> None:
    with public.side.store.work() as work:
        service = work.services.get(checked.case.service_id)
        work.services.save(replace(service, box_key=bytes(range(32))))
    check_problem(rehub.send(note=MARK), 503)
    assert "NotAllowed" in caplog.text
    assert MARK not in caplog.text


def test_a_mistake_of_ours_says_nothing_of_the_message(
    rehub: Rehub, public: PublicPortal, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def now(self) -> datetime:
            raise RuntimeError(MARK)

        def today(self) -> date:
            raise RuntimeError(MARK)

    rehub.site.extensions["portal"] = replace(public, side=replace(public.side, clock=Broken()))
    check_problem(rehub.send(note=MARK), 500)
    assert "RuntimeError" in caplog.text
    assert MARK not in caplog.text
