"""What became of each promised day; a case's history of promises and asks. What is promised now stands in the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, cast, null, select, union_all

from portal.domain.asks import Ask, AskedOf, AskState, How, Promise
from portal.domain.stages import Stage
from portal.store.asks import read_ask
from portal.store.tables import ask, promise
from portal.store.upsert import insert_or_change, insert_or_change_all

_LONG = 1000  # so many rows of one case are read at most: five years of the quickest rhythm, with much news between
_NAMES = tuple(dict.fromkeys((*ask.c.keys(), *promise.c.keys())))


def _all_columns(table: Table) -> list[Any]:
    """Return the columns of both tables, those of the other one empty."""
    own = {column.name: column for column in table.c}
    types = {column.name: column.type for column in (*promise.c, *ask.c)}
    return [own[name] if name in own else cast(null(), types[name]).label(name) for name in _NAMES]


# made once: the person's page asks it
_HISTORY = union_all(
    select(*_all_columns(ask)).where(
        (ask.c.case_id == bindparam("of_case"))
        # what no rule knows is not shown, and breaks no page
        & ask.c.stage.in_([each.value for each in Stage])
        & ask.c.of.in_([each.value for each in AskedOf])
        & ask.c.state.in_([each.value for each in AskState])
    ),
    select(*_all_columns(promise)).where(
        (promise.c.case_id == bindparam("of_case"))
        & promise.c.settled_on.is_not(None)
        & promise.c.how.in_([each.value for each in How])
    ),
)
_HISTORY_NEWEST_FIRST = _HISTORY.order_by(_HISTORY.selected_columns.due_on.desc()).limit(_LONG)


@dataclass(frozen=True, slots=True)
class History:
    """What is kept of a case's promises, newest first, and the asks, newest first."""

    promises: tuple[Promise, ...]
    asks: tuple[Ask, ...]


class Promises:
    """Keep what became of promises, and read it with the asks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, kept: Promise) -> None:
        """Keep what became of a promise; what is kept last of the same day counts."""
        insert_or_change(self._connection, promise, _columns(kept))

    def keep_all(self, kept: Sequence[Promise]) -> None:
        """Keep what became of several promises."""
        insert_or_change_all(self._connection, promise, [_columns(each) for each in kept])

    def read_history(self, case_id: str) -> History:
        """Return a case's promises and asks; one query, since the person's page asks it."""
        rows = self._connection.execute(_HISTORY_NEWEST_FIRST, {"of_case": case_id}).all()
        promises = [_promise(row) for row in rows if row.ask_id is None]
        return History(tuple(promises), tuple(read_ask(row) for row in rows if row.ask_id is not None))


def _columns(kept: Promise) -> dict[str, Any]:
    return {**{column.name: getattr(kept, column.name) for column in promise.c}, "how": kept.how.value}


def _promise(row: Row[Any]) -> Promise:
    return Promise(row.case_id, row.due_on, row.settled_on, How(row.how), row.silence)
