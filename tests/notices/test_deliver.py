"""Delivering: by the card of this very moment, once, tried again only when it surely did not leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from portal.casework.deliver import deliver, look_after
from portal.casework.work import WorkerSide
from portal.domain.notices import KEEP_SENT, LEASE, Handed
from portal.domain.safe_contact import Method
from portal.store.holds import RESTORE
from portal.store.tables import outbox
from portal.wiring import PublicPortal
from tests.at_once import run_at_once
from tests.builders import MovableClock, Referred, refer
from tests.notices.conftest import Write
from tests.notices.posting import (
    CHLOES_ADDRESS,
    CHLOES_PAGES,
    Post,
    change_contact,
    count_envelopes,
    list_states,
    wake,
)


def test_it_leaves_once_to_the_chosen_address_in_the_chosen_words(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write
) -> None:
    write(chloe)
    assert deliver(worker, "one") == 1
    (message,) = post.taken
    assert message.addresses == (CHLOES_ADDRESS,)
    assert message.words.subject == message.words.body == "The item you asked for is ready."
    assert deliver(worker, "one") == 0
    assert list_states(worker.store) == [("sent", None)]
    assert count_envelopes(worker.store) == 0


def test_it_speaks_the_persons_language(worker: WorkerSide, post: Post, public: PublicPortal, write: Write) -> None:
    write(refer(public.side, CHLOES_PAGES, "ar"))
    deliver(worker, "one")
    assert post.taken[0].words.body == "الغرض الذي طلبته جاهز."
    assert post.taken[0].words.language == "ar"


def test_outside_the_hours_it_waits_and_leaves_in_them(
    worker: WorkerSide, post: Post, public: PublicPortal, write: Write, clock: MovableClock
) -> None:
    """On Monday at ten, for somebody who is alone on Tuesdays from nine to eleven."""
    reach = {"email": [CHLOES_ADDRESS], "days": ["tuesday"], "hours": ["morning"]}
    write(refer(public.side, change_contact("email", reach)))
    handed_over_at = []
    for _ in range(48):
        if deliver(worker, "one"):
            handed_over_at.append(clock.now())
        clock.move(hours=1)
    assert [(at.day, at.hour) for at in handed_over_at] == [(24, 9)]


def test_the_hours_of_the_card_do_not_stand_in_the_row(
    worker: WorkerSide, public: PublicPortal, write: Write, clock: MovableClock
) -> None:
    reach = {"email": [CHLOES_ADDRESS], "days": ["friday"], "hours": ["evening"]}
    write(refer(public.side, change_contact("email", reach)))
    deliver(worker, "one")
    with worker.store.look() as work:
        next_try_at = work.connection.execute(select(outbox.c.next_try_at)).scalar_one()
    assert next_try_at == clock.now() + timedelta(hours=1)


@pytest.mark.parametrize(
    ("method", "reach", "state"),
    [
        ("none", {}, ("dropped", "not_wanted")),
        ("call", {"phone": ["07700900123"]}, ("dropped", "by_hand")),
        ("letter", {"address": ["1 Road, Leeds"], "letter_warned": ["yes"]}, ("dropped", "by_hand")),
        ("someone_else", {"phone": ["07700900123"], "other_name": ["Jo"]}, ("dropped", "by_hand")),
    ],
)
def test_what_a_machine_may_not_do_it_does_not(
    worker: WorkerSide,
    post: Post,
    public: PublicPortal,
    write: Write,
    *,
    method: str,
    reach: dict[str, list[str]],
    state: tuple[str, str],
) -> None:
    pages = change_contact(method, reach)
    pages["words"] = {"wording": ["news"], "leave_message": ["no"], "say_who": ["no"]}
    write(refer(public.side, pages))
    assert deliver(worker, "one") == 0
    assert post.taken == []
    assert list_states(worker.store) == [state]


def test_two_workers_at_once_send_each_notice_once(
    worker: WorkerSide, post: Post, public: PublicPortal, write: Write
) -> None:
    for number in range(12):
        write(refer(public.side, change_contact("email", {"email": [f"{number}@example.org"]})))
    handed = run_at_once(4, lambda number: deliver(worker, f"worker {number}"))
    assert sum(handed) == 12
    assert sorted(post.addresses) == sorted((f"{number}@example.org",) for number in range(12))
    assert list_states(worker.store) == [("sent", None)] * 12


@pytest.mark.parametrize("come_back", [deliver, lambda side, _name: look_after(side) * 0])
def test_what_was_leaving_when_its_worker_died_is_unsure_and_never_sent_again(
    worker: WorkerSide,
    post: Post,
    chloe: Referred,
    write: Write,
    clock: MovableClock,
    come_back: Callable[[WorkerSide, str], int],
) -> None:
    def die() -> None:
        raise SystemExit

    write(chloe)
    post.do = die
    with pytest.raises(SystemExit):
        deliver(worker, "one")
    assert list_states(worker.store) == [("sending", None)]
    post.do = lambda: None
    assert come_back(worker, "two") == 0
    clock.move(seconds=LEASE.total_seconds())
    assert look_after(worker) == 1
    for _ in range(60):
        clock.move(hours=2)
        assert come_back(worker, "two") == 0
    assert len(post.taken) == 1
    assert ("unsure", "no_answer") in list_states(worker.store)


def test_a_slow_worker_may_still_say_what_became_of_its_own(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, clock: MovableClock
) -> None:
    write(chloe)

    def be_slow() -> None:
        clock.move(seconds=LEASE.total_seconds())
        assert look_after(worker) == 1

    post.do = be_slow
    deliver(worker, "one")
    assert list_states(worker.store) == [("sent", None)]


@pytest.mark.parametrize(
    ("answer", "state"), [(Handed.REFUSED, ("failed", "refused")), (Handed.UNSURE, ("unsure", "no_answer"))]
)
def test_what_was_refused_or_is_unsure_is_final(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, *, answer: Handed, state: tuple[str, str]
) -> None:
    write(chloe)
    post.answer = answer
    deliver(worker, "one")
    assert list_states(worker.store) == [state]
    assert count_envelopes(worker.store) == 0
    wake(worker.store)
    deliver(worker, "one")
    assert len(post.taken) == 1


def test_what_surely_did_not_leave_is_tried_again_with_growing_pauses_until_it_is_too_late(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, clock: MovableClock
) -> None:
    write(chloe)
    post.answer = Handed.NOT_NOW
    made_at, tried_at = clock.now(), []
    while list_states(worker.store) == [("made", None)]:
        if deliver(worker, "one"):
            tried_at.append(clock.now())
        clock.move(minutes=1)
    pauses = [later - earlier for earlier, later in pairwise(tried_at) if later.date() == earlier.date()]
    assert pauses[:4] == sorted(pauses[:4])
    assert pauses[0] < pauses[3]
    assert max(tried_at) <= made_at + timedelta(days=3)
    assert all(9 <= at.hour < 17 for at in tried_at)
    assert list_states(worker.store) == [("dropped", "too_late")]


def test_a_queue_that_stood_still_floods_nobody(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, clock: MovableClock
) -> None:
    write(chloe)
    clock.move(days=3, minutes=1)
    deliver(worker, "one")
    assert post.taken == []
    assert list_states(worker.store) == [("dropped", "too_late")]


def test_a_hold_stops_everything_until_it_is_released(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, clock: MovableClock
) -> None:
    write(chloe)
    with worker.store.work() as work:
        work.holds.put(RESTORE, clock.today())
    look_after(worker)
    assert deliver(worker, "one") == 0
    with worker.store.work() as work:
        work.holds.release(RESTORE)
    assert deliver(worker, "one") == 1


def test_what_waited_in_a_backup_is_unsure(worker: WorkerSide, post: Post, chloe: Referred, write: Write) -> None:
    write(chloe)
    with worker.store.work() as work:
        assert work.outbox.doubt_all() == 1
    assert deliver(worker, "one") == 0
    assert list_states(worker.store) == [("unsure", "no_answer")]


def test_a_line_a_case_is_enough_and_what_was_sent_is_forgotten(
    worker: WorkerSide, amira: Referred, chloe: Referred, write: Write, clock: MovableClock
) -> None:
    for _ in range(3):
        write(amira)
        write(chloe)
        deliver(worker, "one")
        clock.move(days=1)
    states = list_states(worker.store)
    assert states.count(("dropped", "by_hand")) == 1
    assert states.count(("sent", None)) == 3
    clock.move(days=KEEP_SENT.days + 1)
    look_after(worker)
    assert ("sent", None) not in list_states(worker.store)
    assert ("dropped", "by_hand") in list_states(worker.store)


def test_a_text_that_nothing_can_send_goes_no_other_way_and_is_shown(
    public: PublicPortal, worker: WorkerSide, post: Post, write: Write
) -> None:
    write(refer(public.side, change_contact("text", {"phone": ["07700 900 123"]})))
    by_mail_only = replace(worker, channels={Method.EMAIL: post})
    deliver(by_mail_only, "a")
    assert post.taken == []
    assert list_states(worker.store) == [("failed", "no_channel")]
