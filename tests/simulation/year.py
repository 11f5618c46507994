"""The simulation: day by day people, desk and re:hub do what they do, workers live and die; then what was broken."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.builders import PortalData
from tests.simulation.lives import end_talks, live, work_at_desk
from tests.simulation.nights import Nights
from tests.simulation.rehub import Rehub
from tests.simulation.workers import Workers
from tests.simulation.world import make_world


@dataclass(frozen=True, slots=True)
class Size:
    """How many people, for how many days, and how much happens beside what the worker does."""

    people: int
    days: int
    bustle: float = 1.0
    seed: int = 2026


@dataclass
class Told:
    """How the simulation went: what was broken (nothing), and how much of everything there was."""

    broken: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def simulate(data: PortalData, size: Size) -> Told:
    """Live through the days; return what was broken."""
    world = make_world(data, size.seed, size.people)
    workers, rehub, nights = Workers(world), Rehub(world), Nights(world)
    try:
        for _ in range(size.days):
            live(world, size.bustle)
            rehub.send()
            if world.desk.calendar.is_working_day(world.today):
                end_talks(world)
                work_at_desk(world, size.bustle)
                world.go_to(13)
                workers.do_rounds()
                rehub.read_chasers()
                world.go_to(17)
                workers.do_calm_round()
            nights.look()
            world.go_to_next_day()
        broken = [*nights.broken, *nights.look_back(rehub)]
        return Told(broken, {**nights.count(), "workers ended": workers.ended, "letters": len(rehub.acknowledged)})
    finally:
        workers.close()
        world.close()
