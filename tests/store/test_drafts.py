"""Drafts and receipts: sealed to the key in the cookie, replaced whole, gone after their time."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, update
from sqlalchemy.exc import IntegrityError

from portal.domain.errors import Forged
from portal.store.tables import draft
from portal.store.work import Store
from portal.vault.draft_keys import DraftKey
from tests.at_once import run_at_once
from tests.builders import MONDAY

KEY, OTHER_KEY = DraftKey(b"d" * 32), DraftKey(b"e" * 32)
HOUR = timedelta(hours=1)


def save(store: Store, words: str, draft_id: str = "one", key: DraftKey = KEY) -> None:
    with store.work() as work:
        work.drafts.save_draft(draft_id, {"words": words}, key, MONDAY + 3 * HOUR)


def find(store: Store, draft_id: str = "one", key: DraftKey = KEY) -> str | None:
    with store.look() as work:
        body = work.drafts.find_draft(draft_id, key)
    return None if body is None else str(body["words"])


def test_a_draft_is_replaced_and_found_again(store: Store) -> None:
    save(store, "first")
    save(store, "second")
    save(store, "other", "two")
    assert find(store) == "second"
    assert find(store, "two") == "other"
    assert find(store, "three") is None


def test_another_key_or_another_id_opens_nothing(store: Store) -> None:
    save(store, "mine")
    with pytest.raises(Forged):
        find(store, key=OTHER_KEY)
    with store.work() as work:
        work.connection.execute(update(draft).values(draft_id="two"))
    with pytest.raises(Forged):
        find(store, "two")


def test_two_first_saves_at_once_both_succeed(store: Store) -> None:
    for number in range(5):
        run_at_once(4, lambda each, number=number: save(store, f"words {each}", f"draft {number}"))
        assert str(find(store, f"draft {number}")).startswith("words ")


def test_a_receipt_is_added_once(store: Store) -> None:
    with store.work() as work:
        work.drafts.add_receipt("one", {"words": "sent"}, KEY, MONDAY)
    with pytest.raises(IntegrityError), store.work() as work:
        work.drafts.add_receipt("one", {"words": "again"}, KEY, MONDAY)
    with store.look() as work:
        assert work.drafts.find_receipt("one", KEY) == {"words": "sent"}
        assert work.drafts.find_draft("one", KEY) is None


def test_erasing_takes_the_draft_alone_or_the_receipt_too(store: Store) -> None:
    save(store, "words")
    with store.work() as work:
        work.drafts.add_receipt("one", {}, KEY, MONDAY)
        work.drafts.erase_draft("one")
    with store.work() as work:
        assert work.drafts.find_draft("one", KEY) is None
        assert work.drafts.find_receipt("one", KEY) == {}
        work.drafts.erase("one")
        assert work.drafts.find_receipt("one", KEY) is None


def test_the_time_stored_is_a_whole_hour_and_never_before_the_draft_is_over(store: Store) -> None:
    with store.work() as work:
        work.drafts.save_draft("one", {}, KEY, MONDAY + timedelta(minutes=17, seconds=5))
        stored = work.connection.execute(select(draft.c.expires_at)).scalar_one()
    assert stored == MONDAY + HOUR


def test_what_is_over_is_erased_and_nothing_else(store: Store) -> None:
    save(store, "old")
    with store.work() as work:
        work.drafts.save_draft("young", {}, KEY, MONDAY + 6 * HOUR)
        work.drafts.add_receipt("one", {}, KEY, MONDAY + 3 * HOUR)
        assert work.drafts.erase_expired(MONDAY + 3 * HOUR) == 0
        assert work.drafts.erase_expired(MONDAY + 4 * HOUR) == 2
        assert work.drafts.find_draft("one", KEY) is None
        assert work.drafts.find_receipt("one", KEY) is None
        assert work.drafts.find_draft("young", KEY) == {}


def read_files(store_url: str) -> bytes:
    database = Path(make_url(store_url).database or "")
    return b"".join(path.read_bytes() for path in database.parent.glob(database.name + "*"))


def test_an_erased_drafts_bytes_are_gone_from_the_file_and_its_log(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    save(store, "x" * 20_000)
    with store.look() as work:
        envelope = bytes(work.connection.execute(select(draft.c.envelope)).scalar_one())
    pieces = [envelope[at : at + 64] for at in range(0, len(envelope) - 64, 64)]
    assert any(piece in read_files(sqlite_url) for piece in pieces)
    with store.work() as work:
        work.drafts.erase("one")
    assert any(piece in read_files(sqlite_url) for piece in pieces), "the log still has it"
    store.scrub()
    assert not any(piece in read_files(sqlite_url) for piece in pieces)
    store.close()
