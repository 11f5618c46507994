"""Reading a case's chain of entries: what verifies is opened, what does not is counted and never shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.case import Author, EntryKind
from portal.domain.errors import Forged
from portal.store.key_periods import KeyPeriods, PersonKeys, read_periods
from portal.vault.certificates import CaseIdentity, Head, verify_certificate, verify_head
from portal.vault.envelopes import FIRST, Place, is_reader, open_envelope, row_hash
from portal.vault.identities import BoxKey, Opens

NO_ENTRIES = Head(0, FIRST)
MAY_WRITE: Mapping[EntryKind, frozenset[Author]] = {
    EntryKind.REFERRAL: frozenset({Author.PERSON}),
    EntryKind.CHECK_PHRASE: frozenset({Author.PERSON, Author.SERVICE}),
    EntryKind.CONTACT_CARD: frozenset({Author.PERSON, Author.SERVICE}),
    EntryKind.SIDE_STATE: frozenset({Author.PERSON, Author.SERVICE}),
    EntryKind.UPDATE: frozenset({Author.SERVICE, Author.SITE}),
    EntryKind.MESSAGE: frozenset({Author.PERSON, Author.SERVICE}),
    EntryKind.REQUEST: frozenset({Author.PERSON}),
    EntryKind.REQUEST_WORDS: frozenset({Author.PERSON}),
    EntryKind.LIFT: frozenset({Author.SERVICE}),
    EntryKind.DESK_NOTE: frozenset({Author.SERVICE}),
    EntryKind.REHUB_PROOF: frozenset({Author.SERVICE, Author.SITE}),
    EntryKind.KEY_CHANGE: frozenset({Author.SITE}),
    EntryKind.KEY_COPY: frozenset({Author.SITE}),
    EntryKind.PENDING: frozenset({Author.SERVICE, Author.SITE}),
    EntryKind.TALK: frozenset({Author.SERVICE, Author.SITE}),
}
_OF_KEYS = frozenset({EntryKind.KEY_CHANGE, EntryKind.LIFT})  # what says which keys of the person count when


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens: their key, and the keys that authors must have signed with; a person's are those of now.

    `newest_seen` is the newest end of this chain that the reader noted before, None when there is none. `earlier` is
    what opens entries that were sealed to the reader under earlier keys.
    """

    identity: Opens
    author_keys: Mapping[Author, bytes]
    newest_seen: Head | None = None
    earlier: tuple[BoxKey, ...] = ()

    def find_key(self, envelope: bytes) -> Opens | None:
        """Return the key that an envelope was sealed to, None when the reader is not among those it is for."""
        return next((key for key in (self.identity, *self.earlier) if is_reader(envelope, key.key_id)), None)


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
    """The entries one reader may read, in order, and how much of the case could not be trusted.

    `refused_count` is the number of entries that were forged, moved or changed, and at least one when the case's own
    row or the end of its chain does not verify. `head` is the verified end of the chain, None when it does not verify.
    `first_keys` are those the person began with, None unless their keys were changed since.
    """

    entries: tuple[OpenedEntry, ...]
    refused_count: int
    head: Head | None = None
    first_keys: PersonKeys | None = None

    def list_of(self, kind: EntryKind) -> tuple[OpenedEntry, ...]:
        """Return the entries of one kind, oldest first."""
        return tuple(entry for entry in self.entries if entry.kind is kind)

    def find_newest(self, kind: EntryKind) -> OpenedEntry | None:
        """Return the newest entry of a kind."""
        return next(reversed(self.list_of(kind)), None)


class Walk:
    """Goes along the rows of one case: does each follow from the one before, and does the chain end as was signed?"""

    def __init__(self, newest_seen: Head | None) -> None:
        self.head = NO_ENTRIES
        self.keys_since = 0  # the number of the newest entry that changed the person's keys
        self._newest_seen = newest_seen
        self._has_passed = newest_seen is None

    def find_place(self, row: Any) -> Place | None:
        """Go on to the next row; return its place, None when it does not follow from the one before."""
        place = Place(row.kind, row.case_id, row.sequence, self.head.row_hash)
        follows = row.sequence == self.head.sequence + 1 and row.row_hash == row_hash(place, row.envelope)
        self.head = Head(row.sequence, row.row_hash)
        self._has_passed = self._has_passed or self.head == self._newest_seen
        if follows and row.kind == EntryKind.KEY_CHANGE:
            self.keys_since = row.sequence
        return place if follows else None

    def check_end(self, row: Any, keepers: Mapping[Author, bytes]) -> None:
        """Raise Forged unless the case's row says, signed by a keeper, that its chain ends here."""
        if row.head_sequence != self.head.sequence or row.head_by not in (Author.SITE, Author.SERVICE):
            raise Forged("entries were taken away or put in")
        verify_head(keepers[Author(row.head_by)], row.case_id, self.head, row.head_signature)
        # Safety: an older state of the case, signed in its day, would bring back what the person has since changed
        if not self._has_passed:
            raise Forged("the chain is older than the one seen before, or another one")


