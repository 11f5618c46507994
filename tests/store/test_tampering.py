"""What somebody who writes to the database can do to sealed entries: nothing that is shown, nothing uncounted.

The referral is a case's first entry. To a chain that was tampered with nothing is added.

On SQLite only: which database holds the bytes makes no difference here.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from portal.domain.case import Author, Case, EntryKind
from portal.domain.errors import Forged
from portal.store.chains import Reader
from portal.store.tables import case as case_table
from portal.store.tables import case_entry
from portal.store.work import Store, Work
from portal.vault.certificates import CaseIdentity, Head, certify_case, sign_head
from portal.vault.envelopes import Place, row_hash, seal
from portal.vault.identities import Identity
from tests.store.rows import (
    AUTHOR_KEYS,
    PERSON_KEY,
    PERSON_READER,
    SERVICE,
    SERVICE_KEY,
    SERVICE_READER,
    TODAY,
    add_case,
    append,
    list_words,
    make_case,
    open_case,
    open_store,
)

SECOND, THIRD, FOURTH = 3, 4, 5  # sequences: the referral is the first entry
STRANGER = Identity(b"f" * 32)


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    """Give a store on SQLite."""
    yield from open_store(sqlite_url)


@pytest.fixture
def three(store: Store, case: Case) -> Case:
    """A case with a referral and three messages: first, second, third."""
    for words in ("first", "second", "third"):
        append(store, case, EntryKind.MESSAGE, words)
    return case


Tamper = Callable[[Work, Case], Any]


def change_second(work: Work, case: Case, **values: Any) -> None:
    changed = work.connection.execute(
        update(case_entry)
        .where((case_entry.c.case_id == case.case_id) & (case_entry.c.sequence == SECOND))
        .values(values)
    )
    assert changed.rowcount == 1


def read_row(work: Work, case: Case, sequence: int) -> Any:
    query = select(case_entry).where((case_entry.c.case_id == case.case_id) & (case_entry.c.sequence == sequence))
    return work.connection.execute(query).one()


def change_byte(work: Work, case: Case) -> None:
    envelope = bytearray(read_row(work, case, SECOND).envelope)
    envelope[-1] ^= 1
    change_second(work, case, envelope=bytes(envelope))


def swap_envelope(work: Work, case: Case) -> None:
    change_second(work, case, envelope=read_row(work, case, THIRD).envelope)


TAMPERED: dict[str, Tamper] = {
    "row hash": lambda work, case: change_second(work, case, row_hash=b"\x00" * 32),
    "byte of the envelope": change_byte,
    "another row's envelope": swap_envelope,
    "empty envelope": lambda work, case: change_second(work, case, envelope=b""),
    "author": lambda work, case: change_second(work, case, author="person"),
    "unknown author": lambda work, case: change_second(work, case, author="nobody"),
    "kind": lambda work, case: change_second(work, case, kind="desk_note"),
    "unknown kind": lambda work, case: change_second(work, case, kind="nothing"),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_row_is_not_shown_and_counted(store: Store, three: Case, tamper: Tamper) -> None:
    with store.work() as work:
        tamper(work, three)
    opened = open_case(store, three)
    assert "second" not in list_words(opened)
    assert list_words(opened)[0] == "first"
    assert opened.refused_count in {1, 2}  # the row, and the next one where that was bound to it


def forge(work: Work, case: Case, envelope: bytes, kind: str = "message", author: str = "service") -> None:
    """Put a fourth row in as somebody could who writes to the database: the chain's hashes are right."""
    before = read_row(work, case, THIRD)
    place = Place(kind, case.case_id, FOURTH, before.row_hash)
    work.connection.execute(
        insert(case_entry).values(
            case_id=case.case_id,
            sequence=FOURTH,
            kind=kind,
            author=author,
            made_on=TODAY,
            row_hash=row_hash(place, envelope),
            envelope=envelope,
        )
    )


def seal_fourth(work: Work, case: Case, key: Identity, kind: str = "message") -> bytes:
    place = Place(kind, case.case_id, FOURTH, read_row(work, case, THIRD).row_hash)
    return seal(place, {"words": "forged"}, author=key, readers=(SERVICE.box_key, PERSON_KEY.box_key))


FORGED: dict[str, Tamper] = {
    "unknown version": lambda work, case: forge(work, case, b"\x09" + b"x" * 300),
    "empty": lambda work, case: forge(work, case, b""),
    "own key": lambda work, case: forge(work, case, seal_fourth(work, case, STRANGER)),
    "person as service": lambda work, case: forge(work, case, seal_fourth(work, case, PERSON_KEY)),
    "kind the author may not write": lambda work, case: forge(
        work, case, seal_fourth(work, case, PERSON_KEY, "update_note"), "update_note", "person"
    ),
    "copied from another place": lambda work, case: forge(work, case, read_row(work, case, THIRD).envelope),
}


@pytest.mark.parametrize("tamper", FORGED.values(), ids=FORGED)
def test_a_forged_row_with_right_hashes_is_not_shown_and_counted(store: Store, three: Case, tamper: Tamper) -> None:
    with store.work() as work:
        tamper(work, three)
    opened = open_case(store, three)
    assert list_words(opened) == ["first", "second", "third"]
    assert opened.refused_count == 1
    refuses_to_grow(store, three)


def test_a_row_taken_out_of_the_middle_is_noticed(store: Store, three: Case) -> None:
    with store.work() as work:
        work.connection.execute(delete(case_entry).where(case_entry.c.sequence == SECOND))
    opened = open_case(store, three)
    assert list_words(opened) == ["first"]
    assert opened.refused_count == 1


