"""The world of the simulation: both sites over one database, a clock that is moved, dice with a seed, a letter box."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from threading import Lock

from portal.casework.staff import NewStaff
from portal.casework.work import DeskSide, PublicSide
from portal.domain.notices import Handed, Message
from portal.holders import Role
from portal.store.staff import Role as StaffRole
from portal.wiring import wire_desk, wire_public
from tests.builders import (
    BENS_PAGES,
    LONDON,
    MovableClock,
    PortalData,
    Referred,
    StaffAccount,
    add_staff,
    change_pages,
    refer,
)
from tests.notices.posting import CHLOES_PAGES

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MAILBOX = "asks@rehub.example"
RHYTHMS = ("weekly", "two_weekly", "monthly", "only_changes")


class Killed(BaseException):
    """A process that ended between two statements; nothing of the program may catch it."""


@dataclass
class Post:
    """The carrier: remembers what left and when, answers as the dice say, and may end whoever hands something over."""

    clock: MovableClock
    dice: Random
    left: list[tuple[str, tuple[str, ...], date]] = field(default_factory=list)
    is_calm: bool = False
    _one_at_a_time: Lock = field(default_factory=Lock)

    def hand_over(self, message: Message) -> Handed:
        """Take a notice, or surely not, or leave it open."""
        with self._one_at_a_time:
            thrown = 1.0 if self.is_calm else self.dice.random()
            if thrown < 0.02:
                raise Killed
            if thrown < 0.06:
                return Handed.NOT_NOW
            self.left.append((message.notice_id, message.addresses, self.clock.at.astimezone(LONDON).date()))
            if thrown < 0.08:
                raise Killed
            return Handed.UNSURE if thrown < 0.10 else Handed.ACCEPTED


@dataclass
class World:
    """Everything that the simulation moves."""

    data: PortalData
    clock: MovableClock
    dice: Random
    public: PublicSide
    desk: DeskSide
    fay: StaffAccount
    post: Post
    people: list[Referred] = field(default_factory=list)
    neglected: set[str] = field(default_factory=set)  # whom nobody at the desk ever speaks to
    changed: set[str] = field(default_factory=set)  # who chose another rhythm, withdrew or came back today

    @property
    def today(self) -> date:
        """The day in England and Wales."""
        return self.clock.today()

    def go_to(self, hour: int) -> None:
        """Move the clock on to an hour of this day, in England and Wales."""
        local = self.clock.at.astimezone(LONDON).replace(hour=hour, minute=0, second=0)
        self.clock.at = local.astimezone(UTC)

    def go_to_next_day(self) -> None:
        """Move the clock on to the next morning."""
        local = self.clock.at.astimezone(LONDON) + timedelta(days=1)
        self.clock.at = local.replace(hour=8, minute=0, second=0).astimezone(UTC)

    def close(self) -> None:
        """Close the stores of both sites."""
        self.public.store.close()
        self.desk.store.close()


def make_world(data: PortalData, seed: int, people: int) -> World:
    """Return a world in which people have sent their referrals, with all rhythms, some with no contact at all."""
    clock, dice = MovableClock(START), Random(seed)
    public = wire_public(data.settings(Role.PUBLIC), clock).side
    desk = wire_desk(data.settings(Role.DESK), clock).side
    fay = add_staff(desk, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    world = World(data, clock, dice, public, desk, fay, Post(clock, Random(seed)))
    for number in range(people):
        rhythm = {"rhythm": [RHYTHMS[number % len(RHYTHMS)]]}
        reach = {"email": [f"person{number}@example.org"]}
        # every fourth person wants no contact and looks at their page alone
        pages = BENS_PAGES if number % 4 == 3 else change_pages(CHLOES_PAGES, reach=reach)
        world.people.append(refer(public, change_pages(pages, news=rhythm)))
        if number % 20 == 19:
            world.neglected.add(world.people[-1].case.case_id)
    return world
