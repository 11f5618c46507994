"""A spreadsheet at the desk: chosen, looked at, taken in; kept for the one who chose it and nobody else."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.casework.desk import record_check
from portal.domain.stages import Stage
from portal.store.tables import draft
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, Referred, StaffAccount, find_case
from tests.sheets.writing import HEAD, write_csv, write_sheet, write_workbook
from tests.web.desk.visitor import Visitor, read_words

EDGE = "edge-of-the-parts"
SECRET = "Zsofia is in cell 9"


@pytest.fixture
def checked(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> Referred:
    """Amira, once Fay has recorded the first conversation."""
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    return amira


def write_row(person: Referred, **changes: str) -> dict[str, str]:
    """Return a good row about somebody's case, by heading."""
    row = dict.fromkeys(HEAD, "")
    return {
        **row,
        "Reference": person.receipt.case_reference,
        "Stage": "With re:hub",
        "Happened on": "20/11/2026",
    } | changes


def write_file(*rows: dict[str, str]) -> bytes:
    """Return a .csv of rows."""
    return write_csv((HEAD, *(tuple(row.values()) for row in rows))).encode()


def choose(visitor: Visitor, raw: bytes, name: str = f"{SECRET}.csv") -> TestResponse:
    """Choose a file and press the button."""
    # written out here: the test's own client would put a large file on the disk
    parts = {f'name="sheet"; filename="{name}"': raw, 'name="csrf_token"': visitor.find_token("/sheet").encode()}
    body = b"".join(
        f"--{EDGE}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + part + b"\r\n"
        for head, part in parts.items()
    )
    body += f"--{EDGE}--\r\n".encode()
    return visitor.client.post("/sheet", data=body, content_type=f"multipart/form-data; boundary={EDGE}")


def test_a_file_is_looked_at_first_and_then_taken_in(at_desk: Visitor, checked: Referred, public: PublicPortal) -> None:
    answer = choose(at_desk, write_file(write_row(checked, Note=SECRET)))
    assert (answer.status_code, answer.location) == (303, "/sheet/check")
    seen = at_desk.read("/sheet/check")
    assert "1 row is new. Nothing was taken in yet." in seen
    assert checked.receipt.case_reference in seen
    assert "They will see it at once" in seen
    assert find_case(public.side.store, checked.receipt.case_reference).stage is Stage.RECEIVED
    taken = at_desk.post("/sheet/check", on="/sheet/check")
    assert (taken.status_code, taken.location) == (303, "/sheet/check")
    done = at_desk.read("/sheet/check")
    assert "Taken in. Below stands what became of each row." in done
    assert "Taken in before. Shown to the person" in done
    assert find_case(public.side.store, checked.receipt.case_reference).stage is Stage.REHUB_CHECK


def test_the_same_file_again_says_that_nothing_is_left_to_do(at_desk: Visitor, checked: Referred) -> None:
    raw = write_workbook(write_sheet((HEAD, tuple(write_row(checked).values()))))
    choose(at_desk, raw)
    at_desk.post("/sheet/check", on="/sheet/check")
    choose(at_desk, raw)
    words = at_desk.read("/sheet/check")
    assert "Every row of this file has been taken in." in words
    assert "Take these rows in" not in words


def test_what_is_wrong_is_named_and_nothing_can_be_taken_in(
    at_desk: Visitor, checked: Referred, public: PublicPortal
) -> None:
    choose(at_desk, write_file(write_row(checked), write_row(checked, Stage=SECRET), write_row(checked, Reference="x")))
    words = at_desk.read("/sheet/check")
    assert "2 things are wrong." in words
    assert "Row 3, Stage This is none of our stages." in words
    assert "Row 4, Reference This is not a case reference." in words
    assert "Take these rows in" not in words
    assert SECRET not in words
    assert at_desk.post("/sheet/check", on="/sheet/check").status_code == 303
    assert "Nothing was taken in: something about the file" in at_desk.read("/sheet/check")
    assert find_case(public.side.store, checked.receipt.case_reference).stage is Stage.RECEIVED


def test_another_services_case_is_unknown_here(
    app: Flask, clock: MovableClock, rita: StaffAccount, checked: Referred
) -> None:
    visitor = Visitor(app, clock)
    visitor.sign_in(rita)
    choose(visitor, write_file(write_row(checked)))
    assert "Row 2, Reference There is no such case here." in visitor.read("/sheet/check")


