"""A frozen edition to read: numbers at and around every edge of what is shown."""

from __future__ import annotations

import json

from portal.domain.figures import Edition, Event, Kept, edition_as_body, make_rows
from portal.domain.quarters import Quarter
from portal.domain.stages import Stage
from portal.store.figures import EditionRow
from portal.store.work import Store

AREAS = ("gwent", "cheshire", "kent", "norfolk")
THIRD, FOURTH = Quarter(2026, 3), Quarter(2026, 4)


def make_counts(quarter: Quarter = THIRD) -> dict[Event, int]:
    """Return counts: 88 asked; re:hub had 140 cases, and 12 enquiries were over; 90 of 100 promises were kept."""
    at = str(quarter)
    return {
        **{Event(at, area, "received"): number for area, number in zip(AREAS, (42, 31, 11, 4), strict=True)},
        **{Event(at, "gwent", "stay", Stage.REHUB_CHECK.value, weeks): 40 for weeks in (6, 12, 30)},
        Event(at, "cheshire", "stay", Stage.REHUB_CHECK.value, 9): 20,
        Event(at, "kent", "stay", Stage.ENQUIRIES.value, 1): 12,
        **{Event(at, "gwent", "promise", value=kept): number for kept, number in zip(Kept, (10, 60, 30), strict=True)},
    }


def keep_edition(store: Store, quarter: Quarter = THIRD, *, is_trial: bool = False) -> Edition:
    """Keep the edition of a quarter as if it had been frozen two days after it."""
    rows = make_rows(make_counts(quarter), AREAS)
    edition = Edition(quarter, quarter.next.first_on.replace(day=2), is_trial, rows)
    with store.work() as work:
        body = json.dumps(edition_as_body(edition))
        work.figures.add_edition(EditionRow(str(quarter), edition.frozen_on, body))
    return edition
