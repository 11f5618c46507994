"""Which areas' cases are made up: those whose service is still a trial copy. They are never published as real ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.store.services import NATIONAL
from portal.store.work import Work


@dataclass(frozen=True, slots=True)
class MadeUp:
    """What is a trial: `owners` are the services of areas, `trials` those that nobody has enrolled."""

    owners: Mapping[str, str]
    trials: frozenset[str]
    is_everything: bool

    def is_of(self, area: str) -> bool:
        """Say whether the cases of an area are made up."""
        return self.owners.get(area, NATIONAL) in self.trials


def find_made_up(work: Work) -> MadeUp:
    """Return what is a trial at the moment."""
    services = work.services.list_all()
    trials = frozenset(each.service_id for each in services if each.is_trial)
    return MadeUp(work.services.list_owners(), trials, len(trials) == len(services))


def forget_made_up(work: Work) -> None:
    """Forget what was counted of made-up cases: call it before a service is enrolled, which makes its areas real."""
    made_up = find_made_up(work)
    for area in work.figures.list_areas():
        if made_up.is_of(area):
            work.figures.forget_area(area)
    if made_up.is_everything:
        work.figures.forget_editions()
