"""Finding the local service: what somebody who types a place may have meant, offered and never decided for them.

Exact names and postcodes are portal.domain.areas'. Holds no words of a page and reads no files. `kept` is all that may
stand in an address afterwards: never the second half of a postcode, never words that were not understood.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.areas import Areas, Named, normalise_place, parse_outward_code, squeeze
from portal.domain.free_text import clean_text
from portal.domain.spelling import Spellings

LONGEST = 80
MOST_NAMES = 6
NATION = "nation"  # all of England or Wales: true, and too wide to choose by
_APART = re.compile(r"[,;/()\n]|\s+(?:in|near|yn|ger)\s+", re.IGNORECASE)
# the second half of a postcode whose first half was left out, or left unfinished: "Thetfor 7DS", "BR5YN"
_SECOND_HALF = re.compile(
    r"(?:(?<![^\W_])|(?<=^[a-z])|(?<=^[a-z][a-z]))[0-9][abd-hjlnp-uw-z]{2}(?![^\W_])", re.IGNORECASE
)
_LETTERS = re.compile(r"^([A-Z]{1,2})(?:[0-9]|$)")
_LOOK_ALIKE = {"0": "O", "O": "0", "1": "I", "I": "1", "L": "1"}
_SHORTEST_PREFIX, _SHORTEST_PLACE, _SHORTEST_CODE = 3, 4, 5


class Meant(StrEnum):
    """What kind of thing was typed."""

    NOTHING = "nothing"
    AREAS = "areas"
    LIKE_IT = "like_it"  # the code is not known; these are where its neighbours lie
    NAMES = "names"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """What was understood: the areas it may be, or names to choose from; `outside` says where beyond our areas."""

    meant: Meant
    kept: str = ""
    areas: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """What lies outside England and Wales: letters that postcodes begin with, and keys of names, each with where."""

    letters: Mapping[str, str]
    names: Mapping[str, Named]


_UNKNOWN = Found(Meant.UNKNOWN)


class PlaceFinder:
    """Understands places; made once, and only read after that."""

    def __init__(self, areas: Areas, outside: Outside) -> None:
        self._areas = areas
        self._outside = outside
        self._keys = sorted(areas.by_key)
        self._spellings = Spellings(areas.by_key)
        self._by_letters: dict[str, tuple[str, ...]] = {}
        for code, found in areas.outward_codes.items():
            letters = _get_letters(code)
            self._by_letters[letters] = tuple(dict.fromkeys((*self._by_letters.get(letters, ()), *found)))

    def find(self, text: str) -> Found:
        """Return what was typed, as far as it is understood; finding `kept` again gives the same."""
        outward = parse_outward_code(text)
        if outward is not None:
            return self._find_code(outward)
        said = clean_text(text)
        if not said:
            return Found(Meant.NOTHING)
        # Safety: with a town beside it, it points at a few doors, and what is kept stands in the address
        typed = clean_text(_SECOND_HALF.sub(" ", said))
        if not typed or len(typed) > LONGEST:
            return _UNKNOWN
        parts = _list_parts(typed)
        return (
            self._find_exact(typed)
            or self._find_letters(typed.upper())
            or self._offer_codes(typed)
            or self._find_parts(parts)
            or self._offer(typed)
            or self._find_among(typed)
            or next((offered for part in parts if (offered := self._offer(part))), _UNKNOWN)
        )

    def _find_code(self, outward: str) -> Found:
        if outward in self._areas.outward_codes:
            return Found(Meant.AREAS, outward, self._areas.outward_codes[outward])
        # a few codes of the border lie in England, so the letters count after the table
        return self._find_letters(_get_letters(outward), kept=outward) or _UNKNOWN

    def _find_letters(self, letters: str, kept: str = "") -> Found | None:
        if letters in self._outside.letters:
            return Found(Meant.OUTSIDE, kept or letters, outside=self._outside.letters[letters])
        areas = self._by_letters.get(letters)
        return Found(Meant.LIKE_IT, kept or letters, areas) if areas else None

    def _offer_codes(self, typed: str) -> Found | None:
        """Offer half postcodes with one letter or digit read as another: S014 is SO14, "LSI 4AP" is LS1."""
        letters = squeeze(typed).upper()
        # Safety: of what looks like a whole postcode the second half goes, here too
        half = letters[:-3] if len(letters) >= _SHORTEST_CODE else letters
        names = tuple(each for each in _list_look_alikes(half) if each in self._areas.outward_codes)
        return Found(Meant.NAMES, half, names=names) if names else None

    def _find_exact(self, typed: str) -> Found | None:
        named = self._areas.find_named(typed)
        if named:
            return Found(Meant.AREAS, named.spelling, named.areas)
        outside = self._outside.names.get(squeeze(typed))
        return Found(Meant.OUTSIDE, outside.spelling, outside=outside.areas[0]) if outside else None

    def _find_parts(self, parts: Sequence[str]) -> Found | None:
        """Understand "Ashford, Kent": what all known parts have in common, else everything they may mean."""
        found = [each for part in parts if (each := self._find_part(part))]
        inside = [each for each in found if each.meant is Meant.AREAS]
        if not inside:
            return found[0] if found else None
        everything = tuple(dict.fromkeys(code for each in inside for code in each.areas))
        common = tuple(code for code in everything if all(code in each.areas for each in inside))
        kept = ", ".join(dict.fromkeys(each.kept for each in inside))
        return Found(Meant.AREAS, kept, common or everything)

    def _find_part(self, part: str) -> Found | None:
        outward = parse_outward_code(part)
        if outward in self._areas.outward_codes:
            return Found(Meant.AREAS, outward or "", self._areas.outward_codes[outward or ""])
        return self._find_exact(part)

    def _find_among(self, typed: str) -> Found | None:
        """Find the places that are named among other words, the longest names first: "12 Acacia Avenue Leeds"."""
        words = normalise_place(typed).split()
        places: list[str] = []
        free = [True] * len(words)
        for length in range(len(words) - 1, 0, -1):
            for start in range(len(words) - length + 1):
                taken = slice(start, start + length)
                named = self._areas.by_key.get("".join(words[taken]))
                if named and all(free[taken]) and len("".join(words[taken])) >= _SHORTEST_PLACE:
                    places.append(named.spelling)
                    free[taken] = [False] * length
        return self._find_parts(places)

    def _offer(self, typed: str) -> Found | None:
        """Offer names that begin so, and names that are written nearly so; none is chosen."""
        key = squeeze(typed)
        keys = dict.fromkeys((*self._list_beginning(key), *self._spellings.list_near(key)))
        names = tuple(dict.fromkeys(self._areas.by_key[each].spelling for each in keys))[:MOST_NAMES]
        return Found(Meant.NAMES, typed, names=names) if names else None

    def _list_beginning(self, key: str) -> Iterator[str]:
        if len(key) < _SHORTEST_PREFIX:
            return
        place = bisect_left(self._keys, key)
        while place < len(self._keys) and self._keys[place].startswith(key):
            yield self._keys[place]
            place += 1


def _list_parts(typed: str) -> list[str]:
    return [part for each in _APART.split(typed) if (part := each.strip())]


def _get_letters(code: str) -> str:
    found = _LETTERS.match(code)
    return found.group(1) if found else ""


def _list_look_alikes(code: str) -> Iterator[str]:
    """Give what comes of a code when one letter is read as a digit, or a digit as a letter."""
    for place, char in enumerate(code):
        if char in _LOOK_ALIKE:
            yield code[:place] + _LOOK_ALIKE[char] + code[place + 1 :]
