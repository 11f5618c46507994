"""Notices to staff: an alert at once that says nothing, a digest at fixed times that is always the same."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from portal.casework.deliver import deliver, look_after
from portal.casework.work import WorkerSide
from portal.domain.notices import Handed
from portal.store.tables import outbox
from portal.wiring import PublicPortal
from tests.at_once import run_at_once
from tests.builders import AMIRAS_PAGES, MovableClock, Referred, StaffAccount, change_pages, refer
from tests.notices.posting import Post

UNSAFE = change_pages(AMIRAS_PAGES, now={"in_danger": ["yes"], "device_safe": ["no"]})


def count_rows(worker: WorkerSide) -> int:
    with worker.store.look() as work:
        return int(work.connection.execute(select(func.count()).select_from(outbox)).scalar_one())


def test_an_alert_leaves_at_once_at_any_hour_to_everybody_of_that_service(
    worker: WorkerSide,
    post: Post,
    public: PublicPortal,
    clock: MovableClock,
    *,
    fay: StaffAccount,
    sam: StaffAccount,
    rita: StaffAccount,
) -> None:
    clock.move(hours=13)
    refer(public.side, UNSAFE)
    assert deliver(worker, "one") == 1
    (message,) = post.taken
    assert {fay.email, sam.email} <= set(message.addresses)
    assert rita.email not in message.addresses
    assert message.words.body == "There is something new at the desk."


def test_nothing_of_the_alert_stays(worker: WorkerSide, public: PublicPortal, fay: StaffAccount) -> None:
    """Its row would tell that somebody of this service was not safe that day."""
    refer(public.side, UNSAFE)
    assert count_rows(worker) == 1
    deliver(worker, "one")
    assert count_rows(worker) == 0


def test_an_alert_that_fails_comes_to_the_desk(
    worker: WorkerSide, post: Post, public: PublicPortal, fay: StaffAccount
) -> None:
    refer(public.side, UNSAFE)
    post.answer = Handed.REFUSED
    deliver(worker, "one")
    with worker.store.look() as work:
        assert [row.case_id for row in work.outbox.list_shown("national")] == [None]


def test_a_digest_leaves_at_nine_and_at_two_whether_or_not_anything_is_new(
    worker: WorkerSide, post: Post, clock: MovableClock, fay: StaffAccount, rita: StaffAccount
) -> None:
    left = []
    clock.move(hours=-10)  # Monday at midnight
    for hour in range(48):
        for _ in range(2):
            look_after(worker)
            left += [hour] * deliver(worker, "one")
        clock.move(hours=1)
    assert left == [9, 9, 14, 14, 33, 33, 38, 38]
    assert len({message.words.body for message in post.taken}) == 1


@pytest.mark.usefixtures("fay", "rita", "amira")
def test_workers_at_once_make_one_digest_a_service(worker: WorkerSide, post: Post) -> None:
    run_at_once(4, lambda _number: look_after(worker))
    run_at_once(4, lambda number: deliver(worker, f"worker {number}"))
    assert len(post.taken) == 2


def test_a_digest_says_the_same_after_a_referral(
    worker: WorkerSide, post: Post, clock: MovableClock, fay: StaffAccount, public: PublicPortal
) -> None:
    look_after(worker)
    deliver(worker, "one")
    refer(public.side)
    clock.move(hours=4)
    look_after(worker)
    deliver(worker, "one")
    assert len(post.taken) == 2
    assert post.taken[0].words == post.taken[1].words


def test_digests_do_not_pile_up(
    worker: WorkerSide, post: Post, clock: MovableClock, fay: StaffAccount, amira: Referred
) -> None:
    post.answer = Handed.REFUSED
    for _ in range(5):
        look_after(worker)
        deliver(worker, "one")
        clock.move(days=1)
    with worker.store.look() as work:
        assert work.outbox.count_shown("national") == 1
