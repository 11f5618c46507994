"""The one rule for free text: what is taken out, what stays, and that cleaning is done once and for all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.domain.free_text import clean_text

BIDI = [chr(place) for place in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]
WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)  # lone surrogates too


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ufeff", "\u200b", "\u2060", "\xad", *BIDI])
@pytest.mark.parametrize("keep_lines", [True, False])
def test_what_cannot_be_seen_or_turns_words_goes(char: str, keep_lines: bool) -> None:
    assert clean_text(f"a{char}b", keep_lines=keep_lines) == "ab"


@pytest.mark.parametrize("char", ["\ud800", "\ue000", "\U0010fffd", "\ufdd0", "\uffff", "\U0001fffe"])
def test_what_is_no_character_goes(char: str) -> None:
    assert clean_text(f"a{char}b") == "ab"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_is_one_newline(end: str) -> None:
    """Words of two lines never run together."""
    assert clean_text(f"one{end}two", keep_lines=True) == "one\ntwo"
    assert clean_text(f"one{end}two") == "one two"


@pytest.mark.parametrize(
    "words",
    [
        "می\u200cخواهم",
        "क\u094d\u200dष",
        "\u06dd٣",
        "👩\u200d👧",
        WALES,
        "🏴",
        "👍🏽",
        "ﷺ",
        "Zoë",
        "Tŷ",
        "1️⃣",
        "x" * 5000,
    ],
)
def test_what_a_script_or_a_picture_needs_stays(words: str) -> None:
    assert clean_text(words) == words
    assert clean_text(f" {words}\n\n{words} ", keep_lines=True) == f"{words}\n\n{words}"


@pytest.mark.parametrize("hidden", [WALES[1:], f"a{WALES[1:]}", f"{WALES[:1]}\U000e0041\U000e007f"])
def test_invisible_letters_that_make_no_flag_go(hidden: str) -> None:
    assert clean_text(hidden) == hidden[:1].strip("\U000e0067")


@pytest.mark.parametrize(
    "blank", ["", " \t\r\n", "\u3000", "\u200d", "\u200e\u200f", "\u3164", "\u2800", "\u0301", "\ufffc"]
)
def test_nothing_but_blanks_is_nothing(blank: str) -> None:
    assert clean_text(blank) == clean_text(blank, keep_lines=True) == ""


@given(ANY_TEXT, st.booleans())
@example("e\u200b\u0301", True)
@settings(max_examples=150)
def test_whatever_comes_is_cleaned_once_and_for_all(text: str, keep_lines: bool) -> None:
    kept = clean_text(text, keep_lines=keep_lines)
    assert clean_text(kept, keep_lines=keep_lines) == kept == kept.strip()
    assert unicodedata.is_normalized("NFC", kept)
    assert keep_lines or "\n" not in kept
    assert not set(kept) & {*BIDI, "\x00", "\r", "\ufeff"}
    assert kept.encode("utf-8").decode("utf-8") == kept


@given(st.text(st.characters(categories=("L", "Nd", "Po")), max_size=60))
@settings(max_examples=100)
def test_visible_words_are_kept_whole(text: str) -> None:
    """All but the fillers, which only look like letters."""
    normal = unicodedata.normalize("NFC", text)
    assert clean_text(text) in {normal, ""}
    assert clean_text(text) or not normal.strip("\u115f\u1160\u3164\uffa0")
