"""What the database holds, to be compared before and after: bad input changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import delete, insert, select

from portal.store.tables import draft, metadata
from portal.store.work import Store

# A visit's own: what was typed waits here, and what was ended is noted
OF_VISITS = frozenset({"draft", "ended_session"})
# The desk's own: who looked, and when they were last seen
OF_LOOKING = frozenset({"audit", "staff_session", "draft"})

Stored = dict[str, list[str]]


def read_stored(store: Store, leave_out: Collection[str] = ()) -> Stored:
    """Return every row of every table but some, as it lies there."""
    with store.look() as work:
        return {
            name: sorted(repr(tuple(row)) for row in work.connection.execute(select(table)))
            for name, table in metadata.tables.items()
            if name not in leave_out
        }


@contextmanager
def put_back_drafts(store: Store) -> Iterator[None]:
    """Let the drafts be changed, and put them back as they were."""
    with store.look() as work:
        before = [dict(row) for row in work.connection.execute(select(draft)).mappings()]
    yield
    with store.work() as work:
        work.connection.execute(delete(draft))
        if before:
            work.connection.execute(insert(draft), before)
