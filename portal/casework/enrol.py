"""Enrolling services: who answers for which area, and under which public keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.areas import Areas
from portal.domain.case import Service
from portal.store.work import Store


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A service and the codes of the areas whose referrals it gets."""

    service: Service
    areas: tuple[str, ...]


def list_services(store: Store, areas: Areas) -> list[Enrolled]:
    """Return every service with its areas."""
    with store.look() as work:
        services = work.services.list_all()
        owners = {area.code: work.services.get_of_area(area.code).service_id for area in areas.areas}
    return [
        Enrolled(service, tuple(code for code, owner in owners.items() if owner == service.service_id))
        for service in services
    ]


def enrol_service(store: Store, service: Service, areas: Sequence[str]) -> None:
    """Add a service or change it, and give it areas, taken from whoever had them."""
    with store.work() as work:
        work.services.save(service, areas)
