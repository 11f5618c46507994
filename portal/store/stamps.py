"""A stamp of all that a private page is read from: another one as soon as anything of it changed. It opens nothing."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, bindparam, func, literal, literal_column, or_, select

from portal.store.tables import ask, case, hold, promise, service
from portal.vault.digests import plain_digest

_BLANK: Any = literal_column("' '")  # a text that is bound would be put in anew at each asking


def _all_of(column: ColumnElement[str], table: FromClause, condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(func.aggregate_strings(column, _BLANK)).select_from(table).where(condition).scalar_subquery()


_HELD = or_(*(hold.c.name.like(literal(prefix) + case.c.case_id + "%") for prefix in ("stop:", "lock:", "_:")))
_PROMISED = promise.c.case_id == case.c.case_id
# one query, made once: it is asked at every look at a private page
_FIND = (
    select(
        case,
        service,
        # Safety: without these a page that was locked or stopped beside its entries would be shown again as it was
        _all_of(hold.c.name, hold, _HELD),
        _all_of(ask.c.ask_id + ask.c.state, ask, ask.c.case_id == case.c.case_id),
        # a promise is added, and settled once
        _all_of(promise.c.how, promise, _PROMISED),
        select(func.max(promise.c.settled_on)).where(_PROMISED).scalar_subquery(),
    )
    .join(service)
    .where(case.c.locator == bindparam("locator"))
)


class Stamps:
    """Find."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, locator: bytes) -> bytes | None:
        """Return the stamp of a code's case: its row with the signed end of its entries, its service, what is held,
        asked and promised. None when there is no such case.
        """
        row = self._connection.execute(_FIND, {"locator": locator}).one_or_none()
        return None if row is None else plain_digest("page-stamp", repr(tuple(row)).encode(), 16)
