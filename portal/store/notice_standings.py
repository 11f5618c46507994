"""How several cases stand as to notices to their persons, with one query: what one asks before it causes many."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from portal.domain.notices import NoticeState
from portal.store.tables import case, outbox

_GONE_OUT = (NoticeState.SENDING.value, NoticeState.SENT.value, NoticeState.UNSURE.value)
_OF_CASE = (outbox.c.case_id == case.c.case_id) & outbox.c.ask_id.is_(None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How long a case's chain is, whether a notice to its person still waits, and whether one of a day left."""

    chain_length: int
    has_waiting: bool
    has_gone_out: bool


class NoticeStandings:
    """Read them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_of(self, case_ids: Collection[str], made_on: date) -> dict[str, Standing]:
        """Return how the cases stand on a day, by their ids."""
        # one column that every process may read: the public site reads no envelope here
        of_case = select(outbox.c.case_id).where(_OF_CASE)
        waits = of_case.where(outbox.c.state == NoticeState.MADE.value).exists()
        left = of_case.where((outbox.c.made_on == made_on) & outbox.c.state.in_(_GONE_OUT)).exists()
        query = select(case.c.case_id, case.c.head_sequence, waits.label("waits"), left.label("left_already"))
        rows = self._connection.execute(query.where(case.c.case_id.in_(case_ids)))
        return {row.case_id: Standing(row.head_sequence, bool(row.waits), bool(row.left_already)) for row in rows}
