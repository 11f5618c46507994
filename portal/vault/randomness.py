"""Where randomness comes from: the operating system, through `secrets`."""

import secrets


def random_id() -> str:
    """Return a random id of 128 bits as 32 hexadecimal digits; it tells nothing, not even an order."""
    return secrets.token_hex(16)


def random_bytes(count: int = 32) -> bytes:
    """Return `count` random bytes."""
    return secrets.token_bytes(count)


def pick(alphabet: str) -> str:
    """Return one character of the alphabet, each as likely as the others."""
    return secrets.choice(alphabet)
