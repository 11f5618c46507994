"""Staff sign-in: Argon2id password hashes and one-time codes, each code good once. Source: RFC 6238 by pyotp."""

from datetime import datetime, timedelta

import pyotp
from nacl import pwhash
from nacl.exceptions import CryptoError

from portal.vault.randomness import random_bytes

_STEP = timedelta(seconds=30)


def hash_password(password: str) -> bytes:
    """Return the stored form of a password (Argon2id, libsodium's own encoding)."""
    return pwhash.argon2id.str(password.encode(), opslimit=2, memlimit=19 * 1024 * 1024)


def matches_password(stored: bytes, password: str) -> bool:
    """Say whether this is the password, at the same cost either way."""
    try:
        return pwhash.argon2id.verify(stored, password.encode())
    except CryptoError:
        return False


def make_password() -> str:
    """Return a first password: 120 bits as 24 hexadecimal groups easy to copy."""
    text = random_bytes(15).hex()
    return "-".join(text[start : start + 5] for start in range(0, 30, 5))


def make_otp_secret() -> str:
    """Return a fresh secret for one-time codes, base32."""
    return pyotp.random_base32()


def write_otpauth(secret: str, email: str, site_name: str) -> str:
    """Return the otpauth address an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=f"{site_name} desk")


def find_otp_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """Return the time step a one-time code belongs to, None when it is wrong or was used before.

    One step either side of now is forgiven for clocks that are a little off.
    """
    if not secret:
        return None  # Safety: a secret that does not open any more has no right code
    digits = "".join(code.split())
    here = int(now.timestamp()) // int(_STEP.total_seconds())
    totp = pyotp.TOTP(secret)
    steps = [step for step in (here, here - 1, here + 1) if step > last_step]  # Safety: a code works once
    return next((step for step in steps if pyotp.utils.strings_equal(totp.generate_otp(step), digits)), None)
