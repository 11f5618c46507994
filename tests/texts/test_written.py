"""The label of a language on somebody's own words: right, or none."""

from __future__ import annotations

import pytest

from portal.texts.languages import OFFERED
from portal.texts.written import find_by_letters, find_written_language

TYPED = {"en": "Could we meet after Easter, at 10?", "cy": "A gawn ni gwrdd ar ôl y Pasg?", "ar": "هل نلتقي بعد العيد؟"}


@pytest.mark.parametrize("code", [language.code for language in OFFERED])
def test_words_in_its_own_letters_are_labelled(code: str) -> None:
    """A language that is offered is known by its letters."""
    assert find_written_language(TYPED[code], code) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (TYPED["en"], "ar"),
        (TYPED["ar"], "en"),
        ("ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "en"),
        ("07700 900123", "en"),
        ("🙂", "cy"),
        ("", "en"),
        ("Hello", "xx"),
        ("abc دفت", "en"),
    ],
)
def test_other_letters_no_letters_and_half_of_each_get_no_label(words: str, code: str) -> None:
    assert find_written_language(words, code) == ""


def test_a_name_in_other_letters_changes_nothing() -> None:
    assert find_written_language("اتصل بي Amira من فضلك", "ar") == "ar"


@pytest.mark.parametrize(
    ("words", "languages", "found"),
    [
        (TYPED["en"], {"ar", "en"}, "en"),
        (TYPED["ar"], {"ar", "en"}, "ar"),
        (TYPED["cy"], {"cy", "en"}, ""),
        ("12", {"ar", "en"}, ""),
    ],
)
def test_of_two_languages_the_letters_tell_which_or_nobody_can(words: str, languages: set[str], found: str) -> None:
    assert find_by_letters(words, languages) == found
