"""Freezing a quarter's figures once it is over: what may be published is kept, what was counted is forgotten.

Safe to run twice and on several machines: of a quarter there is one edition, and it is never changed.
"""

import json
from collections.abc import Collection
from datetime import date, timedelta

from portal.casework.made_up import find_made_up
from portal.casework.work import Clock
from portal.domain.figures import Edition, edition_as_body, make_rows
from portal.domain.quarters import Quarter, find_quarter, quarter_of
from portal.store.figures import EditionRow
from portal.store.work import Store, Work

WAIT = timedelta(days=1)  # a work that began before midnight still counts for the day before


def freeze_figures(store: Store, clock: Clock, areas: Collection[str]) -> list[str]:
    """Freeze every quarter that is over and has no edition; return which. `areas`: the codes of all that there are."""
    today = clock.today()
    with store.look() as work:
        due = _list_due(work, today)
    return [str(quarter) for quarter in due if _freeze(store, quarter, today, areas)]


def forget_over(work: Work, today: date) -> None:
    """Forget what was counted in quarters that are over: after a restore, since it may have been published before.

    Such a quarter then says of everything that it is not shown.
    """
    # Safety: a second edition of a quarter, with other numbers, could be compared with the first
    work.figures.forget_counts(until=str(quarter_of(quarter_of(today).first_on - WAIT)))


def _list_due(work: Work, today: date) -> list[Quarter]:
    """Return the quarters that are over, from the first one that was counted or that follows an edition."""
    frozen = [found for text in work.figures.list_quarters() if (found := find_quarter(text))]
    first = find_quarter(work.figures.find_first_counted() or "")
    quarter = frozen[0].next if frozen else first
    due: list[Quarter] = []
    while quarter is not None and quarter.last_on + WAIT < today:
        due.append(quarter)
        quarter = quarter.next
    return due


def _freeze(store: Store, quarter: Quarter, today: date, areas: Collection[str]) -> bool:
    with store.work() as work:
        made_up = find_made_up(work)
        counts = work.figures.list_counts(str(quarter))
        if not made_up.is_everything:
            # Safety: what was made up is never published among what happened
            counts = {event: number for event, number in counts.items() if not made_up.is_of(event.area)}
        edition = Edition(quarter, today, made_up.is_everything, make_rows(counts, areas))
        body = json.dumps(edition_as_body(edition), separators=(",", ":"))
        is_new = work.figures.add_edition(EditionRow(str(quarter), today, body))
        if is_new:
            # Safety: nothing small is kept that was not published, neither for a thief nor for a second, other edition
            work.figures.forget_counts(until=str(quarter))
    return is_new