class Chain:
    """Takes the rows of one case in order and opens what its reader may read."""

    def __init__(self, reader: Reader, kinds: Collection[EntryKind]) -> None:
        self._reader = reader
        self._kinds = kinds
        self._walk = Walk(reader.newest_seen)
        self._rows: list[tuple[Any, Place]] = []
        self._refused = 0
        self._case: Any = None

    def take(self, row: Any) -> None:
        """Take the next row: the case's columns and, unless it has none, one entry's."""
        if self._case is None:
            self._case = row
        if row.sequence is None:
            return
        place = self._walk.find_place(row)
        if place is None:
            self._refused += 1
        elif not self._kinds or row.kind in self._kinds or row.kind in _OF_KEYS:
            self._rows.append((row, place))

    def close(self) -> OpenedCase:
        """Return what opened, once the person's keys, the certificate and the end of the chain are checked."""
        if self._case is None:
            return OpenedCase((), 0)
        keys = self._reader.author_keys
        try:
            periods = self._read_periods()
            check_certificate(self._case, keys, self._walk.keys_since)
        except (Forged, ValueError):
            # Safety: a swapped key would let somebody else speak as the person; nothing of the case is believed
            return OpenedCase((), max(self._refused, 1))
        opened = self._open_all(periods)
        first_keys = periods.first if periods.changes else None
        try:
            self._walk.check_end(self._case, keys)
        except Forged:
            return OpenedCase(opened, max(self._refused, 1), first_keys=first_keys)
        return OpenedCase(opened, self._refused, self._walk.head, first_keys)

    def _read_periods(self) -> KeyPeriods:
        now = PersonKeys(self._case.person_box_key, self._case.person_sign_key)
        if not self._walk.keys_since:
            return KeyPeriods((), now)
        read = [(row, _open(row, place, self._reader)) for row, place in self._rows if row.kind in _OF_KEYS]
        changes = [(row.sequence, entry.body) for row, entry in read if entry and entry.kind is EntryKind.KEY_CHANGE]
        lifts = {row.sequence: entry.body for row, entry in read if entry and entry.kind is EntryKind.LIFT}
        if len(changes) != sum(row.kind == EntryKind.KEY_CHANGE for row, _ in self._rows):
            raise Forged("a change of the person's keys is not for this reader")
        return read_periods(changes, lifts, now)

    def _open_all(self, periods: KeyPeriods) -> tuple[OpenedEntry, ...]:
        opened: list[OpenedEntry | None] = []
        for row, place in self._rows:
            if self._kinds and row.kind not in self._kinds:
                continue
            try:
                opened.append(_open(row, place, self._reader, periods))
            except (Forged, ValueError):
                self._refused += 1
        return tuple(entry for entry in opened if entry)


def check_certificate(row: Any, keys: Mapping[Author, bytes], keys_since: int) -> None:
    """Raise Forged unless the public site certified this case with these keys of its person, of this entry on."""
    if row.person_sign_key != keys.get(Author.PERSON, row.person_sign_key):
        raise Forged("the person's key is another one")
    person_keys = (row.person_box_key, row.person_sign_key, keys_since)
    identity = CaseIdentity(row.case_id, row.case_reference, row.service_id, *person_keys)
    verify_certificate(keys[Author.SITE], identity, row.certificate)


def _open(row: Any, place: Place, reader: Reader, periods: KeyPeriods | None = None) -> OpenedEntry | None:
    """Open an entry; None when it is not for this reader. Raises Forged when it does not verify."""
    key = reader.find_key(row.envelope)
    if key is None:
        return None
    kind, author = EntryKind(row.kind), Author(row.author)
    author_key = reader.author_keys.get(author)
    if author is Author.PERSON and periods is not None and periods.changes:
        # Safety: what the holder of an earlier code signs after the change is not the person's
        author_key = periods.find_at(row.sequence).sign
    # Safety: the right key for the wrong kind is refused too
    if author_key is None or author not in MAY_WRITE[kind]:
        raise Forged(f"{author} may not write a {kind}")
    body = open_envelope(row.envelope, place, reader=key, author_key=author_key)
    return OpenedEntry(row.sequence, kind, author, row.made_on, body)
