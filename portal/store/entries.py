"""Sealed entries of a case: append-only, each bound to the one before, signed, sealed to those it is meant for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from portal.domain.case import Author, Case, EntryKind, Service
from portal.domain.errors import Forged
from portal.store.tables import case, case_entry
from portal.vault.envelopes import FIRST, Place, is_reader, open_envelope, row_hash, seal
from portal.vault.identities import Identity

_PERSON_TOO = frozenset({EntryKind.SIDE_STATE, EntryKind.UPDATE, EntryKind.MESSAGE, EntryKind.REQUEST})
_WORKER_TOO = frozenset({EntryKind.CONTACT_CARD, EntryKind.REQUEST})
_MAY_WRITE: Mapping[EntryKind, frozenset[Author]] = {
    EntryKind.REFERRAL: frozenset({Author.PERSON}),
    EntryKind.CHECK_PHRASE: frozenset({Author.PERSON}),
    EntryKind.CONTACT_CARD: frozenset({Author.PERSON, Author.SERVICE}),
    EntryKind.SIDE_STATE: frozenset({Author.PERSON, Author.SERVICE}),
    EntryKind.UPDATE: frozenset({Author.SERVICE, Author.SITE}),
    EntryKind.MESSAGE: frozenset({Author.PERSON, Author.SERVICE}),
    EntryKind.REQUEST: frozenset({Author.PERSON}),
    EntryKind.DESK_NOTE: frozenset({Author.SERVICE}),
    EntryKind.REHUB_PROOF: frozenset({Author.SITE}),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens: their key, and the keys that authors must have signed with."""

    identity: Identity
    author_keys: Mapping[Author, bytes]


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry that verified and opened."""

    sequence: int
    kind: EntryKind
    author: Author
    made_on: date
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """The entries one reader may read, in order, and how many were refused as forged, moved or changed."""

    entries: tuple[OpenedEntry, ...]
    refused_count: int

    def list_of(self, kind: EntryKind) -> tuple[OpenedEntry, ...]:
        """Return the entries of one kind, oldest first."""
        return tuple(entry for entry in self.entries if entry.kind is kind)

    def find_newest(self, kind: EntryKind) -> OpenedEntry | None:
        """Return the newest entry of a kind."""
        return next(reversed(self.list_of(kind)), None)


class Entries:
    """Append and open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self,
        of: Case,
        service: Service,
        kind: EntryKind,
        body: Mapping[str, Any],
        *,
        author: Author,
        key: Identity,
        on: date,
    ) -> int:
        """Seal and add an entry; return its sequence. The case's row is held, so that the chain never forks."""
        if author not in _MAY_WRITE[kind]:
            raise Forged(f"{author} may not write a {kind}")
        self._connection.execute(select(case.c.case_id).where(case.c.case_id == of.case_id).with_for_update())
        newest = self._connection.execute(
            select(case_entry.c.sequence, case_entry.c.row_hash)
            .where(case_entry.c.case_id == of.case_id)
            .order_by(case_entry.c.sequence.desc())
            .limit(1)
        ).one_or_none()
        place = Place(
            kind.value, of.case_id, newest.sequence + 1 if newest else 1, newest.row_hash if newest else FIRST
        )
        envelope = seal(place, body, author=key, readers=_list_readers(kind, of, service))
        self._connection.execute(
            insert(case_entry).values(
                case_id=of.case_id,
                sequence=place.sequence,
                kind=kind.value,
                author=author.value,
                made_on=on,
                row_hash=row_hash(place, envelope),
                envelope=envelope,
            )
        )
        return place.sequence

    def open_case(self, case_id: str, reader: Reader, kinds: Collection[EntryKind] = ()) -> OpenedCase:
        """Open what this reader may read, of the kinds given or of all."""
        return self.open_cases((case_id,), reader, kinds)[case_id]

    def open_cases(
        self, case_ids: Collection[str], reader: Reader, kinds: Collection[EntryKind] = ()
    ) -> dict[str, OpenedCase]:
        """Open several cases with one query. A row that does not verify is left out and counted, never shown."""
        rows = self._connection.execute(
            select(case_entry)
            .where(case_entry.c.case_id.in_(case_ids))
            .order_by(case_entry.c.case_id, case_entry.c.sequence)
        )
        opened: dict[str, list[OpenedEntry]] = {case_id: [] for case_id in case_ids}
        refused = dict.fromkeys(case_ids, 0)
        before: dict[str, tuple[int, bytes]] = {}
        for row in rows:
            sequence, newest = before.get(row.case_id, (0, FIRST))
            place = Place(row.kind, row.case_id, row.sequence, newest)
            before[row.case_id] = (row.sequence, row.row_hash)
            if row.sequence != sequence + 1 or row.row_hash != row_hash(place, row.envelope):
                refused[row.case_id] += 1
                continue
            if kinds and row.kind not in kinds:
                continue
            try:
                if is_reader(row.envelope, reader.identity.box_key):
                    opened[row.case_id].append(_open(row, place, reader))
            except (Forged, ValueError):
                refused[row.case_id] += 1
        return {key: OpenedCase(tuple(opened[key]), refused[key]) for key in case_ids}


def _open(row: Any, place: Place, reader: Reader) -> OpenedEntry:
    kind, author = EntryKind(row.kind), Author(row.author)
    author_key = reader.author_keys.get(author)
    # Safety: the right key for the wrong kind is refused too
    if author_key is None or author not in _MAY_WRITE[kind]:
        raise Forged(f"{author} may not write a {kind}")
    body = open_envelope(row.envelope, place, reader=reader.identity, author_key=author_key)
    return OpenedEntry(row.sequence, kind, author, row.made_on, body)


def _list_readers(kind: EntryKind, of: Case, service: Service) -> tuple[bytes, ...]:
    readers = [service.box_key]
    if kind in _PERSON_TOO:
        readers.append(of.person_box_key)
    if kind in _WORKER_TOO:
        readers.append(service.notice_key)
    return tuple(readers)
