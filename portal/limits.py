"""Counts tries and says when there were enough: what is counted, how many are let through, and where counts are kept.

Kept are numbers under digests, never an address or a code; the digests change every day with a salt that nobody
stores. Knows no request and no page. Soft on purpose: a library or a refuge shares one address.
"""

from __future__ import annotations

import logging
import math
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from portal.domain.errors import TooMany
from portal.settings import Settings
from portal.vault.digests import keyed_digest

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_PATIENCE_SECONDS = 0.5
_AWAY_SECONDS = 10.0
_log = logging.getLogger(__name__)


class Counted(StrEnum):
    """What is counted: for each client's address; wrong codes for each locator; trial notices also for each mailbox."""

    CODE = "code"
    LINK = "link"
    STARTING = "starting"
    SAVING = "saving"
    SENDING = "sending"
    SIGN_IN = "sign_in"
    REHUB = "rehub"
    ASKED = "asked"
    TRIAL = "trial"
    WRONG = "wrong"
    TRIAL_TO = "trial_to"


# How many in how many seconds. Wrong tries of one locator: sealing.md, "PIN".
RATES: Mapping[Counted, tuple[tuple[int, int], ...]] = MappingProxyType(
    {
        Counted.CODE: ((30, _MINUTE), (300, _HOUR)),
        Counted.LINK: ((30, _MINUTE), (300, _HOUR)),
        # one form is one row, however often its pages are answered; a library full of people starts far fewer
        Counted.STARTING: ((60, _MINUTE), (600, _HOUR)),
        # what is saved stays for days
        Counted.SAVING: ((20, _MINUTE), (120, _HOUR)),
        # a refuge, a library or a prison shares one address among many
        Counted.SENDING: ((60, _HOUR),),
        Counted.SIGN_IN: ((20, _MINUTE),),
        Counted.REHUB: ((600, _MINUTE),),
        # a whole office behind one address; each answer is four requests
        Counted.ASKED: ((240, _MINUTE), (2400, _HOUR)),
        # Safety: else the form is a way to write to many strangers, or to one again and again
        Counted.TRIAL: ((10, _HOUR),),
        Counted.WRONG: ((5, _DAY),),
        Counted.TRIAL_TO: ((3, _DAY),),
    }
)


class Limits:
    """Counts in this process, each process its share; or in Redis for all, and here again while Redis is away."""

    def __init__(self, settings: Settings) -> None:
        self._counts: tuple[_Counts, ...] = ()
        self._away_until = 0.0
        if settings.rate_limits:
            own = _Counts(MemoryStorage(), settings.web_workers)
            shared = (_Counts(_open_redis(settings.redis_url), 1),) if settings.redis_url else ()
            self._counts = (*shared, own)

    def take(self, what: Counted, who: bytes) -> None:
        """Count one try; TooMany when there were enough before."""
        self._ask(what, who, is_try=True)

    def check(self, what: Counted, who: bytes) -> None:
        """Raise TooMany when there were enough, and count nothing."""
        self._ask(what, who, is_try=False)

    def _ask(self, what: Counted, who: bytes, *, is_try: bool) -> None:
        *shared, own = self._counts or (None,)
        if own is None:
            return
        if shared and time.monotonic() >= self._away_until:
            try:
                return shared[0].ask(what, who, is_try=is_try)
            except StorageError as error:
                # Safety: nobody is kept from their page because counting fails, and limits go on in each process
                self._away_until = time.monotonic() + _AWAY_SECONDS
                _log.error("counting in this process, Redis failed: %s", type(error.__cause__ or error).__name__)
        return own.ask(what, who, is_try=is_try)


@dataclass(frozen=True, slots=True)
class WrongTries:
    """Wrong codes and PINs of one locator, whether or not it leads to a case."""

    limits: Limits

    def check(self, locator: bytes) -> None:
        """Raise TooMany when this locator had its wrong tries for the day."""
        self.limits.check(Counted.WRONG, locator)

    def count(self, locator: bytes) -> None:
        """Count a wrong try, unless there were enough already."""
        try:
            self.limits.take(Counted.WRONG, locator)
        except TooMany:
            return


@dataclass(frozen=True, slots=True)
class TrialAddresses:
    """Trial notices to one number or address, which comes as a digest under a pepper."""

    limits: Limits

    def take(self, address: bytes) -> bool:
        """Count one; False when this address had enough for today."""
        try:
            self.limits.take(Counted.TRIAL_TO, address)
        except TooMany:
            return False
        return True


class _Counts:
    """Counts in one place; `shares` is how many processes count apart from each other."""

    def __init__(self, storage: Storage, shares: int) -> None:
        self._limiter = FixedWindowRateLimiter(storage)
        self._salt = _DaysSalt(storage)
        self._items: dict[Counted, list[RateLimitItem]] = {
            what: [RateLimitItemPerSecond(math.ceil(count / shares), seconds, what.value) for count, seconds in rates]
            for what, rates in RATES.items()
        }

    def ask(self, what: Counted, who: bytes, *, is_try: bool) -> None:
        """Count a try or look only; TooMany with the seconds until the next may be made."""
        # Safety: never the address or locator itself, and tomorrow not even the same digest
        name = keyed_digest("limits", self._salt.get(), who, 16).hex()
        ask = self._limiter.hit if is_try else self._limiter.test
        for item in self._items[what]:
            if not ask(item, name):
                ends_at = self._limiter.get_window_stats(item, name).reset_time
                raise TooMany(max(1, math.ceil(ends_at - time.time())))


class _DaysSalt:
    """Today's salt: made here and kept in memory, or, where counts are shared, in Redis until the day is over."""

    def __init__(self, storage: Storage) -> None:
        self._redis: Any = getattr(storage, "get_connection", lambda: None)()
        self._errors = storage.base_exceptions
        self._day, self._value = "", b""
        self._one_at_a_time = threading.Lock()

    def get(self) -> bytes:
        """Return the salt of today; yesterday's is forgotten."""
        today = f"{datetime.now(UTC):%Y-%m-%d}"
        with self._one_at_a_time:
            if today != self._day:
                self._value = self._agree(today) if self._redis else secrets.token_bytes(32)
                self._day = today
            return self._value

    def _agree(self, today: str) -> bytes:
        name = f"portal-salt-{today}"
        try:
            self._redis.set(name, secrets.token_bytes(32), ex=_DAY, nx=True)
            return bytes(self._redis.get(name))
        except self._errors as error:
            raise StorageError(error) from error


def _open_redis(url: str) -> Storage:
    return RedisStorage(
        url, wrap_exceptions=True, socket_timeout=_PATIENCE_SECONDS, socket_connect_timeout=_PATIENCE_SECONDS
    )
