"""Counting what happens, without any case, in the very work in which it happens: exactly once, or not at all.

What of it is published, and when, is in freeze. News that is held back is counted when it is released, not before.
"""

from datetime import date

from portal.domain.case import Case
from portal.domain.figures import Counted, Event, Kept, count_weeks
from portal.domain.quarters import quarter_of
from portal.domain.stages import Stage, is_forward
from portal.store.work import Work


def count_received(work: Work, area: str, today: date) -> None:
    """Count a case that came in."""
    work.figures.count(Event(str(quarter_of(today)), area, Counted.RECEIVED.value))


def count_stay(work: Work, case: Case, then: Stage, today: date) -> None:
    """Count how long a case stayed in the stage that it now leaves; `case` is as it was before the move.

    A move back, which puts something right, and news about the same stage count nothing.
    """
    if is_forward(case.stage, then):
        weeks = count_weeks(case.stage_since_on, today)
        work.figures.count(Event(str(quarter_of(today)), case.area, Counted.STAY.value, case.stage.value, weeks))


def count_promise(work: Work, case: Case, due_on: date, settled_on: date, *, is_news: bool = True) -> None:
    """Count how a promise ended; `is_news`: False for a true "no news yet"."""
    kept = Kept.LATE if settled_on > due_on else Kept.WITH_NEWS if is_news else Kept.WITHOUT_NEWS
    work.figures.count(Event(str(quarter_of(settled_on)), case.area, Counted.PROMISE.value, value=kept.value))
