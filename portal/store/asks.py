"""Whom we asked for news before a promised day, once for each: days and codes. What became of promises is apart."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.domain.asks import Ask, AskedOf, AskState
from portal.domain.errors import NotFound
from portal.domain.stages import Stage
from portal.store.tables import ask


class Asks:
    """Ask once for each promise; settle what was answered or is over."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_all(self, asks: Sequence[Ask]) -> list[Ask]:
        """Add asks; return those that were added, without one whose promise was asked about before."""
        if not asks:
            return []
        insert = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        added = insert(ask).values([_values(each) for each in asks]).on_conflict_do_nothing()
        there = set(self._connection.execute(added.returning(ask.c.ask_id)).scalars())
        return [each for each in asks if each.ask_id in there]

    def give_link(self, ask_id: str, link_hash: bytes, until_on: date) -> None:
        """Keep the hash of the link that was made for an ask, and its last day."""
        values = {"link_hash": link_hash, "until_on": until_on}
        self._connection.execute(update(ask).where(ask.c.ask_id == ask_id).values(values))

    def find_by_link(self, link_hash: bytes) -> Ask | None:
        """Return the ask that a link was made for, in whatever state; None for a link that was never made."""
        row = self._connection.execute(select(ask).where(ask.c.link_hash == link_hash)).one_or_none()
        return None if row is None else read_ask(row)

    def get(self, ask_id: str, *, for_change: bool = False) -> Ask:
        """Return an ask; `for_change` holds its row until the end of the work. NotFound when it went with its case."""
        query = select(ask).where(ask.c.ask_id == ask_id)
        row = self._connection.execute(query.with_for_update() if for_change else query).one_or_none()
        if row is None:
            raise NotFound("no such ask")
        return read_ask(row)

    def list_of_case(self, case_id: str) -> list[Ask]:
        """Return what was asked about a case, the newest first."""
        query = select(ask).where(ask.c.case_id == case_id).order_by(ask.c.due_on.desc(), ask.c.ask_id)
        return [read_ask(row) for row in self._connection.execute(query)]

    def settle(self, ask_id: str, state: AskState, on: date) -> bool:
        """End an ask; False when it was not open any more, so that of two at once one is the first."""
        return self._settle(ask.c.ask_id == ask_id, state, on) == 1

    def answer(self, case_id: str, of: AskedOf, on: date) -> int:
        """Note that whoever was asked about a case answered; return how many asks that ends."""
        return self._settle((ask.c.case_id == case_id) & (ask.c.of == of.value), AskState.ANSWERED, on)

    def pass_over(self, case_ids: Collection[str], of: AskedOf, on: date) -> None:
        """Note that the days of these cases came before an answer."""
        self._settle(ask.c.case_id.in_(case_ids) & (ask.c.of == of.value), AskState.OVER, on)

    def list_open(self, service_id: str, of: AskedOf, *, limit: int = 200) -> list[Ask]:
        """Return what a service's cases wait for, the earliest promise first."""
        is_open = (ask.c.service_id == service_id) & (ask.c.state == AskState.OPEN.value) & (ask.c.of == of.value)
        query = select(ask).where(is_open).order_by(ask.c.due_on, ask.c.ask_id).limit(limit)
        return [read_ask(row) for row in self._connection.execute(query)]

    def _settle(self, which: ColumnElement[bool], state: AskState, on: date) -> int:
        values = {"state": state.value, "settled_on": on}
        settled = update(ask).where(which & (ask.c.state == AskState.OPEN.value)).values(values)
        return self._connection.execute(settled).rowcount


def read_ask(row: Row[Any]) -> Ask:
    """Return the ask of a row that has its columns."""
    values = {column.name: getattr(row, column.name) for column in ask.c}
    return Ask(**{**values, "stage": Stage(row.stage), "of": AskedOf(row.of), "state": AskState(row.state)})


def _values(new: Ask) -> dict[str, Any]:
    plain = {"stage": new.stage.value, "of": new.of.value, "state": new.state.value}
    return {**{column.name: getattr(new, column.name) for column in ask.c}, **plain}
