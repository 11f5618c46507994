"""Whether every page says that nobody will answer: asked of the database once a minute, not once a page."""

from collections.abc import Callable

from portal.casework.readiness import is_trial_copy
from portal.casework.work import PublicSide
from portal.web.minutely import Minutely


class TrialSign:
    """Knows whether this is a trial copy; keeps its last answer while the database is away."""

    def __init__(self, side: PublicSide, monotonic: Callable[[], float]) -> None:
        # Safety: unless a service is known to be enrolled, nobody is promised an answer
        self._sign = Minutely(lambda: is_trial_copy(side), at_first=True, monotonic=monotonic, name="trial-sign")

    def is_on(self) -> bool:
        """Say whether the trial words stand on the page; only the first page ever waits for the database."""
        return self._sign.find_now()
