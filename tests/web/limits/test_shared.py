"""Counting together in Redis, and going on without it."""

from __future__ import annotations

import logging

import pytest

from portal.domain.errors import TooMany
from portal.holders import Role
from portal.limits import Counted, Limits
from tests.builders import PortalData
from tests.databases import find_free_port

WHO, OTHER = b"one", b"other"


def make_limits(data: PortalData, url: str) -> Limits:
    """Make what one of four processes counts with."""
    settings = {"PORTAL_RATE_LIMITS": "on", "PORTAL_REDIS_URL": url, "PORTAL_WEB_WORKERS": "4"}
    return Limits(data.settings(Role.PUBLIC, **settings))


def count_allowed(limits: list[Limits], who: bytes = WHO) -> int:
    """Try codes until one is refused, each at the next process; return how many were let through."""
    for number in range(100):
        try:
            limits[number % len(limits)].take(Counted.CODE, who)
        except TooMany:
            return number
    raise AssertionError("nothing was refused")


def test_processes_count_together(sqlite_portal_data: PortalData, redis_url: str) -> None:
    """The whole number for all of them, under one salt."""
    processes = [make_limits(sqlite_portal_data, redis_url) for _ in range(4)]
    assert count_allowed(processes) == 30
    with pytest.raises(TooMany) as caught:
        make_limits(sqlite_portal_data, redis_url).check(Counted.CODE, WHO)
    assert 0 < caught.value.retry_after_seconds <= 60
    assert count_allowed(processes, OTHER) == 30


def test_without_redis_each_process_counts_its_share(
    sqlite_portal_data: PortalData, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is kept out by it, and nobody may try without limit; the log has no address in it."""
    caplog.set_level(logging.ERROR)
    url = f"redis://:hush@127.0.0.1:{find_free_port()}/0"
    assert count_allowed([make_limits(sqlite_portal_data, url)]) == 8
    assert [record.message for record in caplog.records] == ["counting in this process, Redis failed: ConnectionError"]
