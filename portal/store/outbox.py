"""The outbox: notices to be sent, written with what causes them, claimed by one worker at a time.

A row's envelope goes as soon as the row can send nothing any more, so that no writer in the database can wake it. What
left is noted in a table of its own, so that a row which somebody kept and puts back does not leave again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, or_, select, update

from portal.domain.errors import NotFound
from portal.domain.notices import LEASE, NEEDS_NOBODY, NOT_DELIVERED, Delivery, NoticeAuthor, NoticeState, Reason
from portal.store.hours import whole_hour_after
from portal.store.tables import notice_left, outbox
from portal.store.upsert import insert_all_if_absent, insert_if_absent

_SPENT = b""
_OPEN = (NoticeState.MADE.value, NoticeState.SENDING.value)
_TO_PERSON = outbox.c.ask_id.is_(None)  # of a case's rows: what goes to re:hub is no notice to the person
_SHOWN = or_(
    outbox.c.state.in_([NoticeState.UNSURE.value, NoticeState.FAILED.value]),
    and_(
        outbox.c.state == NoticeState.DROPPED.value,
        outbox.c.failure.not_in([reason.value for reason in NEEDS_NOBODY]),
    ),
    and_(
        outbox.c.state == NoticeState.SENT.value,
        outbox.c.delivery.is_not(None),  # so that what nobody reported on is no unknown to SQL
        outbox.c.delivery.in_([delivery.value for delivery in NOT_DELIVERED]),
    ),
)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice: what is stored plainly, and its envelope while it may still leave.

    `ask_id`: of a message to re:hub's mailbox, the ask that it is about; None for every notice to a person or to staff.
    """

    notice_id: str
    service_id: str
    case_id: str | None
    author: NoticeAuthor
    made_on: date
    state: NoticeState
    attempts: int
    next_try_at: datetime
    not_after_at: datetime
    failure: Reason | None
    envelope: bytes = field(repr=False)
    ask_id: str | None = None


