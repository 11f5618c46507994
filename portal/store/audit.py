"""The audit: who did what to which case, when; each row's hash covers the one before. No words, names or codes."""

import json
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from portal.store.tables import audit
from portal.vault.digests import audit_hash

_START = b"\x00" * 32
_TURN = 0x61756469  # any number, the same for everybody who appends


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
                row_hash=audit_hash(before, _as_bytes(number, at, staff_id, what, case_id)),
            )
        )

    def find_broken(self) -> int | None:
        """Return the number of the first row that does not fit the one before; None when all do."""
        before, expected = _START, 1
        for row in self._connection.execute(select(audit).order_by(audit.c.number)):
            content = _as_bytes(row.number, row.at, row.staff_id, row.what, row.case_id)
            if row.number != expected or row.row_hash != audit_hash(before, content):
                return expected
            before, expected = row.row_hash, expected + 1
        return None


def _as_bytes(number: int, at: datetime, staff_id: str, what: str, case_id: str | None) -> bytes:
    return json.dumps([number, int(at.timestamp()), staff_id, what, case_id]).encode()
