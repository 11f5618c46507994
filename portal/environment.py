"""Reading values out of a mapping such as the environment, gathering every fault instead of stopping.

Holds the ways to read (text, number, switch, address, secret); which settings there are, who may hold them
and their defaults stand in settings.py. Opens only the files that a `PORTAL_..._FILE` variable names.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

PREFIX = "PORTAL_"
SECRET_BYTES = 32

_LEAVE_URL_OF_A_LANGUAGE = re.compile(r"PORTAL_LEAVE_URL_([A-Z]{2,3})")
_DATABASES = ("sqlite+pysqlite://", "postgresql+psycopg://")
_REDIS = ("redis://", "rediss://", "redis+unix://")


class Reading:
    """One reading of a mapping. `faults` grows with each fault; the values returned then are stand-ins."""

    def __init__(self, env: Mapping[str, str], *, names: frozenset[str], from_files: frozenset[str]) -> None:
        """Refuse every variable that is neither in `names` nor, with _FILE, in `from_files` (field names)."""
        self.faults: list[str] = []
        self._env = env
        self._from_files = from_files
        known = {variable_of(name) for name in names} | {variable_of(name) + "_FILE" for name in from_files}
        for variable in sorted(env):
            is_known = variable in known or _LEAVE_URL_OF_A_LANGUAGE.fullmatch(variable)
            if variable.startswith(PREFIX) and not is_known:
                self.faults.append(f"{variable} is not a setting of this portal.")

    def read_text(self, name: str, default: str) -> str:
        """Return the text given, or the default when nothing or only space is given."""
        return self._env.get(variable_of(name), "").strip() or default

    def read_number(self, name: str, default: int, lowest: int, highest: int) -> int:
        """Return a whole number within both bounds."""
        text = self.read_text(name, str(default))
        if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
            return int(text)
        self.faults.append(f"{variable_of(name)} must be a whole number from {lowest} to {highest}.")
        return default

    def read_switch(self, name: str, *, is_on: bool) -> bool:
        """Return True for on, False for off."""
        text = self.read_text(name, "on" if is_on else "off").lower()
        if text not in ("on", "off"):
            self.faults.append(f"{variable_of(name)} must be on or off.")
        return text != "off"

    def read_database_url(self, name: str, default: Path) -> str:
        """Return the address of a database of a kind that the store knows; the default is a SQLite file."""
        url = self.read_text_or_file(name) or f"sqlite+pysqlite:///{default}"
        if not url.startswith(_DATABASES):
            self.faults.append(f"{variable_of(name)} must begin with {' or '.join(_DATABASES)}.")
        return url

    def read_redis_url(self, name: str) -> str:
        """Return the address of a Redis, or nothing."""
        url = self.read_text_or_file(name)
        if url and not url.startswith(_REDIS):
            self.faults.append(f"{variable_of(name)} must begin with {', '.join(_REDIS)}.")
        return url

    def read_site_url(self, name: str, default: str) -> str:
        """Return scheme, host and perhaps port, without a slash at the end."""
        url = self.read_text(name, default).rstrip("/")
        parts = _split(url)
        if parts is None or parts.scheme not in ("http", "https") or parts.path or parts.query:
            self.faults.append(f"{variable_of(name)} must be http(s)://, a host and perhaps a port, no more.")
        # Safety: what people write travels over other people's networks; plain http is for this machine.
        elif parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            self.faults.append(f"{variable_of(name)} must begin with https:// unless it is on loopback.")
        return url

    def read_leave_url(self, variable: str, default: str) -> str:
        """Return the address of a neutral site."""
        url = self._env.get(variable, "").strip() or default
        parts = _split(url)
        if parts is None or parts.scheme != "https":
            self.faults.append(f"{variable} must be an address that begins with https://.")
        return url

    def read_leave_urls(self) -> Mapping[str, str]:
        """Return the neutral sites that are given, by language."""
        urls: dict[str, str] = {}
        for variable, given in self._env.items():
            match = _LEAVE_URL_OF_A_LANGUAGE.fullmatch(variable)
            if match and given.strip():
                urls[match[1].lower()] = self.read_leave_url(variable, "")
        return MappingProxyType(urls)

    def read_bytes(self, name: str) -> bytes | None:
        """Return 32 bytes given as base64; None is a fault."""
        text = self.read_needed(name)
        if not text:
            return None
        try:
            value = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
        except (binascii.Error, ValueError):
            value = b""
        if len(value) == SECRET_BYTES:
            return value
        self.faults.append(f"{variable_of(name)} must be {SECRET_BYTES} bytes as base64.")
        return None

    def read_folder(self, name: str, *, is_needed: bool) -> Path | None:
        """Return a folder that exists; None when none is given or it is a fault."""
        text = self.read_needed(name) if is_needed else self.read_text(name, "")
        if text and not Path(text).is_dir():
            self.faults.append(f"{variable_of(name)} must name a folder that exists and can be read.")
        return Path(text).absolute() if text else None

    def read_needed(self, name: str) -> str:
        """Return the text of a variable or its file; an empty one is a fault."""
        faults_before = len(self.faults)
        text = self.read_text_or_file(name)
        if not text and len(self.faults) == faults_before:
            or_file = f" (or {variable_of(name)}_FILE)" if name in self._from_files else ""
            self.faults.append(f"{variable_of(name)}{or_file} must be set.")
        return text

    def read_text_or_file(self, name: str) -> str:
        """Return the text of a variable or of the file it names; empty when neither is given."""
        variable = variable_of(name)
        text = self.read_text(name, "")
        path = self._env.get(variable + "_FILE", "").strip() if name in self._from_files else ""
        if text and path:
            self.faults.append(f"Set {variable} or {variable}_FILE, not both.")
        if text or not path:
            return text
        try:
            return Path(path).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.faults.append(f"The file named by {variable}_FILE cannot be read.")
            return ""


def variable_of(name: str) -> str:
    """Return the variable of a field."""
    return PREFIX + name.upper()


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach the host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address; None when it has no host, a port that cannot be, or a name before @."""
    try:
        parts = urlsplit(url)
        return parts if parts.hostname and parts.port != 0 and "@" not in parts.netloc else None
    except ValueError:
        return None
