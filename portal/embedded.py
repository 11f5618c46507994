"""The embedded default: fresh keys, the database, one national trial service and the first desk sign-in.

One machine, one user: a wall between processes, no more. An operator with keys of their own never comes here.
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from portal.casework.staff import NewStaff, make_staff_member
from portal.casework.trusted import sign_service
from portal.domain.case import Service
from portal.holders import Role
from portal.settings import Settings
from portal.store import migrations
from portal.store.services import NATIONAL
from portal.store.work import Store
from portal.texts.places import load_areas
from portal.vault.cookies import CookieSealer
from portal.vault.identities import Identity
from portal.vault.key_files import (
    NOTICE_SUFFIX,
    SERVICE_SUFFIX,
    PublicKeys,
    load_service_identity,
    make_identity,
    write_once,
)
from portal.vault.randomness import random_bytes
from portal.vault.staff_secrets import make_otp_secret, make_password, write_otpauth
from portal.vault.webhooks import make_webhook_secret
from portal.wiring import CONTENT

_PUBLISHED = ("site_public_key", "service_pins")
_PUBLIC_SECRETS = ("pepper_salt", "pepper_locator", "pepper_seed", "link_key", "cookie_key", "rehub_link_key")
FIRST_EMAIL = "first@desk.invalid"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the embedded default keeps things, below the data folder."""

    data_dir: Path

    @property
    def keys(self) -> Path:
        """Keys by process."""
        return self.data_dir / "keys"

    @property
    def first_sign_in(self) -> Path:
        """The first desk sign-in, gone after first use."""
        return self.data_dir / "first-sign-in"

    @property
    def rehub_secret(self) -> Path:
        """The secret shared with re:hub."""
        return self.data_dir / "rehub.secret"

    @property
    def notices(self) -> Path:
        """Where notices are written."""
        return self.data_dir / "notices"


def role_environment(data_dir: Path, role: Role) -> dict[str, str]:
    """Return the PORTAL_ variables of one process: files of its own secrets and of nobody else's."""
    folders = Folders(data_dir)
    own = folders.keys / role.value
    match role:
        case Role.PUBLIC:
            names = (*_PUBLIC_SECRETS, "site_key", "service_pins")
            secrets = {_variable(name): str(own / name) for name in names}
            return {**secrets, "PORTAL_REHUB_SECRET_FILE": str(folders.rehub_secret)}
        case Role.DESK:
            secrets = {_variable(name): str(own / name) for name in ("cookie_key", *_PUBLISHED)}
            return {**secrets, "PORTAL_KEYS_DIR": str(own)}
        case Role.WORKER:
            published = {_variable(name): str(own / name) for name in ("rehub_link_key", *_PUBLISHED)}
            return {**published, "PORTAL_NOTICE_KEYS_DIR": str(own)}
        case Role.OPERATOR:
            return {}


def prepare_data(settings: Settings) -> None:
    """Make what is missing: folders (mode 700), keys (mode 600), tables, the service, the first staff member."""
    folders = Folders(settings.data_dir)
    for folder in (folders.data_dir, folders.notices):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chmod(folders.data_dir, 0o700)  # Safety: nobody else on the machine reads the database
    public_keys = _prepare_keys(folders)
    if not migrations.is_current(settings.database_url):
        migrations.upgrade(settings.database_url)
    store = Store(settings.database_url)
    try:
        _prepare_service(store, folders, public_keys)
        _prepare_first_staff(store, folders, settings.site_name)
    finally:
        store.close()


def _prepare_keys(folders: Folders) -> PublicKeys:
    public, desk, worker = (folders.keys / role.value for role in (Role.PUBLIC, Role.DESK, Role.WORKER))
    for path in (*(public / name for name in _PUBLIC_SECRETS), desk / "cookie_key"):
        _write_secret(path)
    site = _prepare_site_key(public)
    write_once(folders.rehub_secret, make_webhook_secret().encode() + b"\n")
    write_once(worker / "rehub_link_key", (public / "rehub_link_key").read_bytes())
    service = make_identity(desk / f"{NATIONAL}{SERVICE_SUFFIX}")
    notice = make_identity(worker / f"{NATIONAL}{NOTICE_SUFFIX}")
    public_keys = PublicKeys(service.box_key, service.sign_key, notice.box_key)
    for folder in (public, desk, worker):
        write_once(folder / "service_pins", public_keys.pin.encode() + b"\n")
    for folder in (desk, worker):
        write_once(folder / "site_public_key", _base64(site.sign_key))
    return public_keys


def _prepare_site_key(public: Path) -> Identity:
    seed_file = public / "site_key"
    _write_secret(seed_file)
    return Identity(_read_base64(seed_file))


def _prepare_service(store: Store, folders: Folders, keys: PublicKeys) -> None:
    with store.look() as work:
        if any(service.service_id == NATIONAL for service in work.services.list_all()):
            return
    own = load_service_identity(folders.keys / Role.DESK.value, NATIONAL)
    national = Service(
        service_id=NATIONAL,
        name="National desk",
        phone="",
        hours="",
        postal_address="",
        is_trial=True,
        box_key=keys.box_key,
        sign_key=keys.sign_key,
        notice_key=keys.notice_key,
    )
    with store.work() as work:
        work.services.save(sign_service(national, own), [area.code for area in load_areas(CONTENT).areas])


def _prepare_first_staff(store: Store, folders: Folders, site_name: str) -> None:
    with store.look() as work:
        if work.staff.has_any():
            return
    password, otp_secret = make_password(), make_otp_secret()
    sealer = CookieSealer(_read_base64(folders.keys / Role.DESK.value / "cookie_key"), "one-time-code")
    folders.first_sign_in.unlink(missing_ok=True)  # left by a start that was killed before the account was made
    sign_in = {
        "email": FIRST_EMAIL,
        "password": password,
        "otpauth": write_otpauth(otp_secret, FIRST_EMAIL, site_name),
    }
    write_once(folders.first_sign_in, json.dumps(sign_in, indent=2).encode() + b"\n")
    with store.work() as work:
        work.staff.add(make_staff_member(NewStaff(FIRST_EMAIL, "First facilitator"), password, otp_secret, sealer))


def _variable(name: str) -> str:
    return f"PORTAL_{name.upper()}_FILE"


def _write_secret(path: Path) -> None:
    if not path.exists():
        write_once(path, _base64(random_bytes(32)))


def _base64(content: bytes) -> bytes:
    return b64encode(content) + b"\n"


def _read_base64(path: Path) -> bytes:
    return b64decode(path.read_text().strip())
