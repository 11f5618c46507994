"""A client that asks as fast as it can: raw sockets kept alive, in a process of its own, so that it never brakes.

Knows HTTP as far as our own servers speak it: a length in every answer.
"""

from __future__ import annotations

import multiprocessing
import re
import socket
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
AT_ONCE = 8  # as many connections as a server has threads


@dataclass(frozen=True, slots=True)
class Asked:
    """What came back: how many answers in how many seconds, and how many of each status."""

    count: int
    seconds: float
    statuses: dict[int, int]

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return self.count / self.seconds


def write_request(path: str, method: str = "GET", body: bytes = b"", **headers: str) -> bytes:
    """Return a request as it goes over the wire; headers in Python's spelling."""
    given = {"Host": "127.0.0.1", "Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en-GB,en;q=0.9"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    given |= {"Content-Length": str(len(body))} if method == "POST" else {}
    lines = (f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", "")
    return "\r\n".join(lines).encode() + body


class Caller:
    """One connection, kept alive."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        """Send a request."""
        self._socket.sendall(request)

    def read(self) -> tuple[int, bytes]:
        """Read one whole answer; return its status and everything of it."""
        answer = self._socket.recv(65536)
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._more()
        length = LENGTH.search(answer, 0, end + 2)
        if length is None:
            raise RuntimeError(f"an answer without a length: {answer[:end]!r}")
        while len(answer) < end + 4 + int(length[1]):
            answer += self._more()
        return int(answer[9:12]), answer

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and read the answer."""
        self.send(request)
        return self.read()

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _more(self) -> bytes:
        more = self._socket.recv(65536)
        if not more:
            raise RuntimeError("the server hung up in the middle of an answer")
        return more


def ask_for_a_while(port: int, requests: Sequence[bytes], at_once: int, seconds: float) -> Asked:
    """Keep so many connections busy for so long, going round the requests."""
    callers = [Caller(port) for _ in range(at_once)]
    statuses, number = Counter[int](), 0
    started_at = time.perf_counter()
    for caller in callers:
        caller.send(requests[number % len(requests)])
        number += 1
    while time.perf_counter() - started_at < seconds:
        for caller in callers:
            statuses[caller.read()[0]] += 1
            caller.send(requests[number % len(requests)])
            number += 1
    took = time.perf_counter() - started_at
    for caller in callers:
        caller.read()
        caller.close()
    return Asked(statuses.total(), took, dict(statuses))


def _serve(orders: Connection) -> None:
    while (order := orders.recv()) is not None:
        orders.send(ask_for_a_while(*order))


class Crowd(AbstractContextManager["Crowd"]):
    """The client's own process, which waits for orders."""

    def __enter__(self) -> Crowd:
        context = multiprocessing.get_context("spawn")
        self._orders, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        return self

    def ask(self, port: int, requests: Sequence[bytes], *, seconds: float, at_once: int = AT_ONCE) -> Asked:
        """Have the requests asked for so long; raises when the client's process fails or an answer is an error."""
        self._orders.send((port, requests, at_once, seconds))
        if not self._orders.poll(seconds + 60):
            raise RuntimeError("the client does not come back")
        asked: Asked = self._orders.recv()
        wrong = {status: count for status, count in asked.statuses.items() if status not in {200, 202, 303}}
        if wrong:
            raise RuntimeError(f"the server answered {wrong}")
        return asked

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self._orders.send(None)
        self._process.join(10)
