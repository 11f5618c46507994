"""Police force areas and how what people type leads to them. The rows come in; no files are read here."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

NOT_SURE = "not_sure"
_FULL_POSTCODE = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?)[0-9][A-Z]{2}$")
_OUTWARD = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?$")
_APOSTROPHES = "'`\u2018\u2019\u02bc"  # "Kings Lynn" is King's Lynn


@dataclass(frozen=True, slots=True)
class Area:
    """One of the 43 police force areas of England and Wales."""

    code: str
    name: str
    nation: str


def normalise_place(text: str) -> str:
    """Return the spelling under which a council or town is looked up: no accents, marks or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(
        char if char.isalnum() else " "
        for char in plain
        if not unicodedata.combining(char) and char not in _APOSTROPHES
    )
    return " ".join(letters.replace(" and ", " ").split())


def parse_outward_code(text: str) -> str | None:
    """Return the first half of a postcode in capitals, or None when the text is not one.

    Safety: a full postcode points at a few doors; only its first half leaves this function.
    """
    squeezed = "".join(text.split()).upper()
    full = _FULL_POSTCODE.match(squeezed)
    if full:
        return full.group(1)  # Safety: the second half is dropped here
    return squeezed if _OUTWARD.match(squeezed) else None


@dataclass(frozen=True, slots=True)
class Areas:
    """All areas with the tables that lead to them; the values of the tables are area codes."""

    areas: Sequence[Area]
    outward_codes: Mapping[str, tuple[str, ...]]
    councils: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    _by_code: dict[str, Area] = field(init=False, repr=False)
    _by_name: dict[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {area.code: area for area in self.areas})
        names: dict[str, tuple[str, ...]] = {}
        rows: Iterable[tuple[str, tuple[str, ...]]] = (
            *((area.name, (area.code,)) for area in self.areas),
            *self.councils.items(),
            *self.places.items(),
        )
        for name, codes in rows:
            key = normalise_place(name)
            names[key] = tuple(dict.fromkeys((*names.get(key, ()), *codes)))
        object.__setattr__(self, "_by_name", names)

    def find_area(self, code: str) -> Area | None:
        """Return the area of a code, None when there is none."""
        return self._by_code.get(code)

    def list_candidates(self, text: str) -> tuple[str, ...]:
        """Return area codes for a half or whole postcode, council, town or area name, the likeliest first."""
        outward = parse_outward_code(text)
        if outward is not None and outward in self.outward_codes:
            return self.outward_codes[outward]
        return self._by_name.get(normalise_place(text), ())
