"""Visitors' addresses are counted, and kept nowhere: digests under a salt of the day, in memory and in Redis."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
import redis
import time_machine

from portal.holders import Role
from portal.limits import Counted, Limits
from portal.web.limits import find_client
from tests.builders import MONDAY, PortalData
from tests.web.limits.conftest import LimitedSite

ADDRESSES = ("192.0.2.77", "2001:db8:77::9")


def spell(address: str) -> list[bytes]:
    """Return every way in which an address might be written down."""
    packed = ip_address(address).packed
    return [address.encode(), packed, packed[:8], packed.hex().encode(), packed[:8].hex().encode()]


def list_names(limits: Limits) -> set[str]:
    """Return the names under which this process counts."""
    return set(limits._counts[-1]._limiter.storage.storage)


def test_memory_holds_digests_and_no_address(site: LimitedSite) -> None:
    """Whoever reads the memory of a running site learns how often, and not who."""
    for address in ADDRESSES:
        visitor = site.visitor(address)
        visitor.send("status", {"code": next(site.codes)})
    names = list_names(site.app.extensions["portal"].limits)
    assert len([name for name in names if name.startswith("code/")]) == 2 * len(ADDRESSES)  # a minute's and an hour's
    for told in (spelt for address in ADDRESSES for spelt in spell(address)):
        assert not [name for name in names if told in name.encode("utf-8", "surrogateescape")]


def test_redis_holds_digests_and_a_salt_that_ends_with_the_day(sqlite_portal_data: PortalData, redis_url: str) -> None:
    """Neither a name nor a value is an address."""
    limits = Limits(sqlite_portal_data.settings(Role.PUBLIC, PORTAL_RATE_LIMITS="on", PORTAL_REDIS_URL=redis_url))
    for address in ADDRESSES:
        limits.take(Counted.CODE, find_client(address))
    with redis.Redis.from_url(redis_url) as store:
        kept = {name: bytes(store.get(name) or b"") for name in store.keys("*")}
        lives = [store.ttl(name) for name in kept]
    assert len(kept) == 2 * len(ADDRESSES) + 1
    assert all(0 < seconds <= 24 * 3600 for seconds in lives)
    everything = b"\n".join(part for pair in kept.items() for part in pair)
    assert [told for address in ADDRESSES for told in spell(address) if told in everything] == []


def test_tomorrow_the_same_address_has_another_name(sqlite_portal_data: PortalData) -> None:
    """So that nobody is followed from day to day, and no list of digests of all addresses is of use."""
    limits = Limits(sqlite_portal_data.settings(Role.PUBLIC, PORTAL_RATE_LIMITS="on"))
    other = Limits(sqlite_portal_data.settings(Role.PUBLIC, PORTAL_RATE_LIMITS="on"))
    names: list[set[str]] = []
    with time_machine.travel(MONDAY, tick=False) as now:
        for each in (limits, other):
            each.take(Counted.CODE, find_client(ADDRESSES[0]))
            names.append({name.split("/")[1] for name in list_names(each)})
        now.shift(24 * 3600)
        limits.take(Counted.CODE, find_client(ADDRESSES[0]))
        names.append({name.split("/")[1] for name in list_names(limits)} - names[0])
    assert all(len(each) == 1 for each in names)
    assert len(set().union(*names)) == 3


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_search_itself_can_fail(address: str) -> None:
    """An address that was kept would be found."""
    assert spell(address)[0] in f"code/{address}/30".encode()
