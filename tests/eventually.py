"""Waiting for what happens in another process, with a deadline instead of a sleep."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(predicate: Callable[[], T], timeout: float = 10.0, *, what: str = "") -> T:
    """Return the first true answer of the predicate; fail when there is none within the timeout (seconds)."""
    deadline = time.monotonic() + timeout
    pause = threading.Event()
    while True:
        if answer := predicate():
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout:g} seconds: {what or predicate}")
        pause.wait(0.02)
