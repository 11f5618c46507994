"""Envelopes: JSON signed by its author, padded, sealed to its readers, and bound to its place in a case.

Layout: version (1 byte) | number of readers (1) | per reader key id (8) and sealed content key (80) | nonce (24) |
XChaCha20-Poly1305 ciphertext. Additional data: version, readers and the place. Inside: signature (64) | body,
padded to a multiple of 512 bytes, or of 8,192 where even the length would tell. Source: sealing.md, "Envelopes".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring_ascii as quote
from typing import Any

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    sodium_pad,
)
from nacl.exceptions import CryptoError

from portal.domain.errors import Forged
from portal.vault.digests import plain_digest
from portal.vault.identities import (
    KEY_ID_BYTES,
    SEALED_KEY_BYTES,
    SIGNATURE_BYTES,
    Identity,
    Opens,
    key_id,
    seal_to,
)
from portal.vault.randomness import random_bytes
from portal.vault.verified import verify

VERSION = 1
BLOCK = 512
WIDE_BLOCK = 8192
FIRST = b"\x00" * 32  # the hash before the first row
_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_READER = KEY_ID_BYTES + SEALED_KEY_BYTES


@dataclass(frozen=True, slots=True)
class Place:
    """Where an envelope belongs: it opens nowhere else. `before` is the hash of the row before it."""

    kind: str
    owner: str
    sequence: int = 0
    before: bytes = FIRST
    _bytes: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # as json.dumps would write them: every row of a chain asks, and the encoder takes four times as long
        words = f'[{quote(self.kind)}, {quote(self.owner)}, {self.sequence}, "{self.before.hex()}"]'
        object.__setattr__(self, "_bytes", words.encode())

    def as_bytes(self) -> bytes:
        """Return an unambiguous encoding."""
        return self._bytes


def seal(
    place: Place, body: Mapping[str, Any], *, author: Identity, readers: Sequence[bytes], block: int = BLOCK
) -> bytes:
    """Return the envelope of `body` (JSON-ready), signed by `author`, for the box keys of `readers`.

    Its length is a multiple of `block`, but for what comes before the text.
    """
    words = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    signed = author.sign(place.as_bytes() + words) + words
    content_key, nonce = random_bytes(32), random_bytes(_NONCE)
    unique = dict.fromkeys(readers)
    head = bytes([VERSION, len(unique)]) + b"".join(key_id(key) + seal_to(key, content_key) for key in unique)
    ciphertext = crypto_aead_xchacha20poly1305_ietf_encrypt(
        sodium_pad(signed, block), head + place.as_bytes(), nonce, content_key
    )
    return head + nonce + ciphertext


def open_envelope(envelope: bytes, place: Place, *, reader: Opens, author_key: bytes) -> dict[str, Any]:
    """Return the body. Raises Forged when it was changed, moved, not for this reader or not by this author."""
    signed = _decrypt(envelope, place, reader)
    words = signed[SIGNATURE_BYTES:]
    # Safety: without this a writer in the database could speak in somebody's name
    verify(author_key, place.as_bytes() + words, signed[:SIGNATURE_BYTES])
    body = json.loads(words)
    if not isinstance(body, dict):
        raise Forged("an envelope holds no object")
    return body


def is_reader(envelope: bytes, wanted: bytes) -> bool:
    """Say whether the envelope names this key id (Identity.key_id) among its readers."""
    return any(envelope[start : start + KEY_ID_BYTES] == wanted for start in _reader_starts(envelope))


def row_hash(place: Place, envelope: bytes) -> bytes:
    """Return the hash of a row, which the next row of the same case is bound to."""
    return plain_digest("row", place.as_bytes() + plain_digest("envelope", envelope))


def _reader_starts(envelope: bytes) -> range:
    if len(envelope) < 2 or envelope[0] != VERSION:
        raise Forged("an envelope of an unknown version")
    return range(2, 2 + envelope[1] * _READER, _READER)


def _decrypt(envelope: bytes, place: Place, reader: Opens) -> bytes:
    starts = _reader_starts(envelope)
    for start in starts:
        if envelope[start : start + KEY_ID_BYTES] == reader.key_id:
            content_key = reader.unseal(envelope[start + KEY_ID_BYTES : start + _READER])
            break
    else:
        raise Forged("an envelope is not for this reader")
    end = 2 + len(starts) * _READER
    try:
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(
            envelope[end + _NONCE :],
            envelope[:end] + place.as_bytes(),
            envelope[end : end + _NONCE],
            content_key,
        )
    except (CryptoError, ValueError) as error:
        raise Forged("an envelope was changed or moved") from error
    return unpad(padded)


def unpad(padded: bytes) -> bytes:
    """Take off what sodium_pad put on: 0x80, and zeros up to the block. The cipher has shown that it is whole."""
    signed, mark, zeros = padded.rpartition(b"\x80")
    if not mark or len(zeros) >= WIDE_BLOCK or zeros.strip(b"\x00"):
        raise Forged("an envelope is not padded")
    return signed
