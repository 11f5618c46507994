"""The worker's rounds over cases: it notes stops beside the database, erases what is due, and ends what was kept long.

Asking to be erased is in ask; which rows a case has is in the store.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from portal.casework.requests import read_requests
from portal.casework.work import Clock, Memory, WorkerSide
from portal.domain.case import EntryKind
from portal.domain.errors import NotAllowed, OutOfDate
from portal.domain.retention import Keep
from portal.journal import ERASED, STOP
from portal.store.chains import OpenedCase
from portal.store.erasing import ERASED_TABLES, Stale
from portal.store.work import Store, Work


@dataclass(slots=True)
class Rounds:
    """What one worker does with cases, minute by minute; safe to run twice and on several machines."""

    side: WorkerSide
    keep: Keep
    _seen: dict[str, int] = field(default_factory=dict, init=False)
    _kept_on: date | None = field(default=None, init=False)
    _is_scrubbed: bool = field(default=True, init=False)

    def go_round(self) -> int:
        """Note new stops, erase what is due, and once a day what was kept long enough; return how many were erased."""
        self.note_stops()
        today = self.side.clock.today()
        erased = erase_due(self.side)
        if self._kept_on != today:
            erased += erase_stale(self.side.store, self.side.clock, self.side.heads, self.keep)
            self._kept_on = today
        if erased or not self._is_scrubbed:
            # Safety: the log is not empty while somebody reads; then the next round tries again
            self._is_scrubbed = self.side.store.scrub(ERASED_TABLES)
        return erased

    def note_stops(self) -> None:
        """Note every case whose person asked for no contact, once for each of their requests."""
        with self.side.store.look() as work:
            newest = work.erasing.list_newest_requests()
            new = [case_id for case_id, sequence in newest.items() if self._seen.get(case_id) != sequence]
            stopped = [case_id for case_id in new if _is_stopped(self.side, work, case_id)]
        for case_id in stopped:
            self.side.heads.note(STOP, case_id, self.side.clock.today())
        self._seen = newest


def erase_due(side: WorkerSide) -> int:
    """Erase the cases whose owner asked for it and whose time to undo is over; return how many."""
    today = side.clock.today()
    with side.store.look() as work:
        due = work.erasing.list_due(today)

    def erase(work: Work, case_id: str, today: date) -> None:
        opened = _open_requests(side, work, case_id)
        erase_on = read_requests(opened).erase_on if opened and not opened.refused_count else None
        # Safety: the plain day is only where to look; whoever may write it could else have every case wiped
        if erase_on is None or erase_on > today:
            raise OutOfDate("its owner did not ask for it, or their request does not verify")
        work.erasing.erase_due(case_id, today)

    return sum(_erase(side.store, side.heads, case_id, today, erase) for case_id in due)


def list_stale(store: Store, clock: Clock, keep: Keep) -> list[str]:
    """Return the cases that were kept long enough."""
    with store.look() as work:
        return work.erasing.list_stale(_stale(keep, clock.today()))


def erase_stale(store: Store, clock: Clock, memory: Memory, keep: Keep) -> int:
    """Erase the cases that were kept long enough; return how many."""
    today = clock.today()
    stale = _stale(keep, today)

    def erase(work: Work, case_id: str, _today: date) -> None:
        work.erasing.erase_stale(case_id, stale)

    return sum(_erase(store, memory, case_id, today, erase) for case_id in list_stale(store, clock, keep))


def _erase(store: Store, memory: Memory, case_id: str, today: date, erase: Callable[[Work, str, date], None]) -> bool:
    try:
        with store.work() as work:
            erase(work, case_id, today)
            # Safety: noted before it is done for good, so that no backup brings back what its owner had erased
            memory.note(ERASED, case_id, today)
    except OutOfDate:
        return False
    return True


def _is_stopped(side: WorkerSide, work: Work, case_id: str) -> bool:
    opened = _open_requests(side, work, case_id)
    return opened is not None and read_requests(opened).is_contact_stopped


def _open_requests(side: WorkerSide, work: Work, case_id: str) -> OpenedCase | None:
    """Open a case's requests; None when it is gone, another worker's, or its service's keys are not pinned."""
    case = work.cases.find_by_id(case_id)
    if case is None or case.service_id not in side.notice_keys:
        return None
    try:
        reader = side.reader_of(case, work.services.get(case.service_id))
    except NotAllowed:
        return None
    return work.entries.open_case(case_id, reader, {EntryKind.REQUEST})


def _stale(keep: Keep, today: date) -> Stale:
    return Stale(keep.closed_before(today), keep.quiet_before(today))
