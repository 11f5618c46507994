"""Start codes: twenty digits, read out by the desk, that make somebody a new access code once and within the hour.

A slow hash and digests of a use of their own, so that a code of one kind never does another's work. No pepper: the desk
has none, and 66 bits for an hour need none. What is stored under the code is sealed under a key that grows from it.
Source: sealing.md, "Access code" (lost code).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import Aead

from portal.domain.errors import Forged
from portal.vault.access_codes import DIGITS, make_access_code, parse_access_code, slow_hash
from portal.vault.digests import keyed_digest, plain_digest

_VERSION = b"\x01"
_LENGTH = 4096  # of what is sealed: the longest there can be fits, and all look alike


@dataclass(frozen=True, slots=True)
class StartCode:
    """Twenty digits; hidden when printed."""

    digits: str = field(repr=False)

    def groups(self) -> tuple[str, ...]:
        """Return five groups of four, as they are read out."""
        return tuple(self.digits[start : start + 4] for start in range(0, DIGITS, 4))


@dataclass(frozen=True, slots=True)
class StartPlace:
    """Where what a start code leads to lies, and the key it is sealed under."""

    start_hash: bytes
    key: bytes = field(repr=False)


def make_start_code() -> StartCode:
    """Return a fresh code: 66 bits, as an access code has."""
    return StartCode(make_access_code().digits)


def parse_start_code(text: str) -> StartCode | None:
    """Return the code typed, as forgiving as with an access code; None if it cannot be one."""
    code = parse_access_code(text)
    return StartCode(code.digits) if code else None


def derive_start_place(code: StartCode) -> StartPlace:
    """Run the slow hash over the code and return the place it leads to, whether or not anything lies there."""
    root = slow_hash(code.digits.encode(), plain_digest("start-salt", b"", argon2id.SALTBYTES))
    return StartPlace(keyed_digest("start-id", root, b""), keyed_digest("start-key", root, b""))


def seal_start(place: StartPlace, body: Mapping[str, Any]) -> bytes:
    """Return what is stored under a start code."""
    padded = json.dumps(body).encode().ljust(_LENGTH)
    return _VERSION + Aead(place.key).encrypt(padded, _VERSION + place.start_hash)


def open_start(place: StartPlace, sealed: bytes) -> dict[str, Any]:
    """Return what was stored under a start code; Forged for another's, or changed bytes."""
    try:
        opened = Aead(place.key).decrypt(sealed[1:], sealed[:1] + place.start_hash)
    except (CryptoError, ValueError) as error:
        raise Forged("what lies under a start code does not open") from error
    body: dict[str, Any] = json.loads(opened)
    return body
