"""Access codes: twenty digits from which a person's keys grow. The code itself is stored nowhere.

One Argon2id run over the code gives a root; keyed digests of the root give the locator (how a case is found) and,
through the PIN step, the seed of the person's keys. Parameters: OWASP password storage cheat sheet, Argon2id
with 19 MiB, 2 passes, 1 lane. Source: sealing.md, "Access code".
"""

import secrets
import unicodedata
from dataclasses import dataclass, field

from nacl.pwhash import argon2id

from portal.vault.digests import keyed_digest

DIGITS = 20
_MEMORY_BYTES = 19 * 1024 * 1024
_PASSES = 2


@dataclass(frozen=True, slots=True)
class AccessCode:
    """Twenty digits; hidden when printed."""

    digits: str = field(repr=False)

    def groups(self) -> tuple[str, ...]:
        """Return five groups of four, as they are shown and read out."""
        return tuple(self.digits[start : start + 4] for start in range(0, DIGITS, 4))


@dataclass(frozen=True, slots=True)
class Root:
    """What one Argon2id run makes of a code; with a PIN it gives the seed, alone the locator."""

    value: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Peppers:
    """Three secrets of the public site, 32 bytes each, all different."""

    salt: bytes = field(repr=False)
    locator: bytes = field(repr=False)
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        # Safety: equal peppers would make the locator, which is stored, tell the seed
        if len({self.salt, self.locator, self.seed}) != 3 or {
            len(self.salt),
            len(self.locator),
            len(self.seed),
        } != {32}:
            raise ValueError("the three peppers must differ and have 32 bytes each")


def make_access_code() -> AccessCode:
    """Return a fresh code: 66 bits from the operating system's randomness."""
    return AccessCode("".join(str(secrets.randbelow(10)) for _ in range(DIGITS)))


def parse_access_code(text: str) -> AccessCode | None:
    """Return the code typed, in the digits of any script, with any spaces or hyphens; None if it cannot be one."""
    digits: list[str] = []
    for char in text:
        if char.isdecimal():
            digits.append(str(unicodedata.decimal(char)))
        elif not (char.isspace() or unicodedata.category(char) in {"Pd", "Cf"} or char in ".,_·•"):
            return None
    return AccessCode("".join(digits)) if len(digits) == DIGITS else None


def derive_root(code: AccessCode, peppers: Peppers) -> Root:
    """Run Argon2id over the code, about 11 ms and 19 MiB; the salt comes from a pepper."""
    salt = keyed_digest("root-salt", peppers.salt, b"", argon2id.SALTBYTES)
    return Root(slow_hash(code.digits.encode(), salt))


def slow_hash(secret: bytes, salt: bytes) -> bytes:
    """Return 32 bytes by the one slow hash of all codes; what it is for stands in the salt."""
    return argon2id.kdf(32, secret, salt, opslimit=_PASSES, memlimit=_MEMORY_BYTES)


def derive_locator(root: Root, peppers: Peppers) -> bytes:
    """Return the 32 bytes under which the case is found; they say nothing of the seed."""
    return keyed_digest("locator", peppers.locator, root.value)


def derive_seed(root: Root, pin: str, peppers: Peppers) -> bytes:
    """Return the 32-byte seed of the person's keys. With a PIN a second Argon2id run stands in between."""
    bare = keyed_digest("seed", peppers.seed, root.value)
    if not pin:
        return bare
    salt = keyed_digest("pin-salt", peppers.salt, root.value, argon2id.SALTBYTES)
    return slow_hash(bare + pin.encode(), salt)
