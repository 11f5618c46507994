"""The police force areas and the tables that lead to them, read from content/areas/.

Only reads: how what a person types is understood is portal.domain.areas' business.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.domain.areas import Area, Areas, Named, squeeze
from portal.domain.finding import Outside
from portal.texts.front_matter import ContentFault


def load_areas(content_dir: Path) -> Areas:
    """Read all areas with half postcodes, councils and places; an area is found by its name in any language.

    Raises ContentFault naming the file and the line of a row that names an unknown area.
    """
    folder = content_dir / "areas"
    areas = tuple(
        Area(code=row["code"], name=row["name"], nation=row["nation"]) for _, row in read_rows(folder / "areas.csv")
    )
    known = frozenset(area.code for area in areas)
    named = _find_by_name(content_dir, known)
    return Areas(
        areas=areas,
        outward_codes=_read_table(folder / "outward_codes.csv", ("outward_code",), known),
        councils=_read_table(folder / "councils.csv", ("council",), known),
        places=_join(
            named,
            _read_table(folder / "places.csv", ("place", "welsh_name"), known),
            _read_table(folder / "by_hand.csv", ("place", "welsh_name"), known),
        ),
    )


def load_area_names(content_dir: Path, lang: str) -> Mapping[str, str]:
    """Read the names of all areas by code, in the alphabetical order of the language, which is that of its file.

    A language without a file has the English names. Raises ContentFault for a file that is not whole.
    """
    english = {row["code"]: row["name"] for _, row in read_rows(content_dir / "areas" / "areas.csv")}
    path = content_dir / lang / "areas.toml"
    return _read_names(path, frozenset(english)) if path.is_file() else english


def load_outside(content_dir: Path) -> Outside:
    """Read what lies outside England and Wales: the letters of postcodes, and names, each with where it is."""
    letters, names = {}, {}
    for _, row in read_rows(content_dir / "areas" / "outside.csv"):
        if row["kind"] == "postcode_letters":
            letters[row["name"]] = row["where"]
        else:
            names[squeeze(row["name"])] = Named(row["name"], (row["where"],))
    return Outside(letters, names)


def _join(*tables: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return one table of several; a name that stands in two leads to the areas of both."""
    joined: dict[str, tuple[str, ...]] = {}
    for name, codes in (row for table in tables for row in table.items()):
        joined[name] = tuple(dict.fromkeys((*joined.get(name, ()), *codes)))
    return joined


def _find_by_name(content_dir: Path, known: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """A name with another one in brackets is found without the brackets too."""
    paths = sorted(content_dir.glob("*/areas.toml"))
    names = [(name, code) for path in paths for code, name in _read_names(path, known).items()]
    return {spelling: (code,) for name, code in names for spelling in (name, name.partition(" (")[0])}


def _read_names(path: Path, known: frozenset[str]) -> Mapping[str, str]:
    try:
        names = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentFault(path, "file", f"cannot be read: {error}") from error
    for code in known ^ set(names):
        raise ContentFault(path, code, "is missing" if code in known else "is no area")
    return {code: str(name) for code, name in names.items()}


def _read_table(path: Path, names: tuple[str, ...], known: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Read a table from names to area codes; a name that stands twice leads to the areas of both rows."""
    table: dict[str, tuple[str, ...]] = {}
    for line, row in read_rows(path):
        codes = tuple(row["areas"].split(";"))
        for code in codes:
            if code not in known:
                raise ContentFault(path, f"line {line}", f"there is no area {code!r}")
        for name in (row[column] for column in names if row[column]):
            table[name] = tuple(dict.fromkeys((*table.get(name, ()), *codes)))
    return table


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each row of a table by column, with the number of its line."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        for row in reader:
            yield reader.line_num, row
