"""Workers that run two at once and end at any statement; whatever they were doing, another begins where they left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from sqlalchemy import event

from portal.casework.deliver import deliver, look_after
from portal.casework.keep_promises import keep_promises
from portal.casework.work import WorkerSide
from portal.domain.errors import Unavailable
from portal.holders import Role
from portal.wiring import wire_worker
from tests.simulation.world import MAILBOX, Killed, World

CHANCE = 0.004  # of ending, at each statement and each commit
TWO = 2


@dataclass
class Workers:
    """Two workers over one database; one that ended is followed by a new one. `ended` counts them."""

    world: World
    chance: float = CHANCE
    ended: int = 0
    _sides: list[WorkerSide] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sides = [self._begin() for _ in range(TWO)]

    def do_rounds(self) -> None:
        """Run both at once, each of which may end at any statement."""
        done: list[int] = []
        seeds = [self.world.dice.getrandbits(32) for _ in self._sides]

        def live(number: int) -> None:
            self._live(number, seeds[number])
            done.append(number)

        threads = [threading.Thread(target=live, args=(number,)) for number in range(TWO)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(done) != TWO:
            raise AssertionError("a worker failed otherwise than by being ended")

    def do_calm_round(self) -> None:
        """Run one that nobody ends: what the others left is done by the end of the day."""
        self.world.post.is_calm = True
        _work(self._sides[0], "calm")
        self.world.post.is_calm = False

    def close(self) -> None:
        """Close their stores."""
        for side in self._sides:
            side.store.close()

    def _begin(self) -> WorkerSide:
        side = wire_worker(self.world.data.settings(Role.WORKER, PORTAL_REHUB_MAILBOX=MAILBOX), self.world.clock)
        return replace(side, channels=dict.fromkeys(side.channels, self.world.post))

    def _live(self, number: int, seed: int) -> None:
        dice, side = Random(seed), self._sides[number]

        def maybe_end(*_what: Any) -> None:
            if dice.random() < self.chance:
                raise Killed

        with _doing(side, maybe_end):
            try:
                _work(side, f"worker-{seed}")
                return
            except Unavailable:
                return  # it waits for the next round
            except Killed:
                self.ended += 1
        side.store.close()
        self._sides[number] = self._begin()


@contextmanager
def _doing(side: WorkerSide, do: Callable[..., None]) -> Iterator[None]:
    """Have something done before each statement and each commit of a worker."""
    with side.store.look() as work:
        engine = work.connection.engine
    event.listen(engine, "before_cursor_execute", do)
    event.listen(engine, "commit", do)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", do)
        event.remove(engine, "commit", do)


def _work(side: WorkerSide, name: str) -> None:
    look_after(side)
    keep_promises(side)
    deliver(side, name)
