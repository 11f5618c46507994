"""Messages of re:hub's that name a reference nobody has: sealed to the national service, until somebody has looked."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, delete, select

from portal.store.tables import dead_letter, rehub_message
from portal.store.upsert import insert_if_absent


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter as it is stored."""

    message_id: str
    received_on: date
    envelope: bytes = field(repr=False)


class DeadLetters:
    """Keep, list and erase them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, row: LetterRow) -> bool:
        """Keep a letter; False when the same message was kept before."""
        values = {"message_id": row.message_id, "received_on": row.received_on, "envelope": row.envelope}
        return insert_if_absent(self._connection, dead_letter, values)

    def list_all(self, limit: int) -> list[LetterRow]:
        """Return the newest letters, but for those whose message was taken since."""
        query = (
            select(dead_letter)
            .outerjoin(rehub_message, rehub_message.c.webhook_id == dead_letter.c.message_id)
            .where(rehub_message.c.webhook_id.is_(None))
            .order_by(dead_letter.c.received_on.desc(), dead_letter.c.message_id)
            .limit(limit)
        )
        return [LetterRow(row.message_id, row.received_on, row.envelope) for row in self._connection.execute(query)]

    def erase(self, message_id: str) -> bool:
        """Erase a letter; False when it is gone already."""
        query = delete(dead_letter).where(dead_letter.c.message_id == message_id)
        return self._connection.execute(query).rowcount == 1

    def erase_before(self, day: date) -> int:
        """Erase every letter from before a day; return how many."""
        return self._connection.execute(delete(dead_letter).where(dead_letter.c.received_on < day)).rowcount
