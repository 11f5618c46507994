"""The gate: pages are drawn one after the other, and nothing that is held up holds up what it need not."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from portal.web.gate import Gate, draw_in_turn

LONG = 30.0  # seconds; a test that waits for so long has failed


@dataclass
class Behind:
    """An application that is told when to answer, and counts how many requests are inside at once."""

    may_answer: threading.Event = field(default_factory=threading.Event)
    entered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    most_at_once: int = 0
    _inside: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self._lock:
            self._inside += 1
            self.most_at_once = max(self.most_at_once, self._inside)
        self.entered.release()
        is_told = self.may_answer.wait(LONG)
        with self._lock:
            self._inside -= 1
        start_response("200 OK" if is_told else "500 Nobody Came", [])
        return [environ["REQUEST_METHOD"].encode()]


def ask(app: WSGIApplication, method: str) -> str:
    """Ask as a server does; return the status."""
    return run_wsgi_app(app, create_environ("/", method=method), buffered=True)[1]


def test_pages_are_drawn_one_after_the_other() -> None:
    """And every one of them is."""
    behind = Behind()
    behind.may_answer.set()
    gate = Gate(behind, LONG)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: ask(gate, "GET"), range(200)))
    assert (statuses, behind.most_at_once) == (["200 OK"] * 200, 1)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_next_page_waits_and_what_is_sent_in_does_not(method: str) -> None:
    """A press is answered while a page is being drawn."""
    behind = Behind()
    gate = Gate(behind, LONG)
    with ThreadPoolExecutor(3) as pool:
        try:
            asked = [pool.submit(ask, gate, method)]
            assert behind.entered.acquire(timeout=LONG)
            asked.append(pool.submit(ask, gate, method))
            assert not behind.entered.acquire(timeout=0.2)
            asked.append(pool.submit(ask, gate, "POST"))
            assert behind.entered.acquire(timeout=LONG)
        finally:
            behind.may_answer.set()
        assert [each.result(LONG) for each in asked] == ["200 OK"] * 3


def test_a_page_that_is_held_up_holds_up_nobody_for_long() -> None:
    """After its patience the next one is drawn beside it, and both are answered."""
    behind = Behind()
    gate = Gate(behind, 0.05)
    with ThreadPoolExecutor(2) as pool:
        try:
            asked = [pool.submit(ask, gate, "GET") for _ in range(2)]
            assert all(behind.entered.acquire(timeout=LONG) for _ in asked)
        finally:
            behind.may_answer.set()
        assert [each.result(LONG) for each in asked] == ["200 OK"] * 2
    assert behind.most_at_once == 2


def test_a_page_that_fails_gives_its_turn_back() -> None:
    """Whatever broke, the next one is drawn at once."""

    def fail(_environ: WSGIEnvironment, _start_response: StartResponse) -> Iterable[bytes]:
        raise OSError("the disk is gone")

    gate = Gate(fail, LONG)
    with ThreadPoolExecutor(1) as pool:
        for _ in range(2):
            with pytest.raises(OSError, match="disk"):
                pool.submit(ask, gate, "GET").result(LONG / 3)


def test_only_a_database_in_the_process_makes_a_gate() -> None:
    """While a page waits for a server, another one is drawn."""
    behind = Behind()
    assert isinstance(draw_in_turn(behind, "sqlite+pysqlite:///portal.db"), Gate)
    assert draw_in_turn(behind, "postgresql+psycopg://127.0.0.1/portal") is behind