class Outbox:
    """Add, claim and settle notices."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NoticeRow) -> None:
        """Add a notice; nothing changes when one of its id is there already."""
        self.add_all([new])

    def add_all(self, rows: Sequence[NoticeRow]) -> None:
        """Add several notices, each as add does."""
        plain = ({"author": each.author.value, "state": each.state.value, "failure": None} for each in rows)
        names = [column.name for column in outbox.c if column.name in NoticeRow.__slots__]
        values = [{name: getattr(row, name) for name in names} | each for row, each in zip(rows, plain, strict=True)]
        insert_all_if_absent(self._connection, outbox, values)

    def find_last_until(self, case_id: str) -> date | None:
        """Return the newest day that note_leaving was given for a notice of this case, None when none left."""
        query = select(func.max(notice_left.c.until_on)).join(outbox, outbox.c.notice_id == notice_left.c.notice_id)
        return self._connection.execute(query.where(outbox.c.case_id == case_id, _TO_PERSON)).scalar_one_or_none()

    def has_due(self, now: datetime, service_ids: Collection[str]) -> bool:
        """Say whether anything waits for a worker that holds these services' keys."""
        query = select(outbox.c.notice_id).where(_due(now, service_ids)).limit(1)
        return self._connection.execute(query).first() is not None

    def claim(self, now: datetime, service_ids: Collection[str]) -> NoticeRow | None:
        """Return the notice that has waited longest, held until the end of the work; other workers pass it over."""
        query = select(outbox).where(_due(now, service_ids)).order_by(outbox.c.next_try_at, outbox.c.notice_id)
        row = self._connection.execute(query.limit(1).with_for_update(skip_locked=True)).one_or_none()
        return _notice(row) if row else None

    def has_left(self, notice_id: str) -> bool:
        """Say whether a notice to a person was leaving before, whatever its row says now."""
        query = select(notice_left.c.notice_id).where(notice_left.c.notice_id == notice_id)
        return self._connection.execute(query).first() is not None

    def note_leaving(self, notice_id: str, until_on: date) -> bool:
        """Note that a notice to a person leaves, until a day when it could not any more; False when it did before."""
        return insert_if_absent(self._connection, notice_left, {"notice_id": notice_id, "until_on": until_on})

    def begin_sending(self, notice_id: str, worker: str, now: datetime, reference: str | None = None) -> bool:
        """Mark a notice as leaving, for the length of a lease; False when somebody else did.

        `reference`: by what its carrier will know it, for a carrier that can be asked.
        """
        # Safety: only what was still waiting, so that no two workers ever send the same notice
        is_mine = (outbox.c.notice_id == notice_id) & (outbox.c.state == NoticeState.MADE.value)
        values = {
            "state": NoticeState.SENDING.value,
            "attempts": outbox.c.attempts + 1,
            "leased_by": worker,
            "leased_until_at": now + LEASE,
            "reference": reference,
        }
        return self._connection.execute(update(outbox).where(is_mine).values(values)).rowcount == 1

    def claim_doubtful(self, now: datetime, service_ids: Collection[str], worker: str) -> NoticeRow | None:
        """Return a notice whose carrier has to be asked whether it has it, and lease it anew, to this worker."""
        is_in_doubt = _abandoned(now) & outbox.c.reference.is_not(None) & outbox.c.service_id.in_(service_ids)
        query = select(outbox).where(is_in_doubt).order_by(outbox.c.leased_until_at, outbox.c.notice_id)
        row = self._connection.execute(query.limit(1).with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        # Safety: whoever was sending it can settle it no more, nor can another ask at the same time
        leased = {"leased_by": worker, "leased_until_at": now + LEASE}
        self._connection.execute(update(outbox).where(outbox.c.notice_id == row.notice_id).values(leased))
        return _notice(row)

    def put_off(self, notice_id: str, now: datetime) -> None:
        """Let a notice wait outside its person's hours: until the next whole hour, then it is decided again."""
        is_waiting = (outbox.c.notice_id == notice_id) & (outbox.c.state == NoticeState.MADE.value)
        # Safety: the time itself would tell a thief of the database at which hours a watched person is alone
        self._connection.execute(update(outbox).where(is_waiting).values(next_try_at=whole_hour_after(now)))

    def try_again(self, notice_id: str, worker: str, at: datetime) -> None:
        """Let a notice wait that this worker could surely not hand over, while its lease holds."""
        values = {"state": NoticeState.MADE.value, "next_try_at": at, "leased_by": None, "leased_until_at": None}
        is_sending = _leased(notice_id, worker) & (outbox.c.state == NoticeState.SENDING.value)
        if self._connection.execute(update(outbox).where(is_sending).values(values)).rowcount == 1:
            self._connection.execute(delete(notice_left).where(notice_left.c.notice_id == notice_id))

    def settle(self, notice_id: str, state: NoticeState, reason: Reason | None, *, worker: str | None = None) -> None:
        """End a notice: one that waits, or the one this worker was sending. Its envelope goes."""
        values = {
            "state": state.value,
            "failure": reason.value if reason else None,
            "leased_by": None,
            "leased_until_at": None,
            "envelope": _SPENT,
        }
        waiting = (outbox.c.notice_id == notice_id) & (outbox.c.state == NoticeState.MADE.value)
        which = _leased(notice_id, worker) if worker else waiting
        self._connection.execute(update(outbox).where(which).values(values))

    def doubt_abandoned(self, now: datetime, *, but_referenced: bool = False) -> int:
        """Mark what was leaving when its worker died: it may or may not have left, and is never sent again.

        `but_referenced`: leave those to claim_doubtful whose carrier can be asked.
        """
        is_over = _abandoned(now) & outbox.c.reference.is_(None) if but_referenced else _abandoned(now)
        # leased_by stays: a slow worker that does come back may still say what became of it
        return self._connection.execute(update(outbox).where(is_over).values(_doubtful())).rowcount

    def note_delivery(self, reference: str, delivery: Delivery) -> None:
        """Note what a carrier says became of a notice; nothing happens when no row has the reference.

        What was delivered stays so, whatever is said later.
        """
        is_open = outbox.c.delivery.is_(None) | (outbox.c.delivery != Delivery.DELIVERED.value)
        which = (outbox.c.reference == reference) & is_open
        self._connection.execute(update(outbox).where(which).values(delivery=delivery.value))

    def forget_references(self) -> None:
        """Forget by what a carrier knows the notices that were delivered: nothing ties them to its records then."""
        is_done = (outbox.c.delivery == Delivery.DELIVERED.value) & outbox.c.state.not_in(_OPEN)
        values = update(outbox).where(is_done & outbox.c.reference.is_not(None)).values(reference=None)
        self._connection.execute(values)

    def doubt_all(self) -> int:
        """Mark everything that waits or leaves as unsure: in a restored backup it may have left since."""
        return self._connection.execute(update(outbox).where(outbox.c.state.in_(_OPEN)).values(_doubtful())).rowcount

    def list_shown(self, service_id: str, limit: int = 200) -> list[NoticeRow]:
        """Return what did not leave, or may not have, and nobody has dealt with; the newest first."""
        query = select(outbox).where((outbox.c.service_id == service_id) & _SHOWN)
        query = query.order_by(outbox.c.made_on.desc(), outbox.c.next_try_at.desc(), outbox.c.notice_id).limit(limit)
        return [_notice(row) for row in self._connection.execute(query)]

    def count_shown(self, service_id: str) -> int:
        """Return how many of them there are."""
        query = select(func.count()).select_from(outbox).where((outbox.c.service_id == service_id) & _SHOWN)
        return int(self._connection.execute(query).scalar_one())

    def take_shown(self, notice_id: str, service_id: str) -> NoticeRow:
        """Remove one that somebody dealt with and return it; NotFound for another service's or one not listed."""
        of_service = (outbox.c.notice_id == notice_id) & (outbox.c.service_id == service_id) & _SHOWN
        row = self._connection.execute(select(outbox).where(of_service)).one_or_none()
        if row is None:
            raise NotFound("no such notice at this service")
        self._connection.execute(delete(outbox).where(of_service))
        return _notice(row)

    def list_of_asks(self, case_id: str) -> list[NoticeRow]:
        """Return the messages to re:hub's mailbox about a case, as far as they are still kept; the oldest first."""
        query = select(outbox).where((outbox.c.case_id == case_id) & ~_TO_PERSON)
        query = query.order_by(outbox.c.made_on, outbox.c.next_try_at, outbox.c.notice_id)
        return [_notice(row) for row in self._connection.execute(query)]

    def erase(self, notice_id: str) -> None:
        """Erase one notice."""
        self._connection.execute(delete(outbox).where(outbox.c.notice_id == notice_id))

    def erase_like(self, newest: NoticeRow, reason: Reason | None) -> None:
        """Erase older ones of the same case and reason, or older digests of the service: one line a case is enough."""
        if newest.case_id is None:
            alike = (outbox.c.service_id == newest.service_id) & (outbox.c.author == NoticeAuthor.WORKER.value)
        else:
            why = outbox.c.failure == (reason.value if reason else None)
            alike = (
                (outbox.c.case_id == newest.case_id)
                & outbox.c.ask_id.is_not_distinct_from(newest.ask_id)
                & why
                & _SHOWN
            )
        is_other = (outbox.c.notice_id != newest.notice_id) & outbox.c.state.not_in(_OPEN)
        self._connection.execute(delete(outbox).where(alike & is_other))

    def erase_sent(self, before: date) -> int:
        """Erase what was sent, or dropped by the person's own wish, before a day."""
        is_old = (outbox.c.made_on < before) & outbox.c.state.not_in(_OPEN) & ~_SHOWN
        return self._connection.execute(delete(outbox).where(is_old)).rowcount

    def forget_left(self, today: date) -> int:
        """Forget what left so long ago that it could not be sent any more."""
        return self._connection.execute(delete(notice_left).where(notice_left.c.until_on < today)).rowcount


def _due(now: datetime, service_ids: Collection[str]) -> ColumnElement[bool]:
    return and_(
        outbox.c.state == NoticeState.MADE.value,
        outbox.c.next_try_at <= now,
        outbox.c.service_id.in_(service_ids),
    )


def _abandoned(now: datetime) -> ColumnElement[bool]:
    return (outbox.c.state == NoticeState.SENDING.value) & (outbox.c.leased_until_at <= now)


def _leased(notice_id: str, worker: str) -> ColumnElement[bool]:
    may_tell = outbox.c.state.in_([NoticeState.SENDING.value, NoticeState.UNSURE.value])
    return (outbox.c.notice_id == notice_id) & (outbox.c.leased_by == worker) & may_tell


def _doubtful() -> dict[str, Any]:
    return {"state": NoticeState.UNSURE.value, "failure": Reason.NO_ANSWER.value, "envelope": _SPENT}


def _notice(row: Row[Any]) -> NoticeRow:
    return NoticeRow(
        notice_id=row.notice_id,
        service_id=row.service_id,
        case_id=row.case_id,
        # what nobody here writes must stop no worker: an unknown author's signature will not verify as the site's
        author=NoticeAuthor(row.author) if row.author in set(NoticeAuthor) else NoticeAuthor.SITE,
        made_on=row.made_on,
        state=NoticeState(row.state),
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        not_after_at=row.not_after_at,
        failure=_find_reason(row),
        envelope=row.envelope,
        ask_id=row.ask_id,
    )


def _find_reason(row: Row[Any]) -> Reason | None:
    if row.failure in set(Reason):
        return Reason(row.failure)
    is_undelivered = row.state == NoticeState.SENT.value and row.delivery in set(NOT_DELIVERED)
    return NOT_DELIVERED[Delivery(row.delivery)] if is_undelivered else None
