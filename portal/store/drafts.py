"""Drafts and receipts: sealed to a key in the person's cookie, found by a random id, gone after their time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select

from portal.store.hours import whole_hour_after
from portal.store.tables import draft, receipt
from portal.store.upsert import insert_or_change
from portal.vault.draft_keys import DraftKey
from portal.vault.envelopes import Place

# made once: they are asked at every page of a form
_FIND = {table: select(table.c.envelope).where(table.c.draft_id == bindparam("draft_id")) for table in (draft, receipt)}
_FIND_FOR_CHANGE = {table: query.with_for_update() for table, query in _FIND.items()}
_ERASE = {table: delete(table).where(table.c.draft_id == bindparam("of_draft")) for table in (draft, receipt)}
_ADD_RECEIPT = insert(receipt)


class Drafts:
    """Unsent forms and the receipts of sent ones."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save_draft(self, draft_id: str, body: Mapping[str, Any], key: DraftKey, expires_at: datetime) -> None:
        """Seal and keep a draft, in place of what was kept under the id before."""
        values = {
            "draft_id": draft_id,
            "envelope": key.seal(Place("draft", draft_id), body),
            # Safety: an exact time in a stolen database would tell when somebody was at their screen
            "expires_at": whole_hour_after(expires_at),
        }
        insert_or_change(self._connection, draft, values)  # a double press writes the first page twice at once

    def find_draft(self, draft_id: str, key: DraftKey, *, for_change: bool = False) -> dict[str, Any] | None:
        """Return a draft's body. `for_change` makes a second sender wait until this one is done."""
        return self._find(draft, "draft", draft_id, key, for_change=for_change)

    def add_receipt(self, draft_id: str, body: Mapping[str, Any], key: DraftKey, expires_at: datetime) -> None:
        """Keep what was sent's receipt; a second one for the same draft breaks the transaction."""
        envelope = key.seal(Place("receipt", draft_id), body)
        values = {"draft_id": draft_id, "envelope": envelope, "expires_at": whole_hour_after(expires_at)}
        self._connection.execute(_ADD_RECEIPT, values)

    def find_receipt(self, draft_id: str, key: DraftKey) -> dict[str, Any] | None:
        """Return a receipt's body, None when there is none (never sent, kept, or over)."""
        return self._find(receipt, "receipt", draft_id, key, for_change=False)

    def erase(self, draft_id: str) -> None:
        """Erase the draft and the receipt of an id."""
        for erase in _ERASE.values():
            self._connection.execute(erase, {"of_draft": draft_id})

    def erase_draft(self, draft_id: str) -> None:
        """Erase the draft alone, once it is sent."""
        self._connection.execute(_ERASE[draft], {"of_draft": draft_id})

    def erase_expired(self, now: datetime) -> int:
        """Erase every draft and receipt whose time is over; return how many."""
        return sum(
            self._connection.execute(delete(table).where(table.c.expires_at <= now)).rowcount
            for table in (draft, receipt)
        )

    def _find(
        self, table: Table, kind: str, draft_id: str, key: DraftKey, *, for_change: bool
    ) -> dict[str, Any] | None:
        query = (_FIND_FOR_CHANGE if for_change else _FIND)[table]
        envelope = self._connection.execute(query, {"draft_id": draft_id}).scalar_one_or_none()
        if envelope is None:
            return None
        return key.open(envelope, Place(kind, draft_id))
