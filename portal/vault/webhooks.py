"""re:hub's signed requests, as Standard Webhooks prescribes: id, time and raw body under a shared secret.

Holds no memory of ids seen before: a signature alone does not stop a replay (store.rehub_messages does).
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from portal.domain.errors import Forged, Invalid
from portal.vault.randomness import random_bytes, random_id

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
ID_LENGTH = 120
_ID = re.compile(rf"[!-~]{{1,{ID_LENGTH}}}")


def make_webhook_secret() -> str:
    """Return a fresh shared secret in the standard's spelling."""
    return "whsec_" + b64encode(random_bytes(32)).decode()


def sign_webhook(secret: str, raw: bytes, at: datetime, webhook_id: str = "") -> dict[str, str]:
    """Return the three headers of a signed request, under a fresh id unless one is given."""
    webhook_id = webhook_id or f"msg_{random_id()}"
    signature = Webhook(secret).sign(webhook_id, at.astimezone(UTC), raw.decode())
    return {ID: webhook_id, TIMESTAMP: str(int(at.timestamp())), SIGNATURE: signature}


def verify_webhook(secret: str, raw: bytes, headers: Mapping[str, str], *, before: str = "") -> str:
    """Return the message's id; Forged when the signature or the time (5 minutes either way) is wrong.

    `before` is the secret that counts too while it is being changed. Invalid for an id that is signed but cannot be
    kept: it would not be known again.
    """
    kept = {name.lower(): value for name, value in headers.items() if name.lower() in {ID, TIMESTAMP, SIGNATURE}}
    if not any([_verifies(each, raw, kept) for each in (secret, before) if each]):
        raise Forged("a webhook does not verify")
    if not _ID.fullmatch(kept[ID]):
        raise Invalid(ID, f"must be 1 to {ID_LENGTH} visible ASCII characters")
    return kept[ID]


def _verifies(secret: str, raw: bytes, headers: dict[str, str]) -> bool:
    try:
        Webhook(secret).verify(raw, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True
