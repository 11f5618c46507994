"""GOV.UK Notify as the tests play it, on loopback: checks every signed request, and answers as it is told.

What it says is worded as Notify's documentation words it; what it keeps can be asked for by reference.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

SERVICE_ID = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"portal_tests-{SERVICE_ID}-{SECRET}"
TEXT_TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
EMAIL_TEMPLATE = "ceb50d92-100d-4b8b-b559-14fa3b091cda"
BOUND_SECONDS = 30
PATIENCE_SECONDS = 15.0
TAKE, TAKE_AND_BREAK, TAKE_AND_WAIT, BREAK = "take", "take and break", "take and wait", "break"
Fault = tuple[int, str, str]


@dataclass
class Notify:
    """What it was sent and what it answers: `fault` to what is sent, `deaf` to what is asked, `no_template` to a look.

    `says` and `tells` stand in the place of its good answers to the two.
    """

    does: str = TAKE
    fault: Fault | None = None
    deaf: Fault | None = None
    no_template: Fault | None = None
    says: object = None
    tells: object = None
    secret: str = SECRET
    ahead_seconds: int = 0
    text_body: str = "((words))"
    from_number: str = "GOVUK"
    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    has_taken: Event = field(default_factory=Event)
    ends: Event = field(default_factory=Event)

    def settings(self) -> dict[str, str]:
        """Return a worker's settings for it, for texts and e-mail."""
        return {
            "PORTAL_NOTIFY_URL": self.url,
            "PORTAL_NOTIFY_API_KEY": API_KEY,
            "PORTAL_NOTIFY_TEXT_TEMPLATE": TEXT_TEMPLATE,
            "PORTAL_NOTIFY_EMAIL_TEMPLATE": EMAIL_TEMPLATE,
        }

    def find_refusal(self, bearer: str) -> Fault | None:
        """Return what is wrong with a request's signature, as Notify checks it."""
        try:
            claims = jwt.decode(
                bearer.removeprefix("Bearer "), self.secret, algorithms=["HS256"], options={"verify_iat": False}
            )
        except jwt.InvalidTokenError:
            return 403, "AuthError", "Invalid token: API key not found"
        if claims["iss"] != SERVICE_ID or set(claims) != {"iss", "iat"}:
            return 403, "AuthError", "Invalid token: service not found"
        if abs(claims["iat"] - time.time() - self.ahead_seconds) > BOUND_SECONDS:
            return 403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"
        return None

    def show_template(self, template_id: str) -> dict[str, Any]:
        """Return a template as it is stored there."""
        if template_id == TEXT_TEMPLATE:
            return {"id": template_id, "type": "sms", "body": self.text_body, "subject": None}
        return {"id": template_id, "type": "email", "body": "((words))", "subject": "((subject))"}

    def take(self, sent: dict[str, Any]) -> object:
        """Keep a notice, and say what Notify says then."""
        self.taken.append(sent)
        self.has_taken.set()
        personal = sent["personalisation"]
        content = {"body": personal["words"], "from_number": self.from_number}
        if "email_address" in sent:
            content = {"body": personal["words"], "subject": personal["subject"], "from_email": "a@b.example"}
        made = {"id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": sent["reference"], "content": content}
        return made if self.says is None else self.says


class _Line(BaseHTTPRequestHandler):
    notify: Notify

    def do_GET(self) -> None:
        """Show a template, or what is kept under a reference."""
        parts = urlsplit(self.path)
        self.notify.paths.append(parts.path)
        if self.refuse(self.notify.deaf if parts.path == "/v2/notifications" else self.notify.no_template):
            return
        if parts.path.startswith("/v2/template/"):
            self.answer(200, self.notify.show_template(parts.path.rpartition("/")[2]))
            return
        reference = parse_qs(parts.query)["reference"][0]
        self.notify.asked.append(reference)
        kept = [{"reference": each["reference"], "status": "sending"} for each in self.notify.taken]
        found = {"notifications": [each for each in kept if each["reference"] == reference], "links": {}}
        self.answer(200, found if self.notify.tells is None else self.notify.tells)

    def do_POST(self) -> None:
        """Take a notice, or not."""
        self.notify.paths.append(self.path)
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.refuse(self.notify.fault):
            return
        if self.notify.does == BREAK:
            self.close_connection = True
            return
        said = self.notify.take(sent)
        if self.notify.does == TAKE_AND_WAIT:
            self.notify.ends.wait(PATIENCE_SECONDS)
        if self.notify.does == TAKE:
            self.answer(201, said)
        self.close_connection = True

    def refuse(self, fault: Fault | None) -> bool:
        """Answer with a fault, the signature's first; False when there is none."""
        found = self.notify.find_refusal(self.headers.get("Authorization", "")) or fault
        if found is None:
            return False
        status, kind, words = found
        self.answer(status, {"status_code": status, "errors": [{"error": kind, "message": words}]})
        return True

    def answer(self, status: int, body: object) -> None:
        """Answer with JSON."""
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


@contextmanager
def open_notify() -> Iterator[Notify]:
    """Give a Notify that listens, until the block ends."""
    notify = Notify()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Line", (_Line,), {"notify": notify}))
    notify.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield notify
    finally:
        notify.ends.set()
        server.shutdown()
        thread.join(PATIENCE_SECONDS)
        server.server_close()
