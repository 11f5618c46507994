"""PINs: six to twelve digits of any script, and none that everybody would try first."""

import pytest

from portal.domain.pins import PinProblem, parse_pin, read_pin


@pytest.mark.parametrize(
    ("typed", "pin"),
    [
        ("493027", "493027"),
        (" 49 30-27 ", "493027"),
        ("٤٩٣٠٢٧", "493027"),
        ("४९३०२७", "493027"),
        ("001234567890", "001234567890"),
    ],
)
def test_digits_of_any_script_count_alike(typed: str, pin: str) -> None:
    assert parse_pin(typed) == pin
    assert read_pin(typed) == pin


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", PinProblem.NOT_DIGITS),
        ("49302a", PinProblem.NOT_DIGITS),
        ("49302", PinProblem.LENGTH),
        ("4930274930274", PinProblem.LENGTH),
        *((easy, PinProblem.EASY) for easy in ("000000", "123456", "654321", "789012", "121212", "123123", "1212121")),
    ],
)
def test_what_cannot_be_one_says_why(typed: str, problem: PinProblem) -> None:
    assert parse_pin(typed) is problem


def test_a_try_that_is_no_pin_stays_a_wrong_try() -> None:
    """What is typed where a PIN is asked for is never taken for "no PIN"."""
    assert read_pin("abc") == "abc"
    assert read_pin("  ") == ""
