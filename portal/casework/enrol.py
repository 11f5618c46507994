"""Enrolling services: who answers for which area, and under which public keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.casework.accounts import OPERATOR
from portal.casework.made_up import forget_made_up
from portal.casework.work import Clock
from portal.domain.areas import Areas
from portal.domain.case import Service
from portal.store.services import NATIONAL
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
        owners = work.services.list_owners()
    return [
        Enrolled(
            service,
            tuple(area.code for area in areas.areas if owners.get(area.code, NATIONAL) == service.service_id),
        )
        for service in services
    ]


def find_service(store: Store, service_id: str) -> Service | None:
    """Return a service as it is enrolled, None when it is not."""
    with store.look() as work:
        return next((service for service in work.services.list_all() if service.service_id == service_id), None)


def enrol_service(store: Store, clock: Clock, service: Service, areas: Sequence[str]) -> None:
    """Add a service or change it, and give it areas, taken from whoever had them; the audit says so."""
    with store.work() as work:
        if not service.is_trial:
            # Safety: what was made up is never published among what happened
            forget_made_up(work)
        work.services.save(service, areas)
        work.audit.add(clock.now(), OPERATOR, f"enrolled {service.service_id}")
