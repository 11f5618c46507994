"""What somebody who writes to the database can do to sealed entries: nothing that is shown, nothing uncounted.

On SQLite only: which database holds the bytes makes no difference here.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from portal.domain.case import Author, Case, EntryKind
from portal.store.tables import case_entry
from portal.store.work import Store, Work
from portal.vault.envelopes import Place, row_hash, seal
from portal.vault.identities import Identity
from tests.store.rows import (
    PERSON_KEY,
    SERVICE,
    TODAY,
    add_case,
    append,
    list_words,
    make_case,
    open_case,
    open_store,
)


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    """Give a store on SQLite."""
    yield from open_store(sqlite_url)


@pytest.fixture
def three(store: Store, case: Case) -> Case:
    """A case with three messages: first, second, third."""
    for words in ("first", "second", "third"):
        append(store, case, EntryKind.MESSAGE, words)
    return case


Tamper = Callable[[Work, Case], Any]


def change_second(work: Work, case: Case, **values: Any) -> None:
    changed = work.connection.execute(
        update(case_entry).where((case_entry.c.case_id == case.case_id) & (case_entry.c.sequence == 2)).values(values)
    )
    assert changed.rowcount == 1


def read_row(work: Work, case: Case, sequence: int) -> Any:
    query = select(case_entry).where((case_entry.c.case_id == case.case_id) & (case_entry.c.sequence == sequence))
    return work.connection.execute(query).one()


def change_byte(work: Work, case: Case) -> None:
    envelope = bytearray(read_row(work, case, 2).envelope)
    envelope[-1] ^= 1
    change_second(work, case, envelope=bytes(envelope))


def swap_envelope(work: Work, case: Case) -> None:
    change_second(work, case, envelope=read_row(work, case, 3).envelope)


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
    assert opened.refused_count >= 1


def forge(work: Work, case: Case, envelope: bytes, kind: str = "message", author: str = "service") -> None:
    """Put a fourth row in as somebody could who writes to the database: the chain's hashes are right."""
    before = read_row(work, case, 3)
    place = Place(kind, case.case_id, 4, before.row_hash)
    work.connection.execute(
        insert(case_entry).values(
            case_id=case.case_id,
            sequence=4,
            kind=kind,
            author=author,
            made_on=TODAY,
            row_hash=row_hash(place, envelope),
            envelope=envelope,
        )
    )


def seal_fourth(work: Work, case: Case, key: Identity, kind: str = "message") -> bytes:
    place = Place(kind, case.case_id, 4, read_row(work, case, 3).row_hash)
    return seal(place, {"words": "forged"}, author=key, readers=(SERVICE.box_key, PERSON_KEY.box_key))


FORGED: dict[str, Tamper] = {
    "unknown version": lambda work, case: forge(work, case, b"\x09" + b"x" * 300),
    "empty": lambda work, case: forge(work, case, b""),
    "own key": lambda work, case: forge(work, case, seal_fourth(work, case, Identity(b"f" * 32))),
    "person as service": lambda work, case: forge(work, case, seal_fourth(work, case, PERSON_KEY)),
    "kind the author may not write": lambda work, case: forge(
        work, case, seal_fourth(work, case, PERSON_KEY, "update_note"), "update_note", "person"
    ),
    "copied from another place": lambda work, case: forge(work, case, read_row(work, case, 3).envelope),
}


@pytest.mark.parametrize("tamper", FORGED.values(), ids=FORGED)
def test_a_forged_row_with_right_hashes_is_not_shown_and_counted(store: Store, three: Case, tamper: Tamper) -> None:
    with store.work() as work:
        tamper(work, three)
    opened = open_case(store, three)
    assert list_words(opened) == ["first", "second", "third"]
    assert opened.refused_count == 1


def test_a_row_taken_out_of_the_middle_is_noticed(store: Store, three: Case) -> None:
    with store.work() as work:
        work.connection.execute(delete(case_entry).where(case_entry.c.sequence == 2))
    opened = open_case(store, three)
    assert list_words(opened) == ["first"]
    assert opened.refused_count == 1


def test_a_row_moved_to_another_case_is_noticed(store: Store, three: Case) -> None:
    other = add_case(store, make_case("RJ-3333-3333"))
    with store.work() as work:
        work.connection.execute(update(case_entry).where(case_entry.c.sequence == 1).values(case_id=other.case_id))
    assert (open_case(store, other).entries, open_case(store, other).refused_count) == ((), 1)
    assert "first" not in list_words(open_case(store, three))


def test_an_author_is_who_signed_also_when_both_may_write(store: Store, case: Case) -> None:
    append(store, case, EntryKind.MESSAGE, "from the person", Author.PERSON)
    with store.work() as work:
        work.connection.execute(update(case_entry).values(author="service"))
    opened = open_case(store, case)
    assert (opened.entries, opened.refused_count) == ((), 1)
