"""Whether the settings of mail, of GOV.UK Notify and of re:hub's mailbox fit together. It opens no line."""

from __future__ import annotations

import re
from typing import Protocol

from portal.environment import is_loopback

CALLBACK_LETTERS = 32  # Safety: fewer could be guessed, and a guess marks a notice as delivered that was not
_ADDRESS = re.compile(r"[!-;A-~]+@[A-Za-z0-9.-]+")
_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_API_KEY = re.compile(rf"[!-~]*?{_UUID}-{_UUID}")  # a name, the service's id, the secret
_CALLBACK_TOKEN = re.compile(rf"[!-~]{{{CALLBACK_LETTERS},200}}")


class Outside(Protocol):
    """The settings that are looked at."""

    @property
    def smtp_host(self) -> str: ...
    @property
    def smtp_from(self) -> str: ...
    @property
    def smtp_starttls(self) -> bool: ...
    @property
    def rehub_mailbox(self) -> str: ...
    @property
    def notify_text_template(self) -> str: ...
    @property
    def notify_email_template(self) -> str: ...
    @property
    def notify_text_sender(self) -> str: ...


def list_outside_faults(settings: Outside) -> list[str]:
    """Return what keeps these settings from being used, each one sentence for the operator."""
    faults = []
    if settings.smtp_host and not _ADDRESS.fullmatch(settings.smtp_from):
        faults.append("PORTAL_SMTP_FROM must be an address when PORTAL_SMTP_HOST is set.")
    if settings.rehub_mailbox and not _ADDRESS.fullmatch(settings.rehub_mailbox):
        faults.append("PORTAL_REHUB_MAILBOX must be an address.")
    # Safety: addresses of people who may be watched would travel in the clear.
    if settings.smtp_host and not settings.smtp_starttls and not is_loopback(settings.smtp_host):
        faults.append("PORTAL_SMTP_STARTTLS=off is refused unless PORTAL_SMTP_HOST is on loopback.")
    for name in ("notify_text_template", "notify_email_template", "notify_text_sender"):
        given = getattr(settings, name)
        if given and not re.fullmatch(_UUID, given):
            faults.append(f"PORTAL_{name.upper()} must be an id as GOV.UK Notify shows it: small letters and digits.")
    if settings.smtp_host and settings.notify_email_template:
        faults.append("Set PORTAL_SMTP_HOST or PORTAL_NOTIFY_EMAIL_TEMPLATE, not both: mail leaves one way.")
    return faults


def list_key_faults(api_key: str, *, has_template: bool) -> list[str]:
    """Return what is wrong with the worker's key to Notify."""
    if has_template and not api_key:
        return ["PORTAL_NOTIFY_API_KEY (or PORTAL_NOTIFY_API_KEY_FILE) must be set when a template of Notify is."]
    if api_key and not has_template:
        return ["PORTAL_NOTIFY_TEXT_TEMPLATE or PORTAL_NOTIFY_EMAIL_TEMPLATE must be set when the key to Notify is."]
    if api_key and not _API_KEY.fullmatch(api_key):
        return ["PORTAL_NOTIFY_API_KEY must be a key as GOV.UK Notify shows it, whole."]
    return []


def list_callback_faults(callback_token: str) -> list[str]:
    """Return what is wrong with the token that Notify shows when it reports."""
    if callback_token and not _CALLBACK_TOKEN.fullmatch(callback_token):
        return [f"PORTAL_NOTIFY_CALLBACK_TOKEN must have {CALLBACK_LETTERS} letters or more, and no spaces."]
    return []
