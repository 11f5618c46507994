"""The worker's rounds over cases: it notes stops, holds and new codes beside the database, and erases what is due.

Asking to be erased is in ask; which rows a case has is in the store.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from portal.casework.holds import list_noted, note_ending, note_hold
from portal.casework.quiet import is_quiet, list_quiet, note_quiet
from portal.casework.requests import REQUEST_KINDS, read_requests
from portal.casework.work import Clock, Memory, WorkerSide
from portal.domain.case import EntryKind
from portal.domain.errors import NotAllowed, OutOfDate
from portal.domain.requests import RequestState
from portal.domain.retention import Keep
from portal.journal import ERASED, LOCKED, NEW_KEYS, STOP
from portal.store.chains import OpenedCase
from portal.store.erasing import ERASED_TABLES, Stale
from portal.store.work import Store, Work


@dataclass(slots=True)
class Rounds:
    """What one worker does with cases, minute by minute; safe to run twice and on several machines."""

    side: WorkerSide
    keep: Keep
    _seen: dict[str, int] = field(default_factory=dict, init=False)
    _seen_keys: dict[str, int] = field(default_factory=dict, init=False)
    _kept_on: date | None = field(default=None, init=False)
    _is_scrubbed: bool = field(default=True, init=False)

    def go_round(self) -> int:
        """Note stops, holds and new codes, erase what is due, daily what was kept long enough; return how many went."""
        self.note_stops()
        self.note_holds()
        self.note_new_keys()
        today = self.side.clock.today()
        erased = erase_due(self.side)
        if self._kept_on != today:
            note_quiet(self.side)
            erased += erase_stale(self.side.store, self.side.clock, self.side.heads, self.keep)
            self._kept_on = today
        if erased or not self._is_scrubbed:
            # Safety: the log is not empty while somebody reads; then the next round tries again
            self._is_scrubbed = self.side.store.scrub(ERASED_TABLES)
        return erased

    def note_stops(self) -> None:
        """Note every case whose person asked for no contact, or to lock their page, once for each of their requests."""
        with self.side.store.look() as work:
            newest = work.erasing.list_newest(EntryKind.REQUEST)
            new = [case_id for case_id, sequence in newest.items() if self._seen.get(case_id) != sequence]
            asked = {case_id: _read(self.side, work, case_id) for case_id in new}
        for case_id, state in asked.items():
            note_ending(self.side.heads, case_id, state, today=self.side.clock.today())
            if state.is_contact_stopped:
                self.side.heads.note(STOP, case_id, self.side.clock.today())
            if state.is_locked:
                # Safety: whoever else has the code must not get in by a restore
                self.side.heads.note(LOCKED, case_id, self.side.clock.today())
        self._seen = newest

    def note_holds(self) -> None:
        """Note every stop and lock that no entry of the case says: it stands among the holds alone."""
        today = self.side.clock.today()
        with self.side.store.look() as work:
            held, locked = work.holds.list_stops(), work.holds.list_locks()
        for case_id, since_on in held.items():
            note_hold(self.side.heads, case_id, since_on, today=today)
        for case_id, since_on in locked.items():
            self.side.heads.note(LOCKED, case_id, min(since_on, today))

    def note_new_keys(self) -> None:
        """Note every case whose person got a new code, once for each: a restore would bring the old one back."""
        with self.side.store.look() as work:
            newest = work.erasing.list_newest(EntryKind.KEY_CHANGE)
            new = [case_id for case_id, sequence in newest.items() if self._seen_keys.get(case_id) != sequence]
            opened = {case_id: _open_requests(self.side, work, case_id) for case_id in new}
        for case_id, each in opened.items():
            if each and each.first_keys:
                self.side.heads.note(NEW_KEYS, case_id, self.side.clock.today())
        self._seen_keys = newest


def erase_due(side: WorkerSide) -> int:
    """Erase the cases whose owner asked for it and whose time to undo is over; return how many."""
    today = side.clock.today()
    with side.store.look() as work:
        due = work.erasing.list_due(today)

    def erase(work: Work, case_id: str, today: date) -> None:
        opened = _open_requests(side, work, case_id)
        asked = _read_with_held(side, work, opened, case_id) if opened and not opened.refused_count else RequestState()
        erase_on = asked.erase_on
        # Safety: the plain day is only where to look; whoever may write it could else have every case wiped
        if erase_on is None or erase_on > today:
            raise OutOfDate("its owner did not ask for it, or their request does not verify")
        work.erasing.erase_due(case_id, today)

    return sum(_erase(side.store, side.heads, case_id, today, erase) for case_id in due)


def list_stale(store: Store, clock: Clock, memory: Memory, keep: Keep) -> list[str]:
    """Return the cases that were kept long enough, as the worker's memory says too."""
    with store.look() as work:
        return list_quiet(memory, work, _stale(keep, clock.today()))


def erase_stale(store: Store, clock: Clock, memory: Memory, keep: Keep) -> int:
    """Erase the cases that were kept long enough; return how many."""
    today = clock.today()
    stale = _stale(keep, today)

    def erase(work: Work, case_id: str, _today: date) -> None:
        case = work.cases.find_by_id(case_id)
        # Safety: whoever writes to the database could else make any case look old, and no backup would bring it back
        if case is None or not is_quiet(memory, work, case, stale):
            raise OutOfDate("something was added to the case since it was listed")
        work.erasing.erase_stale(case_id, stale)

    return sum(_erase(store, memory, case_id, today, erase) for case_id in list_stale(store, clock, memory, keep))


def _erase(store: Store, memory: Memory, case_id: str, today: date, erase: Callable[[Work, str, date], None]) -> bool:
    try:
        with store.work() as work:
            erase(work, case_id, today)
            # Safety: noted before it is done for good, so that no backup brings back what its owner had erased
            memory.note(ERASED, case_id, today)
    except OutOfDate:
        return False
    return True


def _read(side: WorkerSide, work: Work, case_id: str) -> RequestState:
    opened = _open_requests(side, work, case_id)
    return _read_with_held(side, work, opened, case_id) if opened else RequestState()


def _read_with_held(side: WorkerSide, work: Work, opened: OpenedCase, case_id: str) -> RequestState:
    return read_requests(opened, list_noted(side.heads, case_id, work.holds.list_asked(case_id)))


def _open_requests(side: WorkerSide, work: Work, case_id: str) -> OpenedCase | None:
    """Open a case's requests; None when it is gone, another worker's, or its service's keys are not pinned."""
    case = work.cases.find_by_id(case_id)
    if case is None or case.service_id not in side.notice_keys:
        return None
    try:
        reader = side.reader_of(case, work.services.get(case.service_id))
    except NotAllowed:
        return None
    return work.entries.open_case(case_id, reader, REQUEST_KINDS)


def _stale(keep: Keep, today: date) -> Stale:
    return Stale(keep.closed_before(today), keep.quiet_before(today))
