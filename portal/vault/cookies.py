"""The one sealed cookie: what a browser carries and cannot read. Its lifetimes are enforced by whoever opens it."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from portal.vault.digests import keyed_digest


class CookieSealer:
    """Seals small JSON objects under one key; `use` keeps the public site's and the desk's apart."""

    def __init__(self, key: bytes, use: str) -> None:
        self._aead = Aead(key)
        self._use = use.encode()
        self._csrf_key = keyed_digest("csrf", key, self._use).hex()

    @property
    def csrf_key(self) -> str:
        """A secret for the tokens of forms, which tells nothing of the cookie's key."""
        return self._csrf_key

    def seal(self, body: Mapping[str, Any]) -> str:
        """Return the cookie's text."""
        words = json.dumps(body, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(bytes(self._aead.encrypt(words, self._use))).decode().rstrip("=")

    def open(self, text: str) -> dict[str, Any] | None:
        """Return what was sealed, None for anything this key did not seal for this use."""
        try:
            sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            body = json.loads(self._aead.decrypt(sealed, self._use))
        except (CryptoError, ValueError, binascii.Error):
            return None
        return body if isinstance(body, dict) else None
