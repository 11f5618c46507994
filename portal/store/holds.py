"""Holds: what keeps everybody from sending after a restore, contact stopped, or a page shut. No outbox and no rule."""

from datetime import date

from sqlalchemy import Connection, bindparam, delete, select

from portal.store.tables import hold
from portal.store.upsert import insert_if_absent

RESTORE = "restore"  # nothing at all is sent until somebody has looked
_STOP, _LOCK = "stop:", "lock:"
_HAS = select(hold.c.name).where(hold.c.name == bindparam("name"))  # made once: asked at every private page


class Holds:
    """Put, ask and release."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, name: str, on: date) -> None:
        """Put a hold; twice is once."""
        insert_if_absent(self._connection, hold, {"name": name, "since_on": on})

    def has(self, name: str) -> bool:
        """Say whether a hold is on."""
        return self._connection.execute(_HAS, {"name": name}).first() is not None

    def release(self, name: str) -> bool:
        """Take a hold off; False when there was none."""
        return self._connection.execute(delete(hold).where(hold.c.name == name)).rowcount == 1

    def stop(self, case_id: str, on: date) -> None:
        """Hold contact with a case: a stop that no entry says, or that came after the backup that was restored."""
        self.put(_STOP + case_id, on)

    def has_stop(self, case_id: str) -> bool:
        """Say whether contact with a case is held."""
        return self.has(_STOP + case_id)

    def find_stop(self, case_id: str) -> date | None:
        """Return the day since which contact with a case is held, None when it is not."""
        query = select(hold.c.since_on).where(hold.c.name == _STOP + case_id)
        return self._connection.execute(query).scalar_one_or_none()

    def list_stops(self) -> dict[str, date]:
        """Return the cases with which contact is held, and since which day."""
        return self._list(_STOP)

    def release_stop(self, case_id: str) -> bool:
        """Take a case's hold off: with the case itself, or once the service has settled it with the person."""
        return self.release(_STOP + case_id)

    def lock(self, case_id: str, on: date) -> None:
        """Keep a page shut: its owner locked it after the backup was made that was restored."""
        self.put(_LOCK + case_id, on)

    def has_lock(self, case_id: str) -> bool:
        """Say whether a page is kept shut."""
        return self.has(_LOCK + case_id)

    def list_locks(self) -> dict[str, date]:
        """Return the cases whose page is kept shut, and since which day."""
        return self._list(_LOCK)

    def release_lock(self, case_id: str) -> bool:
        """Let a page open again: with the case itself, or once the service has lifted the lock."""
        return self.release(_LOCK + case_id)

    def _list(self, prefix: str) -> dict[str, date]:
        rows = self._connection.execute(select(hold).where(hold.c.name.startswith(prefix, autoescape=True)))
        return {row.name.removeprefix(prefix): row.since_on for row in rows}
