"""Sealed entries of a case: append-only, each bound to the one before, signed, sealed to those it is meant for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from portal.domain.case import Author, Case, EntryKind, Service
from portal.domain.errors import Forged, OutOfDate
from portal.store.chains import MAY_WRITE, NO_ENTRIES, Chain, OpenedCase, Reader, Walk, check_certificate
from portal.store.tables import case, case_entry
from portal.vault.certificates import Head, sign_head
from portal.vault.envelopes import BLOCK, WIDE_BLOCK, Place, row_hash, seal
from portal.vault.identities import Identity

_BOTH_TOO = frozenset({EntryKind.REQUEST, EntryKind.LIFT, EntryKind.KEY_CHANGE, EntryKind.TALK})
_PERSON_TOO = frozenset({EntryKind.SIDE_STATE, EntryKind.UPDATE, EntryKind.MESSAGE}) | _BOTH_TOO
_WORKER_TOO = frozenset({EntryKind.CONTACT_CARD}) | _BOTH_TOO
# Safety: a length would tell whether news is held and which, or how much re:hub had to say about it
_WIDE = frozenset({EntryKind.PENDING, EntryKind.REHUB_PROOF})

# made once: each case that is read or written to asks these
_CASE = tuple(column for column in case.c if column.name != "wrapped_keys")  # long, and not for reading entries
_HOLD = select(*_CASE).where(case.c.case_id == bindparam("of_case")).with_for_update()
_OF_CASE = select(case_entry).where(case_entry.c.case_id == bindparam("of_case")).order_by(case_entry.c.sequence)
_ADD = insert(case_entry)
_END = ("head_sequence", "head_by", "head_signature")
_SET_END = update(case).where(case.c.case_id == bindparam("of_case")).values({name: bindparam(name) for name in _END})
# of a case only what its chain is checked by: it comes with every entry
_BELIEVED = ("case_id", "case_reference", "service_id", "person_box_key", "person_sign_key", "certificate", *_END)
_CHAINS = (
    select(*(case.c[name] for name in _BELIEVED), *(column for column in case_entry.c if column.name != "case_id"))
    .select_from(case)
    .outerjoin(case_entry)
    .order_by(case.c.case_id, case_entry.c.sequence)
)
_CHAIN = _CHAINS.where(case.c.case_id == bindparam("of_case"))
_OF_CASES = _CHAINS.where(case.c.case_id.in_(bindparam("case_ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: author and key, and the keeper (public site or service) who signs the chain's new end.

    `newest_seen` is the newest end of this chain that the writer noted before, None when there is none.
    """

    author: Author
    key: Identity
    keeper: Identity
    keepers: Mapping[Author, bytes]
    newest_seen: Head | None = None

    @property
    def kept_by(self) -> Author:
        """The service keeps what it writes; the public site keeps its own and the person's."""
        return Author.SERVICE if self.author is Author.SERVICE else Author.SITE


class Entries:
    """Append, open, count."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ends: dict[str, Head] = {}  # of cases appended to in this transaction, whose rows it holds

    def append(
        self, of: Case, service: Service, kind: EntryKind, body: Mapping[str, Any], *, writer: Writer, on: date
    ) -> int:
        """Seal and add an entry; return its sequence. The case's row is held, so that the chain never forks.

        Raises Forged when the chain was cut or changed: nothing is added to a chain that cannot be believed. OutOfDate
        when the person got other keys since `of` was read.
        """
        if writer.author not in MAY_WRITE[kind]:
            raise Forged(f"{writer.author} may not write a {kind}")
        before = self._ends.get(of.case_id) or self._find_end(of, kind, writer)
        place = Place(kind.value, of.case_id, before.sequence + 1, before.row_hash)
        block = WIDE_BLOCK if kind in _WIDE else BLOCK
        envelope = seal(place, body, author=writer.key, readers=_list_readers(kind, of, service), block=block)
        head = Head(place.sequence, row_hash(place, envelope))
        row = {
            "case_id": of.case_id,
            "sequence": place.sequence,
            "kind": kind.value,
            "author": writer.author.value,
            "made_on": on,
            "row_hash": head.row_hash,
            "envelope": envelope,
        }
        self._connection.execute(_ADD, row)
        signature = sign_head(writer.keeper, of.case_id, head)
        end = {"head_sequence": head.sequence, "head_by": writer.kept_by.value, "head_signature": signature}
        self._connection.execute(_SET_END, {"of_case": of.case_id, **end})
        self._ends[of.case_id] = head
        return place.sequence

    def open_case(self, case_id: str, reader: Reader, kinds: Collection[EntryKind] = ()) -> OpenedCase:
        """Open what this reader may read, of the kinds given or of all."""
        chain = Chain(reader, kinds)
        for row in self._connection.execute(_CHAIN, {"of_case": case_id}):
            chain.take(row)
        return chain.close()

    def open_cases(self, readers: Mapping[str, Reader], kinds: Collection[EntryKind] = ()) -> dict[str, OpenedCase]:
        """Open several cases with one query, each by its own reader; what does not verify is counted, never shown."""
        rows = self._connection.execute(_OF_CASES, {"case_ids": list(readers)}).all()
        chains = {case_id: Chain(reader, kinds) for case_id, reader in readers.items()}
        for row in rows:
            chains[row.case_id].take(row)
        return {case_id: chain.close() for case_id, chain in chains.items()}

    def find_chain_length(self, case_id: str) -> int:
        """Return how many entries the case's row says its chain has; 0 when there is no such case."""
        query = select(case.c.head_sequence).where(case.c.case_id == case_id)
        return int(self._connection.execute(query).scalar_one_or_none() or 0)

    def count(self, case_id: str, kinds: Collection[EntryKind]) -> int:
        """Return how many entries of these kinds a case has, whether or not anybody can open them."""
        query = select(func.count()).where(
            (case_entry.c.case_id == case_id) & case_entry.c.kind.in_([kind.value for kind in kinds])
        )
        return int(self._connection.execute(query).scalar_one())

    def _find_end(self, of: Case, kind: EntryKind, writer: Writer) -> Head:
        held = self._connection.execute(_HOLD, {"of_case": of.case_id}).one()
        walk = Walk(writer.newest_seen)
        for row in self._connection.execute(_OF_CASE, {"of_case": of.case_id}):
            if walk.find_place(row) is None:
                raise Forged("an entry was changed, moved or taken away")
        check_certificate(held, writer.keepers, walk.keys_since)
        if kind is not EntryKind.KEY_CHANGE and held.person_box_key != of.person_box_key:
            # Safety: nothing is sealed to an earlier key, whose code somebody else may have
            raise OutOfDate("the person got other keys in between")
        if walk.head != NO_ENTRIES:
            walk.check_end(held, writer.keepers)
        elif held.head_sequence or kind is not EntryKind.REFERRAL:
            raise Forged("every entry was taken away")  # a chain begins with the referral, and with nothing else
        return walk.head


def _list_readers(kind: EntryKind, of: Case, service: Service) -> tuple[bytes, ...]:
    readers = [service.box_key]
    if kind in _PERSON_TOO:
        readers.append(of.person_box_key)
    if kind in _WORKER_TOO:
        readers.append(service.notice_key)
    return tuple(readers)
