"""Limits of visits: exact to the second, stricter after abuse, and never believing a clock set back."""

from datetime import timedelta

import pytest

from portal.domain.lifetimes import DESK, FORM, STATUS_PAGE, Lifetime
from tests.builders import MONDAY

SECOND = timedelta(seconds=1)
# sealing.md, "Cookie and lifetimes": minutes idle, minutes idle in the part after abuse, hours at most
TABLE = [(FORM, 30, 15, 3), (STATUS_PAGE, 20, 10, 2), (DESK, 15, 15, 10)]


def is_over(visit: Lifetime, since_made: timedelta, since_seen: timedelta, *, is_strict: bool = False) -> bool:
    return visit.is_over(made_at=MONDAY - since_made, seen_at=MONDAY - since_seen, now=MONDAY, is_strict=is_strict)


@pytest.mark.parametrize(("visit", "idle", "strict_idle", "hours"), TABLE)
def test_a_visit_ends_at_its_limit_and_not_a_second_before(
    visit: Lifetime, idle: int, strict_idle: int, hours: int
) -> None:
    for minutes, is_strict in ((idle, False), (strict_idle, True)):
        limit = timedelta(minutes=minutes)
        assert not is_over(visit, limit, limit - SECOND, is_strict=is_strict)
        assert is_over(visit, limit, limit, is_strict=is_strict)
    whole = timedelta(hours=hours)
    assert not is_over(visit, whole - SECOND, SECOND)
    assert is_over(visit, whole, SECOND)


@pytest.mark.parametrize("visit", [FORM, STATUS_PAGE, DESK])
def test_a_clock_set_back_ends_a_visit(visit: Lifetime) -> None:
    assert is_over(visit, -SECOND, -SECOND)
    assert not is_over(visit, timedelta(0), timedelta(0))
