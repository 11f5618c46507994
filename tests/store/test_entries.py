"""Sealed entries: a chain that never forks, read by those they are for, written by those who may."""

import pytest

from portal.domain.case import Author, Case, EntryKind
from portal.domain.errors import Forged
from portal.store.chains import Reader
from portal.store.work import Store
from portal.vault.identities import Identity
from tests.at_once import run_at_once
from tests.store.rows import (
    AUTHOR_KEYS,
    NOTICE_KEY,
    PERSON_READER,
    SERVICE_READER,
    TODAY,
    add_case,
    append,
    list_words,
    make_case,
    open_case,
)

# vault/README.md: whom each kind is sealed to beside the service
PERSON_READS = {"side_state", "update_note", "message", "request", "lift", "talk"}
WORKER_READS = {"contact_card", "request", "lift", "talk"}
MAY_WRITE = {
    "referral": {"person"},
    "check_phrase": {"person", "service"},
    "contact_card": {"person", "service"},
    "side_state": {"person", "service"},
    "update_note": {"service", "site"},
    "message": {"person", "service"},
    "request": {"person"},
    "request_words": {"person"},
    "lift": {"service"},
    "desk_note": {"service"},
    "rehub_proof": {"service", "site"},  # the service takes spreadsheets in
    "key_copy": {"site"},
    "pending_news": {"service", "site"},
    "talk": {"service", "site"},
}


@pytest.fixture
def three(store: Store, case: Case) -> Case:
    """A case with three messages: first, second, third."""
    for words in ("first", "second", "third"):
        append(store, case, EntryKind.MESSAGE, words)
    return case


@pytest.mark.parametrize("kind", sorted(set(EntryKind) - {EntryKind.KEY_CHANGE}))  # that one: test_key_changes
def test_each_kind_is_read_by_those_it_is_for_and_written_by_those_who_may(
    store: Store, case: Case, kind: EntryKind
) -> None:
    for author in Author:
        if author in MAY_WRITE[kind.value]:
            append(store, case, kind, author.value, author)
        else:
            with pytest.raises(Forged):
                append(store, case, kind, author.value, author)
    written = [author.value for author in Author if author in MAY_WRITE[kind.value]]
    assert list_words(open_case(store, case)) == written
    assert list_words(open_case(store, case, PERSON_READER)) == (written if kind.value in PERSON_READS else [])
    worker = open_case(store, case, Reader(NOTICE_KEY, AUTHOR_KEYS))
    assert list_words(worker) == (written if kind.value in WORKER_READS else [])
    assert open_case(store, case, Reader(Identity(b"s" * 32), AUTHOR_KEYS)).entries == ()


def test_entries_keep_their_order_and_can_be_asked_for_by_kind(store: Store, three: Case) -> None:
    append(store, three, EntryKind.DESK_NOTE, "note")
    opened = open_case(store, three)
    assert [entry.sequence for entry in opened.entries] == [1, 2, 3, 4, 5]
    assert [entry.body["words"] for entry in opened.list_of(EntryKind.MESSAGE)] == ["first", "second", "third"]
    newest = opened.find_newest(EntryKind.MESSAGE)
    assert newest is not None
    assert (newest.body["words"], newest.made_on) == ("third", TODAY)
    assert opened.find_newest(EntryKind.CONTACT_CARD) is None
    with store.look() as work:
        only = work.entries.open_case(three.case_id, PERSON_READER, {EntryKind.DESK_NOTE})
    assert (only.entries, only.refused_count) == ((), 0)


def test_two_cases_are_opened_with_one_question_and_never_mixed(store: Store, three: Case) -> None:
    other = add_case(store, make_case("RJ-3333-3333"))
    append(store, other, EntryKind.MESSAGE, "other")
    with store.look() as work:
        opened = work.entries.open_cases(dict.fromkeys((three.case_id, other.case_id), SERVICE_READER))
    assert list_words(opened[three.case_id]) == ["first", "second", "third"]
    assert list_words(opened[other.case_id]) == ["other"]


def test_a_chain_never_forks_when_many_write_at_once(store: Store, case: Case) -> None:
    def write(number: int) -> list[int]:
        return [append(store, case, EntryKind.MESSAGE, f"{number}-{each}") for each in range(20)]

    written = run_at_once(2, write)
    assert sorted([*written[0], *written[1]]) == list(range(2, 42))
    opened = open_case(store, case)
    assert opened.refused_count == 0
    assert [entry.sequence for entry in opened.entries] == list(range(1, 42))
