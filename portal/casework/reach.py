"""How to reach a service without this site: what everybody may be told. Nothing of any case; no words of a page."""

from dataclasses import dataclass

from portal.casework.enrol import Enrolled, list_services
from portal.casework.trusted import find_pin, has_own_details
from portal.casework.work import PublicSide
from portal.store.services import NATIONAL


@dataclass(frozen=True, slots=True)
class WayIn:
    """One service and the codes of its areas. What the service has not filled in is empty.

    All of it is empty, and `is_believed` False, where its details are not what it signed.
    """

    name: str
    phone: str
    hours: str
    postal_address: str
    areas: tuple[str, ...]
    is_national: bool
    is_everywhere: bool
    is_trial: bool
    is_believed: bool


def list_ways_in(side: PublicSide) -> tuple[WayIn, ...]:
    """Return the services people can turn to, by name; the national one, which takes everybody else, comes last."""
    enrolled = list_services(side.store, side.areas)
    # Safety: nobody is sent to a service that a writer in the database made up
    pinned = [each for each in enrolled if find_pin(each.service) in side.service_pins]
    ways = [_make(side, each) for each in pinned if each.areas or each.service.service_id == NATIONAL]
    return tuple(sorted(ways, key=lambda way: (way.is_national, way.name.casefold())))


def _make(side: PublicSide, each: Enrolled) -> WayIn:
    told = side.trust(each.service)
    return WayIn(
        name=told.name,
        phone=told.phone,
        hours=told.hours,
        postal_address=told.postal_address,
        areas=each.areas,
        is_national=each.service.service_id == NATIONAL,
        is_everywhere=len(each.areas) == len(side.areas.areas),
        is_trial=told.is_trial,
        is_believed=has_own_details(each.service),
    )
