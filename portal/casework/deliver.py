"""Delivering notices: claim one, decide, mark it as leaving, hand it over, say what became of it. Never the same twice.

What a notice was when its worker died cannot be known: it stands as unsure and is never sent again, unless its carrier
can be asked, which enquire does. What was handed over is also noted beside the database, so that a row which somebody
puts back there leaves no second time.
"""

from collections.abc import Callable
from dataclasses import replace

from portal.casework.enquire import find_reference
from portal.casework.notify import make_row
from portal.casework.outgoing import Ends, Leaves, Waits, decide
from portal.casework.work import WorkerSide
from portal.domain.errors import Unavailable
from portal.domain.notices import (
    KEEP_SENT,
    STALE,
    Event,
    Handed,
    NoticeAuthor,
    NoticeState,
    Reason,
    find_digest_slot,
    pause_after,
    start_of_next_limits,
)
from portal.journal import KEEP_LEFT
from portal.store.holds import RESTORE
from portal.store.outbox import NoticeRow
from portal.store.work import Work
from portal.vault.digests import plain_digest


def deliver(side: WorkerSide, worker: str, has_ended: Callable[[], bool] = lambda: False) -> int:
    """Hand over what is due; return how many were handed over. `worker` is a name of this worker's own."""
    handed_over = 0
    with side.store.look() as work:
        # Safety: a restored backup may hold notices that left long ago; somebody looks first
        if work.holds.has(RESTORE):
            return 0
        is_due = work.outbox.has_due(side.clock.now(), side.notice_keys)
    while is_due and not has_ended():
        taken = _take_next(side, worker)
        if taken is None:
            break
        row, leaves = taken
        if leaves:
            handed_over += _hand_over(side, worker, row, leaves)
    return handed_over


def look_after(side: WorkerSide) -> int:
    """Mark what a dead worker left, clear what was sent long ago, make the next digest; return how many went unsure."""
    now = side.clock.now()
    slot = find_digest_slot(now, side.calendar.is_working_day)
    with side.store.work() as work:
        unsure = work.outbox.doubt_abandoned(now, but_referenced=side.enquiry is not None)
        work.outbox.forget_references()
        work.outbox.erase_sent(side.clock.today() - KEEP_SENT)
        work.outbox.forget_left(side.clock.today())
        if slot and not work.holds.has(RESTORE):
            for service in work.services.list_all():
                key = side.notice_keys.get(service.service_id)
                if key:
                    # one row for every service and slot, whichever worker comes first
                    name = f"{service.service_id} {slot.isoformat()}".encode()
                    body = {"event": Event.STAFF_DIGEST.value, "made_at": slot.isoformat()}
                    author = (NoticeAuthor.WORKER, key)
                    work.outbox.add(make_row(service, None, body, author, plain_digest("digest", name, 16).hex()))
    return unsure


def _take_next(side: WorkerSide, worker: str) -> tuple[NoticeRow, Leaves | None] | None:
    """Claim the next notice and decide; when it leaves, that stands in the database before anything is handed over."""
    now = side.clock.now()
    with side.store.work() as work:
        row = None if work.holds.has(RESTORE) else work.outbox.claim(now, side.notice_keys)
        if row is None:
            return None
        match decide(side, work, row):
            case Ends(is_kept=False):
                work.outbox.erase(row.notice_id)
                return row, None
            case Ends(state, reason):
                work.outbox.settle(row.notice_id, state, reason)
                work.outbox.erase_like(row, reason)
                return row, None
            case Waits():
                work.outbox.put_off(row.notice_id, now)
                return row, None
            case Leaves() as leaves:
                is_mine = _begin(side, work, row, worker, find_reference(side, row, leaves))
                if is_mine and not leaves.is_kept:
                    # Safety: gone before it leaves, so that nothing sends it again or shows whom it was for
                    work.outbox.erase(row.notice_id)
                return row, leaves if is_mine else None


def _begin(side: WorkerSide, work: Work, row: NoticeRow, worker: str, reference: str | None) -> bool:
    """Mark a notice as leaving; False when another worker did, on whatever machine, also if the row was put back."""
    # what belongs to no case is not noted here: that an alert was made would tell that somebody was not safe
    if row.case_id is not None and not work.outbox.note_leaving(row.notice_id, side.clock.today() + KEEP_LEFT):
        return False
    return work.outbox.begin_sending(row.notice_id, worker, side.clock.now(), reference)


def _hand_over(side: WorkerSide, worker: str, row: NoticeRow, leaves: Leaves) -> bool:
    """Hand over what was marked as leaving and settle it; False when this machine handed it over before."""
    # by now the row says "sending" for good: if this process dies here, the notice is unsure
    reference, message = find_reference(side, row, leaves), leaves.message
    if side.clock.now() > message.at + STALE:
        # Safety: this process slept; by now somebody else may have asked about the notice, and sent it
        return False
    try:
        if reference:
            message = replace(message, mail_id=reference)
            side.heads.note_leaving(reference, side.clock.today())
        # Safety: on the disk before it leaves; nobody who writes to the database can take that back
        is_first = side.heads.note_leaving(row.notice_id, side.clock.today())
    except Unavailable:
        _settle(side, worker, row, Handed.NOT_NOW)
        raise
    if not is_first:
        with side.store.work() as work:
            _settle_shown(work, worker, row, NoticeState.FAILED, Reason.LEFT_BEFORE)
        return False
    handed = side.channels[leaves.method].hand_over(message)
    if handed in (Handed.NOT_NOW, Handed.NOT_TODAY):
        side.heads.note_stayed(row.notice_id)
    # what may have left and can be asked about stays "sending" until its lease is over, and is asked about then
    if leaves.is_kept and not (reference and handed is Handed.UNSURE):
        _settle(side, worker, row, handed)
    return True


def _settle(side: WorkerSide, worker: str, row: NoticeRow, handed: Handed) -> None:
    with side.store.work() as work:
        match handed:
            case Handed.ACCEPTED:
                _settle_sent(work, worker, row)
            case Handed.REFUSED:
                _settle_shown(work, worker, row, NoticeState.FAILED, Reason.REFUSED)
            case Handed.NOT_SET_UP:
                _settle_shown(work, worker, row, NoticeState.FAILED, Reason.NOT_SET_UP)
            case Handed.UNSURE:
                _settle_shown(work, worker, row, NoticeState.UNSURE, Reason.NO_ANSWER)
            case Handed.NOT_NOW:
                next_try_at = side.clock.now() + pause_after(row.attempts + 1)
                work.outbox.try_again(row.notice_id, worker, next_try_at)
            case Handed.NOT_TODAY:
                work.outbox.try_again(row.notice_id, worker, start_of_next_limits(side.clock.now()))


def _settle_sent(work: Work, worker: str, row: NoticeRow) -> None:
    work.outbox.settle(row.notice_id, NoticeState.SENT, None, worker=worker)
    if row.author is NoticeAuthor.SITE and row.case_id is None:
        # Safety: that an alert was made at all would tell that somebody of this service was not safe
        work.outbox.erase(row.notice_id)
    elif row.case_id is None:
        work.outbox.erase_like(row, None)


def _settle_shown(work: Work, worker: str, row: NoticeRow, state: NoticeState, reason: Reason) -> None:
    work.outbox.settle(row.notice_id, state, reason, worker=worker)
    work.outbox.erase_like(row, reason)
