"""Figures for everyone: what is counted, and what of it is published for a quarter. Numbers and codes, no words.

What may be shown is in `suppression`. A quarter's counts are of things that happened in it, each in one quarter only
and never counted anew, so that two editions have nothing in common to be subtracted. Source: promises.md, "Figures".
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from portal.domain.areas import NOT_SURE
from portal.domain.quarters import Quarter, find_quarter
from portal.domain.stages import ENDED, LINE, Stage
from portal.domain.suppression import HIDDEN_BELOW, ROUNDED_TO, Hide, hide, round_count

SLOWEST_TENTH_FROM = 100
EVERYWHERE = ""  # in the place of an area
LONGEST_WEEKS = 520  # ten years: no case stays so long, but days are mistyped
MEASURED = tuple(stage for stage in LINE if stage not in ENDED)


class Counted(StrEnum):
    """What is counted as it happens."""

    RECEIVED = "received"
    STAY = "stay"
    PROMISE = "promise"


class Kept(IntEnum):
    """How a promise to write by a day ended."""

    LATE = 0
    WITH_NEWS = 1
    WITHOUT_NEWS = 2  # a true "no news yet" came by the day


class Measure(StrEnum):
    """What a published row tells of."""

    RECEIVED = "received"
    STAY = "stay"
    KEPT = "kept"
    KEPT_WITHOUT_NEWS = "kept_without_news"
    LATE = "late"


_OF_PROMISE = {
    Kept.WITH_NEWS: Measure.KEPT,
    Kept.WITHOUT_NEWS: Measure.KEPT_WITHOUT_NEWS,
    Kept.LATE: Measure.LATE,
}
_MEASURES: tuple[tuple[Measure, Stage | None], ...] = (
    (Measure.RECEIVED, None),
    *((Measure.STAY, stage) for stage in MEASURED),
    *((measure, None) for measure in _OF_PROMISE.values()),
)
_OF_MEASURE = {each.value: each for each in Measure}
Stays = dict[int, int]  # by weeks, how many were over within so many


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """What one thing that happened adds to: it names no case. `value` is whole weeks of a stay, or a Kept."""

    quarter: str
    area: str
    what: str
    stage: str = ""
    value: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One published line. None: not shown, or, of weeks, none there are; the area EVERYWHERE is all of them."""

    measure: Measure
    stage: Stage | None
    area: str
    number: int | None
    median_weeks: int | None = None
    slowest_tenth_weeks: int | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published of a quarter, never changed again; `is_trial`: of made-up cases. Not every area has rows."""

    quarter: Quarter
    frozen_on: date
    is_trial: bool
    rows: tuple[Row, ...]

    def find(self, measure: Measure, stage: Stage | None = None, area: str = EVERYWHERE) -> Row | None:
        """Return a row, None when it is not shown at all."""
        asked = (measure, stage, area)
        return next((row for row in self.rows if (row.measure, row.stage, row.area) == asked), None)

    def list_areas(self) -> tuple[str, ...]:
        """List the areas of which anything is shown."""
        return tuple(sorted({row.area for row in self.rows if row.area != EVERYWHERE}))


def count_weeks(since_on: date, until_on: date) -> int:
    """Return within how many whole weeks something was over; one at least."""
    return min(max(-(-(until_on - since_on).days // 7), 1), LONGEST_WEEKS)


def weeks_within(stays: Mapping[int, int], share: int) -> int:
    """Return the fewest weeks within which `share` per cent of the stays were over. `stays`: by weeks, how many."""
    total, over = sum(stays.values()), 0
    for weeks in sorted(stays):
        over += stays[weeks]
        if over * 100 >= total * share:
            return weeks
    raise ValueError("no stays")


def make_rows(counts: Mapping[Event, int], areas: Collection[str], hide_parts: Hide = hide) -> tuple[Row, ...]:
    """Return what may be published of a quarter's counts; `areas` are all that there are, also those without any."""
    found: dict[tuple[Measure, Stage | None], dict[str, Stays]] = defaultdict(lambda: defaultdict(dict))
    for event, number in counts.items():
        measured = _find_measure(event)
        if measured is not None:
            of_area = found[measured][event.area]
            of_area[event.value] = of_area.get(event.value, 0) + number
    parts = {*areas, NOT_SURE, *(event.area for event in counts)}
    tables = {each: {part: found[each].get(part, {}) for part in parts} for each in _MEASURES}
    rows: list[Row] = []
    for (measure, stage), by_area in tables.items():
        rows += _list_rows(measure, stage, by_area, hide_parts)
    asked_in = {row.area for row in rows if row.measure is Measure.RECEIVED}
    # Safety: whoever left a stage asked before; many who left would tell that the few who asked were not so few
    return tuple(row for row in rows if row.measure is not Measure.STAY or row.area in asked_in)


