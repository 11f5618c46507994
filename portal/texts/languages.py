"""The languages the site is offered in, and the choice of one by the browser's wishes.

Holds no words of pages or forms: those are in content/ and translations/.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from babel import Locale
from babel.lists import format_list


@dataclass(frozen=True, slots=True)
class Language:
    """One language: `code` stands in addresses and folders, `locale` is how dates and numbers are written."""

    code: str
    name: str  # in its own script
    locale: str
    leave_url: str = ""  # a neutral site in this language for the exit button; without one, the operator's for all
    is_reviewed: bool = False  # whether a person has read the interface words

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Say which way the script runs, from CLDR and not from a list of our own."""
        return "rtl" if Locale.parse(self.locale).text_direction == "rtl" else "ltr"


OFFERED: tuple[Language, ...] = (
    Language(code="en", name="English", locale="en_GB", is_reviewed=True),
    Language(code="cy", name="Cymraeg", locale="cy_GB", leave_url="https://www.bbc.co.uk/cymrufyw"),
    Language(code="ar", name="العربية", locale="ar", leave_url="https://www.bbc.com/arabic"),
)

DEFAULT = "en"


def find_language(code: str) -> Language | None:
    """Find an offered language by its code; None when it is not offered."""
    return next((language for language in OFFERED if language.code == code), None)


def best_language(accept_language: str) -> str:
    """Choose the offered language the reader wants most.

    Reads `Accept-Language` as RFC 9110 section 12.5.4 has it: the highest quality wins, the earlier one of
    equals, 0 means "not this one", `*` stands for every language not named. English when nothing fits.
    """
    ranges = [_parse_range(part) for part in accept_language.split(",")]
    wanted = [(tag, quality) for tag, quality in ranges if tag]
    scores = {language.code: _score(language.code, wanted) for language in OFFERED}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best][0] > 0 else DEFAULT


def join_names(names: Sequence[str], locale: str) -> str:
    """List names as CLDR has it; by commas alone where its "and" hangs on the next name, as Welsh "a(c)" does."""
    patterns = Locale.parse(locale).list_patterns["standard"]
    if any("(" in patterns[place] for place in ("2", "end")):
        return ", ".join(names)
    return format_list(names, locale=locale)


def _parse_range(part: str) -> tuple[str, float]:
    tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return tag, _parse_quality(value.strip())
    return tag, 1.0


def _parse_quality(value: str) -> float:
    """Read a quality; one that is not a number from 0 to 1 counts as 0, so that nonsense chooses nothing."""
    digits = value.replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()):
        return 0.0
    quality = float(value)
    return quality if quality <= 1 else 0.0


def _score(code: str, wanted: list[tuple[str, float]]) -> tuple[float, int]:
    """Give quality and earliness, so that the larger pair is the better language."""
    named = [(quality, -place) for place, (tag, quality) in enumerate(wanted) if tag.split("-")[0] == code]
    if named:
        return max(named)
    others = [(quality, -place) for place, (tag, quality) in enumerate(wanted) if tag == "*"]
    return max(others, default=(0.0, 0))
