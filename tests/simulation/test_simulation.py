"""A few months of some forty cases on each database: workers die and restart, two at once, and nothing is lost.

The year of 2,000 cases is in the bench: `python3 -m tests.bench year`.
"""

from __future__ import annotations

from tests.builders import PortalData
from tests.simulation.year import Size, simulate


def test_every_promise_is_kept_by_something_that_the_person_sees(portal_data: PortalData) -> None:
    told = simulate(portal_data, Size(people=40, days=50))
    assert told.broken == []
    # all that it is about did happen
    expected = ("kept", "no_news", "update", "notices", "letters", "workers ended", "first contacts late")
    assert {name: told.counts.get(name, 0) > 0 for name in expected} == dict.fromkeys(expected, True)
