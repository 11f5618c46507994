"""Ending visits: an ended session opens nothing, also when its cookie was copied before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from portal.casework.work import PublicSide
from portal.domain.lifetimes import FORM
from portal.vault.digests import session_hash
from portal.vault.randomness import random_id


def end_visit(side: PublicSide, session_id: str) -> None:
    """Remember that the visit was ended, for as long as its cookie could be believed."""
    until_at = side.clock.now() + FORM.at_most + timedelta(minutes=5)
    with side.store.work() as work:
        work.sessions.end(session_hash(session_id), until_at)


def has_ended(side: PublicSide, session_id: str) -> bool:
    """Say whether the visit was ended."""
    with side.store.look() as work:
        return work.sessions.has_ended(session_hash(session_id))


@contextmanager
def read_at_once(side: PublicSide) -> Iterator[None]:
    """Read what is read inside in one look; what is written meanwhile may not be seen in it."""
    with side.store.look():
        yield


def make_session_id() -> str:
    """Return a fresh random id."""
    return random_id()
