"""How long a screen with somebody's words on it may live. Source: sealing.md, "Cookie and lifetimes"."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Idle and whole limits of one kind of visit; stricter in the part after abuse."""

    idle: timedelta
    strict_idle: timedelta
    at_most: timedelta

    def is_over(self, *, made_at: datetime, seen_at: datetime, now: datetime, is_strict: bool) -> bool:
        """Say whether the visit is over. A clock set back counts as over: nothing may live for ever."""
        idle = self.strict_idle if is_strict else self.idle
        return not (timedelta(0) <= now - seen_at < idle and now - made_at < self.at_most)


FORM = Lifetime(timedelta(minutes=30), timedelta(minutes=15), timedelta(hours=3))
STATUS_PAGE = Lifetime(timedelta(minutes=20), timedelta(minutes=10), timedelta(hours=2))
DESK = Lifetime(timedelta(minutes=15), timedelta(minutes=15), timedelta(hours=10))
RECEIPT = timedelta(minutes=30)
SAVED_FORM = timedelta(days=7)
START_CODE = timedelta(hours=1)
# fifteen pages cannot be read and answered faster; whoever is faster is asked to wait, and loses nothing
SHORTEST_FORM = timedelta(seconds=15)
LINK_DAYS = 30
# messages of re:hub's that name a reference nobody has
LETTERS_KEPT_FOR = timedelta(days=90)
