"""Ended visits of the public site, staff sessions of the desk, and the worker's heartbeat."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from portal.store.hours import whole_hour_after
from portal.store.tables import ended_session, heartbeat, staff_session
from portal.store.upsert import insert_if_absent, insert_or_change

# made once: asked at every page of a visit, and SQLAlchemy needs longer to put it together than SQLite to answer
_ENDED = select(ended_session.c.until_at).where(ended_session.c.session_hash == bindparam("session_hash"))


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A staff member's session."""

    staff_id: str
    made_at: datetime
    seen_at: datetime


class Sessions:
    """Keep what must be known of sessions on this side."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def end(self, session_hash: bytes, until_at: datetime) -> None:
        """Remember that a visit was ended, until its cookie would have expired anyway."""
        # Safety: the exact time would tell when somebody left
        values = {"session_hash": session_hash, "until_at": whole_hour_after(until_at)}
        # leaving is sent twice at once: by script, and by the link itself. Safety: nobody can shorten what is there
        insert_if_absent(self._connection, ended_session, values)

    def has_ended(self, session_hash: bytes) -> bool:
        """Say whether the visit was ended."""
        return self._connection.execute(_ENDED, {"session_hash": session_hash}).first() is not None

    def forget_expired(self, now: datetime, staff_made_before: datetime) -> int:
        """Remove ended visits and staff sessions whose time is over anyway."""
        ended = self._connection.execute(delete(ended_session).where(ended_session.c.until_at <= now)).rowcount
        staff = self._connection.execute(
            delete(staff_session).where(staff_session.c.made_at <= staff_made_before)
        ).rowcount
        return ended + staff

    def start_staff(self, session_hash: bytes, session: StaffSession) -> None:
        """Open a staff session."""
        self._connection.execute(
            insert(staff_session).values(
                session_hash=session_hash,
                staff_id=session.staff_id,
                made_at=session.made_at,
                seen_at=session.seen_at,
            )
        )

    def find_staff(self, session_hash: bytes) -> StaffSession | None:
        """Return a staff session, None when it was ended."""
        row = self._connection.execute(
            select(staff_session).where(staff_session.c.session_hash == session_hash)
        ).one_or_none()
        return StaffSession(row.staff_id, row.made_at, row.seen_at) if row else None

    def touch_staff(self, session_hash: bytes, now: datetime) -> None:
        """Note that the session was used."""
        self._connection.execute(
            update(staff_session).where(staff_session.c.session_hash == session_hash).values(seen_at=now)
        )

    def end_staff(self, session_hash: bytes) -> None:
        """End a staff session."""
        self._connection.execute(delete(staff_session).where(staff_session.c.session_hash == session_hash))

    def end_all_of_staff(self, staff_id: str) -> None:
        """End every session of a staff member."""
        self._connection.execute(delete(staff_session).where(staff_session.c.staff_id == staff_id))

    def beat(self, worker: str, now: datetime) -> None:
        """Note that a worker is alive."""
        insert_or_change(self._connection, heartbeat, {"worker": worker, "at": now})

    def find_newest_beat(self) -> datetime | None:
        """Return when any worker was last alive."""
        query = select(heartbeat.c.at).order_by(heartbeat.c.at.desc()).limit(1)
        return self._connection.execute(query).scalar_one_or_none()
