"""The numbers of delivery: pauses that grow, and the fixed times of a digest."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from portal.domain.notices import DIGEST_NOT_AFTER, LONDON, find_digest_slot, pause_after


def test_pauses_grow_and_then_stay() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 9)]
    assert pauses[0] == timedelta(minutes=1)
    assert all(first <= second for first, second in pairwise(pauses))
    assert pauses[3] < pauses[4] == pauses[-1] == timedelta(hours=4)


@pytest.mark.parametrize(
    ("hour", "minute", "slot"), [(8, 59, None), (9, 0, 9), (10, 59, 9), (11, 0, None), (14, 0, 14), (16, 0, None)]
)
def test_a_digest_has_its_times_and_is_not_made_up_for_later(hour: int, minute: int, slot: int | None) -> None:
    now = datetime(2026, 7, 6, hour, minute, tzinfo=LONDON)
    found = find_digest_slot(now, lambda _day: True)
    assert (found and found.hour) == slot
    assert find_digest_slot(now, lambda _day: False) is None


def test_a_digest_is_over_before_the_next() -> None:
    assert timedelta(hours=5) >= DIGEST_NOT_AFTER
