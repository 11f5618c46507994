"""What is late at a desk: promises passed, cases without news for long, and what to ask before the next promised day.

It reads plain days and no sealed entry. The rows that a practitioner sees are the inbox's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.casework.work import DeskSide
from portal.domain.asks import AskedOf, asked_of
from portal.domain.case import Case
from portal.domain.promises import needs_supervisor
from portal.store.work import Work


@dataclass(frozen=True, slots=True)
class Lateness:
    """How a case stands with its promise, for the desk.

    `silence`: how many promises in a row passed without news. `is_news_due`: we asked the service for news before the
    promised day. `is_rehub_to_ask`: somebody has to ask re:hub by hand, since no mailbox is set.
    """

    silence: int = 0
    needs_supervisor: bool = False
    is_news_due: bool = False
    is_rehub_to_ask: bool = False


NOTHING_LATE = Lateness()


def list_asked(work: Work, service_id: str) -> frozenset[str]:
    """Return the cases about which we asked the service for news; one query."""
    return frozenset(ask.case_id for ask in work.asks.list_open(service_id, AskedOf.SERVICE, limit=1000))


def judge_lateness(side: DeskSide, case: Case, today: date, *, is_asked: bool) -> Lateness:
    """Return how a case stands; `is_asked`: we asked the service for news of it."""
    is_working_day = side.calendar.is_working_day
    is_by_hand = asked_of(case.stage) is AskedOf.REHUB and not side.has_rehub_mailbox
    return Lateness(
        silence=case.silence,
        needs_supervisor=needs_supervisor(case.stage, case.silence, case.next_update_by, today, is_working_day),
        is_news_due=is_asked and not is_by_hand,
        is_rehub_to_ask=is_asked and is_by_hand,
    )


def add_silent(work: Work, service_id: str, cases: Sequence[Case], limit: int) -> tuple[Case, ...]:
    """Return the cases, and those of the longest silences that are not among them: their next promise may be far."""
    there = {case.case_id for case in cases}
    silent = work.cases.list_silent(service_id, limit=limit)
    return (*cases, *(case for case in silent if case.case_id not in there))
