"""The language that somebody's own words may be labelled with. It guesses at no language, and reads no words.

Source: WCAG 2.2, 3.1.2 (language of parts): a wrong label is worse than none, as a screen reader speaks by it.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from babel.core import get_global

from portal.texts.languages import find_language

# How Unicode names the letters of a script, by its code in CLDR.
_LETTERS: Mapping[str, str] = MappingProxyType(
    {"Latn": "LATIN", "Arab": "ARABIC", "Guru": "GURMUKHI", "Beng": "BENGALI", "Gujr": "GUJARATI", "Cyrl": "CYRILLIC"}
)
_MOST = 0.5  # names and numbers in other letters may stand in between


def find_written_language(words: str, language: str) -> str:
    """Return the language if most letters are of its script; empty otherwise, and for a language not offered.

    Whoever writes English on an Arabic page would else have it read out to others by an Arabic voice.
    """
    script = _LETTERS.get(_find_script(language), "")
    letters = [each for each in words if each.isalpha()]
    own = sum(unicodedata.name(each, "").startswith(script) for each in letters) if script else 0
    return language if own and own > _MOST * len(letters) else ""


def find_by_letters(words: str, languages: Iterable[str]) -> str:
    """Return the one of several languages in whose letters the words are; empty for none and for more than one."""
    found = {each for each in languages if find_written_language(words, each)}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=64)
def _find_script(language: str) -> str:
    found = find_language(language)
    likely: Mapping[str, str] = get_global("likely_subtags")
    # such as ar_Arab_EG
    return likely.get(found.code, "").split("_")[1] if found and found.code in likely else ""