def _find_measure(event: Event) -> tuple[Measure, Stage | None] | None:
    match event.what:
        case Counted.RECEIVED:
            return Measure.RECEIVED, None
        case Counted.STAY:
            return (Measure.STAY, Stage(event.stage)) if event.stage in {each.value for each in MEASURED} else None
        case Counted.PROMISE:
            return (_OF_PROMISE[Kept(event.value)], None) if event.value in set(Kept) else None
    return None


def _list_rows(measure: Measure, stage: Stage | None, by_area: Mapping[str, Stays], hide_parts: Hide) -> list[Row]:
    numbers = {area: sum(stays.values()) for area, stays in by_area.items()}
    if sum(numbers.values()) < HIDDEN_BELOW:
        # Safety: nor is anything of a part of it
        return [Row(measure, stage, EVERYWHERE, None)]
    everywhere: Stays = defaultdict(int)
    for stays in by_area.values():
        for weeks, number in stays.items():
            everywhere[weeks] += number
    hidden = hide_parts(numbers)
    shown = {EVERYWHERE: everywhere, **{area: by_area[area] for area in sorted(by_area) if area not in hidden}}
    return [_make_row(measure, stage, area, stays) for area, stays in shown.items()]


def _make_row(measure: Measure, stage: Stage | None, area: str, stays: Stays) -> Row:
    number = sum(stays.values())
    if measure is not Measure.STAY:
        return Row(measure, stage, area, round_count(number))
    half = weeks_within(stays, 50)
    if area != EVERYWHERE:
        return Row(measure, stage, area, None, half)
    # Safety: what was received less what was taken up would tell how few wait at the moment
    shown = None if stage is Stage.RECEIVED else round_count(number)
    return Row(measure, stage, area, shown, half, weeks_within(stays, 90) if number >= SLOWEST_TENTH_FROM else None)


def edition_as_body(edition: Edition) -> dict[str, Any]:
    """Return an edition as it is stored and handed out as JSON."""
    return {
        "quarter": str(edition.quarter),
        "first_day": edition.quarter.first_on.isoformat(),
        "last_day": edition.quarter.last_on.isoformat(),
        "frozen_on": edition.frozen_on.isoformat(),
        "is_trial": edition.is_trial,
        "rules": {
            "not_shown_below": HIDDEN_BELOW,
            "rounded_to": ROUNDED_TO,
            "slowest_tenth_from": SLOWEST_TENTH_FROM,
        },
        "rows": [
            {
                "measure": row.measure.value,
                "stage": row.stage.value if row.stage else None,
                "area": row.area or None,
                "number": row.number,
                "median_weeks": row.median_weeks,
                "slowest_tenth_weeks": row.slowest_tenth_weeks,
            }
            for row in edition.rows
        ],
    }


def edition_from_body(body: Mapping[str, Any]) -> Edition:
    """Return the edition of a stored body; ValueError when it is none."""
    quarter = find_quarter(body["quarter"])
    if quarter is None:
        raise ValueError("no quarter")
    rows = (
        Row(
            _OF_MEASURE[row["measure"]],
            Stage(row["stage"]) if row["stage"] else None,
            row["area"] or EVERYWHERE,
            row["number"],
            row["median_weeks"],
            row["slowest_tenth_weeks"],
        )
        for row in body["rows"]
    )
    return Edition(quarter, date.fromisoformat(body["frozen_on"]), bool(body["is_trial"]), tuple(rows))