@pytest.mark.parametrize("sequence", [SECOND, THIRD])
def test_a_row_moved_to_another_case_is_noticed_in_both(store: Store, three: Case, sequence: int) -> None:
    other = add_case(store, make_case("RJ-3333-3333"))
    moved = (case_entry.c.case_id == three.case_id) & (case_entry.c.sequence == sequence)
    with store.work() as work:
        work.connection.execute(update(case_entry).where(moved).values(case_id=other.case_id, sequence=2))
    assert (list_words(open_case(store, other)), open_case(store, other).refused_count) == ([], 1)
    assert open_case(store, three).refused_count == 1
    refuses_to_grow(store, three)
    refuses_to_grow(store, other)


def test_an_author_is_who_signed_also_when_both_may_write(store: Store, case: Case) -> None:
    append(store, case, EntryKind.MESSAGE, "from the person", Author.PERSON)
    with store.work() as work:
        work.connection.execute(update(case_entry).where(case_entry.c.sequence == 2).values(author="service"))
    opened = open_case(store, case)
    assert (list_words(opened), opened.refused_count) == ([], 1)


def set_case(work: Work, case: Case, **values: Any) -> None:
    work.connection.execute(update(case_table).where(case_table.c.case_id == case.case_id).values(values))


def cut(work: Work, case: Case, after: int, **values: Any) -> None:
    """Take the newest rows away, and change the case's row to fit as well as a writer in the database can."""
    newest = (case_entry.c.case_id == case.case_id) & (case_entry.c.sequence > after)
    work.connection.execute(delete(case_entry).where(newest))
    set_case(work, case, **{"head_sequence": after, **values})


def sign_cut(work: Work, case: Case, keeper: Identity) -> bytes:
    return sign_head(keeper, case.case_id, Head(SECOND, read_row(work, case, SECOND).row_hash))


CUT: dict[str, Tamper] = {
    "newest": lambda work, case: cut(work, case, SECOND),
    "newest, signed by a stranger": lambda work, case: cut(
        work, case, SECOND, head_signature=sign_cut(work, case, STRANGER)
    ),
    "newest, signed by the person": lambda work, case: cut(
        work, case, SECOND, head_signature=sign_cut(work, case, PERSON_KEY), head_by="person"
    ),
    "newest, kept by nobody": lambda work, case: cut(work, case, SECOND, head_by="nobody"),
    "all but the number": lambda work, case: cut(work, case, 0, head_sequence=THIRD),
    "all": lambda work, case: cut(work, case, 0, head_signature=b"", head_by="site"),
}


@pytest.mark.parametrize("tamper", CUT.values(), ids=CUT)
def test_the_newest_rows_cannot_be_taken_away_unseen(store: Store, three: Case, tamper: Tamper) -> None:
    with store.work() as work:
        tamper(work, three)
    for reader in (SERVICE_READER, PERSON_READER):
        opened = open_case(store, three, reader)
        assert (opened.refused_count, opened.head) == (1, None)
    refuses_to_grow(store, three)


CERTIFIED: dict[str, Tamper] = {
    "sign key": lambda work, case: set_case(work, case, person_sign_key=STRANGER.sign_key),
    "box key": lambda work, case: set_case(work, case, person_box_key=STRANGER.box_key),
    "reference": lambda work, case: set_case(work, case, case_reference="RJ-9999-9999"),
    "no certificate": lambda work, case: set_case(work, case, certificate=b""),
    "own certificate over own keys": lambda work, case: set_case(
        work,
        case,
        person_sign_key=STRANGER.sign_key,
        person_box_key=STRANGER.box_key,
        certificate=certify_case(
            STRANGER,
            CaseIdentity(case.case_id, case.case_reference, "national", STRANGER.box_key, STRANGER.sign_key),
        ),
    ),
}


@pytest.mark.parametrize("tamper", CERTIFIED.values(), ids=CERTIFIED)
def test_nothing_of_a_case_is_believed_that_the_site_did_not_certify(store: Store, three: Case, tamper: Tamper) -> None:
    with store.work() as work:
        tamper(work, three)
        row = work.connection.execute(select(case_table)).one()
    keys = {**AUTHOR_KEYS, Author.PERSON: row.person_sign_key}  # as the desk does, from the case's own row
    opened = open_case(store, three, Reader(SERVICE_KEY, keys))
    assert (opened.entries, opened.refused_count, opened.head) == ((), 1, None)
    refuses_to_grow(store, three)


def test_an_older_state_signed_in_its_day_is_known_by_who_saw_a_newer_one(store: Store, three: Case) -> None:
    seen = open_case(store, three).head
    assert seen is not None
    assert seen.sequence == THIRD
    with store.work() as work:
        cut(work, three, SECOND, head_signature=sign_cut(work, three, SERVICE_KEY))
    assert open_case(store, three).refused_count == 0, "by itself it is whole"
    opened = open_case(store, three, Reader(SERVICE_KEY, AUTHOR_KEYS, seen))
    assert (opened.refused_count, opened.head) == (1, None)
    with pytest.raises(Forged):
        append(store, three, EntryKind.MESSAGE, "by one who saw more", newest_seen=seen)
    append(store, three, EntryKind.MESSAGE, "by one who saw less", Author.PERSON)
    grown = open_case(store, three, Reader(SERVICE_KEY, AUTHOR_KEYS, seen))
    assert (grown.refused_count, grown.head) == (1, None), "as long as before, and another chain"


def refuses_to_grow(store: Store, case: Case) -> None:
    """Check that nobody adds to a chain that cannot be believed."""
    for author in (Author.PERSON, Author.SERVICE):
        with pytest.raises(Forged):
            append(store, case, EntryKind.MESSAGE, "more", author)
