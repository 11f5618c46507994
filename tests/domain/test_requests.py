"""What requests come to, one after the other: less contact at once, undo for fourteen days, a lock above all."""

from datetime import date, timedelta

import pytest

from portal.domain.case import RequestKind
from portal.domain.errors import NotAllowed, Shut
from portal.domain.requests import ANSWERS, Lifts, Request, RequestState, check_may_ask, has_effect, state_of

DAY = date(2026, 11, 22)
STOP, PAUSE, GO_ON = RequestKind.STOP_CONTACT, RequestKind.PAUSE, RequestKind.GO_ON
WITHDRAW, ERASE, UNDO, LOCK = RequestKind.WITHDRAW, RequestKind.ERASE, RequestKind.UNDO, RequestKind.LOCK
ADD, OTHER = RequestKind.ADD, RequestKind.OTHER_CONTACT


def after(*asked: tuple[RequestKind, int], lifted_at: int = 0, settled_at: int = 0) -> RequestState:
    """Return the state after requests, each with its day counted from DAY; the first has the sequence 5."""
    requests = [Request(kind, DAY + timedelta(days=days), 5 + place) for place, (kind, days) in enumerate(asked)]
    return state_of(requests, Lifts(lifted_at, settled_at))


def test_without_requests_nothing_is_stopped() -> None:
    assert after() == after((ADD, 0)) == RequestState()
    assert not after().is_shut
    assert not after().is_contact_stopped


@pytest.mark.parametrize("kind", [STOP, WITHDRAW, ERASE])
def test_less_contact_counts_at_once(kind: RequestKind) -> None:
    assert after((kind, 0)).is_contact_stopped


def test_stopped_contact_stays_stopped_whatever_is_undone() -> None:
    state = after((STOP, 0), (WITHDRAW, 1), (UNDO, 2))
    assert (state.is_contact_stopped, state.is_shut) == (True, False)


def test_a_stop_ends_with_the_conversation_after_it_and_no_other() -> None:
    assert not after((STOP, 0), settled_at=6).is_contact_stopped
    assert after((STOP, 0), settled_at=4).is_contact_stopped
    assert after((STOP, 0), (STOP, 1), settled_at=5).is_contact_stopped
    assert after((STOP, 0), (LOCK, 1), (STOP, 2), settled_at=6).is_contact_stopped


@pytest.mark.parametrize("kind", [WITHDRAW, ERASE])
def test_a_conversation_ends_no_withdrawal_but_what_a_lock_left_of_it(kind: RequestKind) -> None:
    assert after((kind, 0), settled_at=9).is_contact_stopped
    assert after((kind, 0), (LOCK, 1), settled_at=5).is_contact_stopped
    assert not after((kind, 0), (LOCK, 1), settled_at=6).is_contact_stopped


def test_a_stop_is_not_ended_by_lifting_a_lock() -> None:
    assert after((STOP, 0), (LOCK, 1), lifted_at=7).is_contact_stopped


def test_another_way_is_wanted_until_it_is_settled() -> None:
    assert after((OTHER, 0)).wants_other_contact
    assert not after((OTHER, 0)).is_contact_stopped
    assert not after((OTHER, 0), settled_at=6).wants_other_contact
    assert after((OTHER, 0), (OTHER, 1), settled_at=5).wants_other_contact


def test_pause_and_go_on_take_turns() -> None:
    assert [after((PAUSE, 0)).is_paused, after((PAUSE, 0), (GO_ON, 1)).is_paused] == [True, False]
    assert not after((PAUSE, 0)).is_shut


def test_everything_is_deleted_fourteen_days_after_it_was_asked_for_first() -> None:
    state = after((ERASE, 0), (ERASE, 9))
    assert state.erase_on == date(2026, 12, 6)
    assert state.can_undo_until == date(2026, 12, 5)
    assert [state.can_undo(DAY + timedelta(days=days)) for days in (0, 13, 14)] == [True, True, False]


@pytest.mark.parametrize("kind", [WITHDRAW, ERASE])
def test_undo_in_time_leaves_everything_as_before(kind: RequestKind) -> None:
    assert after((kind, 0), (UNDO, 13)) == RequestState()


def test_undo_after_the_time_changes_nothing() -> None:
    assert after((WITHDRAW, 0), (UNDO, 14)).withdrawn_on == DAY
    state = after((WITHDRAW, 0), (ERASE, 10), (UNDO, 20))
    assert (state.withdrawn_on, state.erase_on) == (DAY, None)


def test_a_lock_holds_until_the_service_lifts_it_and_again_after_a_new_one() -> None:
    assert after((LOCK, 0)).is_locked
    assert not after((LOCK, 0), lifted_at=6).is_locked
    assert after((LOCK, 0), (LOCK, 1), lifted_at=5).is_locked


def test_a_lock_stops_what_somebody_else_may_have_asked_for_but_brings_no_contact_back() -> None:
    state = after((ERASE, 0), (LOCK, 3))
    assert (state.erase_on, state.is_contact_stopped) == (None, True)
    assert after((WITHDRAW, 0), (LOCK, 14)).withdrawn_on == DAY
    assert not after((LOCK, 0)).is_contact_stopped


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (after(), set(RequestKind) - {UNDO} - ANSWERS),
        (after((WITHDRAW, 0)), {UNDO, LOCK, ERASE}),
        (after((WITHDRAW, -20)), {LOCK, ERASE}),
        (after((ERASE, 0)), {UNDO, LOCK, ERASE}),
        (after((LOCK, 0)), set()),
    ],
)
def test_a_page_offers_only_what_its_state_allows(state: RequestState, offered: set[RequestKind]) -> None:
    for kind in RequestKind:
        if kind in offered:
            check_may_ask(state, kind, DAY)
        else:
            with pytest.raises(Shut if state.is_shut else NotAllowed):
                check_may_ask(state, kind, DAY)


@pytest.mark.parametrize("kind", [STOP, PAUSE, WITHDRAW, ERASE, LOCK])
def test_asking_twice_has_no_effect(kind: RequestKind) -> None:
    assert has_effect(RequestState(), kind)
    assert not has_effect(after((kind, 0)), kind)


@pytest.mark.parametrize(("kind", "before"), [(GO_ON, PAUSE), (UNDO, WITHDRAW), (UNDO, ERASE)])
def test_what_takes_back_needs_something_to_take_back(kind: RequestKind, before: RequestKind) -> None:
    assert not has_effect(RequestState(), kind)
    assert has_effect(after((before, 0)), kind)


def test_words_can_be_added_again_and_again() -> None:
    assert has_effect(after((ADD, 0)), ADD)
