"""News that waits for a conversation, over the real store: held, answered, tried, released; nothing told before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.casework.answer_talk import answer_talk
from portal.casework.ask import ask
from portal.casework.ask_to_talk import ToTell
from portal.casework.desk import move_stage
from portal.casework.follow import stop_contact
from portal.domain.case import EntryKind, RequestKind
from portal.domain.errors import Invalid, NotAllowed, NotFound, OutOfDate, Shut
from portal.domain.stages import Stage
from portal.domain.talks import Ground, Try
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, open_page
from tests.casework.talking import BAD, GOOD, ORDINARY, Talking

CALL, HERE, LATER = RequestKind.TALK_CALL, RequestKind.TALK_HERE, RequestKind.TALK_LATER


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """Give SQLite alone: rules are the same on both, and test_as_roles holds and releases on PostgreSQL."""
    return sqlite_portal_data


@pytest.mark.parametrize("to_tell", [GOOD, BAD, ORDINARY, ToTell(words="Words alone")])
def test_the_page_says_only_that_there_is_a_talk(talking: Talking, clock: MovableClock, to_tell: ToTell) -> None:
    before = talking.page()
    clock.move(days=2)
    assert talking.hold(to_tell)
    page = talking.page()
    assert page.talk is not None
    assert (page.talk.asked_on, page.talk.answer) == (clock.today(), None)
    assert (page.stage, page.stage_since_on, page.updates) == (before.stage, before.stage_since_on, before.updates)
    assert page.next_update_by == clock.today() + timedelta(days=7)  # news of a kind: the next date is set
    assert talking.held()[0].news == (talking.held()[0].news and replace(talking.held()[0].news, words=to_tell.words))


def test_held_twice_is_held_once_and_other_news_waits_beside_it(talking: Talking) -> None:
    assert [talking.hold(BAD), talking.hold(BAD), talking.hold(GOOD), talking.hold(ORDINARY)] == [
        True,
        False,
        True,
        True,
    ]
    assert [each.news.stage if each.news else None for each in talking.held()] == [None, GOOD.then, BAD.then]


def test_after_a_conversation_the_news_moves_the_stage_and_stands_on_the_page(
    talking: Talking, clock: MovableClock
) -> None:
    talking.hold(GOOD)
    clock.move(days=1)
    assert talking.end(Ground.TALKED, words="As we said.")
    page = talking.page()
    assert (page.stage, page.stage_since_on, page.talk) == (Stage.PREPARATION, clock.today(), None)
    assert (page.updates[0].words, page.updates[0].happened_on) == ("As we said.", clock.today())
    assert talking.held() == ()
    assert not talking.end(Ground.TALKED)  # a second press


def test_a_no_ends_the_case_only_when_it_is_released(talking: Talking) -> None:
    talking.hold(BAD)
    assert talking.page().stage is Stage.ASKING_THEM
    assert talking.end(Ground.TALKED)
    page = talking.page()
    assert (page.stage, page.next_update_by, page.talk) == (Stage.NOT_GOING_AHEAD, None, None)


def test_an_ordinary_talk_ends_with_nothing_to_read(talking: Talking) -> None:
    before = talking.page()
    talking.hold(ORDINARY)
    assert talking.end(Ground.TALKED)
    page = talking.page()
    assert (page.stage, page.updates, page.talk) == (before.stage, before.updates, None)


def test_what_is_not_chosen_is_never_shown(talking: Talking) -> None:
    talking.hold(BAD)
    talking.hold(GOOD)
    assert talking.end(Ground.TALKED, shows=None)
    assert talking.page().stage is Stage.ASKING_THEM
    assert talking.held() == ()


@pytest.mark.parametrize("before", [None, CALL, LATER])
def test_nothing_is_released_untold_unless_the_person_chose_it(talking: Talking, before: RequestKind | None) -> None:
    talking.hold(BAD)
    if before:
        talking.answer(before)
    for ground in (Ground.CHOSEN, Ground.TRIED):
        with pytest.raises(NotAllowed):
            talking.end(ground)
    talking.answer(HERE)
    assert talking.end(Ground.CHOSEN)
    assert talking.page().stage is Stage.NOT_GOING_AHEAD


def test_a_changed_mind_counts_and_the_desk_looks_again(talking: Talking) -> None:
    talking.hold(BAD)
    talking.answer(HERE)
    seen = talking.mark()
    talking.answer(LATER)
    assert talking.mark() != seen
    with pytest.raises(NotAllowed):
        talking.end(Ground.CHOSEN)
    talking.mark = lambda: seen  # type: ignore[method-assign]  # as the practitioner saw it before
    with pytest.raises(OutOfDate):
        talking.end(Ground.CHOSEN)


def test_tell_me_here_is_not_taken_for_what_is_held_later(talking: Talking) -> None:
    talking.hold(ORDINARY)
    talking.answer(HERE)
    talking.hold(BAD)
    assert talking.page().talk == replace(talking.page().talk, answer=None)  # type: ignore[type-var]  # it is open
    with pytest.raises(NotAllowed):
        talking.end(Ground.CHOSEN)


def test_who_chose_to_be_told_on_the_page_is_told_something(talking: Talking) -> None:
    talking.hold(ORDINARY)
    talking.answer(HERE)
    with pytest.raises(Invalid):
        talking.end(Ground.CHOSEN)
    assert talking.end(Ground.CHOSEN, words="We only wanted to hear how you are.")
    assert talking.page().updates[0].words == "We only wanted to hear how you are."


def test_a_supervisor_may_release_after_tries_on_three_days(
    talking: Talking, sam: StaffAccount, clock: MovableClock
) -> None:
    talking.hold(BAD)
    assert [talking.try_once(), talking.try_once()] == [True, False]  # one a day
    for _ in range(2):
        with pytest.raises(NotAllowed):
            talking.end(Ground.TRIED, by=sam)
        clock.move(days=1)
        talking.try_once()
    with pytest.raises(NotAllowed):
        talking.end(Ground.TRIED)  # Fay is no supervisor
    assert talking.end(Ground.TRIED, by=sam)
    assert talking.page().stage is Stage.NOT_GOING_AHEAD


def test_tries_of_long_ago_do_not_count(talking: Talking, sam: StaffAccount, clock: MovableClock) -> None:
    talking.hold(BAD)
    for _ in range(3):
        talking.try_once()
        clock.move(days=1)
    clock.move(days=40)
    with pytest.raises(NotAllowed):
        talking.end(Ground.TRIED, by=sam)


def test_nobody_calls_who_stopped_contact_and_there_is_still_a_way(talking: Talking) -> None:
    talking.hold(BAD)
    stop_contact(talking.public.side, open_page(talking.public.side, talking.person))
    assert not talking.answer(CALL)
    with pytest.raises(NotAllowed):
        talking.try_once(Try.CALLED)
    assert talking.try_once(Try.WROTE)
    assert talking.answer(HERE)
    assert talking.end(Ground.CHOSEN)


def test_a_locked_page_takes_no_answer_and_gives_no_ground(talking: Talking, sam: StaffAccount) -> None:
    talking.hold(BAD)
    talking.answer(HERE)
    ticket = open_page(talking.public.side, talking.person)
    ask(talking.public.side, ticket, RequestKind.LOCK)
    with pytest.raises(Shut):
        answer_talk(talking.public.side, ticket, LATER)
    with pytest.raises(NotAllowed):
        talking.end(Ground.CHOSEN, by=sam)
    assert talking.end(Ground.TALKED)


def test_the_same_answer_twice_is_one_and_without_a_talk_there_is_none(talking: Talking) -> None:
    assert not talking.answer(CALL)
    talking.hold(ORDINARY)
    assert talking.answer(CALL)
    assert talking.answer(CALL)
    with talking.desk.side.store.look() as work:
        assert work.entries.count(talking.case_id, {EntryKind.REQUEST}) == 1
    with pytest.raises(NotAllowed):
        talking.answer(RequestKind.WITHDRAW)
    with pytest.raises(NotAllowed):
        ask(talking.public.side, open_page(talking.public.side, talking.person), CALL)


def test_a_move_that_needs_the_open_talk_goes_through_it(talking: Talking) -> None:
    talking.hold(BAD)
    fay = talking.fay.signed_in
    with pytest.raises(NotAllowed):
        move_stage(talking.desk.side, fay, talking.case_id, Stage.CLOSED, seen=Stage.ASKING_THEM, has_talked=True)


def test_what_may_not_be_moved_may_not_be_held(talking: Talking, amira: Referred) -> None:
    with pytest.raises(Invalid):
        talking.hold(ToTell(words="x" * 1001))
    talking.hold(ORDINARY)
    with pytest.raises(NotFound):
        talking.end(Ground.TALKED, shows=1)
    talking.end(Ground.TALKED)
    ask(talking.public.side, open_page(talking.public.side, amira), RequestKind.WITHDRAW)
    with pytest.raises(NotAllowed):
        talking.hold(ORDINARY)
