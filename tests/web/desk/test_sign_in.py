"""Signing in and out: both factors, one answer for any wrong part, a lock, and nothing left behind."""

from __future__ import annotations

import json
import stat
from dataclasses import replace

import pytest

from portal.embedded import FIRST_EMAIL
from tests.builders import MovableClock, PortalData, StaffAccount
from tests.web.desk.visitor import Visitor, find_title, read_words

WRONG = "Check all three and try again"


def test_shows_one_page_with_three_questions(stranger: Visitor) -> None:
    """E-mail, password and code; the browser is told what each is."""
    page = stranger.get("/sign-in").get_data(as_text=True)
    for name, hint in {"email": "username", "password": "current-password", "otp": "one-time-code"}.items():
        assert f'name="{name}"' in page
        assert f'autocomplete="{hint}"' in page


def test_signs_in_with_all_three_right(stranger: Visitor, fay: StaffAccount) -> None:
    """And leads to the inbox."""
    assert stranger.sign_in(fay).location == "/"
    assert "Fay" in stranger.read("/")


def test_leads_to_the_page_asked_for(stranger: Visitor, fay: StaffAccount) -> None:
    """The address stands in the sealed cookie, so nobody can send staff elsewhere."""
    stranger.get("/case/abc?x=//elsewhere.invalid")
    assert stranger.sign_in(fay).location == "/case/abc?x=//elsewhere.invalid"


@pytest.mark.parametrize("wrong", ["email", "password", "otp"])
def test_answers_the_same_for_any_wrong_part(
    stranger: Visitor, fay: StaffAccount, clock: MovableClock, wrong: str
) -> None:
    """Nobody learns which part was wrong, nor whether somebody has an account."""
    right = {"email": fay.email, "password": fay.password, "otp": fay.otp(clock.now())}
    answer = stranger.try_to_sign_in(**{**right, wrong: "nobody@desk.invalid" if wrong == "email" else "000000"})
    assert answer.status_code == 303
    page = stranger.get("/sign-in")
    assert WRONG in read_words(page)
    assert find_title(page).startswith("Error: ")


def test_keeps_the_address_and_never_the_password(stranger: Visitor, fay: StaffAccount) -> None:
    """Once: a second look at the page starts afresh."""
    stranger.try_to_sign_in(fay.email, "a wrong password", "123456")
    page = stranger.get("/sign-in").get_data(as_text=True)
    assert fay.email in page
    assert "a wrong password" not in page
    assert fay.email not in stranger.get("/sign-in").get_data(as_text=True)


def test_asks_for_what_is_missing(stranger: Visitor) -> None:
    """Each part with its own words."""
    stranger.try_to_sign_in("", "", "")
    words = stranger.read("/sign-in")
    assert "Write your e-mail address" in words
    assert "Write your password" in words
    assert "Write the six digits from your app" in words


def test_a_code_works_once(stranger: Visitor, fay: StaffAccount, clock: MovableClock) -> None:
    """Whoever saw it over a shoulder cannot use it."""
    otp = fay.otp(clock.now())
    stranger.sign_in(fay)
    stranger.post("/sign-out")
    stranger.try_to_sign_in(fay.email, fay.password, otp)
    assert WRONG in stranger.read("/")


def test_five_wrong_tries_lock_for_a_quarter_of_an_hour(
    stranger: Visitor, fay: StaffAccount, clock: MovableClock
) -> None:
    """The locked answer is the wrong answer."""
    for _ in range(5):
        stranger.try_to_sign_in(fay.email, "wrong", fay.otp(clock.now()))
    stranger.try_to_sign_in(fay.email, fay.password, fay.otp(clock.now()))
    assert WRONG in stranger.read("/sign-in")
    clock.move(minutes=15)
    stranger.sign_in(fay)


def test_the_first_sign_in_file_goes_with_its_first_use(
    stranger: Visitor, portal_data: PortalData, fay: StaffAccount
) -> None:
    """It holds a password; others' files stay."""
    path = portal_data.data_dir / "first-sign-in"
    other = portal_data.data_dir / "sign-in-other"
    other.write_text(json.dumps({"email": "other@desk.invalid"}))
    first = json.loads(path.read_text())
    secret = first["otpauth"].split("secret=")[1].split("&")[0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    stranger.sign_in(replace(fay, email=FIRST_EMAIL, password=first["password"], otp_secret=secret))
    assert not path.exists()
    assert other.exists()


def test_a_wrong_try_leaves_the_first_sign_in_file(stranger: Visitor, portal_data: PortalData) -> None:
    """Otherwise a stranger could throw the only way in away."""
    stranger.try_to_sign_in(FIRST_EMAIL, "wrong", "000000")
    assert (portal_data.data_dir / "first-sign-in").exists()


def test_signing_out_ends_the_session_also_for_a_copied_cookie(at_desk: Visitor) -> None:
    """It ends on the server, not only in the browser."""
    copied = at_desk.client.get_cookie("desk")
    assert copied
    assert at_desk.post("/sign-out").location == "/sign-in"
    assert "You are signed out" in at_desk.read("/sign-in")
    at_desk.client.set_cookie("desk", copied.value)
    assert at_desk.get("/").location == "/sign-in"


def test_the_cookie_is_the_desks_own_and_closed_to_scripts(at_desk: Visitor) -> None:
    """No name that tells, no expiry, not readable by script, not sent from elsewhere."""
    answer = at_desk.get("/sign-in")
    stranger_cookie = at_desk.post("/sign-out").headers["Set-Cookie"]
    assert answer.status_code == 303
    assert stranger_cookie.startswith("desk=")
    assert "HttpOnly" in stranger_cookie
    assert "SameSite=Lax" in stranger_cookie
    assert "Expires" not in stranger_cookie


def test_a_remember_me_cookie_is_no_way_in(stranger: Visitor) -> None:
    """There is no such thing here, and it does no harm."""
    stranger.client.set_cookie("remember_token", "anybody|0000")
    assert stranger.get("/").location == "/sign-in"


@pytest.mark.parametrize("url", ["/sign-out", "/case/x/check", "/case/x/messages"])
def test_refuses_the_wrong_method(at_desk: Visitor, url: str) -> None:
    """What changes something is a POST."""
    answer = at_desk.get(url)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
