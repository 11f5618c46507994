"""Erasing a case: every row of it on both databases, and which cases it is time for. The rules are in the domain.

What stays are rows of the audit and re:hub's message ids, neither with a word of the case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from portal.domain.case import Author, EntryKind
from portal.domain.errors import OutOfDate
from portal.domain.stages import BEFORE_CHECKED, ENDED
from portal.store.holds import Holds
from portal.store.tables import (
    ask,
    audit,
    case,
    case_entry,
    link,
    outbox,
    promise,
    rehub_message,
    staff_session,
    start_code,
)
from portal.vault.certificates import Head

ERASED_TABLES = ("ask", "case", "case_entry", "link", "outbox", "promise", "rehub_message", "start_code")


@dataclass(frozen=True, slots=True)
class Stale:
    """The days of retention: closed up to one, quiet up to the other."""

    closed_before: date
    quiet_before: date


@dataclass(frozen=True, slots=True)
class CaseEnd:
    """How a case's entries end, as its row says and somebody signed; `newest_on` is the plain day of the newest."""

    case_id: str
    service_id: str
    head: Head
    head_by: str
    head_signature: bytes
    newest_on: date


class Erasing:
    """List what is due and erase it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_due(self, today: date) -> Sequence[str]:
        """Return the cases whose owner asked for erasure and cannot undo it any more."""
        return self._connection.execute(select(case.c.case_id).where(case.c.erase_on <= today)).scalars().all()

    def list_ends(self) -> list[CaseEnd]:
        """Return how every case's entries end; not of one whose newest entry is not there."""
        return [_end(row) for row in self._connection.execute(_ENDS)]

    def find_end(self, case_id: str) -> CaseEnd | None:
        """Return how a case's entries end."""
        row = self._connection.execute(_ENDS.where(case.c.case_id == case_id)).one_or_none()
        return None if row is None else _end(row)

    def list_stale(self, stale: Stale) -> list[str]:
        """Return the cases that retention ends; an unread message of the person stops it."""
        query = select(case.c.case_id).where(_is_stale(stale)).order_by(case.c.case_id)
        found = self._connection.execute(query).scalars().all()
        return [case_id for case_id in found if not self.has_unread(case_id)]

    def has_unread(self, case_id: str) -> bool:
        """Say whether the person wrote something that nobody at the service has answered or read since."""
        said = select(func.max(case_entry.c.sequence), func.max(case_entry.c.made_on)).where(
            case_entry.c.case_id == case_id,
            case_entry.c.author == Author.PERSON.value,
            case_entry.c.kind.in_([EntryKind.MESSAGE.value, EntryKind.REQUEST.value]),
        )
        sequence, on = self._connection.execute(said).one()
        if sequence is None:
            return False
        answered = select(func.max(case_entry.c.sequence)).where(
            case_entry.c.case_id == case_id,
            case_entry.c.author == Author.SERVICE.value,
            # Safety: a spreadsheet of re:hub's is taken in without anybody reading what the person wrote
            case_entry.c.kind.not_in([EntryKind.REHUB_PROOF.value, EntryKind.UPDATE.value]),
        )
        if (self._connection.execute(answered).scalar_one() or 0) > sequence:
            return False
        # entries carry a day and no time, so that only a reading on a later day is surely one of this entry
        after = datetime.combine(on + timedelta(days=1), time(), UTC)
        read = select(audit.c.number).where(
            audit.c.case_id == case_id, audit.c.what == "read case", audit.c.at >= after
        )
        return self._connection.execute(read.limit(1)).first() is None

    def erase_due(self, case_id: str, today: date) -> None:
        """Erase a case that is due; OutOfDate, and nothing of it erased, when it is not or is gone."""
        self._erase(case_id, case.c.erase_on <= today)

    def erase_stale(self, case_id: str, stale: Stale) -> None:
        """Erase a case that retention ends; OutOfDate, and nothing of it erased, when something happened since."""
        if self.has_unread(case_id) or not self._is_there(case_id, _is_stale(stale)):
            raise OutOfDate("something happened in the case since it was listed")
        self._erase(case_id, case.c.stage.in_([stage.value for stage in ENDED | BEFORE_CHECKED]))

    def erase_anyhow(self, case_id: str) -> bool:
        """Erase a case that was erased before and came back with a restored backup; False when it is not there."""
        if not self._is_there(case_id, case.c.case_id.is_not(None)):
            return False
        self._erase(case_id, case.c.case_id.is_not(None))
        return True

    def list_newest(self, kind: EntryKind) -> dict[str, int]:
        """Return the sequence of the newest entry of a kind of every case that has one."""
        query = (
            select(case_entry.c.case_id, func.max(case_entry.c.sequence))
            .where(case_entry.c.kind == kind.value)
            .group_by(case_entry.c.case_id)
        )
        return {case_id: sequence for case_id, sequence in self._connection.execute(query)}

    def forget_visits(self) -> None:
        """Remove every link, start code and desk session: which were ended after a backup is not in it."""
        self._connection.execute(delete(link))
        self._connection.execute(delete(start_code))
        self._connection.execute(delete(staff_session))

    def _is_there(self, case_id: str, condition: ColumnElement[Any]) -> bool:
        query = select(case.c.case_id).where(case.c.case_id == case_id, condition)
        return self._connection.execute(query).first() is not None

    def _erase(self, case_id: str, condition: ColumnElement[Any]) -> None:
        for table in (case_entry, link, start_code, outbox, ask, promise):
            self._connection.execute(delete(table).where(table.c.case_id == case_id))
        self._connection.execute(update(rehub_message).where(rehub_message.c.case_id == case_id).values(case_id=None))
        holds = Holds(self._connection)
        holds.release_stop(case_id)
        holds.release_lock(case_id)
        holds.release_asked(case_id)
        try:
            gone = self._connection.execute(delete(case).where(case.c.case_id == case_id, condition)).rowcount
        except IntegrityError as error:
            raise OutOfDate("an entry was added in between") from error
        if gone != 1:
            raise OutOfDate("the case is not to be erased now, or was erased before")


_ENDS = select(case, case_entry.c.row_hash, case_entry.c.made_on).join(
    case_entry, (case_entry.c.case_id == case.c.case_id) & (case_entry.c.sequence == case.c.head_sequence)
)


def _end(row: Any) -> CaseEnd:
    head = Head(row.head_sequence, row.row_hash)
    return CaseEnd(row.case_id, row.service_id, head, row.head_by, row.head_signature, row.made_on)


def _is_stale(stale: Stale) -> ColumnElement[bool]:
    newest = select(func.max(case_entry.c.made_on)).where(case_entry.c.case_id == case.c.case_id).scalar_subquery()
    closed = and_(
        case.c.stage.in_([stage.value for stage in ENDED]),
        case.c.stage_since_on <= stale.closed_before,
        newest <= stale.closed_before,
    )
    went_nowhere = and_(
        case.c.stage.in_([stage.value for stage in BEFORE_CHECKED]),
        newest <= stale.quiet_before,
        # whoever still looks at their page still waits
        or_(case.c.last_opened_on.is_(None), case.c.last_opened_on <= stale.quiet_before),
    )
    return or_(closed, went_nowhere)
