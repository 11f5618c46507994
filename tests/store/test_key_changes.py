"""A person's keys over time: each change follows from the one before, and the service lifted it for that one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.domain.case import Author, Case, EntryKind
from portal.domain.errors import Forged
from portal.store.cases import NewKeys
from portal.store.chains import OpenedCase, Reader
from portal.store.entries import Writer
from portal.store.key_periods import PersonKeys, make_change, read_periods
from portal.store.work import Store
from portal.vault.certificates import CaseIdentity, certify_case
from portal.vault.identities import Identity
from tests.store.rows import (
    AUTHOR_KEYS,
    NOTICE_KEY,
    PERSON_KEY,
    SERVICE,
    SERVICE_KEY,
    SITE_KEY,
    TODAY,
    append,
    make_writer,
    open_case,
)

NEW = Identity(b"n" * 32)
FIRST, SECOND, THIRD = (PersonKeys(bytes([number]) * 32, bytes([number + 9]) * 32) for number in (1, 2, 3))
LIFT = {"lifts": "code"}
NEW_AUTHORS = {**AUTHOR_KEYS, Author.PERSON: NEW.sign_key}


def change_keys(store: Store, case: Case) -> Case:
    """Lift and change the keys of a case as the two sites do; return the case as it is then."""
    before, after = PersonKeys(PERSON_KEY.box_key, PERSON_KEY.sign_key), PersonKeys(NEW.box_key, NEW.sign_key)
    changed = replace(case, person_box_key=after.box, person_sign_key=after.sign)
    with store.work() as work:
        as_service, as_site = make_writer(Author.SERVICE), make_writer(Author.SITE)
        lifted_by = work.entries.append(case, SERVICE, EntryKind.LIFT, LIFT, writer=as_service, on=TODAY)
        body = make_change(before, after, lifted_by)
        since = work.entries.append(changed, SERVICE, EntryKind.KEY_CHANGE, body, writer=as_site, on=TODAY)
        identity = CaseIdentity(case.case_id, case.case_reference, "national", after.box, after.sign, since)
        certificate = certify_case(SITE_KEY, identity)
        work.cases.give_keys(case.case_id, NewKeys(b"l" * 32, b"w", after.box, after.sign, certificate))
    return replace(changed, certificate=certificate)


def read(opened: OpenedCase) -> tuple[list[str], int]:
    """Return the messages of a case and how much was refused."""
    return [entry.body["words"] for entry in opened.list_of(EntryKind.MESSAGE)], opened.refused_count


def test_each_reader_reads_on_and_the_earlier_key_reads_nothing_new(store: Store, case: Case) -> None:
    append(store, case, EntryKind.MESSAGE, "before")
    changed = change_keys(store, case)
    as_service = Writer(Author.SERVICE, SERVICE_KEY, SERVICE_KEY, NEW_AUTHORS)
    with store.work() as work:
        work.entries.append(changed, SERVICE, EntryKind.MESSAGE, {"words": "after"}, writer=as_service, on=TODAY)
    person = Reader(NEW, NEW_AUTHORS, earlier=(PERSON_KEY.box,))
    assert read(open_case(store, changed, person)) == (["before", "after"], 0)
    assert read(open_case(store, changed, Reader(SERVICE_KEY, NEW_AUTHORS))) == (["before", "after"], 0)
    assert open_case(store, changed, Reader(NOTICE_KEY, NEW_AUTHORS)).first_keys == PersonKeys(
        PERSON_KEY.box_key, PERSON_KEY.sign_key
    )
    assert read(open_case(store, changed, Reader(PERSON_KEY, NEW_AUTHORS)))[0] == []


def test_only_the_public_site_writes_a_change(store: Store, case: Case) -> None:
    for author in (Author.PERSON, Author.SERVICE):
        with pytest.raises(Forged):
            append(store, case, EntryKind.KEY_CHANGE, "words", author)


@pytest.mark.parametrize(
    ("changes", "lifted", "now"),
    [
        ([(3, FIRST, SECOND, 2)], [2], SECOND),
        ([(3, FIRST, SECOND, 2), (6, SECOND, THIRD, 4)], [2, 4], THIRD),
        ([], [], FIRST),
    ],
)
def test_what_was_rightly_changed_says_which_key_counted_when(
    changes: list[tuple[int, PersonKeys, PersonKeys, int]], lifted: list[int], now: PersonKeys
) -> None:
    bodies = [(sequence, make_change(before, after, by)) for sequence, before, after, by in changes]
    periods = read_periods(bodies, dict.fromkeys(lifted, LIFT), now)
    assert periods.first == FIRST
    assert periods.find_at(99) == now
    assert [periods.find_at(sequence) for sequence, *_ in changes] == [before for _, before, _, _ in changes]


@pytest.mark.parametrize(
    ("changes", "lifts", "now"),
    [
        ([(3, FIRST, SECOND, 2)], {}, SECOND),
        ([(3, FIRST, SECOND, 2)], {2: {"lifts": "lock"}}, SECOND),
        ([(3, FIRST, SECOND, 4)], {4: LIFT}, SECOND),
        ([(3, FIRST, SECOND, 2)], {2: LIFT}, THIRD),
        ([(3, FIRST, SECOND, 2), (6, SECOND, THIRD, 2)], {2: LIFT}, THIRD),
        ([(3, FIRST, SECOND, 2), (6, FIRST, THIRD, 4)], {2: LIFT, 4: LIFT}, THIRD),
    ],
    ids=["not lifted", "another lift", "lifted later", "other keys now", "lifted for the one before", "no chain"],
)
def test_what_nobody_may_change_is_believed_nowhere(
    changes: list[tuple[int, PersonKeys, PersonKeys, int]], lifts: dict[int, dict[str, str]], now: PersonKeys
) -> None:
    bodies = [(sequence, make_change(before, after, by)) for sequence, before, after, by in changes]
    with pytest.raises(Forged):
        read_periods(bodies, lifts, now)


def test_a_change_that_cannot_be_read_is_none() -> None:
    with pytest.raises(Forged):
        read_periods([(3, {"before": {}})], {}, FIRST)
