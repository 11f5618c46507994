"""What makes a case's row believable: a certificate over its identity, and a signature over the end of its chain.

And what people are told of a service: its own signature over that.

The public site certifies a new case; whoever adds an entry (public site or service) signs the chain's new end. So a
writer in the database can neither swap a person's keys nor take the newest entries away unseen.
"""

import json
from dataclasses import dataclass

from portal.vault.identities import Identity
from portal.vault.verified import verify


@dataclass(frozen=True, slots=True)
class CaseIdentity:
    """What of a case never changes behind anybody's back.

    `keys_since` is the number of the entry that gave the person these keys, 0 for those they began with.
    """

    case_id: str
    case_reference: str
    service_id: str
    person_box_key: bytes
    person_sign_key: bytes
    keys_since: int = 0

    def as_bytes(self) -> bytes:
        """Return an unambiguous encoding."""
        keys = [self.person_box_key.hex(), self.person_sign_key.hex()]
        # Safety: else the certificate of earlier keys, which somebody else may hold, could be put back
        since = [self.keys_since] if self.keys_since else []
        return json.dumps(["case", self.case_id, self.case_reference, self.service_id, *keys, *since]).encode()


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of a case: its number and the hash of its row, which covers all before it."""

    sequence: int
    row_hash: bytes


@dataclass(frozen=True, slots=True)
class ServiceDetails:
    """What people are told of a service, and may ring or write to."""

    service_id: str
    name: str
    phone: str
    hours: str
    postal_address: str

    def as_bytes(self) -> bytes:
        """Return an unambiguous encoding."""
        told = [self.name, self.phone, self.hours, self.postal_address]
        return json.dumps(["service", self.service_id, *told]).encode()


def certify_case(site_key: Identity, identity: CaseIdentity) -> bytes:
    """Return the public site's signature over a case's identity."""
    return site_key.sign(identity.as_bytes())


def verify_certificate(site_public_key: bytes, identity: CaseIdentity, certificate: bytes) -> None:
    """Raise Forged unless the public site certified this identity."""
    verify(site_public_key, identity.as_bytes(), certificate)


def sign_head(keeper: Identity, case_id: str, head: Head) -> bytes:
    """Return the signature over the newest entry of a case."""
    return keeper.sign(_head(case_id, head))


def verify_head(keeper_key: bytes, case_id: str, head: Head, signature: bytes) -> None:
    """Raise Forged unless this is an end of the chain that the keeper signed."""
    verify(keeper_key, _head(case_id, head), signature)


def sign_details(service_key: Identity, details: ServiceDetails) -> bytes:
    """Return a service's own signature over what people are told of it."""
    return service_key.sign(details.as_bytes())


def verify_details(service_public_key: bytes, details: ServiceDetails, signature: bytes) -> None:
    """Raise Forged unless the service signed these details."""
    verify(service_public_key, details.as_bytes(), signature)


def _head(case_id: str, head: Head) -> bytes:
    return json.dumps(["head", case_id, head.sequence, head.row_hash.hex()]).encode()