def test_nothing_of_the_file_is_plain_anywhere(
    at_desk: Visitor, checked: Referred, desk: DeskPortal, caplog: pytest.LogCaptureFixture
) -> None:
    answer = choose(at_desk, write_file(write_row(checked, Note=SECRET)))
    assert SECRET not in answer.headers.get("Set-Cookie", "") + str(answer.location) + caplog.text
    with desk.side.store.look() as work:
        rows = work.connection.execute(select(draft)).all()
    assert rows
    assert not any(SECRET.encode() in row.envelope for row in rows)


def test_without_a_file_or_with_an_empty_one_it_is_asked_for(at_desk: Visitor) -> None:
    assert choose(at_desk, b"").location == "/sheet"
    assert "Choose a file that has something in it" in at_desk.read("/sheet")
    assert at_desk.post("/sheet", on="/sheet").location == "/sheet"
    assert at_desk.get("/sheet/check").location == "/sheet"


def test_a_file_that_is_too_large_is_told_so_on_a_page_of_ours(at_desk: Visitor) -> None:
    choose(at_desk, b"a" * (1024 * 1024 + 1))
    assert "This file is too large. It may have 1 MB." in at_desk.read("/sheet/check")
    assert choose(at_desk, b"a" * 1_200_000).status_code == 413


def test_files_are_for_this_form_alone(at_desk: Visitor, checked: Referred) -> None:
    token = at_desk.find_token("/sheet")
    path = f"/case/{checked.case.case_id}/messages"
    form = {"words": (BytesIO(b"x"), "x.csv"), "csrf_token": token}
    assert at_desk.client.post(path, data=form, content_type="multipart/form-data").status_code == 415


def test_it_is_kept_half_an_hour_and_can_be_deleted_before(
    at_desk: Visitor, checked: Referred, clock: MovableClock, fay: StaffAccount
) -> None:
    choose(at_desk, write_file(write_row(checked)))
    assert "Go on with the file you chose before" in at_desk.read("/sheet")
    assert at_desk.post("/sheet/forget", on="/sheet/check").location == "/sheet"
    assert "The file is deleted here." in at_desk.read("/sheet")
    assert at_desk.get("/sheet/check").status_code == 303


def test_who_was_signed_out_for_being_away_finds_it_again_and_nobody_else(
    at_desk: Visitor, checked: Referred, clock: MovableClock, fay: StaffAccount, sam: StaffAccount
) -> None:
    choose(at_desk, write_file(write_row(checked)))
    clock.move(minutes=16)
    assert at_desk.get("/sheet/check").location == "/sign-in"
    at_desk.sign_in(fay)
    assert "1 row is new." in at_desk.read("/sheet/check")
    clock.move(minutes=16)
    assert at_desk.get("/sheet/check").location == "/sign-in"
    at_desk.sign_in(sam)
    assert at_desk.get("/sheet/check").location == "/sheet"


def test_what_a_case_says_meanwhile_is_looked_at_again(
    at_desk: Visitor, checked: Referred, public: PublicPortal
) -> None:
    choose(at_desk, write_file(write_row(checked)))
    token = at_desk.find_token("/sheet/check")
    with public.side.store.work() as work:
        case = work.cases.find_by_reference(checked.receipt.case_reference)
        assert case is not None
        work.cases.set_days(case.case_id, newest_rehub_on=case.received_on)
    answer = at_desk.client.post("/sheet/check", data={"csrf_token": token}, follow_redirects=True)
    assert "Taken in before. Older than what we knew" in read_words(answer)


def test_a_file_never_comes_onto_the_disk(at_desk: Visitor, checked: Referred, monkeypatch: pytest.MonkeyPatch) -> None:
    """Werkzeug would put a larger one there."""

    def refuse(**_sizes: object) -> None:
        raise AssertionError("a file was about to be put on the disk")

    monkeypatch.setattr("werkzeug.wrappers.request.default_stream_factory", refuse)
    row = write_row(checked, Note="x" * 1900)
    choose(at_desk, write_file(*[row] * 400))
    assert "rows are new" in at_desk.read("/sheet/check") or "1 row is new" in at_desk.read("/sheet/check")
