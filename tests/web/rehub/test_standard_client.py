"""Clients of the standard library: the one that developers are shown, and one written from the document alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import runpy
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from portal.casework.follow import view_page
from portal.domain.stages import Stage
from portal.wiring import PublicPortal
from tests.builders import Referred, open_page
from tests.served import Wsgi, serve
from tests.web.rehub.sender import HAPPENED_ON, Rehub
from tests.web.rehub.test_readme import find_block

DOCUMENT = "/api/rehub/v1/openapi.json"


class Unsteady:
    """A site that is away the first times it is asked, as the document says it may be."""

    def __init__(self, site: Wsgi, *statuses: str) -> None:
        self.site, self.statuses, self.ids = site, list(statuses), list[str]()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        self.ids.append(environ["HTTP_WEBHOOK_ID"])
        if not self.statuses:
            return self.site(environ, start_response)
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start_response(self.statuses.pop(0), [("Content-Type", "application/problem+json"), ("Retry-After", "7")])
        return [b"{}"]


def test_the_client_that_is_shown_sends_and_sends_again_until_it_is_taken(
    rehub: Rehub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = tmp_path / "example.py"
    example.write_text(find_block("python"), "utf-8")
    made = runpy.run_path(str(example))
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    site = Unsteady(rehub.site, "503 Service Unavailable", "429 Too Many Requests")
    with serve(site) as address:
        update = {"reference": rehub.reference, "stage": "rehub_check", "happened_on": HAPPENED_ON}
        assert made["send"](address, rehub.secret, update) == (202, {"applied": True})
        assert made["send"](address, rehub.secret, {**update, "stage": "closed"})[0] == 409
    assert waited == [7, 7]
    assert len(set(site.ids[:3])) == 1
    assert len(set(site.ids)) == 2


def test_a_client_written_from_the_document_alone_is_understood(
    rehub: Rehub, public: PublicPortal, checked: Referred
) -> None:
    """It knows the document's address and the secret, and nothing else of the site."""
    with serve(rehub.site) as address:
        client = Client(address, ask(address, "GET", DOCUMENT)[1], rehub.secret)
        told = client.find_example("whole", reference=rehub.reference)
        assert client.send("one", told) == (202, {"applied": True})
        assert client.send("one", told) == (200, {"applied": True})
        status, problem = client.send("two", client.find_example("least"))
        assert (status, problem["status"]) == (404, 404)
        assert client.follow(problem["type"].partition("#")[2])["description"].startswith(problem["title"])
        status, problem = client.send("three", client.find_example("least", happened_on="soon"))
        assert (status, problem["field"]) == (422, "data.happened_on")
    assert view_page(public.side, open_page(public.side, checked)).stage is Stage.REHUB_CHECK


class Client:
    """Sends messages by what an OpenAPI document says: its one POST, its examples, its three headers."""

    def __init__(self, address: str, document: dict[str, Any], secret: str) -> None:
        self.address, self.document, self.secret = address, document, secret
        ((self.path, self.operation),) = (
            (path, methods["post"]) for path, methods in document["paths"].items() if "post" in methods
        )
        (self.media_type,) = self.operation["requestBody"]["content"]

    def find_example(self, name: str, **changes: str) -> dict[str, Any]:
        """Return one of the document's examples with some fields of `data` changed."""
        example = self.operation["requestBody"]["content"][self.media_type]["examples"][name]["value"]
        return {**example, "data": {**example["data"], **changes}}

    def follow(self, pointer: str) -> Any:
        """Return what an address inside the document leads to."""
        found: Any = self.document
        for name in pointer.strip("/").split("/"):
            found = found[name]
        return found

    def send(self, message_id: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Sign and send a message; only a status that is in the document is an answer."""
        body, sent_at = json.dumps(message).encode(), str(int(time.time()))
        schemes = self.document["components"]["securitySchemes"]
        named = {name: schemes[name]["name"] for name in self.operation["security"][0]}
        signed = ".".join([message_id, sent_at, ""]).encode() + body
        digest = hmac.new(base64.b64decode(self.secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
        values = {
            "webhook-id": message_id,
            "webhook-timestamp": sent_at,
            "webhook-signature": "v1," + base64.b64encode(digest).decode(),
        }
        headers = {"Content-Type": self.media_type, **{named[name]: value for name, value in values.items()}}
        status, answer = ask(self.address, "POST", self.path, body, headers)
        assert str(status) in self.operation["responses"]
        return status, answer


def ask(
    address: str, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Send one request; return the answer's status and JSON."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request(method, path, body, dict(headers or {}))
    answer = connection.getresponse()
    read: dict[str, Any] = json.loads(answer.read())
    connection.close()
    return answer.status, read
