"""Counters of what happened, without any case, and the frozen editions made of them. What they mean is in the domain.

Counters are kept in memory until the work ends and then written in one order, so that no two works ever wait for each
other, whatever order they counted in: Store.work calls `write` as its last act before it commits.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.domain.figures import Event
from portal.store.tables import figure, figure_edition
from portal.store.upsert import insert_if_absent

_EVENT = ("quarter", "area", "what", "stage", "value")


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A frozen edition as it is stored."""

    quarter: str
    made_on: date
    body: str


class Figures:
    """Count, and keep editions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._counted: Counter[Event] = Counter()

    def count(self, event: Event) -> None:
        """Count one thing that happened; it is written when the work commits, and not at all when it does not."""
        self._counted[event] += 1

    def write(self) -> None:
        """Write what was counted, always in the same order."""
        for event in sorted(self._counted):
            statement = _write_add(self._connection.dialect.name)
            self._connection.execute(statement, {**asdict(event), "number": self._counted[event]})
        self._counted.clear()

    def list_counts(self, quarter: str) -> dict[Event, int]:
        """Return the counters of a quarter."""
        found = self._connection.execute(select(figure).where(figure.c.quarter == quarter))
        return {Event(*(row._mapping[name] for name in _EVENT)): row.number for row in found}

    def find_first_counted(self) -> str | None:
        """Return the earliest quarter that has counters."""
        found: str | None = self._connection.execute(select(func.min(figure.c.quarter))).scalar()
        return found

    def forget_counts(self, until: str | None = None) -> None:
        """Remove the counters up to a quarter, that one among them; all of them without one."""
        forget = delete(figure)
        self._connection.execute(forget if until is None else forget.where(figure.c.quarter <= until))

    def list_areas(self) -> Sequence[str]:
        """Return the areas that have counters."""
        return self._connection.execute(select(figure.c.area).distinct().order_by(figure.c.area)).scalars().all()

    def forget_area(self, area: str) -> None:
        """Remove the counters of an area."""
        self._connection.execute(delete(figure).where(figure.c.area == area))

    def add_edition(self, row: EditionRow) -> bool:
        """Keep an edition; False, and nothing is changed, when its quarter has one."""
        return insert_if_absent(self._connection, figure_edition, asdict(row))

    def forget_editions(self) -> None:
        """Remove all editions: only for what a trial copy made up."""
        self._connection.execute(delete(figure_edition))

    def list_quarters(self) -> Sequence[str]:
        """Return the quarters that have an edition, the newest first."""
        query = select(figure_edition.c.quarter).order_by(figure_edition.c.quarter.desc())
        return self._connection.execute(query).scalars().all()

    def list_editions(self) -> list[EditionRow]:
        """Return the editions, the newest first."""
        query = select(figure_edition).order_by(figure_edition.c.quarter.desc())
        return [EditionRow(row.quarter, row.made_on, row.body) for row in self._connection.execute(query)]


@lru_cache(maxsize=4)
def _write_add(dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement: Any = insert(figure).values({name: bindparam(name) for name in (*_EVENT, "number")})
    added = figure.c.number + statement.excluded.number
    return statement.on_conflict_do_update(index_elements=list(_EVENT), set_={"number": added})
