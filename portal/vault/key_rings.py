"""A person's key ring: random keys of their own, wrapped under what grows from their code and PIN.

So the code or the PIN can change and the keys stay, and keys can change while what was sealed to earlier ones still
opens. Layout: version (1 byte) | salt (16) | sealed (libsodium's XChaCha20-Poly1305, bound to the case) of: has a PIN
(1) | number of earlier keys (1) | seed (32) | earlier box secrets (32 each), padded to a fixed length. Source:
sealing.md, "Access code".
"""

from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from portal.domain.errors import Forged, NotAllowed
from portal.vault.digests import keyed_digest
from portal.vault.identities import SEED_BYTES, BoxKey, Identity
from portal.vault.randomness import random_bytes

MOST_EARLIER = 31
_VERSION = 1
_SALT_BYTES = 16
_LENGTH = 2 + SEED_BYTES * (1 + MOST_EARLIER)
_NOBODYS = bytes([_VERSION]) + bytes(_SALT_BYTES + Aead.NONCE_SIZE + _LENGTH + Aead.MACBYTES)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """A person's keys: the present ones, and what opens entries that were sealed to earlier ones, oldest first."""

    seed: bytes = field(repr=False)
    earlier: tuple[bytes, ...] = field(default=(), repr=False)
    has_pin: bool = False
    _person: Identity = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.earlier) > MOST_EARLIER:
            raise NotAllowed("a ring holds no more keys")
        object.__setattr__(self, "_person", Identity(self.seed))

    @property
    def person(self) -> Identity:
        """The person's present keys."""
        return self._person

    @property
    def box_keys(self) -> tuple[BoxKey, ...]:
        """What opens entries sealed to earlier keys, the newest first."""
        return tuple(BoxKey(secret) for secret in reversed(self.earlier))


def make_ring(earlier: tuple[bytes, ...] = (), *, has_pin: bool = False) -> KeyRing:
    """Return fresh random keys beside what opens earlier entries."""
    return KeyRing(random_bytes(SEED_BYTES), earlier, has_pin)


def wrap_ring(ring: KeyRing, grown: bytes, case_id: str) -> tuple[bytes, bytes]:
    """Return the wrapped ring, and the key that opens it; `grown` is what grew from code and PIN.

    Each wrapping has a key of its own, also under the same code and PIN.
    """
    head = bytes([_VERSION]) + random_bytes(_SALT_BYTES)
    opens = _derive_key(head, grown, case_id)
    plain = bytes([ring.has_pin, len(ring.earlier)]) + ring.seed + b"".join(ring.earlier)
    # Safety: one length for all, so that nobody sees whose code was changed, or who has a PIN
    padded = plain.ljust(_LENGTH, b"\x00")
    return head + Aead(opens).encrypt(padded, _place(head, case_id)), opens


def find_ring_key(wrapped: bytes, grown: bytes, case_id: str) -> bytes:
    """Return the key that opens this wrapped ring, if what grew from code and PIN is right."""
    return _derive_key(wrapped[: 1 + _SALT_BYTES], grown, case_id)


def unwrap_ring(wrapped: bytes, opens: bytes, case_id: str) -> KeyRing:
    """Return the ring; Forged for another key, another case or changed bytes."""
    head = wrapped[: 1 + _SALT_BYTES]
    if head[:1] != bytes([_VERSION]):
        raise Forged("a key ring of an unknown version")
    try:
        plain = Aead(opens).decrypt(wrapped[1 + _SALT_BYTES :], _place(head, case_id))
    except (CryptoError, ValueError) as error:
        raise Forged("a key ring does not open") from error
    has_pin, count = bool(plain[0]), plain[1]
    seeds = [plain[start : start + SEED_BYTES] for start in range(2, 2 + SEED_BYTES * (1 + count), SEED_BYTES)]
    return KeyRing(seeds[0], tuple(seeds[1:]), has_pin)


def try_nobodys(grown: bytes) -> None:
    """Do what it costs to try a wrong code or PIN on a ring, where there is no ring to try it on."""
    try:
        unwrap_ring(_NOBODYS, find_ring_key(_NOBODYS, grown, ""), "")
    except Forged:
        return


def _derive_key(head: bytes, grown: bytes, case_id: str) -> bytes:
    return keyed_digest("ring", grown, _place(head, case_id))


def _place(head: bytes, case_id: str) -> bytes:
    return head + case_id.encode()
