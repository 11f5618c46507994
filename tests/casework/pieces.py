"""Short pieces of what is sealed in a case, to be looked for in a database's own files."""

from sqlalchemy import select

from portal.store.tables import case, case_entry
from portal.store.work import Store

PIECE = 48


def list_pieces(store: Store, case_id: str) -> list[bytes]:
    """Return pieces of every envelope of a case, and of its locator, key and certificate."""
    with store.look() as work:
        envelopes = work.connection.execute(select(case_entry.c.envelope).where(case_entry.c.case_id == case_id))
        row = work.connection.execute(select(case).where(case.c.case_id == case_id)).one()
        whole = [*envelopes.scalars(), row.locator, row.person_box_key, row.certificate]
    return [one[start : start + PIECE] for one in whole for start in range(0, max(len(one) - PIECE, 0) + 1, PIECE)]
