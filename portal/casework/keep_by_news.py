"""Keeping a promise by news: what becomes of the promised day, and that nobody waits for the service any more.

Keeping it by "no news yet" is keep_promises'. When the next day is, is the domain's.
"""

from datetime import date

from portal.casework.count import count_promise
from portal.domain.asks import AskedOf, How, Promise
from portal.domain.case import Case
from portal.domain.promises import IsWorkingDay, next_update_by
from portal.domain.stages import ENDED, Stage
from portal.store.work import Work


def record_kept(work: Work, case: Case, today: date) -> None:
    """Record that the person got news today. Call it once next_update_by has moved on, in the same work.

    `case` is as it was read before. Where the same day is promised as before, since it was promised today already, that
    promise stands; only the silence is over, which is kept as news of today.
    """
    promised_on = work.cases.hear(case.case_id)
    if case.next_update_by is None:
        return
    work.asks.answer(case.case_id, AskedOf.SERVICE, today)
    stands = promised_on == case.next_update_by
    due_on = today if stands else case.next_update_by
    work.promises.keep(Promise(case.case_id, due_on, today, How.UPDATE))
    if not stands:
        count_promise(work, case, due_on, today)


def promise_after(case: Case, then: Stage, today: date, is_working_day: IsWorkingDay) -> date | None:
    """Return the next promised day after news that leaves the case at `then`; `case` is as it was before.

    None where the person ended it all: nothing more is promised to them until they undo that.
    """
    if case.next_update_by is None and case.stage not in ENDED:
        return None
    return next_update_by(then, case.rhythm, today, is_working_day)
