"""Reading the frozen figures: for the public page and files, and one number of them for a person's own page."""

import json
from functools import lru_cache

from portal.domain.figures import Edition, Measure, edition_from_body
from portal.domain.stages import Stage
from portal.store.work import Store


def list_editions(store: Store) -> tuple[Edition, ...]:
    """Return all editions, the newest first."""
    with store.look() as work:
        return tuple(_read(row.body) for row in work.figures.list_editions())


def find_typical(edition: Edition, stage: Stage) -> int | None:
    """Return within how many whole weeks half of all cases had left a stage; None where there were too few to say."""
    row = edition.find(Measure.STAY, stage)
    return row.median_weeks if row else None


@lru_cache(maxsize=256)
def _read(body: str) -> Edition:
    return edition_from_body(json.loads(body))
