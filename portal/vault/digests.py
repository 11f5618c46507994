"""Keyed and plain BLAKE2b digests, each use with its own `person` so that no two uses can be swapped."""

from hashlib import blake2b


def keyed_digest(use: str, key: bytes, data: bytes, size: int = 32) -> bytes:
    """Return the BLAKE2b digest of `data` under `key` for one named use (at most 16 letters)."""
    return blake2b(data, digest_size=size, key=key, person=use.encode()).digest()


def plain_digest(use: str, data: bytes, size: int = 32) -> bytes:
    """Return the BLAKE2b digest of high-entropy `data` for one named use; never for a person's words."""
    return blake2b(data, digest_size=size, person=use.encode()).digest()


def session_hash(session_id: str) -> bytes:
    """Return what is stored of an ended or a staff session's random id."""
    return plain_digest("session", session_id.encode())


def audit_hash(before: bytes, row: bytes) -> bytes:
    """Return the hash of an audit row, which covers the row before it."""
    return plain_digest("audit", before + row)
