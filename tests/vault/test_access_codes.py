"""Access codes: typed in any script, derived the same for ever, and a PIN that changes the seed alone."""

import pytest

from portal.vault.access_codes import (
    AccessCode,
    Peppers,
    derive_locator,
    derive_root,
    derive_seed,
    make_access_code,
    parse_access_code,
)
from portal.vault.identities import Identity

DIGITS = "01234567890123456789"
PEPPERS = Peppers(b"\x01" * 32, b"\x02" * 32, b"\x03" * 32)
SCRIPTS = {
    "Arabic-Indic": 0x0660,
    "Persian": 0x06F0,
    "Devanagari": 0x0966,
    "Bengali": 0x09E6,
    "Gurmukhi": 0x0A66,
    "Gujarati": 0x0AE6,
    "fullwidth": 0xFF10,
}


@pytest.mark.parametrize("zero", SCRIPTS.values(), ids=SCRIPTS)
def test_a_code_is_read_in_the_digits_of_any_script(zero: int) -> None:
    assert parse_access_code("".join(chr(zero + int(digit)) for digit in DIGITS)) == AccessCode(DIGITS)


@pytest.mark.parametrize(
    "typed",
    [
        "0123 4567 8901 2345 6789",
        "0123-4567-8901-2345-6789",
        " 0123–4567—8901‑2345−6789 ".replace("−", "-"),
        "0123.4567,8901_2345·6789",
        "\u200f0123\u00a04567\u20028901\t2345\r\n6789\u2069",
        "٠١٢٣ 4567 ۸۹۰۱ 2345 ６７８９",
    ],
)
def test_a_code_is_read_however_it_is_spaced(typed: str) -> None:
    assert parse_access_code(typed) == AccessCode(DIGITS)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        DIGITS[:-1],
        DIGITS + "0",
        DIGITS[:-1] + "O",
        DIGITS + "x",
        "²" * 20,
        "½" * 20,
        "+" + DIGITS,
        "\x00" + DIGITS,
    ],
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert parse_access_code(typed) is None


def test_a_fresh_code_has_twenty_digits_in_five_groups_and_is_not_the_last_one() -> None:
    codes = {make_access_code().digits for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code) == 20 and code.isascii() and code.isdigit() for code in codes)
    assert {digit for code in codes for digit in code} == set("0123456789")
    assert AccessCode(DIGITS).groups() == ("0123", "4567", "8901", "2345", "6789")


def test_a_code_is_not_shown_when_printed() -> None:
    root = derive_root(AccessCode(DIGITS), PEPPERS)
    shown = f"{AccessCode(DIGITS)!r} {root!r} {PEPPERS!r} {Identity(root.value)!r}"
    assert DIGITS not in shown
    assert "\\x" not in shown


def test_keys_grow_from_a_code_the_same_for_ever() -> None:
    """A change of any of these would lose every case there is."""
    root = derive_root(AccessCode(DIGITS), PEPPERS)
    person = Identity(derive_seed(root, "", PEPPERS))
    assert {
        "root": root.value.hex(),
        "locator": derive_locator(root, PEPPERS).hex(),
        "seed": person.seed.hex(),
        "seed with PIN": derive_seed(root, "4711", PEPPERS).hex(),
        "box key": person.box_key.hex(),
        "sign key": person.sign_key.hex(),
    } == {
        "root": "48ad197100a316fbdcf7b4b4f8bb9a2f58ee1a1c5c1a832a51d69538cc0e34ee",
        "locator": "c584c892b283c445794b618495b90ace311574fc88f248043fcccde1702fadd5",
        "seed": "cc37f193df604dc37a884d9fd2876b1bae1739edd14532e1960f76ed2523a270",
        "seed with PIN": "795b16dca0758e5bcbeb7dfcfb73f19f75c6e3e4ec88801a018ae6898dabd3e6",
        "box key": "b0e2921f86a30465cb08982c02920f26ff6db80fa1095075f0c2a3bc678efd3f",
        "sign key": "7b56759398f9700e3896b82b7e56cd82ea0bf28731088754bf3977403dba187b",
    }


@pytest.mark.parametrize("which", ["salt", "locator", "seed"])
def test_each_pepper_matters(which: str) -> None:
    kept = {"salt": b"\x01" * 32, "locator": b"\x02" * 32, "seed": b"\x03" * 32}
    other = Peppers(**{**kept, which: b"\x04" * 32})
    code = AccessCode(DIGITS)
    one, two = derive_root(code, PEPPERS), derive_root(code, other)
    assert (one == two) is (which != "salt")
    assert (derive_locator(one, PEPPERS) == derive_locator(two, other)) is (which == "seed")
    assert (derive_seed(one, "", PEPPERS) == derive_seed(two, "", other)) is (which == "locator")


def test_a_pin_changes_the_seed_and_leaves_the_case_where_it_is() -> None:
    root = derive_root(AccessCode(DIGITS), PEPPERS)
    seeds = {derive_seed(root, pin, PEPPERS) for pin in ("", "4711", "4712", "04711")}
    assert len(seeds) == 4
    assert derive_locator(root, PEPPERS) not in seeds


@pytest.mark.parametrize(
    ("salt", "locator", "seed"),
    [
        (b"a" * 32, b"a" * 32, b"b" * 32),
        (b"a" * 32, b"b" * 32, b"a" * 32),
        (b"b" * 32, b"a" * 32, b"a" * 32),
        (b"a" * 31, b"b" * 32, b"c" * 32),
        (b"", b"b" * 32, b"c" * 32),
    ],
)
def test_equal_or_short_peppers_are_refused(salt: bytes, locator: bytes, seed: bytes) -> None:
    with pytest.raises(ValueError, match="peppers"):
        Peppers(salt, locator, seed)
