"""Private keys on disk: one file an identity, mode 600, and what a whole folder of them holds."""

import os
from dataclasses import dataclass
from pathlib import Path

from portal.vault.identities import Identity, fingerprint
from portal.vault.randomness import random_bytes, random_id

SERVICE_SUFFIX = ".service.key"
NOTICE_SUFFIX = ".notice.key"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public halves of one service, and the fingerprint the public site pins."""

    box_key: bytes
    sign_key: bytes
    notice_key: bytes

    @property
    def pin(self) -> str:
        """Return the fingerprint over all three."""
        return fingerprint(self.box_key, self.sign_key, self.notice_key)


def write_once(path: Path, content: bytes) -> bool:
    """Write a new file readable by its owner only, whole or not at all; False when it was there before."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{random_id()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(temporary, path)  # never over a key that another process wrote in between
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    return True


def load_identity(path: Path) -> Identity:
    """Return the identity whose seed (64 hexadecimal digits) the file holds."""
    return Identity(bytes.fromhex(path.read_text().strip()))


def make_identity(path: Path) -> Identity:
    """Return the identity of a file, made with a fresh seed when there is no file yet."""
    write_once(path, random_bytes(32).hex().encode() + b"\n")
    return load_identity(path)


def load_service_identity(keys_dir: Path, service_id: str) -> Identity:
    """Return the private key of a service; FileNotFoundError when this desk does not hold it."""
    return load_identity(keys_dir / f"{service_id}{SERVICE_SUFFIX}")


def load_notice_identities(keys_dir: Path) -> dict[str, Identity]:
    """Return the notice keys that lie in the folder, by service."""
    paths = sorted(keys_dir.glob(f"*{NOTICE_SUFFIX}"))
    return {path.name.removesuffix(NOTICE_SUFFIX): load_identity(path) for path in paths}
