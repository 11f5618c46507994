"""Return codes: twenty digits that lead back to a form that was saved and not sent. They open no case.

The same slow hash as an access code's, under a salt and digests of their own use: the code of one kind, typed where
the other belongs, leads nowhere. The code itself is stored nowhere but in the draft that it was made in, until it was
kept. Source: sealing.md, "Cookie and lifetimes".
"""

from dataclasses import dataclass, field

from nacl.pwhash import argon2id

from portal.vault.access_codes import Peppers, make_access_code, parse_access_code, slow_hash
from portal.vault.digests import keyed_digest

_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class ReturnCode:
    """Twenty digits; hidden when printed."""

    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SavedPlace:
    """Where a saved form lies and the seed of the key it is sealed to; both grow from the code."""

    draft_id: str
    seed: bytes = field(repr=False)


def make_return_code() -> ReturnCode:
    """Return a fresh code: 66 bits, as an access code has."""
    return ReturnCode(make_access_code().digits)


def parse_return_code(text: str) -> ReturnCode | None:
    """Return the code typed, as forgiving as with an access code; None if it cannot be one."""
    code = parse_access_code(text)
    return ReturnCode(code.digits) if code else None


def derive_saved_place(code: ReturnCode, peppers: Peppers) -> SavedPlace:
    """Run the slow hash over the code and return the place it leads to, whether or not anything lies there."""
    # Safety: salt and digests of another use than an access code's, so that neither ever does the other's work
    salt = keyed_digest("return-salt", peppers.salt, b"", argon2id.SALTBYTES)
    root = slow_hash(code.digits.encode(), salt)
    draft_id = keyed_digest("return-id", peppers.locator, root, _ID_BYTES).hex()
    return SavedPlace(draft_id, keyed_digest("return-seed", peppers.seed, root))
