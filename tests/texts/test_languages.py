"""Choosing a language by the browser's wishes."""

import pytest

from portal.texts.languages import OFFERED, best_language, find_language, join_names


@pytest.mark.parametrize(
    ("accept_language", "chosen"),
    [
        ("", "en"),
        ("ar", "ar"),
        ("ar-EG,en;q=0.5", "ar"),
        ("AR-eg", "ar"),
        ("en-GB,en;q=0.9,ar;q=0.8", "en"),
        ("fr, ar;q=0.5", "ar"),
        ("fr", "en"),
        ("*", "en"),
        ("en;q=0, *;q=0.3", "cy"),
        ("en;q=0, cy;q=0, *;q=0.3", "ar"),
        ("cy-GB,cy;q=0.9,en;q=0.8", "cy"),
        ("cyx, ar;q=0.1", "ar"),
        ("ar;q=0, *", "en"),
        ("ar;q=0.5, en;q=0.5", "ar"),
        ("en;q=0.5, ar;q=0.5", "en"),
        ("en;q=0.1, ar;q=0.9", "ar"),
        ("ar;q=2, en;q=0.1", "en"),
        ("ar;q=nonsense", "en"),
        ("ar;q=inf, en;q=0.1", "en"),
        ("ar;q=", "en"),
        (";;;,,,=", "en"),
        ("arc", "en"),
    ],
)
def test_the_best_language_follows_the_qualities(accept_language: str, chosen: str) -> None:
    assert best_language(accept_language) == chosen


def test_the_direction_comes_from_the_script() -> None:
    assert {language.code: language.direction for language in OFFERED} == {"en": "ltr", "cy": "ltr", "ar": "rtl"}


def test_a_language_not_offered_is_not_found() -> None:
    assert find_language("xx") is None
    assert find_language("EN") is None


@pytest.mark.parametrize(
    ("locale", "listed"),
    [("en_GB", "Essex, Kent and Gwent"), ("cy_GB", "Essex, Kent, Gwent"), ("ar", "Essex وKent وGwent")],
)
def test_names_are_listed_as_the_language_lists_them(locale: str, listed: str) -> None:
    """Where "and" would change with the name that follows it, without one."""
    assert join_names(["Essex", "Kent", "Gwent"], locale) == listed
    assert join_names(["Essex"], locale) == "Essex"
