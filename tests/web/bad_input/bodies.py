"""Bodies that are no press of a button of ours, and how a form answers each: not one word of them is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.bad_input.texts import NO_UTF8

CANARY = "canary-7331"
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=y"
NO_TOKEN = 303  # nothing is done; the site leads to a page that says so
_WORDS = f"words={CANARY}"


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent, byte for byte, and the status it is answered with."""

    sent: bytes | str
    content_type: str | None = FORM
    status: int = NO_TOKEN
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(self, client: FlaskClient, path: str, method: str = "POST", **headers: str) -> TestResponse:
        """Send it, as a program would or, with the headers of one, as a browser."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.open(
            path, method=method, data=self.sent, content_type=self.content_type, headers={**self.headers, **more}
        )


def part(name: str, value: str, more: str = "") -> str:
    """Return one part of a form in parts."""
    return f'--y\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'


BODIES: dict[str, Body] = {
    "no_token": Body(_WORDS),
    "nothing": Body(b"", None),
    "empty_token": Body(f"{_WORDS}&csrf_token="),
    "made_up_token": Body(f"{_WORDS}&csrf_token=IjEi.aaaa.bbbb"),
    "odd_token": Body(f"csrf_token={'%00%E2%80%AE%C3%A9' * 400}&{_WORDS}"),
    "two_tokens": Body(f"csrf_token=x&csrf_token=y&{_WORDS}"),
    "no_utf8": Body(f"csrf_token={''.join(NO_UTF8)}&words={NO_UTF8[0]}&{NO_UTF8[1]}=x"),
    "half_codes": Body(f"csrf_token=%&words=%4&%=%zz&{_WORDS}"),
    "only_signs": Body("&&&===&;;"),
    "many_fields": Body("a=b&" * 20_000),
    "parts_without_token": Body(part("words", CANARY) + "--y--\r\n", PARTS),
    "parts_cut_off": Body(part("words", CANARY)[:-20], PARTS),
    "parts_not_there": Body(_WORDS, PARTS),
    "json": Body(f'{{"words": "{CANARY}"}}', "application/json", 415),
    "deep_json": Body("[" * 50_000, "application/json", 415),
    "xml": Body("<?xml version='1.0'?><a/>", "text/xml", 415),
    "plain_text": Body(_WORDS, "text/plain", 415),
    "no_type": Body(_WORDS, None, 415),
    "odd_type": Body("x", "\xe9; \x7f charset=\xff", 415),
    "file": Body(part("words", CANARY, '; filename="words.txt"') + "--y--\r\n", PARTS, 415),
    "no_boundary": Body(part("words", CANARY), "multipart/form-data", 400),
    "long": Body(b"words=" + b"x" * 10_000_000, FORM, 413),
    "long_part": Body(part("words", "x" * 200_000) + "--y--\r\n", PARTS, 413),
    "many_parts": Body("".join(part(f"f{number}", "x") for number in range(1500)) + "--y--\r\n", PARTS, 413),
    "other_site": Body(_WORDS, headers={"Sec-Fetch-Site": "cross-site"}),
    "other_origin": Body(_WORDS, headers={"Origin": "https://elsewhere.invalid"}),
    "no_origin": Body(_WORDS, headers={"Origin": "http://[::1"}),
}
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "LINK")
