"""A trial notice leaves the worker, on either database: once, in exactly its words, and its row is gone."""

from __future__ import annotations

from portal.casework.deliver import deliver
from portal.casework.work import WorkerSide
from portal.wiring import PublicPortal
from tests.at_once import run_at_once
from tests.builders import MovableClock, fill_in
from tests.notices.posting import CHLOES_ADDRESS, CHLOES_PAGES, Post, change_contact
from tests.notices.trials import list_rows, press


def test_it_leaves_once_in_exactly_these_words_and_nothing_stays(
    worker: WorkerSide, post: Post, public: PublicPortal, clock: MovableClock
) -> None:
    press(public.side, fill_in(public.side, CHLOES_PAGES), ["library"])
    assert deliver(worker, "one") == 1
    (message,) = post.taken
    assert message.addresses == (CHLOES_ADDRESS,)
    assert message.words.subject == message.words.body == "The item you asked for is ready."
    assert list_rows(worker.store) == []
    clock.move(minutes=5)
    assert deliver(worker, "one") == 0


def test_two_workers_at_once_send_it_once(worker: WorkerSide, post: Post, public: PublicPortal) -> None:
    for number in range(6):
        pages = change_contact("email", {"email": [f"{number}@example.org"]})
        press(public.side, fill_in(public.side, pages))
    assert sum(run_at_once(4, lambda number: deliver(worker, f"worker {number}"))) == 6
    assert sorted(post.addresses) == [(f"{number}@example.org",) for number in range(6)]
