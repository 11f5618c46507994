"""A re:hub that answers late, twice, out of order or never, and a record of every answer that the site acknowledged."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from portal.casework.rehub_sources import SignedRequest
from portal.casework.take_updates import Outcome, RehubUpdate, take_update
from portal.domain.asks import AskedOf
from portal.domain.stages import REHUB_MAY_SET, Stage
from portal.domain.updates import WaitingFor
from portal.store.tables import ask, case
from tests.simulation.world import World


@dataclass(frozen=True)
class Letter:
    """One message as it will be sent, and when."""

    on: date
    message_id: str
    case_id: str
    update: RehubUpdate


@dataclass
class Rehub:
    """What re:hub has in hand, and what was acknowledged: message id -> (case, outcome)."""

    world: World
    waiting: list[Letter] = field(default_factory=list)
    acknowledged: dict[str, tuple[str, Outcome]] = field(default_factory=dict)
    counted: int = 0

    def read_chasers(self) -> None:
        """Decide about each case that it was asked about today."""
        query = select(ask.c.case_id, case.c.case_reference, case.c.stage).join(case)
        of_today = (ask.c.asked_on == self.world.today) & (ask.c.of == AskedOf.REHUB.value)
        with self.world.public.store.look() as work:
            rows = work.connection.execute(query.where(of_today).order_by(case.c.case_reference)).all()
        for row in rows:
            self._decide(row.case_id, row.case_reference, Stage(row.stage))

    def send(self) -> None:
        """Send what is due today; now and then the same a second time."""
        due = [letter for letter in self.waiting if letter.on <= self.world.today]
        self.waiting = [letter for letter in self.waiting if letter.on > self.world.today]
        for letter in due:
            for _ in range(2 if self.world.dice.random() < 0.2 else 1):
                self._send(letter)

    def _decide(self, case_id: str, reference: str, stage: Stage) -> None:
        dice, today = self.world.dice, self.world.today
        if dice.random() < 0.3:
            return  # never
        late_by = dice.choice((0, 1, 2, 9, 30))
        then = dice.choice(sorted(REHUB_MAY_SET)) if dice.random() < 0.5 else stage
        days = [today + timedelta(days=late_by)]
        if dice.random() < 0.3:
            days.append(days[0] + timedelta(days=dice.choice((0, 3))))  # and again, about an earlier day
        for number, on in enumerate(days):
            happened_on = on - timedelta(days=number * dice.choice((0, 10)))
            update = RehubUpdate(
                reference,
                then,
                happened_on,
                waiting_for=dice.choice((*WaitingFor, None)),
                is_sensitive=dice.random() < 0.05,
            )
            self.counted += 1
            self.waiting.append(Letter(on, f"msg_{self.counted}", case_id, update))

    def _send(self, letter: Letter) -> None:
        told = {"reference": letter.update.case_reference, "stage": letter.update.stage.value}
        raw = json.dumps({"data": {**told, "happened_on": letter.update.happened_on.isoformat()}}).encode()
        taken = take_update(self.world.public, SignedRequest(letter.message_id, "0", "", raw), letter.update)
        before = self.acknowledged.get(letter.message_id)
        if taken.is_repeat is not (before is not None):
            raise AssertionError("a repeat was taken for something new, or the other way round")
        if before is None and taken.outcome is not Outcome.UNKNOWN_REFERENCE:
            self.acknowledged[letter.message_id] = (letter.case_id, taken.outcome)
