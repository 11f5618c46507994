"""Asking re:hub's API everything its own document allows, and much that it does not: schemathesis over the site itself.

A signer stands between, as it would in re:hub's software: schemathesis makes messages, the signer signs their bytes.
Seed and number of examples decide what is asked; nothing is random.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import schemathesis
from flask import Flask
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

from portal.vault.webhooks import sign_webhook

DOCUMENT = "/api/rehub/v1/openapi.json"
PLEASE_SIGN = "v1,please-sign"
FIRST_DAY = date(2026, 11, 1)


@dataclass
class Signer:
    """A WSGI application that signs what asks for it, and sends it on to the site."""

    site: Flask
    secret: str = field(repr=False)
    numbers: Iterator[int] = field(default_factory=count)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("HTTP_WEBHOOK_SIGNATURE") == PLEASE_SIGN:
            raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(raw)
            try:
                # every seventh message comes twice
                number = next(self.numbers)
                headers = sign_webhook(self.secret, raw, datetime.now(UTC), f"msg_{number - (number % 7 == 6)}")
            except UnicodeDecodeError:
                headers = {}
            environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        answer: Iterable[bytes] = self.site(environ, start_response)
        return answer


class Signs:
    """Has every message signed that is not about a missing or a wrong signature."""

    def get(self, _case: Case[Any], _context: schemathesis.AuthContext) -> str:
        """Return what asks the signer to sign."""
        return PLEASE_SIGN

    def set(self, case: Case[Any], data: str, _context: schemathesis.AuthContext) -> None:
        """Put it where the signature goes."""
        case.headers.update({"webhook-id": "msg", "webhook-timestamp": "0", "webhook-signature": data})


def fuzz(address: str, reference: str, *, seed: int, examples: int) -> tuple[Counter[int], list[str]]:
    """Return the statuses of the answers that were looked at, and what of them was not as the document says."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "workers": 1,
            "base-url": address,
            "generation": {"max-examples": examples, "database": "none"},
            # 404 and 409 are answers to good messages: the document says when
            "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "404", "409"]}},
        }
    )
    schema = schemathesis.openapi.from_url(address + DOCUMENT, config=config)
    truth = _Truth(reference)
    schema.hook("map_body")(lambda _context, body: truth.put_in(body))
    schema.auth()(Signs)
    statuses, found = Counter[int](), []
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError | FatalError):
            found.append(repr(event))
        elif isinstance(event, ScenarioFinished):
            answers = [each.response for each in event.recorder.interactions.values() if each.response]
            statuses.update(answer.status_code for answer in answers)
            failed = [check for checks in event.recorder.checks.values() for check in checks if check.failure_info]
            found += [f"{check.name}: {check.failure_info}" for check in failed]
    return statuses, found


@dataclass
class _Truth:
    """Puts a real reference and days that can be into good messages: what no schema can say."""

    reference: str
    numbers: Iterator[int] = field(default_factory=count)

    def put_in(self, body: Any) -> Any:
        """Return the message with them."""
        data = body.get("data") if isinstance(body, dict) else None
        if not isinstance(data, dict):
            return body
        number = next(self.numbers)
        if number % 2 and isinstance(data.get("reference"), str) and 1 <= len(data["reference"]) <= 40:
            data["reference"] = self.reference
        happened_on = FIRST_DAY + timedelta(days=number % 20)
        for name, day in (("happened_on", happened_on), ("expected_by", happened_on + timedelta(days=number % 9))):
            if is_day(data.get(name)):
                data[name] = day.isoformat()
        return body


def is_day(text: object) -> bool:
    """Say whether a text is a day as the document wants it."""
    try:
        return isinstance(text, str) and len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False
