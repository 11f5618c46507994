"""An identity: one seed, from it an X25519 pair to seal to and an Ed25519 pair to sign with.

A person, a service, its notice key and the public site each have one. Of a person's earlier ones only the half that
opens is kept (BoxKey).
"""

from dataclasses import dataclass, field
from typing import Protocol

from nacl.bindings import crypto_box_seal_open
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey

from portal.domain.errors import Forged
from portal.vault.digests import keyed_digest, plain_digest
from portal.vault.verified import note_signed

SEED_BYTES = 32
KEY_ID_BYTES = 8
SEALED_KEY_BYTES = 80  # 32 bytes of content key and libsodium's 48 of sealed box
SIGNATURE_BYTES = 64


class Opens(Protocol):
    """What opens envelopes."""

    @property
    def key_id(self) -> bytes:
        """The 8 bytes that name its public key inside an envelope."""
        ...

    def unseal(self, sealed: bytes) -> bytes:
        """Open a sealed box; Forged when it was not made for this key, or was changed."""
        ...


@dataclass(frozen=True, slots=True)
class BoxKey:
    """The half of an identity that opens what is sealed to it, and signs nothing."""

    secret: bytes = field(repr=False)
    _box: PrivateKey = field(init=False, repr=False, compare=False)
    _key_id: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_box", PrivateKey(self.secret))
        object.__setattr__(self, "_key_id", key_id(self.box_key))

    @property
    def box_key(self) -> bytes:
        """The public key to seal to, 32 bytes."""
        return bytes(self._box.public_key)

    @property
    def key_id(self) -> bytes:
        """The 8 bytes that name box_key inside an envelope."""
        return self._key_id

    def unseal(self, sealed: bytes) -> bytes:
        """Open a sealed box made for box_key; Forged when it was not, or was changed."""
        try:
            return crypto_box_seal_open(sealed, bytes(self._box.public_key), bytes(self._box))
        except (CryptoError, ValueError) as error:
            raise Forged("a sealed key does not open") from error


@dataclass(frozen=True, slots=True)
class Identity:
    """The private half. Whoever holds the seed can read what is sealed to it and sign in its name."""

    seed: bytes = field(repr=False)
    _box: BoxKey = field(init=False, repr=False)
    _sign: SigningKey = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Safety: an empty or cut key file would give a private key that others can reckon
        if len(self.seed) != SEED_BYTES:
            raise ValueError(f"a seed has {SEED_BYTES} bytes")
        object.__setattr__(self, "_box", BoxKey(keyed_digest("box", self.seed, b"")))
        object.__setattr__(self, "_sign", SigningKey(keyed_digest("sign", self.seed, b"")))

    @property
    def box(self) -> BoxKey:
        """The half that opens, alone: it signs nothing."""
        return self._box

    @property
    def box_key(self) -> bytes:
        """The public key to seal to, 32 bytes."""
        return self._box.box_key

    @property
    def key_id(self) -> bytes:
        """The 8 bytes that name box_key inside an envelope."""
        return self._box.key_id

    @property
    def sign_key(self) -> bytes:
        """The public key signatures are checked with, 32 bytes."""
        return bytes(self._sign.verify_key)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of a message."""
        signature = self._sign.sign(message).signature
        note_signed(self.sign_key, message, signature)
        return signature

    def unseal(self, sealed: bytes) -> bytes:
        """Open a sealed box made for box_key; Forged when it was not, or was changed."""
        return self._box.unseal(sealed)


def key_id(box_key: bytes) -> bytes:
    """Return the 8 bytes that name a recipient inside an envelope."""
    return plain_digest("key-id", box_key, KEY_ID_BYTES)


def seal_to(box_key: bytes, secret: bytes) -> bytes:
    """Seal a few bytes to a public key; nobody but its holder opens them, not even the sealer."""
    return SealedBox(PublicKey(box_key)).encrypt(secret)


def fingerprint(*public_keys: bytes) -> str:
    """Return 32 hexadecimal digits that pin a service's public keys in the public site's settings."""
    return plain_digest("fingerprint", b"".join(public_keys), 16).hex()
