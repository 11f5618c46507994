"""re:hub's signed messages: each id once, with what became of it and the sealed request as proof."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from portal.domain.errors import AlreadyDone
from portal.store.tables import rehub_message


@dataclass(frozen=True, slots=True)
class RehubRow:
    """One message as it is stored; `proof_envelope` is sealed to the service of the case, if there is one."""

    webhook_id: str
    received_on: date
    case_id: str | None
    outcome: str
    proof_envelope: bytes | None = None


class RehubMessages:
    """Keep and find messages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_outcome(self, webhook_id: str) -> str | None:
        """Return what became of a message seen before."""
        query = select(rehub_message.c.outcome).where(rehub_message.c.webhook_id == webhook_id)
        return self._connection.execute(query).scalar_one_or_none()

    def add(self, row: RehubRow) -> None:
        """Keep a message; AlreadyDone when the same id was kept by another process just before."""
        try:
            self._connection.execute(
                insert(rehub_message).values(
                    webhook_id=row.webhook_id,
                    received_on=row.received_on,
                    case_id=row.case_id,
                    outcome=row.outcome,
                    proof_envelope=row.proof_envelope,
                )
            )
        except IntegrityError as error:
            raise AlreadyDone("this message was taken before") from error

    def list_of_case(self, case_id: str, outcome: str) -> list[RehubRow]:
        """Return the messages about a case that ended one way."""
        query = select(rehub_message).where(
            (rehub_message.c.case_id == case_id) & (rehub_message.c.outcome == outcome)
        )
        return [RehubRow(**row._mapping) for row in self._connection.execute(query)]
