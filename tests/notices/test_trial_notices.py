"""The worker and trial notices: at once or not at all, nothing that was forged, and nothing stays to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, update

from portal.casework.deliver import deliver, look_after
from portal.casework.notify import make_row
from portal.casework.work import WorkerSide
from portal.domain.case import Service
from portal.domain.notices import Handed, NoticeAuthor
from portal.domain.safe_contact import Method
from portal.domain.trial_notices import TrialNotice
from portal.store.holds import RESTORE
from portal.store.tables import outbox
from portal.store.work import Store
from portal.vault.identities import Identity
from portal.vault.randomness import random_id
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, PortalData, fill_in
from tests.notices.posting import CHLOES_ADDRESS, CHLOES_PAGES, Post, change_contact
from tests.notices.trials import list_rows, press

THIEF = Identity(b"t" * 32)


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


@pytest.fixture
def asked(public: PublicPortal) -> None:
    """Chloe has pressed for one on her unsent form, in the words of the library."""
    press(public.side, fill_in(public.side, CHLOES_PAGES), ["library"])


def find_national(store: Store) -> Service:
    with store.look() as work:
        return work.services.get("national")


def put(store: Store, signer: tuple[NoticeAuthor, Identity], case_id: str | None = None, **change: Any) -> None:
    """Put a trial notice to Chloe into the outbox, as another author might."""
    made_at = change.pop("made_at")
    trial = TrialNotice(Method.EMAIL, CHLOES_ADDRESS, "news", "en", made_at)
    row = make_row(find_national(store), case_id, {**trial.as_body(), **change}, signer, random_id())
    with store.work() as work:
        work.outbox.add(row)


def test_it_speaks_the_language_of_the_page(worker: WorkerSide, post: Post, public: PublicPortal) -> None:
    press(public.side, fill_in(public.side, CHLOES_PAGES), ["library"], "ar")
    deliver(worker, "one")
    assert post.taken[0].words.body == "الغرض الذي طلبته جاهز."


def test_it_needs_no_working_hour(worker: WorkerSide, post: Post, public: PublicPortal, clock: MovableClock) -> None:
    clock.move(hours=15)
    press(public.side, fill_in(public.side, CHLOES_PAGES))
    assert deliver(worker, "one") == 1


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("seconds", "count"), [(600, 1), (601, 0), (86_400, 0)])
def test_after_ten_minutes_it_is_dropped_and_shown_to_nobody(
    worker: WorkerSide, post: Post, clock: MovableClock, *, seconds: int, count: int
) -> None:
    """Later it may be somebody else who holds the phone."""
    clock.move(seconds=seconds)
    assert deliver(worker, "one") == count
    assert len(post.taken) == count
    assert list_rows(worker.store) == []


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("answer", [Handed.NOT_NOW, Handed.REFUSED, Handed.UNSURE])
def test_one_that_fails_is_not_tried_again_and_shown_to_nobody(
    worker: WorkerSide, post: Post, clock: MovableClock, answer: Handed
) -> None:
    post.answer = answer
    for _ in range(12):
        deliver(worker, "one")
        look_after(worker)
        clock.move(minutes=1)
    assert post.addresses.count((CHLOES_ADDRESS,)) == 1
    with worker.store.look() as work:
        assert [row for row in work.outbox.list_shown("national") if row.author is NoticeAuthor.SITE] == []


@pytest.mark.usefixtures("asked")
def test_one_whose_worker_died_is_gone(worker: WorkerSide, post: Post) -> None:
    """It may have left: so it is neither sent again nor shown."""

    def die() -> None:
        raise SystemExit

    post.do = die
    with pytest.raises(SystemExit):
        deliver(worker, "one")
    assert list_rows(worker.store) == []


def test_a_failing_one_takes_no_other_notice_with_it(
    worker: WorkerSide, post: Post, public: PublicPortal, desk: DeskPortal
) -> None:
    """A digest that could not be sent stays on the desk's list."""
    post.answer = Handed.REFUSED
    key = worker.notice_keys["national"]
    body = {"event": "staff_digest", "made_at": worker.clock.now().isoformat()}
    row = make_row(find_national(worker.store), None, body, (NoticeAuthor.WORKER, key), random_id())
    with worker.store.work() as work:
        work.outbox.add(row)
    deliver(worker, "one")
    before = list_rows(worker.store)
    press(public.side, fill_in(public.side, CHLOES_PAGES))
    deliver(worker, "one")
    assert list_rows(worker.store) == before
    assert len(before) == 1


