"""Secure links: a row says until when a link opens, and holds the root wrapped under the link's own bits."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from portal.store.tables import link

_ADD = insert(link)  # made once: SQLAlchemy needs longer to put a statement together than the database to take it


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What is stored of a link."""

    case_id: str
    expires_on: date
    wrapped_root: bytes


class Links:
    """Add, find, use and revoke links."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link_hash: bytes, row: LinkRow) -> None:
        """Keep a new link."""
        values = {"case_id": row.case_id, "expires_on": row.expires_on, "wrapped_root": row.wrapped_root}
        self._connection.execute(_ADD, {"link_hash": link_hash, **values})

    def find(self, link_hash: bytes, today: date) -> LinkRow | None:
        """Return a link that still opens; None when it is unknown, revoked or over."""
        row = self._connection.execute(
            select(link).where((link.c.link_hash == link_hash) & (link.c.expires_on >= today))
        ).one_or_none()
        return LinkRow(row.case_id, row.expires_on, row.wrapped_root) if row else None

    def use_up(self, link_hash: bytes) -> bool:
        """Remove a link; False when somebody else used or revoked it first."""
        return self._connection.execute(delete(link).where(link.c.link_hash == link_hash)).rowcount == 1

    def revoke_all(self, case_id: str) -> int:
        """Remove every link of a case; return how many there were."""
        return self._connection.execute(delete(link).where(link.c.case_id == case_id)).rowcount

    def erase_expired(self, today: date) -> int:
        """Remove links whose time is over."""
        return self._connection.execute(delete(link).where(link.c.expires_on < today)).rowcount
