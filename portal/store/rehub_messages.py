"""re:hub's signed messages: each id once, with what became of it. What it said is an entry of its case, sealed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from portal.domain.errors import AlreadyDone, NotFound
from portal.store.tables import rehub_message

# made once: every message asks these
_FIND = select(rehub_message.c.outcome).where(rehub_message.c.webhook_id == bindparam("webhook_id"))
_ADD = insert(rehub_message)


@dataclass(frozen=True, slots=True)
class RehubRow:
    """One message as it is stored: nothing of what it said."""

    webhook_id: str
    received_on: date
    case_id: str | None
    outcome: str


class RehubMessages:
    """Keep and find messages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_outcome(self, webhook_id: str) -> str | None:
        """Return what became of a message seen before."""
        return self._connection.execute(_FIND, {"webhook_id": webhook_id}).scalar_one_or_none()

    def get_outcome(self, webhook_id: str) -> str:
        """Return what became of a message; NotFound when it was never kept."""
        outcome = self.find_outcome(webhook_id)
        if outcome is None:
            raise NotFound("no such message")
        return outcome

    def add(self, row: RehubRow) -> None:
        """Keep a message; AlreadyDone when the same id was kept by another process just before."""
        try:
            self._connection.execute(_ADD, {column.name: getattr(row, column.name) for column in rehub_message.c})
        except IntegrityError as error:
            raise AlreadyDone("this message was taken before") from error
