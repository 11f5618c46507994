"""What an operator may set: names and defaults.

Holds no reading of the environment by itself (the mapping comes in as an argument) and no parsing of values
(environment.py), nor which process may hold which secret (holders.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from portal.environment import Reading, is_loopback, variable_of
from portal.holders import FROM_FILES, HOLDERS, Role, Secret
from portal.lines import list_line_faults
from portal.outside import list_callback_faults, list_key_faults, list_outside_faults

ROOT = Path(__file__).resolve().parent.parent

_REHUB_SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]{32,}")
_SECRETS = ("pepper_salt", "pepper_locator", "pepper_seed", "link_key", "cookie_key", "site_key", "rehub_link_key")


class SettingsFault(Exception):
    """The settings cannot be used; `faults` lists every fault, each one sentence for the operator."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may set. The variable of a field is PORTAL_ and its name in capitals."""

    # Which process these are for; not set by the operator.
    role: Role
    # Folder for the database, keys, notices and the first sign-in; the default is var/ beside portal/.
    data_dir: Path
    # Where cases are kept; may carry a password, so it is never shown.
    database_url: str = field(repr=False)
    # Address the public site listens on.
    public_host: str
    # Port the public site listens on.
    public_port: int
    # Address the desk listens on.
    desk_host: str
    # Port the desk listens on.
    desk_port: int
    # How people reach the public site; stands in links.
    public_url: str
    # How staff reach the desk.
    desk_url: str
    # The name on every page.
    site_name: str
    # The neutral site the exit button goes to, in any language without one of its own.
    leave_url: str
    # The operator's own choice by language; the variable is PORTAL_LEAVE_URL_AR for Arabic, and so on.
    leave_urls: Mapping[str, str]
    # Limits on tries and minimum times; off only for measuring, on loopback.
    rate_limits: bool
    # How many proxies in front add to X-Forwarded-For; 0 believes none.
    trusted_proxies: int
    # Redis in which all processes count tries together; without it each process counts its share.
    redis_url: str = field(repr=False)
    # Months after its end that a case is erased.
    keep_closed_months: int
    # Months without anything new after which a case that went nowhere is erased.
    keep_unanswered_months: int
    # Processes of each site.
    web_workers: int
    # Threads of each process of a site.
    web_threads: int
    # Pepper of the access code's salt.
    pepper_salt: Secret | None
    # Pepper of the locator, by which a case is found.
    pepper_locator: Secret | None
    # Pepper of the seed, which unwraps a person's keys.
    pepper_seed: Secret | None
    # Signs secure links.
    link_key: Secret | None
    # Seals the cookie; the public site's and the desk's differ.
    cookie_key: Secret | None
    # Signing seed of the public site.
    site_key: Secret | None
    # Public half of the site's key, by which desk and worker know what the site wrote.
    site_public_key: bytes | None
    # Shared with re:hub: `whsec_` and base64, as text in bytes; while it is changed two, the newest first.
    rehub_secret: Secret | None
    # Signs the links of one use that go to re:hub's mailbox.
    rehub_link_key: Secret | None
    # re:hub's mailbox; without one nothing is asked of re:hub by mail, and the desk asks by hand.
    rehub_mailbox: str
    # Fingerprints of the services' keys, the only ones that anything is sealed to or believed from.
    service_pins: tuple[str, ...]
    # Folder of the service's private keys.
    keys_dir: Path | None
    # Folder of the notice keys.
    notice_keys_dir: Path | None
    # Mail server that notices are handed to; without it and Notify they are files in the data folder.
    smtp_host: str
    # Its port.
    smtp_port: int
    # Name to sign in to it with; empty to send without signing in.
    smtp_user: str
    # Password to sign in to it with, as text in bytes.
    smtp_password: Secret | None
    # Address notices come from; as harmless as the words.
    smtp_from: str
    # Encrypt the line to the mail server; off only on loopback.
    smtp_starttls: bool
    # Template of GOV.UK Notify for texts; without one they are files, or at the desk where mail is real.
    notify_text_template: str
    # Template of GOV.UK Notify for e-mail, in place of a mail server.
    notify_email_template: str
    # Id of the sender that texts come from; Notify's own choice when empty.
    notify_text_sender: str
    # Where GOV.UK Notify is; another than its own only for tests.
    notify_url: str
    # Key to GOV.UK Notify, as text in bytes.
    notify_api_key: Secret | None
    # What GOV.UK Notify shows when it reports a delivery; it cannot without one.
    notify_callback_token: Secret | None

    @classmethod
    def from_mapping(cls, env: Mapping[str, str], role: Role) -> Settings:
        """Read the settings of one role; raise `SettingsFault` with every fault at once."""
        reading = Reading(env, names=_list_names(), from_files=FROM_FILES)
        public_port = reading.read_number("public_port", 8000, 1, 65535)
        desk_port = reading.read_number("desk_port", 8001, 1, 65535)
        data_dir = Path(reading.read_text("data_dir", str(ROOT / "var"))).absolute()
        settings = cls(
            role=role,
            data_dir=data_dir,
            database_url=reading.read_database_url("database_url", data_dir / "portal.db"),
            public_host=reading.read_text("public_host", "127.0.0.1"),
            public_port=public_port,
            desk_host=reading.read_text("desk_host", "localhost"),
            desk_port=desk_port,
            public_url=reading.read_site_url("public_url", f"http://127.0.0.1:{public_port}"),
            desk_url=reading.read_site_url("desk_url", f"http://localhost:{desk_port}"),
            site_name=reading.read_text("site_name", "Heard"),
            leave_url=reading.read_leave_url("PORTAL_LEAVE_URL", "https://www.bbc.co.uk/weather"),
            leave_urls=reading.read_leave_urls(),
            rate_limits=reading.read_switch("rate_limits", is_on=True),
            trusted_proxies=reading.read_number("trusted_proxies", 0, 0, 16),
            redis_url=reading.read_redis_url("redis_url"),
            keep_closed_months=reading.read_number("keep_closed_months", 12, 1, 240),
            keep_unanswered_months=reading.read_number("keep_unanswered_months", 6, 1, 240),
            web_workers=reading.read_number("web_workers", 1, 1, 256),
            web_threads=reading.read_number("web_threads", 8, 1, 256),
            **dict[str, Any]({name: _read_secret(reading, role, name) for name in _SECRETS}),
            site_public_key=_read_bytes(reading, role, "site_public_key"),
            rehub_secret=_read_rehub_secret(reading, role),
            rehub_mailbox=reading.read_text("rehub_mailbox", ""),
            service_pins=_read_pins(reading, role),
            keys_dir=_read_folder(reading, role, "keys_dir"),
            notice_keys_dir=_read_folder(reading, role, "notice_keys_dir"),
            **_read_smtp(reading, role),
            **_read_notify(reading, role),
        )
        reading.faults += _list_faults_together(settings)
        if reading.faults:
            raise SettingsFault(tuple(reading.faults))
        return settings


