"""Asking re:hub in tests: the worker with a mailbox to write to, the mails it handed over, and the link in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from portal.casework.chase import chase
from portal.casework.deliver import deliver
from portal.casework.desk import move_stage, record_check
from portal.casework.work import WorkerSide
from portal.domain.asks import Ask, AskedOf
from portal.domain.notices import Handed, Message
from portal.domain.stages import Stage
from portal.holders import Role
from portal.vault.randomness import random_id
from portal.wiring import DeskPortal, wire_worker
from tests.builders import MovableClock, PortalData, Referred, StaffAccount

MAILBOX = "asks@rehub.example"
_LINK = re.compile(r"https?://\S+?/rehub/([\w.-]+)")


@dataclass
class Mailbox:
    """A letter box that remembers what it was handed, and says what it is told to."""

    says: list[Handed] = field(default_factory=list)
    mails: list[Message] = field(default_factory=list)

    def hand_over(self, message: Message) -> Handed:
        """Take one mail, unless something else was to be said."""
        handed = self.says.pop(0) if self.says else Handed.ACCEPTED
        if handed is Handed.ACCEPTED:
            self.mails.append(message)
        return handed


@dataclass(frozen=True, slots=True)
class Asker:
    """The worker, what it hands over, and the desk at which somebody is followed."""

    worker: WorkerSide
    mailbox: Mailbox

    def deliver(self) -> int:
        """Hand over what is due."""
        return deliver(self.worker, "worker")

    def ask(self, person: Referred, *, due_on: date | None = None) -> str:
        """Ask about a case as the sweep does, let the mail leave, and return its link."""
        with self.worker.store.work() as work:
            case = work.cases.get(person.case.case_id, person.case.service_id)
            due_on = due_on or case.next_update_by or self.worker.clock.today()
            about = (case.case_id, case.service_id, case.stage, self.worker.clock.today(), due_on, AskedOf.REHUB)
            asks = work.asks.add_all([Ask(random_id(), *about)])
            assert chase(self.worker, work, case, asks[0].ask_id)
        assert self.deliver()
        return self.links[-1]

    @property
    def links(self) -> Sequence[str]:
        """The last parts of the links in all mails, each once."""
        return list(dict.fromkeys(link for mail in self.mailbox.mails for link in _LINK.findall(mail.words.body)))


def make_asker(worker: WorkerSide) -> Asker:
    """Return a worker whose mails go into a letter box."""
    mailbox = Mailbox()
    return Asker(replace(worker, channels=dict.fromkeys(worker.channels, mailbox)), mailbox)


@contextmanager
def start_asker(data: PortalData, clock: MovableClock) -> Iterator[Asker]:
    """Give a worker that has a mailbox to write to; to be wired after the desk, so that every service is known."""
    side = wire_worker(data.settings(Role.WORKER, PORTAL_REHUB_MAILBOX=MAILBOX), clock)
    yield make_asker(side)
    side.store.close()


def hand_to_rehub(desk: DeskPortal, staff: StaffAccount, person: Referred) -> Referred:
    """Move somebody's case to re:hub, after the first conversation; return it with the case as it is then."""
    case_id = person.case.case_id
    record_check(desk.side, staff.signed_in, case_id)
    move_stage(desk.side, staff.signed_in, case_id, Stage.REHUB_CHECK, seen=Stage.RECEIVED)
    with desk.side.store.look() as work:
        return replace(person, case=work.cases.get(case_id, person.case.service_id))
