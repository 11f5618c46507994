"""Doing the same thing in several threads at the same moment, as several people or a double press do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def run_at_once(count: int, do: Callable[[int], T]) -> list[T]:
    """Run `do` in as many threads, started together; return what each returned; raise the first error."""
    barrier = threading.Barrier(count)
    done: list[T] = []
    failed: list[BaseException] = []

    def run(number: int) -> None:
        barrier.wait()
        try:
            done.append(do(number))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if failed:
        raise failed[0]
    if len(done) != count:
        raise AssertionError("somebody is still waiting")
    return done
