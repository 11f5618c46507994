"""Whether the public site can do its work, and whether anybody will answer."""

from datetime import timedelta

from portal.casework.work import PublicSide
from portal.store.services import NATIONAL

BEAT_WITHIN = timedelta(minutes=3)


def is_trial_copy(side: PublicSide) -> bool:
    """Say whether no service has been enrolled yet: then nobody will answer."""
    with side.store.look() as work:
        return work.services.get(NATIONAL).is_trial


def is_ready(side: PublicSide) -> bool:
    """Say whether the database answers in this program's shape, the pinned service is there and a worker is alive."""
    if not side.store.is_current():
        return False
    with side.store.look() as work:
        side.trust(work.services.get(NATIONAL))
        beat = work.sessions.find_newest_beat()
    return beat is not None and side.clock.now() - beat < BEAT_WITHIN
