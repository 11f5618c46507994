"""The worker: clears away what is over, once a minute, and says that it is alive. It holds no key of a referral."""

import logging
import os
import socket
from threading import Event

from portal.casework.tidy import tidy
from portal.domain.errors import Unavailable
from portal.settings import Settings
from portal.store.work import Store
from portal.wiring import SystemClock

PAUSE_SECONDS = 60.0
_log = logging.getLogger(__name__)


def run(settings: Settings, stop: Event) -> None:
    """Work until `stop` is set. A round that fails is tried again: nothing is lost by waiting."""
    store = Store(settings.database_url)
    clock = SystemClock()
    name = f"{socket.gethostname()[:30]}-{os.getpid()}"
    try:
        while not stop.is_set():
            try:
                tidy(store, clock, name)
            except Unavailable:
                _log.warning("the database did not answer; trying again")
            stop.wait(PAUSE_SECONDS)
    finally:
        store.close()