def _list_names() -> frozenset[str]:
    return frozenset(each.name for each in fields(Settings)) - {"role", "leave_urls"}


def _read_bytes(reading: Reading, role: Role, name: str) -> bytes | None:
    # Safety: another role's secret is not even read.
    return reading.read_bytes(name) if role in HOLDERS[name] else None


def _read_secret(reading: Reading, role: Role, name: str) -> Secret | None:
    value = _read_bytes(reading, role, name)
    return None if value is None else Secret(value)


def _read_rehub_secret(reading: Reading, role: Role) -> Secret | None:
    secrets = (reading.read_needed("rehub_secret") if role in HOLDERS["rehub_secret"] else "").split()
    if not all(map(_REHUB_SECRET.fullmatch, secrets)) or len(secrets) > 2 or len(set(secrets)) < len(secrets):
        reading.faults.append("PORTAL_REHUB_SECRET must be whsec_ and then base64, or two of these, the newest first.")
    return Secret(" ".join(secrets).encode()) if secrets else None


def _read_words(reading: Reading, role: Role, name: str) -> Secret | None:
    words = reading.read_text_or_file(name) if role in HOLDERS[name] else ""
    return Secret(words.encode()) if words else None


def _read_notify(reading: Reading, role: Role) -> dict[str, Any]:
    names = ("notify_text_template", "notify_email_template", "notify_text_sender")
    notify: dict[str, Any] = {name: reading.read_text(name, "") for name in names}
    notify["notify_url"] = reading.read_site_url("notify_url", "https://api.notifications.service.gov.uk")
    return notify | {name: _read_words(reading, role, name) for name in ("notify_api_key", "notify_callback_token")}


def _read_smtp(reading: Reading, role: Role) -> dict[str, Any]:
    return {
        "smtp_host": reading.read_text("smtp_host", ""),
        "smtp_port": reading.read_number("smtp_port", 587, 1, 65535),
        "smtp_user": reading.read_text("smtp_user", ""),
        "smtp_password": _read_words(reading, role, "smtp_password"),
        "smtp_from": reading.read_text("smtp_from", ""),
        "smtp_starttls": reading.read_switch("smtp_starttls", is_on=True),
    }


def _read_pins(reading: Reading, role: Role) -> tuple[str, ...]:
    text = reading.read_needed("service_pins") if role in HOLDERS["service_pins"] else ""
    return tuple(text.replace(",", " ").split())


def _read_folder(reading: Reading, role: Role, name: str) -> Path | None:
    is_given = bool(reading.read_text(name, ""))
    # Safety: a public site that could open what was sent before would lose it to whoever breaks in.
    if role is Role.PUBLIC and is_given:
        reading.faults.append(f"{variable_of(name)} must not be set for the public site.")
        return None
    if role is not Role.OPERATOR and role not in HOLDERS[name]:
        return None
    return reading.read_folder(name, is_needed=role is not Role.OPERATOR)


def _list_faults_together(settings: Settings) -> list[str]:
    """List what only several settings together can get wrong."""
    faults = list_line_faults(settings.database_url, settings.redis_url)
    # Safety: without limits a stranger may try access codes as fast as the machine answers.
    if not settings.rate_limits and not all(map(is_loopback, (settings.public_host, settings.desk_host))):
        faults.append("PORTAL_RATE_LIMITS=off is refused unless both sites listen on loopback only.")
    if settings.public_port == settings.desk_port:
        faults.append("PORTAL_PUBLIC_PORT and PORTAL_DESK_PORT must differ.")
    faults += list_outside_faults(settings)
    if settings.role is Role.WORKER:
        has_template = bool(settings.notify_text_template or settings.notify_email_template)
        faults += list_key_faults(_tell(settings.notify_api_key), has_template=has_template)
    faults += list_callback_faults(_tell(settings.notify_callback_token))
    secrets = (
        *(settings.pepper_salt, settings.pepper_locator, settings.pepper_seed),
        *(settings.link_key, settings.cookie_key, settings.site_key, settings.rehub_link_key),
    )
    # Safety: one secret used for two purposes lets what one purpose gives away open the other.
    if len(values := [secret.value for secret in secrets if secret]) > len(set(values)):
        faults.append("The peppers and keys must all differ from each other.")
    return faults


def _tell(secret: Secret | None) -> str:
    return secret.value.decode() if secret else ""
