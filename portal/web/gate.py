"""The gate: one page is drawn at a time, since threads that draw together only take Python's lock from one another.

Drawing is the processor's work alone as long as the database is in the process too. What is sent in waits for the
disk or for a slow hash, and never passes here. No words, no rule.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE_SECONDS = 0.25  # then a page is drawn beside the other: what is held up must hold up nobody else for long


class Gate:
    """Hands GET and HEAD on one at a time, and everything else at once."""

    def __init__(self, behind: WSGIApplication, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Take the application that draws, and for how long a request waits for its turn."""
        self._behind = behind
        self._patience_seconds = patience_seconds
        self._turn = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Wait for the turn, and let the application answer."""
        is_drawn = environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        if not is_drawn or not self._turn.acquire(timeout=self._patience_seconds):
            return self._behind(environ, start_response)
        try:
            return self._behind(environ, start_response)
        finally:
            self._turn.release()


def draw_in_turn(behind: WSGIApplication, database_url: str) -> WSGIApplication:
    """Return the application behind a gate; as it is where it waits for a database server between two lines."""
    return Gate(behind) if database_url.startswith("sqlite") else behind
