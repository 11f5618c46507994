"""Backups sealed to a recovery key, whose private half lies elsewhere: the machine that makes them cannot open them.

Layout: magic (8 bytes) | version (1) | key id (8) | sealed content key (80) | nonce (24) | XChaCha20-Poly1305
ciphertext; all before the nonce is additional data.
"""

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError

from portal.domain.errors import Forged
from portal.vault.identities import KEY_ID_BYTES, SEALED_KEY_BYTES, Identity, key_id, seal_to
from portal.vault.randomness import random_bytes

_MAGIC = b"PORTALBK"
_VERSION = b"\x01"
_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_KEY_AT = len(_MAGIC) + len(_VERSION)
_HEAD = _KEY_AT + KEY_ID_BYTES + SEALED_KEY_BYTES


def seal_backup(content: bytes, recovery_box_key: bytes) -> bytes:
    """Return the content sealed to the public half of a recovery key."""
    content_key, nonce = random_bytes(32), random_bytes(_NONCE)
    head = _MAGIC + _VERSION + key_id(recovery_box_key) + seal_to(recovery_box_key, content_key)
    return head + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(content, head, nonce, content_key)


def open_backup(sealed: bytes, recovery: Identity) -> bytes:
    """Return the content. Raises Forged when it is no backup, for another recovery key, or was changed."""
    head, nonce = sealed[:_HEAD], sealed[_HEAD : _HEAD + _NONCE]
    if not head.startswith(_MAGIC + _VERSION) or len(nonce) != _NONCE:
        raise Forged("this is no backup of a known version")
    if head[_KEY_AT : _KEY_AT + KEY_ID_BYTES] != key_id(recovery.box_key):
        raise Forged("the backup is sealed to another recovery key")
    content_key = recovery.unseal(head[_KEY_AT + KEY_ID_BYTES :])
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[_HEAD + _NONCE :], head, nonce, content_key)
    except (CryptoError, ValueError) as error:
        raise Forged("the backup was changed") from error
