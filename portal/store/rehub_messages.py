"""re:hub's messages: each id once, with what became of it. What it said is an entry of its case, sealed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from portal.domain.errors import AlreadyDone, NotFound
from portal.store.tables import case, rehub_message

# made once: every message asks these
_FIND = select(rehub_message.c.outcome).where(rehub_message.c.webhook_id == bindparam("webhook_id"))
_ADD = insert(rehub_message)
# word for word that of its index, or SQLite does not use it
_WAITING = text("settled_on IS NULL AND outcome <> 'applied'")


@dataclass(frozen=True, slots=True)
class RehubRow:
    """One message as it is stored: nothing of what it said. The id is re:hub's own, or one of ours with a space."""

    webhook_id: str
    received_on: date
    case_id: str | None
    outcome: str


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One message that was kept for the desk, and of which case it is."""

    message_id: str
    received_on: date
    case_id: str
    case_reference: str
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
        names = ("webhook_id", "received_on", "case_id", "outcome")
        try:
            self._connection.execute(_ADD, {name: getattr(row, name) for name in names})
        except IntegrityError as error:
            raise AlreadyDone("this message was taken before") from error

    def list_kept(self, service_id: str, outcomes: Collection[str], limit: int) -> list[KeptRow]:
        """Return the newest messages of a service's cases with these outcomes that nobody has dealt with."""
        query = (
            select(rehub_message, case.c.case_reference)
            .join(case, case.c.case_id == rehub_message.c.case_id)
            .where(_is_open(service_id, outcomes))
            .order_by(rehub_message.c.received_on.desc(), case.c.case_reference, rehub_message.c.webhook_id)
            .limit(limit)
        )
        rows = self._connection.execute(query)
        return [KeptRow(row.webhook_id, row.received_on, row.case_id, row.case_reference, row.outcome) for row in rows]

    def count_kept(self, service_id: str, outcomes: Collection[str]) -> int:
        """Return how many there are."""
        query = select(func.count()).select_from(rehub_message.join(case, case.c.case_id == rehub_message.c.case_id))
        return int(self._connection.execute(query.where(_is_open(service_id, outcomes))).scalar_one())

    def settle(self, message_id: str, service_id: str, today: date) -> str:
        """Note that the desk has dealt with a message; return its case. NotFound for another service's, or a second."""
        # Safety: a service never settles what came for another's case
        own = select(case.c.case_id).where(case.c.service_id == service_id)
        row = self._connection.execute(
            update(rehub_message)
            .where(
                rehub_message.c.webhook_id == message_id,
                rehub_message.c.settled_on.is_(None),
                rehub_message.c.case_id.in_(own),
            )
            .values(settled_on=today)
            .returning(rehub_message.c.case_id)
        ).first()
        if row is None:
            raise NotFound("no such message waits for this service")
        return str(row.case_id)


def _is_open(service_id: str, outcomes: Collection[str]) -> ColumnElement[bool]:
    return and_(
        case.c.service_id == service_id,
        rehub_message.c.outcome.in_(sorted(outcomes)),
        _WAITING,
    )
