"""Asking a carrier about a notice that may have left: before anything is tried again, so that nothing goes out twice.

A carrier is asked by a reference that only the worker can work out, so that whoever writes to the database cannot have
it asked about something that never was. Sending itself is in deliver.
"""

from collections.abc import Callable

from portal.casework.enquiry import Enquiry
from portal.casework.outgoing import Leaves
from portal.casework.work import WorkerSide
from portal.domain.notices import ASK_FOR, Known, NoticeState, Reason
from portal.store.holds import RESTORE
from portal.store.outbox import NoticeRow
from portal.vault.digests import keyed_digest


def find_reference(side: WorkerSide, row: NoticeRow, leaves: Leaves) -> str | None:
    """Return by what a carrier will know this notice, the same at every try; None when it cannot be asked."""
    # what belongs to no case, and a trial notice, leave nothing behind that could be asked about
    is_asked_about = row.case_id is not None and leaves.is_kept
    if side.enquiry is None or leaves.method not in side.enquiry.methods or not is_asked_about:
        return None
    return _reference_of(side, row)


def enquire(side: WorkerSide, worker: str, has_ended: Callable[[], bool] = lambda: False) -> int:
    """Ask about each notice whose lease ended before its carrier's answer was noted; return how many were asked about.

    One that surely never arrived there may leave again; its person's wishes are asked anew then.
    """
    asked = 0
    with side.store.look() as work:
        if side.enquiry is None or work.holds.has(RESTORE):
            return 0
    while not has_ended():
        with side.store.work() as work:
            row = work.outbox.claim_doubtful(side.clock.now(), side.notice_keys, worker)
        if row is None:
            break
        _ask(side, side.enquiry, worker, row)
        asked += 1
    return asked


def _ask(side: WorkerSide, enquiry: Enquiry, worker: str, row: NoticeRow) -> None:
    reference = _reference_of(side, row)
    known = enquiry.ask(reference)
    # Safety: only what this machine noted as handed to that carrier; else a row put back would be sent once more
    may_leave = known is Known.NOT_THERE and side.heads.has_left(reference)
    if may_leave:
        side.heads.note_stayed(row.notice_id)
    with side.store.work() as work:
        if known is Known.TAKEN:
            work.outbox.settle(row.notice_id, NoticeState.SENT, None, worker=worker)
        elif may_leave:
            work.outbox.try_again(row.notice_id, worker, side.clock.now())
        elif side.clock.now() > row.next_try_at + ASK_FOR:
            work.outbox.settle(row.notice_id, NoticeState.UNSURE, Reason.NO_ANSWER, worker=worker)
            work.outbox.erase_like(row, Reason.NO_ANSWER)
        # else it is asked about again when the lease that claim_doubtful gave is over


def _reference_of(side: WorkerSide, row: NoticeRow) -> str:
    # Safety: it tells nobody without the notice key which notice it stands for, and nobody else can make one
    return keyed_digest("carrier", side.notice_keys[row.service_id].seed, row.notice_id.encode(), 16).hex()
