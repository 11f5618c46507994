"""Where the keys of services lie for an operator: the embedded default's folders, or those the settings name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from portal.embedded import Folders
from portal.holders import Role
from portal.settings import Settings
from portal.vault.identities import Identity
from portal.vault.key_files import (
    NOTICE_SUFFIX,
    SERVICE_SUFFIX,
    PublicKeys,
    load_identity,
    load_service_identity,
    make_identity,
)


@dataclass(frozen=True, slots=True)
class KeyFolders:
    """The folder of each process; each has the pins, the public site's no private key."""

    desk: Path
    worker: Path
    pins: tuple[Path, ...]

    @classmethod
    def of(cls, settings: Settings) -> KeyFolders:
        """Return the folders of an installation."""
        keys = Folders(settings.data_dir).keys
        return cls(
            desk=settings.keys_dir or keys / Role.DESK.value,
            worker=settings.notice_keys_dir or keys / Role.WORKER.value,
            pins=tuple(keys / role.value / "service_pins" for role in (Role.PUBLIC, Role.DESK, Role.WORKER)),
        )

    def make(self, service_id: str) -> PublicKeys:
        """Return the public keys of a service; its private ones are made where there are none yet."""
        service = make_identity(self.desk / f"{service_id}{SERVICE_SUFFIX}")
        notice = make_identity(self.worker / f"{service_id}{NOTICE_SUFFIX}")
        return PublicKeys(service.box_key, service.sign_key, notice.box_key)

    def find(self, service_id: str) -> PublicKeys | None:
        """Return the public keys of a service, None when one of its private keys is not here."""
        paths = (self.desk / f"{service_id}{SERVICE_SUFFIX}", self.worker / f"{service_id}{NOTICE_SUFFIX}")
        if not all(path.is_file() for path in paths):
            return None
        service, notice = map(load_identity, paths)
        return PublicKeys(service.box_key, service.sign_key, notice.box_key)

    def load_signing_key(self, service_id: str) -> Identity:
        """Return the key a service signs with, once there is one."""
        return load_service_identity(self.desk, service_id)

    def list_pins(self) -> tuple[str, ...]:
        """Return the fingerprints the public site seals to."""
        public = self.pins[0]
        return tuple(public.read_text("utf-8").replace(",", " ").split()) if public.is_file() else ()

    def add_pin(self, pin: str) -> bool:
        """Pin a service's keys for every process; False when the pins are kept elsewhere."""
        if not all(path.is_file() for path in self.pins):
            return False
        for path in self.pins:
            if pin not in path.read_text("utf-8"):
                # one write at the end of the file: a reader never sees half a list
                with path.open("ab") as pins:
                    pins.write(pin.encode() + b"\n")
                    pins.flush()
                    os.fsync(pins.fileno())
        return True
