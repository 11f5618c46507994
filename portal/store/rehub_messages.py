"""re:hub's signed messages: each id once, with what became of it. What it said is an entry of its case, sealed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from portal.domain.errors import AlreadyDone, NotFound
from portal.store.tables import rehub_message


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
        query = select(rehub_message.c.outcome).where(rehub_message.c.webhook_id == webhook_id)
        return self._connection.execute(query).scalar_one_or_none()

    def get_outcome(self, webhook_id: str) -> str:
        """Return what became of a message; NotFound when it was never kept."""
        outcome = self.find_outcome(webhook_id)
        if outcome is None:
            raise NotFound("no such message")
        return outcome

    def add(self, row: RehubRow) -> None:
        """Keep a message; AlreadyDone when the same id was kept by another process just before."""
        try:
            self._connection.execute(
                insert(rehub_message).values(
                    webhook_id=row.webhook_id,
                    received_on=row.received_on,
                    case_id=row.case_id,
                    outcome=row.outcome,
                )
            )
        except IntegrityError as error:
            raise AlreadyDone("this message was taken before") from error
