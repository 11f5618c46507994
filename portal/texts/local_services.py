"""The restorative justice service of each area, as far as public pages tell, and what is to be looked up again.

Reads content/areas/services.csv and tables.toml. Which service takes what is sent here is the operator's
(`portal service add`) and not told by this list.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from portal.texts.front_matter import ContentFault
from portal.texts.places import read_rows

_SOURCED, _UNKNOWN = "sourced", "unknown"
_TABLES = frozenset({"areas", "councils", "outward_codes", "places", "by_hand", "outside"})


class Caution(StrEnum):
    """Why a service is not taken as confirmed; facts.md 7.1."""

    OLD_PAGE = "old_page"
    NO_DATE = "no_date"
    MAY_HAVE_CHANGED = "may_have_changed"
    MAY_BE_ANOTHER = "may_be_another"
    FOR_PROFESSIONALS = "for_professionals"


@dataclass(frozen=True, slots=True)
class LocalService:
    """The service of an area as pages tell of it; None is "not known".

    `caution` says why it is not confirmed, None when a page tells of it without doubt; `rung_on` is the day when
    somebody rang the number, None when nobody did.
    """

    area: str
    name: str | None
    address: str | None
    phone: str | None
    email: str | None
    source_address: str | None
    caution: Caution | None
    checked_on: date
    check_again_by: date
    rung_on: date | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """What was to be looked up again by a day that has passed; `row` is empty for a whole file."""

    file: str
    row: str
    check_again_by: date


def load_local_services(content_dir: Path) -> Mapping[str, LocalService]:
    """Read the service of each area, by area code. Raises ContentFault for a row that cannot be used."""
    folder = content_dir / "areas"
    known = {row["code"] for _, row in read_rows(folder / "areas.csv")}
    services: dict[str, LocalService] = {}
    path = folder / "services.csv"
    for line, row in read_rows(path):
        if row["area"] not in known:
            raise ContentFault(path, f"line {line}", f"there is no area {row['area']!r}")
        services[row["area"]] = _read_service(path, line, row)
    return services


def list_overdue(content_dir: Path, today: date) -> tuple[Overdue, ...]:
    """List the rows and tables of content/areas that are past the day by which they were to be checked again."""
    return tuple(each for each in _list_days(content_dir) if today > each.check_again_by)


def _list_days(content_dir: Path) -> Iterator[Overdue]:
    for code, service in load_local_services(content_dir).items():
        yield Overdue("areas/services.csv", code, service.check_again_by)
    path = content_dir / "areas" / "tables.toml"
    tables: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    for name in sorted(_TABLES ^ tables.keys()):
        raise ContentFault(path, name, "is missing" if name in _TABLES else "is no table")
    for name, told in tables.items():
        for field in ("from", "checked_on", "check_again_by", "owner"):
            if not told.get(field):
                raise ContentFault(path, f"{name}.{field}", "is missing")
        yield Overdue(f"areas/{name}.csv", "", told["check_again_by"])


def _read_service(path: Path, line: int, row: dict[str, str]) -> LocalService:
    is_sourced = row["status"] == _SOURCED
    if row["status"] not in {_SOURCED, _UNKNOWN} or is_sourced is not bool(row["service_name"] and row["source_url"]):
        raise ContentFault(path, f"line {line}", "is sourced without a name and a source, or unknown with them")
    for column in ("service_url", "source_url"):
        if row[column] and not row[column].startswith(("https://", "http://")):
            raise ContentFault(path, f"line {line}", f"{column} is no address of a page")
    try:
        caution = Caution(row["caution"]) if row["caution"] else None
        days = {name: date.fromisoformat(row[name]) for name in ("checked_on", "check_again_by")}
        rung_on = date.fromisoformat(row["rung_on"]) if row["rung_on"] else None
    except ValueError as error:
        raise ContentFault(path, f"line {line}", str(error)) from error
    # Safety: what is not confirmed rings nobody: a stranger may have the number now
    may_reach = is_sourced and caution is None
    return LocalService(
        area=row["area"],
        name=row["service_name"] or None,
        address=row["service_url"] or None,
        phone=(row["phone"] or None) if may_reach else None,
        email=(row["email"] or None) if may_reach else None,
        source_address=row["source_url"] or None,
        caution=caution,
        rung_on=rung_on,
        **days,
    )
