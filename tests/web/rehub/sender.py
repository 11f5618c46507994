"""re:hub's software as the tests play it: makes messages, signs the bytes, posts them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from portal.vault.webhooks import sign_webhook

UPDATES = "/api/rehub/v1/updates"
HAPPENED_ON = "2026-11-20"


@dataclass(frozen=True, slots=True)
class Rehub:
    """A sender of updates about one case."""

    site: Flask
    secret: str = field(repr=False)
    reference: str

    def write(self, **fields: Any) -> dict[str, Any]:
        """Return a good message with some fields of `data` replaced."""
        data = {"reference": self.reference, "stage": "rehub_check", "happened_on": HAPPENED_ON, **fields}
        return {"type": "case.updated", "timestamp": "2026-11-20T09:30:00Z", "data": data}

    def send(self, webhook_id: str = "", /, **fields: Any) -> TestResponse:
        """Sign and post a message about the case."""
        return self.send_raw(json.dumps(self.write(**fields)).encode(), webhook_id)

    def send_raw(self, raw: bytes, webhook_id: str = "", *, content_type: str = "application/json") -> TestResponse:
        """Sign and post any bytes."""
        return self.post(raw, sign_webhook(self.secret, raw, datetime.now(UTC), webhook_id), content_type)

    def post(
        self, raw: bytes, headers: Mapping[str, str], content_type: str | None = "application/json"
    ) -> TestResponse:
        """Post bytes under any headers."""
        client = self.site.test_client(use_cookies=False)
        return client.post(UPDATES, data=raw, headers=dict(headers), content_type=content_type)
