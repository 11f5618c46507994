"""The worker's sweep over promises: ask whoever holds a case early, and say truly that there is no news on the day.

It may run twice, on several machines, and be killed anywhere: each page of cases is one transaction, which takes only
cases that are still due and that nobody else holds. Source: promises.md, "Promises".
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.casework.chase import chase
from portal.casework.count import count_promise
from portal.casework.holds import list_noted
from portal.casework.notify import list_own_services, notify_as_worker
from portal.casework.requests import REQUEST_KINDS, read_requests
from portal.casework.talks import find_talk
from portal.casework.work import WorkerSide
from portal.domain.asks import Ask, AskedOf, How, Promise, asked_of
from portal.domain.case import Case, EntryKind, Service
from portal.domain.errors import PortalError, Unavailable
from portal.domain.notices import LONDON, Event
from portal.domain.promises import ask_until, keeps_by_itself, next_update_by, say_no_news_until
from portal.domain.stages import ENDED, Stage
from portal.store.cases import Due
from portal.store.holds import RESTORE
from portal.store.work import Work
from portal.vault.randomness import random_id

PAGE = 50
_OPEN = frozenset(Stage) - ENDED
_BY_ITSELF = frozenset(stage for stage in Stage if keeps_by_itself(stage, was_told=False))
_ONCE_TOLD = frozenset(stage for stage in Stage if keeps_by_itself(stage, was_told=True)) - _BY_ITSELF
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the worker may read of a page of cases: whose person is ending it all, and who was asked to talk."""

    ending: frozenset[str] = frozenset()
    talking: frozenset[str] = frozenset()


_Do = Callable[[WorkerSide, Work, Sequence[Case], _Told], None]


def keep_promises(side: WorkerSide, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Ask about what is promised soon, and say "no news yet" of what is promised for today or was before."""
    with side.store.look() as work:
        if work.holds.has(RESTORE):
            # Safety: a restored backup may promise what its person has since ended; somebody looks first
            return
        services = list_own_services(side, work)
    today, is_working_day = side.clock.today(), side.calendar.is_working_day
    soon = Due(ask_until(today, is_working_day), services, _OPEN, is_unasked=True)
    _go_round(side, soon, services, _ask, is_stopping)
    passed_on = say_no_news_until(side.clock.now().astimezone(LONDON))
    passed = Due(passed_on, services, _BY_ITSELF, stages_once_told=_ONCE_TOLD)
    _go_round(side, passed, services, _say_no_news, is_stopping)


def _go_round(
    side: WorkerSide, due: Due, services: dict[str, Service], do: _Do, is_stopping: Callable[[], bool]
) -> None:
    last: Case | None = None
    while not is_stopping():
        with side.store.look() as work:
            page = work.cases.list_due(due, after=last, limit=PAGE)
            told = _read(side, work, page, services)
        if not page:
            return
        _take(side, due, page, told, do)
        last = page[-1]


def _take(side: WorkerSide, due: Due, page: Sequence[Case], told: _Told, do: _Do) -> None:
    try:
        _take_together(side, due, page, told, do)
    except Unavailable:
        raise
    except PortalError as fault:
        if len(page) == 1:
            _log.warning("a promise could not be kept: %s", type(fault).__name__)
            return
        # one case that cannot be done must not hold up all that stand beside it
        for case in page:
            _take(side, due, [case], told, do)


def _take_together(side: WorkerSide, due: Due, page: Sequence[Case], told: _Told, do: _Do) -> None:
    with side.store.work() as work:
        # Safety: what another worker, or news, has done since is not done again
        held = work.cases.hold_due(due, [case.case_id for case in page])
        work.cases.promise_all([(case, None, 0) for case in held if case.case_id in told.ending])
        do(side, work, [case for case in held if case.case_id not in told.ending], told)


def _ask(side: WorkerSide, work: Work, cases: Sequence[Case], told: _Told) -> None:
    found = {case.case_id: case for case in cases}
    asks = [_make_ask(case, side.clock.today(), _find_asked(side, case, told)) for case in cases]
    for ask in work.asks.add_all(asks):
        if ask.of is AskedOf.REHUB:
            chase(side, work, found[ask.case_id], ask.ask_id)


def _find_asked(side: WorkerSide, case: Case, told: _Told) -> AskedOf:
    """Return whom to ask; the service, which asks by hand, where there is no mailbox to ask re:hub at."""
    if side.rehub is None or case.case_id in told.talking:
        # who is asked to talk waits for the service, whatever it is about: re:hub may have said all it has to say
        return AskedOf.SERVICE
    return asked_of(case.stage)


def _say_no_news(side: WorkerSide, work: Work, cases: Sequence[Case], _told: _Told) -> None:
    today = side.clock.today()
    silent = [replace(case, silence=case.silence + 1) for case in cases]
    work.cases.promise_all([(case, _promise_next(side, case, today), case.silence) for case in silent])
    kept = [(case, case.next_update_by) for case in silent]
    passed = [(case, due_on) for case, due_on in kept if due_on is not None]
    work.promises.keep_all([Promise(each.case_id, on, today, How.NO_NEWS, each.silence) for each, on in passed])
    for case, due_on in passed:
        count_promise(work, case, due_on, today, is_news=False)
    # re:hub's stay open: its link may still be used
    work.asks.pass_over([case.case_id for case in silent], AskedOf.SERVICE, today)
    notify_as_worker(side, work, silent, Event.NO_NEWS)


def _make_ask(case: Case, today: date, of: AskedOf) -> Ask:
    due_on = case.next_update_by or today  # what is due has a day
    return Ask(random_id(), case.case_id, case.service_id, case.stage, today, due_on, of)


def _promise_next(side: WorkerSide, case: Case, today: date) -> date | None:
    return next_update_by(case.stage, case.rhythm, today, side.calendar.is_working_day)


def _read(side: WorkerSide, work: Work, cases: Sequence[Case], services: dict[str, Service]) -> _Told:
    """Return what the worker may read of the cases, with two queries for all of them.

    The page ends a promise itself when its person ends it all; this is for older cases, and for what a restored backup
    does not know.
    """
    if not cases:
        return _Told()
    readers = {case.case_id: side.reader_of(case, services[case.service_id]) for case in cases}
    held = work.holds.list_all_asked()
    opened = work.entries.open_cases(readers, REQUEST_KINDS | {EntryKind.TALK})
    states = {
        case_id: read_requests(each, list_noted(side.heads, case_id, held.get(case_id, ())))
        for case_id, each in opened.items()
    }
    return _Told(
        ending=frozenset(name for name, state in states.items() if state.withdrawn_on or state.erase_asked_on),
        talking=frozenset(name for name, each in opened.items() if find_talk(each) is not None),
    )
