"""By which ways re:hub's updates come in, and the API's own: what of each is kept as proof. It takes none of them."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from portal.casework.work import PublicSide
from portal.vault.webhooks import SIGNATURE, TIMESTAMP, verify_webhook


class Way(StrEnum):
    """By which way an update came in; stands in its proof. A proof without one came by the API."""

    API = "api"
    LINK = "link"
    SHEET = "sheet"


class Source(Protocol):
    """What an update came in: under which id it is taken once, and what of it is kept as proof."""

    @property
    def message_id(self) -> str:
        """Return the id, of at most 120 characters; one of ours holds a space, which no webhook-id may."""
        ...

    def as_proof(self) -> Mapping[str, str]:
        """Return what is kept, sealed to the service: `way`, and `request`, base64 of JSON with `data` in it."""
        ...


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A verified request as it came; kept whole, sealed to the service, as proof of what re:hub said."""

    webhook_id: str
    timestamp: str
    signature: str = field(repr=False)
    raw: bytes = field(repr=False)

    @property
    def message_id(self) -> str:
        """Return the id that re:hub gave it."""
        return self.webhook_id

    def as_proof(self) -> Mapping[str, str]:
        """Return the whole request, so that its signature can be verified again."""
        return {
            "way": Way.API.value,
            "webhook_id": self.webhook_id,
            "timestamp": self.timestamp,
            "signature": self.signature,
            "request": b64encode(self.raw).decode(),
        }


def verify_request(side: PublicSide, raw: bytes, headers: Mapping[str, str]) -> SignedRequest:
    """Return a signed request; Forged when signature or time is wrong, Invalid when its id cannot be kept."""
    webhook_id = verify_webhook(side.rehub_secret, raw, headers, before=side.rehub_secret_before)
    given = {name.lower(): value for name, value in headers.items()}
    return SignedRequest(webhook_id, given[TIMESTAMP], given[SIGNATURE], raw)
