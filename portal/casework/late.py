"""What is late at a desk: promises passed, cases without news for long, and what to ask before the next promised day.

It reads plain days and no sealed entry. The rows that a practitioner sees are the inbox's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.casework.work import DeskSide
from portal.domain.asks import AskedOf
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


def list_asked(side: DeskSide, work: Work, service_id: str) -> dict[str, frozenset[AskedOf]]:
    """Return of whom something is asked now, by case; of re:hub only what goes by hand. Two queries for all cases."""
    own = work.asks.list_open(service_id, AskedOf.SERVICE, limit=1000)
    by_hand = [] if side.has_rehub_mailbox else work.asks.list_open(service_id, AskedOf.REHUB, limit=1000)
    found: dict[str, frozenset[AskedOf]] = {}
    for ask in (*own, *by_hand):
        found[ask.case_id] = found.get(ask.case_id, frozenset()) | {ask.of}
    return found


def judge_lateness(side: DeskSide, case: Case, asked: frozenset[AskedOf], today: date) -> Lateness:
    """Return how a case stands; `asked` is of whom something is asked now."""
    is_working_day = side.calendar.is_working_day
    return Lateness(
        silence=case.silence,
        needs_supervisor=needs_supervisor(case.stage, case.silence, case.next_update_by, today, is_working_day),
        is_news_due=AskedOf.SERVICE in asked,
        is_rehub_to_ask=AskedOf.REHUB in asked,
    )


def add_silent(work: Work, service_id: str, cases: Sequence[Case], limit: int) -> tuple[Case, ...]:
    """Return the cases, and those of the longest silences that are not among them: their next promise may be far."""
    there = {case.case_id for case in cases}
    silent = work.cases.list_silent(service_id, limit=limit)
    return (*cases, *(case for case in silent if case.case_id not in there))
