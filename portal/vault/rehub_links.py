"""Links for re:hub: random bits and a last day, signed by itsdangerous. They open no page of a person's and no case.

What a link is good for stands in its ask's row, found by a hash: neither the database nor the key alone makes one.
Source: promises.md, "Three ways in for re:hub".
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from itsdangerous import BadSignature, Signer

from portal.vault.digests import plain_digest
from portal.vault.randomness import random_bytes

PURPOSE = "rehub-update"  # the signature's salt: a link to a person's page is none of these, and the other way round
_BITS = 16  # bytes: 128 random bits
_DAY = 3  # bytes of a day's number
_MARK = 8  # bytes of what stands for the case
_LONGEST = 200  # characters; what is longer is not even looked at


@dataclass(frozen=True, slots=True)
class RehubLink:
    """The random bits of one link, the last day on which it works, and what stands for the case it was made for."""

    bits: bytes = field(repr=False)
    until_on: date
    case_mark: bytes = field(repr=False)

    @property
    def link_hash(self) -> bytes:
        """What the ask's row is found by."""
        return plain_digest("rehub-link", self.bits)

    def is_about(self, case_id: str) -> bool:
        """Say whether the link was made for this case."""
        # Safety: a writer in the database who turns an ask to another case must not turn the link that was sent
        return self.case_mark == _mark(case_id)


def make_rehub_link(case_id: str, until_on: date) -> RehubLink:
    """Return a link with fresh random bits."""
    return RehubLink(random_bytes(_BITS), until_on, _mark(case_id))


def write_rehub_link(link: RehubLink, key: bytes) -> str:
    """Return the last part of the address: 80 characters, which tell nothing but the last day."""
    day = link.until_on.toordinal().to_bytes(_DAY, "big")
    content = urlsafe_b64encode(link.bits + day + link.case_mark).rstrip(b"=")
    return _signer(key).sign(content).decode()


def read_rehub_link(text: str, key: bytes) -> RehubLink | None:
    """Return a link with a good signature, None for any other text. Whether its day is over is for the caller."""
    if not text.isascii() or len(text) > _LONGEST:
        return None
    try:
        content = _signer(key).unsign(text.encode())
        opened = urlsafe_b64decode(content + b"=" * (-len(content) % 4))
        if len(opened) != _BITS + _DAY + _MARK:
            return None
        day = int.from_bytes(opened[_BITS : _BITS + _DAY], "big")
        return RehubLink(opened[:_BITS], date.fromordinal(day), opened[_BITS + _DAY :])
    except (BadSignature, binascii.Error, ValueError, OverflowError):
        return None


def _mark(case_id: str) -> bytes:
    return plain_digest("rehub-case", case_id.encode(), _MARK)


def _signer(key: bytes) -> Signer:
    return Signer(key, salt=PURPOSE, sep=".", key_derivation="hmac", digest_method=sha256)
