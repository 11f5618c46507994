"""Secure links: random bits signed by itsdangerous, never the code. The bits also unwrap the person's root.

Signing does not hide, so a link carries nothing but bits and its number. Source: sealing.md, "Secure link".
"""

from dataclasses import dataclass, field
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer
from nacl.exceptions import CryptoError
from nacl.secret import Aead

from portal.domain.errors import Forged
from portal.vault.access_codes import Root
from portal.vault.digests import keyed_digest, plain_digest
from portal.vault.randomness import random_bytes

_BITS = 16  # bytes: 128 random bits


@dataclass(frozen=True, slots=True)
class LinkSecret:
    """The random bits of one link; whoever has them and the PIN, if any, opens the page."""

    bits: bytes = field(repr=False)

    @property
    def link_hash(self) -> bytes:
        """What the link's row is found by."""
        return plain_digest("link", self.bits)


def make_link_secret() -> LinkSecret:
    """Return fresh random bits."""
    return LinkSecret(random_bytes(_BITS))


def write_link(secret: LinkSecret, link_key: bytes) -> str:
    """Return the last part of the address: signed, neutral, about 60 characters."""
    return _serializer(link_key).dumps(secret.bits.hex())


def read_link(text: str, link_key: bytes) -> LinkSecret | None:
    """Return the bits of a link with a good signature, None for any other text."""
    try:
        return LinkSecret(bytes.fromhex(_serializer(link_key).loads(text)))
    except (BadData, ValueError, TypeError):
        return None


def wrap_root(secret: LinkSecret, root: Root, *, is_single_use: bool) -> bytes:
    """Return the root, and whether the link works once, sealed under a key that grows from the link's bits."""
    # Safety: links of one use belong to the part after abuse; a stolen database must not tell which they are
    return Aead(keyed_digest("link-wrap", secret.bits, b"")).encrypt(bytes([is_single_use]) + root.value)


def unwrap_root(secret: LinkSecret, wrapped: bytes) -> tuple[Root, bool]:
    """Return the root of a link's row and whether it works once; Forged when the row is not this link's."""
    try:
        opened = Aead(keyed_digest("link-wrap", secret.bits, b"")).decrypt(wrapped)
    except (CryptoError, ValueError) as error:
        raise Forged("a link's row does not open") from error
    return Root(opened[1:]), bool(opened[0])


def _serializer(link_key: bytes) -> URLSafeSerializer:
    return URLSafeSerializer(
        link_key, salt="open-page", signer_kwargs={"digest_method": sha256, "key_derivation": "hmac"}
    )
