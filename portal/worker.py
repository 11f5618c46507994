"""The worker: keeps promises, sends notices, clears away what is over, says that it is alive. No key of a referral."""

import logging
import os
import socket
from collections.abc import Callable
from threading import Event

from portal.casework.deliver import deliver, look_after
from portal.casework.enquire import enquire
from portal.casework.erase import Rounds
from portal.casework.freeze import freeze_figures
from portal.casework.keep_promises import keep_promises
from portal.casework.tidy import tidy
from portal.casework.work import WorkerSide
from portal.domain.errors import PortalError, Unavailable
from portal.domain.retention import Keep
from portal.settings import Settings
from portal.texts.places import load_areas
from portal.vault.randomness import random_id
from portal.wiring import CONTENT, wire_worker

PAUSE_SECONDS = 5.0
ROUNDS_PER_TIDYING = 12
_log = logging.getLogger(__name__)


def run(settings: Settings, stop: Event) -> None:
    """Work until `stop` is set. A round that fails is tried again: nothing is lost by waiting."""
    side = wire_worker(settings)
    name = f"{socket.gethostname()[:20]}-{os.getpid()}"
    # Safety: the number of a dead process is given again; its successor must not settle what the dead one was sending
    lease_name = f"{name}-{random_id()[:16]}"
    rounds = Rounds(side, Keep(settings.keep_closed_months, settings.keep_unanswered_months))
    areas = [area.code for area in load_areas(CONTENT).areas]
    round_number = 0
    try:
        while not stop.is_set():
            if round_number % ROUNDS_PER_TIDYING == 0:
                _try(lambda: _look_after(side, name))
                _try(lambda: enquire(side, lease_name, stop.is_set))
                _try(rounds.go_round)
                _try(lambda: freeze_figures(side.store, side.clock, areas))
                _try(lambda: keep_promises(side, stop.is_set))
            _try(lambda: deliver(side, lease_name, stop.is_set))
            round_number += 1
            stop.wait(PAUSE_SECONDS)
    finally:
        side.store.close()


def _look_after(side: WorkerSide, name: str) -> None:
    tidy(side.store, side.clock, name)
    unsure = look_after(side)
    if unsure:
        _log.warning("%d notices may or may not have been sent; the desk shows them", unsure)


def _try(work: Callable[[], object]) -> None:
    try:
        work()
    except Unavailable as away:
        # which of them, database or journal, is all that it says
        _log.warning("%s; trying again", away)
    except PortalError as fault:
        # Safety: the kind of fault only, no word of it
        _log.warning("a round failed: %s", type(fault).__name__)
