"""Whether the desk can do its work: the database answers, in this program's shape, a key is here, a worker is alive."""

from portal.casework.readiness import BEAT_WITHIN
from portal.casework.work import DeskSide
from portal.domain.errors import Unavailable


def is_desk_ready(side: DeskSide) -> bool:
    """Say whether the desk can do its work."""
    try:
        if not side.store.is_current():
            return False
        with side.store.look() as work:
            services = work.services.list_all()
            beat = work.sessions.find_newest_beat()
    except Unavailable:
        return False
    has_key = any(_holds_key(side, service.service_id, service.sign_key) for service in services)
    return has_key and beat is not None and side.clock.now() - beat < BEAT_WITHIN


def _holds_key(side: DeskSide, service_id: str, sign_key: bytes) -> bool:
    try:
        return side.find_service_key(service_id).sign_key == sign_key
    except (OSError, ValueError):
        return False
