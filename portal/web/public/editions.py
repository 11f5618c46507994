"""The published figures, as the site knows them: asked of the database once a minute, not once a page."""

from collections.abc import Callable

from flask import current_app

from portal.casework.figures import find_typical, list_editions
from portal.casework.work import PublicSide
from portal.domain.errors import Unavailable
from portal.domain.figures import Edition
from portal.domain.stages import Stage
from portal.web.minutely import Minutely


class Editions:
    """Knows every edition; keeps its last answer while the database is away."""

    def __init__(self, find_side: Callable[[], PublicSide], monotonic: Callable[[], float]) -> None:
        def ask() -> tuple[Edition, ...] | None:
            return list_editions(find_side().store)

        self._editions = Minutely(ask, at_first=None, monotonic=monotonic, name="editions")

    def list_now(self) -> tuple[Edition, ...] | None:
        """Return the editions, the newest first; None when none could be asked for yet. Only the first page waits."""
        return self._editions.find_now()

    def find_mark(self) -> str | None:
        """Return what stands for all that is known: the newest quarter, empty where there is none."""
        editions = self.list_now()
        return None if editions is None else str(editions[0].quarter) if editions else ""

    def find_typical(self, stage: Stage) -> int | None:
        """Return within how many whole weeks half of all cases had left a stage; None where that cannot be said."""
        editions = self.list_now()
        return find_typical(editions[0], stage) if editions else None


def get_editions() -> Editions:
    """Return what this site knows of them."""
    editions: Editions = current_app.extensions["editions"]
    return editions


def list_known() -> tuple[Edition, ...]:
    """Return the editions, the newest first; Unavailable when they cannot be told from none."""
    editions = get_editions().list_now()
    if editions is None:
        raise Unavailable("the figures cannot be read just now")
    return editions
