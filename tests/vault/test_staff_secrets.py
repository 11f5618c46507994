"""Staff passwords and one-time codes: a code is good once, a little early or late, and never without its secret."""

from datetime import timedelta

import pyotp
import pytest

from portal.vault.staff_secrets import (
    find_otp_step,
    hash_password,
    make_otp_secret,
    make_password,
    matches_password,
    write_otpauth,
)
from tests.builders import MONDAY

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = int(MONDAY.timestamp()) // 30


def code(steps_away: int = 0, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(MONDAY + timedelta(seconds=30 * steps_away))


@pytest.mark.parametrize(
    ("steps_away", "is_good"), [(-3, False), (-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_is_good_for_its_step_and_one_either_side(steps_away: int, is_good: bool) -> None:
    found = find_otp_step(SECRET, code(steps_away), MONDAY, 0)
    assert found == (STEP + steps_away if is_good else None)


def test_a_code_works_once_and_no_older_one_after_it() -> None:
    used = find_otp_step(SECRET, code(), MONDAY, 0)
    assert used == STEP
    assert find_otp_step(SECRET, code(), MONDAY, used) is None
    assert find_otp_step(SECRET, code(-1), MONDAY, used) is None
    assert find_otp_step(SECRET, code(1), MONDAY, used) == STEP + 1


@pytest.mark.parametrize("typed", ["", "000000x", "12345", code(0, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"), "é"])
def test_a_wrong_code_is_refused(typed: str) -> None:
    assert find_otp_step(SECRET, typed, MONDAY, 0) is None


def test_a_code_may_be_typed_with_a_space() -> None:
    right = code()
    assert find_otp_step(SECRET, f" {right[:3]} {right[3:]}\n", MONDAY, 0) == STEP


def test_without_a_secret_no_code_is_right() -> None:
    assert find_otp_step("", code(), MONDAY, 0) is None
    assert find_otp_step("", "", MONDAY, 0) is None


def test_a_password_is_matched_and_no_other() -> None:
    stored = hash_password("korrekt-مرحبا")
    assert matches_password(stored, "korrekt-مرحبا")
    assert not matches_password(stored, "korrekt")
    assert not matches_password(stored, "")
    assert not matches_password(b"not a hash", "korrekt")
    assert stored != hash_password("korrekt-مرحبا")
    assert b"$argon2id$" in stored


def test_fresh_secrets_differ_and_have_their_length() -> None:
    assert make_password() != make_password()
    assert len(make_password().replace("-", "")) == 30
    assert make_otp_secret() != make_otp_secret()
    assert len(make_otp_secret()) == 32


def test_the_address_for_authenticator_apps_names_desk_and_person() -> None:
    address = write_otpauth(SECRET, "fay@desk.invalid", "Heard")
    assert address.startswith("otpauth://totp/Heard%20desk:fay%40desk.invalid?")
    assert f"secret={SECRET}" in address
