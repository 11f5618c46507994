"""Signatures that verified in this process: one that is met again, byte for byte, is not reckoned again.

A page is looked at again and again, and most of its time went into the same few signatures. Kept are keyed digests of
key, message and signature, never the words, and only of what verified or was signed here: anything changed is another.
"""

from functools import lru_cache

from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey

from portal.domain.errors import Forged
from portal.vault.digests import keyed_digest
from portal.vault.randomness import random_bytes

MANY = 8192
_KEY_BYTES, _SIGNATURE_BYTES = 32, 64


def verify(sign_key: bytes, message: bytes, signature: bytes) -> None:
    """Raise Forged unless the signature is this key's over this message."""
    if len(sign_key) != _KEY_BYTES or len(signature) != _SIGNATURE_BYTES:
        raise Forged("no key or no signature")
    _verify_once(_Claim(sign_key, message, signature))


def note_signed(sign_key: bytes, message: bytes, signature: bytes) -> None:
    """Note what this process has just signed itself."""
    claim = _Claim(sign_key, message, signature)
    claim.forget_words()
    _verify_once(claim)


class _Claim:
    """That a key signed a message; the same as every other claim of the same bytes."""

    __slots__ = ("_digest", "_parts")

    def __init__(self, sign_key: bytes, message: bytes, signature: bytes) -> None:
        # the first two have a fixed length, so that no byte can be moved from one part to the next
        self._digest = keyed_digest("verified", _process_key(), sign_key + signature + message)
        self._parts: tuple[bytes, bytes, bytes] | None = (sign_key, message, signature)

    def __hash__(self) -> int:
        return hash(self._digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Claim) and self._digest == other._digest

    def check(self) -> None:
        """Raise Forged unless the claim is true; forget the words when it is."""
        if self._parts is None:
            return
        sign_key, message, signature = self._parts
        try:
            VerifyKey(sign_key).verify(message, signature)
        except (CryptoError, ValueError) as error:
            raise Forged("a signature does not verify") from error
        self.forget_words()

    def forget_words(self) -> None:
        """Keep the digest alone."""
        self._parts = None


@lru_cache(maxsize=MANY)
def _verify_once(claim: _Claim) -> None:
    # Safety: what raises is not kept, so that a forgery is reckoned, and refused, each time
    claim.check()


@lru_cache(maxsize=1)
def _process_key() -> bytes:
    return random_bytes(32)
