"""Start codes: at most one a case, found by a hash of the code, gone with its use, its hour or the next one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from portal.store.tables import start_code


@dataclass(frozen=True, slots=True)
class StartRow:
    """What is stored of a start code; the envelope opens with the code alone."""

    case_id: str
    start_hash: bytes
    expires_at: datetime
    envelope: bytes


class StartCodes:
    """Put, find, use up and forget."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, row: StartRow) -> None:
        """Keep a start code in place of the one that the case had."""
        self.end(row.case_id)
        self._connection.execute(
            insert(start_code).values(
                case_id=row.case_id, start_hash=row.start_hash, expires_at=row.expires_at, envelope=row.envelope
            )
        )

    def find(self, start_hash: bytes, now: datetime) -> StartRow | None:
        """Return a start code that still counts; None when it is unknown, used, replaced or over."""
        query = select(start_code).where((start_code.c.start_hash == start_hash) & (start_code.c.expires_at > now))
        row = self._connection.execute(query).one_or_none()
        return StartRow(row.case_id, row.start_hash, row.expires_at, row.envelope) if row else None

    def use_up(self, start_hash: bytes) -> bool:
        """Remove a start code; False when somebody else used or replaced it first."""
        return self._connection.execute(delete(start_code).where(start_code.c.start_hash == start_hash)).rowcount == 1

    def end(self, case_id: str) -> None:
        """Remove the start code of a case, if there is one."""
        self._connection.execute(delete(start_code).where(start_code.c.case_id == case_id))

    def erase_expired(self, now: datetime) -> int:
        """Remove start codes whose hour is over."""
        return self._connection.execute(delete(start_code).where(start_code.c.expires_at <= now)).rowcount
