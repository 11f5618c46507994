"""What the worker clears away: drafts, receipts, links, start codes and ended sessions whose time is over."""

from portal.casework.work import Clock
from portal.domain.lifetimes import DESK, LETTERS_KEPT_FOR
from portal.store.work import Store


def tidy(store: Store, clock: Clock, worker: str) -> int:
    """Erase what is over and note that the worker is alive; return how many rows went. Safe to run twice."""
    now = clock.now()
    with store.work() as work:
        erased = work.drafts.erase_expired(now)
        erased += work.links.erase_expired(clock.today())
        erased += work.start_codes.erase_expired(now)
        erased += work.dead_letters.erase_before(clock.today() - LETTERS_KEPT_FOR)
        erased += work.sessions.forget_expired(now, now - DESK.at_most)
        work.sessions.beat(worker, now)
    if erased:
        store.scrub()
    return erased
