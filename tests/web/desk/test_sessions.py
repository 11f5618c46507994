"""Limits of a session, what is typed when it ends, and forms that come from elsewhere."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.casework.desk import read_case
from portal.wiring import DeskPortal
from tests.builders import MovableClock, Referred, StaffAccount
from tests.web.desk.visitor import Visitor

WORDS = "I rang the prison this morning."
OVER = "so we signed you out"


@pytest.mark.parametrize("path", ["", "/move?stage=first_contact", "/links"])
def test_refuses_whoever_is_not_signed_in(stranger: Visitor, amira: Referred, path: str) -> None:
    """Every page of a case, whether there is one or not."""
    assert stranger.get(f"/case/{amira.case.case_id}{path}").location == "/sign-in"
    assert stranger.get(f"/case/none{path}").location == "/sign-in"


def test_a_quarter_of_an_hour_without_a_page_ends_it(at_desk: Visitor, clock: MovableClock) -> None:
    """And says so."""
    clock.move(minutes=14)
    assert at_desk.get("/").status_code == 200
    clock.move(minutes=15)
    assert OVER in at_desk.read("/")


def test_ten_hours_end_it_however_busy(at_desk: Visitor, clock: MovableClock) -> None:
    """A page every ten minutes does not help."""
    for _ in range(59):
        clock.move(minutes=10)
        assert at_desk.get("/").status_code == 200
    clock.move(minutes=10)
    assert OVER in at_desk.read("/")


def test_what_was_typed_is_there_after_signing_in_again(
    at_desk: Visitor, desk: DeskPortal, clock: MovableClock, fay: StaffAccount, amira: Referred
) -> None:
    """On the case it was typed for, and not sent."""
    case = f"/case/{amira.case.case_id}"
    token = at_desk.find_token(case)
    clock.move(minutes=20)
    answer = at_desk.client.post(f"{case}/messages", data={"words": WORDS, "csrf_token": token})
    assert answer.location == "/sign-in"
    assert OVER in at_desk.read("/sign-in")
    assert at_desk.sign_in(fay).location == case
    words = at_desk.read(case)
    assert WORDS in words
    assert "What you typed is still here" in words
    assert not read_case(desk.side, fay.signed_in, amira.case.case_id).messages


def test_what_was_typed_is_not_shown_to_the_next_one_at_the_computer(
    at_desk: Visitor, clock: MovableClock, sam: StaffAccount, amira: Referred
) -> None:
    """Even where both may read the case."""
    case = f"/case/{amira.case.case_id}"
    token = at_desk.find_token(case)
    clock.move(minutes=20)
    at_desk.client.post(f"{case}/messages", data={"words": WORDS, "csrf_token": token})
    at_desk.sign_in(sam)
    assert WORDS not in at_desk.read(case)


def test_a_page_from_before_signing_in_again_loses_nothing(
    at_desk: Visitor, clock: MovableClock, fay: StaffAccount, amira: Referred
) -> None:
    """Its token is stale: the words are kept, and sent on the second try."""
    case = f"/case/{amira.case.case_id}"
    token = at_desk.find_token(case)
    clock.move(minutes=20)
    at_desk.get("/")
    at_desk.sign_in(fay)
    answer = at_desk.client.post(f"{case}/messages", data={"words": WORDS, "csrf_token": token})
    assert (answer.status_code, answer.location) == (303, case)
    words = at_desk.read(case)
    assert WORDS in words
    assert "send it again" in words


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.invalid"}])
def test_refuses_a_form_from_another_site(
    at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, amira: Referred, headers: dict[str, str]
) -> None:
    """Even with a good token; the visit goes on as it was."""
    case = f"/case/{amira.case.case_id}"
    form = {"words": WORDS, "csrf_token": at_desk.find_token(case)}
    answer = at_desk.client.post(f"{case}/messages", data=form, headers=headers)
    assert (answer.status_code, answer.location) == (303, "/not-sent")
    assert "Set-Cookie" not in answer.headers
    assert at_desk.get("/not-sent").status_code == 403
    assert not read_case(desk.side, fay.signed_in, amira.case.case_id).messages


def test_refuses_a_form_without_a_token(at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, amira: Referred) -> None:
    """Nothing is done."""
    answer = at_desk.client.post(f"/case/{amira.case.case_id}/check")
    assert answer.status_code == 303
    assert not read_case(desk.side, fay.signed_in, amira.case.case_id).case.is_checked


def test_a_sealed_cookie_of_another_key_is_no_session(app: Flask, stranger: Visitor) -> None:
    """Nor is anything else that was not sealed here."""
    stranger.client.set_cookie("desk", app.extensions["portal"].side.otp_sealer.seal({"_user_id": "x"}))
    assert stranger.get("/").location == "/sign-in"
