"""Which services are believed: those whose keys are pinned here, with the details that they signed themselves.

Details are what people are told of a service: its name, telephone number, hours and postal address. No keys are here.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from portal.domain.case import Service
from portal.domain.errors import Forged, NotAllowed
from portal.vault.certificates import ServiceDetails, sign_details, verify_details
from portal.vault.identities import Identity
from portal.vault.key_files import PublicKeys

_log = logging.getLogger(__name__)


def trust_pinned(service: Service, pins: Sequence[str]) -> Service:
    """Return the service if its keys are pinned in this process's settings; NotAllowed otherwise.

    Details that it did not sign are empty in what is returned.
    """
    # Safety: without this a writer in the database could have words sealed to a key of their own
    if find_pin(service) not in pins:
        raise NotAllowed("a service's keys are not the pinned ones")
    if has_own_details(service):
        return service
    _tell_once(service)
    # Safety: whoever rings a number that a stranger wrote there tells the stranger everything
    return replace(service, name="", phone="", hours="", postal_address="")


@lru_cache(maxsize=64)
def find_pin(service: Service) -> str:
    """Return the fingerprint of a service's keys as the database has them."""
    return PublicKeys(service.box_key, service.sign_key, service.notice_key).pin


@lru_cache(maxsize=64)  # asked several times a page; what anybody changes is another service to it
def has_own_details(service: Service) -> bool:
    """Say whether the service's details are what its own key signed; its key must be pinned for that to mean anything.

    An earlier state of them, signed in its day, passes too.
    """
    try:
        verify_details(service.sign_key, _details(service), service.details_signature)
    except Forged:
        return False
    return True


def sign_service(service: Service, key: Identity) -> Service:
    """Return the service with its details signed by its own key."""
    return replace(service, details_signature=sign_details(key, _details(service)))


def _details(service: Service) -> ServiceDetails:
    return ServiceDetails(service.service_id, service.name, service.phone, service.hours, service.postal_address)


@lru_cache(maxsize=64)
def _tell_once(service: Service) -> None:
    # not at every page that is shown: one line for each state somebody wrote
    _log.error("details of the service %s are not signed by it: nobody is shown them", service.service_id)
