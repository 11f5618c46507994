"""Sealing under one key that a person's cookie carries: drafts and receipts, which the same cookie writes and reads.

Layout: version (1 byte) | nonce (24) | XChaCha20-Poly1305 ciphertext of JSON, padded to a multiple of 512 bytes.
Additional data: version and place. No signature, as in envelopes: whoever can open one of these may write it too.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    sodium_pad,
)
from nacl.exceptions import CryptoError

from portal.domain.errors import Forged
from portal.vault.digests import keyed_digest
from portal.vault.envelopes import BLOCK, Place, unpad
from portal.vault.identities import SEED_BYTES
from portal.vault.randomness import random_bytes

VERSION = 2  # told apart from an envelope's
_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


@dataclass(frozen=True, slots=True)
class DraftKey:
    """The key to one draft and its receipt, grown from the seed in the cookie."""

    seed: bytes = field(repr=False)
    _key: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise ValueError(f"a seed has {SEED_BYTES} bytes")
        object.__setattr__(self, "_key", keyed_digest("draft", self.seed, b""))

    def seal(self, place: Place, body: Mapping[str, Any]) -> bytes:
        """Return `body` (JSON-ready) so that only this key opens it, and only at this place."""
        words = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        head, nonce = bytes([VERSION]), random_bytes(_NONCE)
        padded = sodium_pad(words, BLOCK)
        return (
            head + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(padded, head + place.as_bytes(), nonce, self._key)
        )

    def open(self, sealed: bytes, place: Place) -> dict[str, Any]:
        """Return the body. Raises Forged when it was changed, moved, or sealed under another key."""
        head, nonce, ciphertext = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        if head != bytes([VERSION]):
            raise Forged("a draft of an unknown version")
        try:
            padded = crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, head + place.as_bytes(), nonce, self._key)
        except (CryptoError, ValueError) as error:
            raise Forged("a draft was changed, moved or is somebody else's") from error
        body: dict[str, Any] = json.loads(unpad(padded))
        return body
