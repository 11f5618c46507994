"""When something goes wrong at the desk: right status, kind words, nothing of anybody told, nothing typed lost."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.casework.desk import read_case
from portal.domain.errors import Forged, Invalid, NotAllowed, NotFound, OutOfDate, Shut, TooMany, Unavailable
from portal.store.work import Store
from portal.web.desk import error_pages
from portal.web.desk.error_words import find_error_words
from portal.wiring import DeskPortal
from tests.builders import MovableClock, Referred, StaffAccount
from tests.web.desk.visitor import Visitor, read_words

CANARY = "canary-7331"
BROWSER = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin"}
STATUSES = [400, 403, 404, 405, 409, 413, 415, 422, 500]


def raises(error: Exception) -> Any:
    """Return a view that raises."""

    def view(*_given: object, **_values: object) -> Any:
        raise error

    return view


def check_page(answer: TestResponse, status: int) -> str:
    """Check that an answer is a kind page of this status and return its words."""
    words = read_words(answer)
    assert answer.status_code == status
    assert find_error_words(status).heading in words
    assert 'href="/"' in answer.get_data(as_text=True)
    assert "/en/get-help-now" in answer.get_data(as_text=True)
    assert CANARY not in words
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    return words


@pytest.mark.parametrize("status", STATUSES)
def test_a_page_says_what_happened_whoever_looks(stranger: Visitor, status: int) -> None:
    """Each with words of its own; whoever came to the wrong door is shown the right one."""
    assert "Go to the inbox" in check_page(stranger.get(f"/again/{status}"), status)


def test_no_two_statuses_say_the_same(stranger: Visitor) -> None:
    """Nor is there a page for a status that no form is led to."""
    words = [find_error_words(status) for status in (*STATUSES, 429, 503)]
    assert len({each.heading for each in words}) == len({each.what_happened for each in words}) == len(words)
    assert {stranger.get(f"/again/{status}").status_code for status in (200, 303, 429, 503, 999)} == {404}


# what is raised, the status of a page, and what the next page of a form says
RAISED = [
    (NotFound(CANARY), 404, "That did not work. Nothing was changed."),
    (NotAllowed(CANARY), 403, "Nothing was changed."),
    (Shut(CANARY), 403, "Nothing was changed."),
    (OutOfDate(CANARY), 409, "Look again, then decide."),
    (Invalid("words", CANARY), 422, "Nothing was changed."),
    (Forged(CANARY), 403, "could not be verified"),
    (RuntimeError(CANARY), 500, "What you typed is kept, and was not sent."),
    (Unavailable(CANARY), 503, "What you typed is kept, and was not sent."),
    (TooMany(150), 429, "Wait 3 minutes."),
]


@pytest.mark.parametrize(("error", "status", "said"), RAISED, ids=lambda value: type(value).__name__)
def test_what_was_typed_is_never_lost(
    app: Flask, at_desk: Visitor, monkeypatch: pytest.MonkeyPatch, amira: Referred, *,
    error: Exception, status: int, said: str,
) -> None:  # fmt: skip
    """A form is led to a page or a note, and its words stand where they were typed; looking gives the page at once."""
    url = f"/case/{amira.case.case_id}"
    form = {"words": f"I rang.\r\n{CANARY}", "csrf_token": at_desk.find_token(url)}
    monkeypatch.setitem(app.view_functions, "case.send", raises(error))
    led = at_desk.client.post(f"{url}/messages", data=form, headers=BROWSER)
    place = "/wait" if status in {429, 503} else "/again/500" if status == 500 else url
    assert (led.status_code, led.location) == (303, place)
    page = at_desk.client.get(led.location)
    assert said in read_words(page)
    assert page.status_code == (200 if place == url else status)
    assert f"I rang. {CANARY}" in at_desk.read(url)
    monkeypatch.setitem(app.view_functions, "case.show", raises(error))
    check_page(at_desk.get(url), status)


SENT: list[tuple[dict[str, Any], int]] = [
    ({"json": {"words": CANARY}}, 415),
    ({"data": b"x", "content_type": "multipart/form-data"}, 400),
    ({"data": {"words": "x" * 10_000_000}}, 413),
]


@pytest.mark.parametrize(("body", "status"), SENT, ids=["json", "broken", "long"])
def test_what_is_no_form_of_the_desk_is_refused(
    at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, amira: Referred, body: dict[str, Any], status: int
) -> None:
    """A browser is led to the page, with the way back; a program is told at once; nothing is done."""
    url = f"/case/{amira.case.case_id}"
    check_page(at_desk.client.post(f"{url}/messages", **body), status)
    led = at_desk.client.post(f"{url}/messages", headers=BROWSER, **body)
    assert (led.status_code, led.location) == (303, f"/again/{status}")
    page = at_desk.get(led.location)
    check_page(page, status)
    assert f'href="{url}"' in page.get_data(as_text=True)
    assert not read_case(desk.side, fay.signed_in, amira.case.case_id).messages


@pytest.mark.parametrize(
    "path", ["/", "/notices", "/case/none", "/case/none/move?stage=closed", "/nothing", "/sign-in"]
)
def test_without_its_database_every_page_says_so(
    app: Flask, at_desk: Visitor, stranger: Visitor, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    """Or shows what needs none; a form is led to 503, and nothing of the database is in the log."""
    caplog.set_level(logging.INFO)
    token = stranger.find_token("/sign-in")
    portal = app.extensions["portal"]
    away = Store("sqlite+pysqlite:////nowhere/at/all.db")
    app.extensions["portal"] = replace(portal, side=replace(portal.side, store=away))
    answer = at_desk.get(path)
    check_page(answer, 503)
    assert answer.headers["Retry-After"] == "30"
    assert {stranger.get(each).status_code for each in ("/sign-in", "/healthz")} == {200}
    assert stranger.get("/readyz").status_code == 503
    form = {"email": "fay@desk.invalid", "password": CANARY, "otp": "123456", "csrf_token": token}
    led = stranger.client.post("/sign-in", data=form, headers=BROWSER)
    assert (led.status_code, led.location) == (303, "/wait")
    check_page(stranger.get("/wait"), 503)
    away.close()
    app.extensions["portal"] = portal
    assert "SELECT" not in caplog.text
    assert CANARY not in caplog.text


def test_when_no_page_can_be_drawn_a_bare_one_is_shown(
    at_desk: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """With the ways on."""
    monkeypatch.setattr(error_pages, "render_template", raises(RuntimeError(CANARY)))
    check_page(at_desk.get("/nothing"), 404)
    assert CANARY not in caplog.text


@pytest.mark.parametrize("cookie", ["", "x", "A" * 3000, "é٣%00", '"\\000"', "eyJhIjoxfQ"])
def test_a_cookie_that_is_none_of_ours_is_nobody(
    stranger: Visitor, clock: MovableClock, fay: StaffAccount, cookie: str
) -> None:
    """They can sign in with it all the same."""
    stranger.client.set_cookie("desk", cookie)
    assert stranger.get("/").location == "/sign-in"
    stranger.sign_in(fay)
    assert stranger.get("/").status_code == 200


def test_an_address_that_is_too_long_to_keep_is_not_kept(stranger: Visitor, fay: StaffAccount) -> None:
    """A cookie with it would be dropped by the browser, and nobody could sign in."""
    stranger.get(f"/notices?{'x' * 3800}")
    kept = stranger.client.get_cookie("desk")
    assert kept is not None
    assert len(kept.value) < 1000
    assert stranger.sign_in(fay).location == "/notices"
