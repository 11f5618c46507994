"""The audit: who did what to which case, when; each row's hash covers the one before. No words, names or codes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, func, insert, select, type_coerce

from portal.store.tables import audit
from portal.vault.certificates import Head
from portal.vault.digests import audit_hash

_START = b"\x00" * 32
_TURN = 0x61756469  # any number, the same for everybody who appends
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the audit was checked: its newest whole row, and how many there are.

    `broken` is the number of the first row that does not fit or is missing, None while all do; `broken_on` is the
    day of the row found in its place, None when there is none, or none with a day.
    """

    end: Head
    count: int
    broken: int | None = None
    broken_on: date | None = None


class Audit:
    """Append and verify."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, at: datetime, staff_id: str, what: str, case_id: str | None = None) -> None:
        """Append a row."""
        if self._connection.dialect.name == "postgresql":
            # one after the other, until the end of the work; SQLite has one writer anyway
            self._connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
        newest = self._connection.execute(
            select(audit.c.number, audit.c.row_hash).order_by(audit.c.number.desc()).limit(1)
        ).one_or_none()
        number, before = (newest.number + 1, newest.row_hash) if newest else (1, _START)
        self._connection.execute(
            insert(audit).values(
                number=number,
                at=at,
                staff_id=staff_id,
                what=what,
                case_id=case_id,
                row_hash=audit_hash(before, _as_bytes(number, int(at.timestamp()), staff_id, what, case_id)),
            )
        )

    def check(self, known: Head | None = None) -> Iterator[Checked]:
        """Check row by row whether each fits the one before; yield how far it is, every so many rows and at the end.

        `known` is an end that was whole before: who rewrote every hash since, or took the newest rows away, is found
        by it. The last one yielded says what is broken.
        """
        count = self._connection.execute(select(func.count()).select_from(audit)).scalar_one()
        checked = Checked(Head(0, _START), count)
        while True:
            rows = self._list_after(checked.end.sequence)
            for row in rows:
                end = Head(checked.end.sequence + 1, row.row_hash)
                content = _as_bytes(row.number, row.seconds, row.staff_id, row.what, row.case_id)
                is_whole = row.number == end.sequence and row.row_hash == audit_hash(checked.end.row_hash, content)
                if not is_whole or (known and known.sequence == end.sequence and known != end):
                    yield Checked(checked.end, count, end.sequence, _find_day(row.seconds))
                    return
                checked = Checked(end, count)
            yield checked
            if len(rows) < _AT_ONCE:
                break
        if known and known.sequence > checked.end.sequence:
            yield Checked(checked.end, count, checked.end.sequence + 1)

    def _list_after(self, number: int) -> Sequence[Row[Any]]:
        # the plain seconds: what somebody wrote there need not be a time at all
        columns = (audit.c.number, type_coerce(audit.c.at, BigInteger).label("seconds"), audit.c.staff_id)
        query = select(*columns, audit.c.what, audit.c.case_id, audit.c.row_hash).where(audit.c.number > number)
        return self._connection.execute(query.order_by(audit.c.number).limit(_AT_ONCE)).all()


def _as_bytes(number: int, seconds: int, staff_id: str, what: str, case_id: str | None) -> bytes:
    return json.dumps([number, seconds, staff_id, what, case_id]).encode()


def _find_day(seconds: int) -> date | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (TypeError, ValueError, OverflowError, OSError):
        return None
