"""Police force areas and how what people type leads to them. The rows come in; no files are read here.

What is not an exact name or postcode is portal.domain.finding's business: it offers, and decides nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

NOT_SURE = "not_sure"
_FULL_POSTCODE = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?)[0-9][A-Z]{2}$")
_OUTWARD = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?$")
_PART_OF_SECOND_HALF = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?) [0-9][A-Z]?$")
_AMONG_WORDS = re.compile(r"(?<![^\W_])([A-Z]{1,2}[0-9][A-Z0-9]?) ?[0-9][A-Z]{2}(?![^\W_])")
_APOSTROPHES = "'`\u2018\u2019\u02bc"  # "Kings Lynn" is King's Lynn
_SAME_WORDS = {"saint": "st", "upon": "on"}
# What people and councils put around a name: "London Borough of Hackney", "Cyngor Gwynedd", "Leeds City Council"
_BEFORE = frozenset(
    {"the", "london", "royal", "metropolitan", "city", "county", "borough", "district", "of", "in", "near"}
    | {"cyngor", "dinas", "bwrdeistref"}
)
_AFTER = frozenset(
    {"council", "county", "borough", "district", "city", "town", "metropolitan", "unitary", "authority", "police"}
    | {"area", "england"}
)


@dataclass(frozen=True, slots=True)
class Area:
    """One of the 43 police force areas of England and Wales."""

    code: str
    name: str
    nation: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it is written, and the codes of the areas it leads to, the likeliest first."""

    spelling: str
    areas: tuple[str, ...]


def normalise_place(text: str) -> str:
    """Return the spelling under which a council or town is looked up: no accents, marks or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(
        char if char.isalnum() else " "
        for char in plain
        if not unicodedata.combining(char) and char not in _APOSTROPHES
    )
    return " ".join(_SAME_WORDS.get(word, word) for word in letters.replace(" and ", " ").split())


def squeeze(text: str) -> str:
    """Return the key of a name: as it is looked up, however its words are parted."""
    return normalise_place(text).replace(" ", "")


def parse_outward_code(text: str) -> str | None:
    """Return the first half of a postcode in capitals, or None when the text is not one.

    A whole postcode is found among other words too. Safety: it points at a few doors; only its first half leaves this
    function.
    """
    typed = " ".join("".join(map(_latin, unicodedata.normalize("NFKC", text))).replace("-", " ").split())
    squeezed = typed.replace(" ", "")
    found = _PART_OF_SECOND_HALF.match(typed) or _FULL_POSTCODE.match(squeezed)
    if found is None and not _OUTWARD.match(squeezed):
        found = _AMONG_WORDS.search(typed)
    if found:
        return found.group(1)  # Safety: the second half is dropped here
    return squeezed if _OUTWARD.match(squeezed) else None


@dataclass(frozen=True, slots=True)
class Areas:
    """All areas with the tables that lead to them; the values of the tables are area codes."""

    areas: Sequence[Area]
    outward_codes: Mapping[str, tuple[str, ...]]
    councils: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    by_key: dict[str, Named] = field(init=False, repr=False)
    _by_code: dict[str, Area] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {area.code: area for area in self.areas})
        names: dict[str, Named] = {}
        rows: Iterable[tuple[str, tuple[str, ...]]] = (
            *((area.name, (area.code,)) for area in self.areas),
            *self.councils.items(),
            *self.places.items(),
        )
        for name, codes in rows:
            # "Bristol, City of" is how offices write it; nobody types it so
            for spelling in dict.fromkeys((name.partition(", ")[0], name)):
                key = squeeze(spelling)
                before = names.get(key, Named(name.partition(", ")[0], ()))
                names[key] = Named(before.spelling, tuple(dict.fromkeys((*before.areas, *codes))))
        object.__setattr__(self, "by_key", names)

    def find_area(self, code: str) -> Area | None:
        """Return the area of a code, None when there is none."""
        return self._by_code.get(code)

    def find_named(self, text: str) -> Named | None:
        """Return what a council, town, county or area name leads to, also with the words offices put around it."""
        return next((found for key in _list_keys(text) if (found := self.by_key.get(key))), None)

    def list_candidates(self, text: str) -> tuple[str, ...]:
        """Return area codes for a half or whole postcode, council, town or area name, the likeliest first."""
        outward = parse_outward_code(text)
        if outward is not None and outward in self.outward_codes:
            return self.outward_codes[outward]
        named = self.find_named(text)
        return named.areas if named else ()


def _list_keys(text: str) -> Iterator[str]:
    """Give the keys to try: as typed, then with less and less of what stands around a name."""
    words = normalise_place(text).split()
    ends = range(len(words), 0, -1)
    for start in range(len(words)):
        if not _BEFORE.issuperset(words[:start]):
            return
        for end in ends:
            if end > start and _AFTER.issuperset(words[end:]):
                yield "".join(words[start:end])


def _latin(char: str) -> str:
    """Return a letter or digit of a postcode as it stands on an envelope; digits of any script are digits."""
    digit = unicodedata.decimal(char, None)
    return char.upper() if digit is None else str(digit)
