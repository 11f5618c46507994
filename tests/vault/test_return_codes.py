"""Return codes: the same place for ever, never the one of an access code with the same digits."""

import pytest

from portal.vault.access_codes import AccessCode, Peppers, derive_locator, derive_root, derive_seed
from portal.vault.return_codes import ReturnCode, derive_saved_place, make_return_code, parse_return_code

DIGITS = "01234567890123456789"
PEPPERS = Peppers(b"\x01" * 32, b"\x02" * 32, b"\x03" * 32)


def test_a_code_leads_to_one_place_for_ever() -> None:
    place = derive_saved_place(ReturnCode(DIGITS), PEPPERS)
    assert place == derive_saved_place(ReturnCode(DIGITS), PEPPERS)
    assert place.draft_id == "691b040d660795a1554c61ee168e5a14"
    assert place != derive_saved_place(ReturnCode(DIGITS[::-1]), PEPPERS)


def test_the_same_digits_as_an_access_code_give_nothing_that_is_alike() -> None:
    place = derive_saved_place(ReturnCode(DIGITS), PEPPERS)
    root = derive_root(AccessCode(DIGITS), PEPPERS)
    locator = derive_locator(root, PEPPERS)
    of_a_case = {root.value, locator, derive_seed(root, "", PEPPERS)}
    assert place.seed not in of_a_case
    assert not any(bytes.fromhex(place.draft_id) in each for each in of_a_case)


@pytest.mark.parametrize("changed", ["salt", "locator", "seed"])
def test_every_pepper_counts(changed: str) -> None:
    others = {name: getattr(PEPPERS, name) for name in ("salt", "locator", "seed")}
    other = derive_saved_place(ReturnCode(DIGITS), Peppers(**{**others, changed: b"\x09" * 32}))
    place = derive_saved_place(ReturnCode(DIGITS), PEPPERS)
    assert (other.draft_id == place.draft_id) is (changed == "seed")
    assert (other.seed == place.seed) is (changed == "locator")


def test_a_code_is_read_as_kindly_as_an_access_code() -> None:
    assert parse_return_code(" 0123-4567 ٨٩٠١ 2345 6789 ") == ReturnCode(DIGITS)
    assert parse_return_code(DIGITS[:-1]) is None


def test_codes_differ_and_show_nothing_when_printed() -> None:
    code = make_return_code()
    assert (len(code.digits), code.digits.isdecimal()) == (20, True)
    assert code != make_return_code()
    place = derive_saved_place(ReturnCode(DIGITS), PEPPERS)
    assert code.digits not in repr(code)
    assert place.seed.hex() not in repr(place)
