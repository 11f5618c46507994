"""The worker as a process of its own, on a Monday morning whatever day it is: only the clock is stood in for.

Run by path with the role's settings in the environment; delivers and erases round after round until it is killed.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from threading import Event

from portal.casework.deliver import deliver, look_after
from portal.casework.enquire import enquire
from portal.casework.erase import Rounds
from portal.domain.retention import Keep
from portal.holders import Role
from portal.settings import Settings
from portal.vault.randomness import random_id
from portal.wiring import wire_worker

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class MondayClock:
    """Runs as fast as the real one, from a Monday at ten."""

    def __init__(self) -> None:
        self._behind = datetime.now(UTC) - MONDAY

    def now(self) -> datetime:
        return datetime.now(UTC) - self._behind + timedelta(hours=float(os.environ.get("LATER_BY_HOURS", "0")))

    def today(self) -> object:
        return self.now().date()


def main() -> None:
    """Work without a pause between rounds."""
    settings = Settings.from_mapping({k: v for k, v in os.environ.items() if k.startswith("PORTAL_")}, Role.WORKER)
    side = wire_worker(settings, MondayClock())  # type: ignore[arg-type]  # days are those of London in November
    rounds = Rounds(side, Keep(settings.keep_closed_months, settings.keep_unanswered_months))
    name, pause = random_id(), Event()
    while True:
        look_after(side)
        enquire(side, name)
        rounds.go_round()
        deliver(side, name)
        pause.wait(0.02)


if __name__ == "__main__":
    main()
