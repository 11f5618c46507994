"""Whether every page says that nobody will answer: asked of the database once a minute, not once a page."""

from collections.abc import Callable
from threading import Thread

from portal.casework.readiness import is_trial_copy
from portal.casework.work import PublicSide

_KEEP_SECONDS = 60


class TrialSign:
    """Knows whether this is a trial copy; keeps its last answer while the database is away."""

    def __init__(self, side: PublicSide, monotonic: Callable[[], float]) -> None:
        self._side = side
        self._monotonic = monotonic
        self._asked_at = float("-inf")
        self._is_trial = True  # Safety: unless a service is known to be enrolled, nobody is promised an answer

    def is_on(self) -> bool:
        """Say whether the trial words stand on the page; only the first page ever waits for the database."""
        now, asked_at = self._monotonic(), self._asked_at
        if now - asked_at >= _KEEP_SECONDS:
            self._asked_at = now
            if asked_at == float("-inf"):
                self._ask()
            else:
                # a database that hangs may take minutes to say so
                Thread(target=self._ask, name="trial-sign", daemon=True).start()
        return self._is_trial

    def _ask(self) -> None:
        try:
            self._is_trial = is_trial_copy(self._side)
        except Exception:  # Safety: a page with the way to help never fails over a label
            return
