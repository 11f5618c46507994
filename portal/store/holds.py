"""Holds: what keeps the worker from sending after a restore, all of it or to one case. No outbox and no rule."""

from datetime import date

from sqlalchemy import Connection, delete, select

from portal.store.tables import hold
from portal.store.upsert import insert_if_absent

RESTORE = "restore"  # nothing at all is sent until somebody has looked
_STOP = "stop:"


class Holds:
    """Put, ask and release."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, name: str, on: date) -> None:
        """Put a hold; twice is once."""
        insert_if_absent(self._connection, hold, {"name": name, "since_on": on})

    def has(self, name: str) -> bool:
        """Say whether a hold is on."""
        return self._connection.execute(select(hold.c.name).where(hold.c.name == name)).first() is not None

    def release(self, name: str) -> bool:
        """Take a hold off; False when there was none."""
        return self._connection.execute(delete(hold).where(hold.c.name == name)).rowcount == 1

    def stop(self, case_id: str, on: date) -> None:
        """Hold contact with a case: it was stopped after the backup that was restored was made."""
        self.put(_STOP + case_id, on)

    def has_stop(self, case_id: str) -> bool:
        """Say whether contact with a case is held."""
        return self.has(_STOP + case_id)

    def list_stops(self) -> frozenset[str]:
        """Return the cases with which contact is held."""
        names = self._connection.execute(select(hold.c.name).where(hold.c.name.startswith(_STOP, autoescape=True)))
        return frozenset(name.removeprefix(_STOP) for name in names.scalars())

    def release_stop(self, case_id: str) -> bool:
        """Take a case's hold off, with the case itself."""
        return self.release(_STOP + case_id)