def test_a_text_without_a_channel_goes_no_other_way(worker: WorkerSide, post: Post, public: PublicPortal) -> None:
    press(public.side, fill_in(public.side, change_contact("text", {"phone": ["07700 900 123"]})))
    deliver(replace(worker, channels={Method.EMAIL: post}), "one")
    assert post.taken == []
    assert list_rows(worker.store) == []


@pytest.mark.usefixtures("asked")
def test_a_hold_stops_it_and_then_it_is_too_late(worker: WorkerSide, post: Post, clock: MovableClock) -> None:
    with worker.store.work() as work:
        work.holds.put(RESTORE, clock.today())
    assert deliver(worker, "one") == 0
    clock.move(minutes=30)
    with worker.store.work() as work:
        work.holds.release(RESTORE)
    assert deliver(worker, "one") == 0
    assert list_rows(worker.store) == []


def tear_envelope(store: Store) -> None:
    with store.work() as work:
        work.connection.execute(update(outbox).values(envelope=b"\x01"))


def move_row(store: Store) -> None:
    with store.work() as work:
        work.connection.execute(update(outbox).values(notice_id="0" * 32))


def claim_service(store: Store) -> None:
    with store.work() as work:
        work.connection.execute(update(outbox).values(author="service"))


def put_onto_a_case(store: Store) -> None:
    with store.work() as work:
        work.connection.execute(update(outbox).values(case_id="1" * 32))


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("change", [tear_envelope, move_row, claim_service, put_onto_a_case])
def test_one_that_was_changed_is_refused(worker: WorkerSide, post: Post, change: Callable[[Store], None]) -> None:
    """And shown as not verified, with no address and nothing left to open."""
    change(worker.store)
    assert deliver(worker, "one") == 0
    assert post.taken == []
    (row,) = list_rows(worker.store)
    assert (row.state, row.failure, row.envelope) == ("failed", "not_verified", b"")


@pytest.mark.parametrize("author", list(NoticeAuthor))
def test_nobody_without_the_sites_key_makes_one(worker: WorkerSide, post: Post, author: NoticeAuthor) -> None:
    put(worker.store, (author, THIEF), made_at=worker.clock.now())
    assert deliver(worker, "one") == 0
    assert post.taken == []


def test_the_desk_and_the_worker_itself_make_none(worker: WorkerSide, post: Post, desk: DeskPortal) -> None:
    """A desk could else write to any address it likes."""
    now = worker.clock.now()
    put(worker.store, (NoticeAuthor.SERVICE, desk.side.find_service_key("national")), made_at=now)
    put(worker.store, (NoticeAuthor.WORKER, worker.notice_keys["national"]), made_at=now)
    assert deliver(worker, "one") == 0
    assert post.taken == []


@pytest.mark.parametrize(
    "change",
    [{"method": "letter"}, {"address": "not an address"}, {"wording": "court"}, {"wording": "Ring me, my dear."}],
)
def test_one_the_form_could_not_have_made_is_refused(
    worker: WorkerSide, post: Post, public: PublicPortal, change: dict[str, str]
) -> None:
    put(worker.store, (NoticeAuthor.SITE, public.side.site_key), made_at=worker.clock.now(), **change)
    assert deliver(worker, "one") == 0
    assert post.taken == []


def test_the_tables_above_can_fail(worker: WorkerSide, post: Post, public: PublicPortal) -> None:
    put(worker.store, (NoticeAuthor.SITE, public.side.site_key), made_at=worker.clock.now())
    assert deliver(worker, "one") == 1
    assert post.addresses == [(CHLOES_ADDRESS,)]


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("minutes", [1, 11])
def test_one_put_back_from_a_copy_does_not_leave_again(
    worker: WorkerSide, post: Post, clock: MovableClock, minutes: int
) -> None:
    """By whoever writes to the database, also while it would still be in time."""
    (row,) = list_rows(worker.store)
    deliver(worker, "one")
    clock.move(minutes=minutes)
    with worker.store.work() as work:
        work.connection.execute(insert(outbox).values(dict(row._mapping)))
    assert deliver(worker, "one") == 0
    assert len(post.taken) == 1
