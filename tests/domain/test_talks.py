"""When a talk may end, which tries count, and when nobody has moved it on for too long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.domain.case import RequestKind
from portal.domain.errors import NotAllowed
from portal.domain.talks import Ground, Talk, check_ground, count_tries, is_overdue, list_grounds

MONDAY = date(2026, 11, 23)
CALL, HERE, LATER = RequestKind.TALK_CALL, RequestKind.TALK_HERE, RequestKind.TALK_LATER
THREE = tuple(MONDAY + timedelta(days=days) for days in range(3))


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("answer", "tries", "is_supervisor", "is_shut", "grounds"),
    [
        (None, (), False, False, [Ground.TALKED]),
        (CALL, (), True, False, [Ground.TALKED]),
        (LATER, THREE, False, False, [Ground.TALKED]),
        (HERE, (), False, False, [Ground.TALKED, Ground.CHOSEN]),
        (HERE, THREE, True, True, [Ground.TALKED]),
        (None, THREE[:2], True, False, [Ground.TALKED]),
        (None, THREE[:2] * 2, True, False, [Ground.TALKED]),
        (LATER, THREE, True, False, [Ground.TALKED, Ground.TRIED]),
    ],
)
def test_only_these_grounds_end_a_talk(
    answer: RequestKind | None, tries: tuple[date, ...], *, is_supervisor: bool, is_shut: bool, grounds: list[Ground]
) -> None:
    talk = Talk(MONDAY, 1, answer, MONDAY if answer else None, tries)
    found = list_grounds(talk, after(4), is_weekday, is_supervisor=is_supervisor, is_shut=is_shut)
    assert list(found) == grounds
    for ground in set(Ground) - set(grounds):
        with pytest.raises(NotAllowed):
            check_ground(ground, found)


def test_a_try_counts_for_twenty_working_days() -> None:
    talk = Talk(MONDAY, 1, tries=(MONDAY,))
    assert [count_tries(talk, after(days), is_weekday) for days in (0, 28, 29)] == [1, 1, 0]


@pytest.mark.parametrize(
    ("talk", "last_good"),
    [
        (Talk(MONDAY, 1), 2),
        (Talk(MONDAY, 1, CALL, after(3)), 7),  # a Thursday: the weekend does not count
        (Talk(MONDAY, 1, tries=(after(1),)), 3),
        (Talk(MONDAY, 1, LATER, MONDAY), 28),
    ],
)
def test_it_is_overdue_once_nobody_moved_it_on(talk: Talk, last_good: int) -> None:
    assert not is_overdue(talk, after(last_good), is_weekday)
    assert is_overdue(talk, after(last_good + 1), is_weekday)
