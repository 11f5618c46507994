"""What must be true each night and at the end: every promise visibly kept, nothing twice, nothing lost, nobody stuck.

Where news waits for a conversation, `list_shown_too_early` looks for any that did not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from portal.casework.promised import read_promised
from portal.casework.take_updates import Outcome
from portal.domain.asks import How
from portal.domain.case import Author, Case, EntryKind
from portal.domain.promises import count_days_late
from portal.domain.stages import Stage, needs_conversation
from portal.domain.updates import Update
from portal.store.chains import OpenedCase
from portal.store.tables import case_entry, promise
from tests.simulation.lives import list_open, list_talks
from tests.simulation.rehub import Rehub
from tests.simulation.world import MAILBOX, World

LONGEST_TALK = 10  # days, over any holiday
_NEWS = [kind.value for kind in (EntryKind.UPDATE, EntryKind.MESSAGE, EntryKind.SIDE_STATE, EntryKind.TALK)]


@dataclass
class Nights:
    """What was promised by each night, and what was broken so far."""

    world: World
    standing: dict[str, Case] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)

    def look(self) -> None:
        """See that every promise of today was kept by something that the person sees."""
        cases = {each.case_id: each for each in list_open(self.world)}
        promised = {case_id: each.next_update_by for case_id, each in self.standing.items()}
        due = {case_id: on for case_id, on in promised.items() if on is not None and on <= self.world.today}
        settled = self._list_settled(due)
        for case_id, on in due.items():
            if case_id in self.world.changed or case_id not in cases:
                continue  # they chose another day or ended it, or it ended with a conversation
            self._check(self.standing[case_id], cases[case_id], on, settled.get(case_id))
        self.standing = cases

    def look_back(self, rehub: Rehub) -> list[str]:
        """Return what was broken over all."""
        return [
            *self._list_unseen(),
            *self._list_twice(),
            *self._list_lost(rehub),
            *self._list_stuck(),
            *list_shown_too_early(self.world),
        ]

    def count(self) -> dict[str, int]:
        """Return how much there was."""
        return {**self.kept, "notices": len(self.world.post.left)}

    def _check(self, before: Case, now: Case, on: date, settled_on: date | None) -> None:
        if settled_on is not None and settled_on <= on:
            self.kept["kept"] += 1
        elif before.stage is Stage.RECEIVED:
            # no machine speaks to somebody for the first time: it is late, and the page says by how much
            self.kept["first contacts late"] += 1
            days = count_days_late(now.next_update_by, self.world.today)
            if now.stage is not Stage.RECEIVED:
                return  # somebody did at last
            if days != (self.world.today - on).days:
                self.broken.append(f"{self.world.today}: {days} days late are shown of a promise for {on}")
        else:
            self.broken.append(f"{self.world.today}: the promise for {on} passed, settled {settled_on}")

    def _list_settled(self, due: dict[str, date]) -> dict[str, date]:
        query = select(promise).where(promise.c.due_on.in_(set(due.values())))
        with self.world.public.store.look() as work:
            rows = work.connection.execute(query).all()
        return {row.case_id: row.settled_on for row in rows if due.get(row.case_id) == row.due_on}

    def _list_unseen(self) -> list[str]:
        """Return promises that are said to be kept by what nobody sees."""
        told = select(case_entry.c.case_id, case_entry.c.made_on)
        told = told.where(case_entry.c.author != Author.PERSON.value, case_entry.c.kind.in_(_NEWS))
        cases = {each.case_id: each for each in list_open(self.world)}
        with self.world.public.store.look() as work:
            news = {tuple(row) for row in work.connection.execute(told)}
            rows = work.connection.execute(select(promise)).all()
            pages = {case_id: read_promised(work, each, self.world.today) for case_id, each in cases.items()}
        lines = {(case_id, line.promised_on) for case_id, page in pages.items() for line in page.lines}
        unseen = []
        for row in rows:
            self.kept[row.how] += 1
            seen = (row.case_id, row.settled_on) in news
            if row.how == How.NO_NEWS.value:
                seen = (row.case_id, row.due_on) in lines or row.case_id not in cases
            if not seen:
                unseen.append(f"the promise for {row.due_on} was kept by nothing that is seen ({row.how})")
        return unseen

    def _list_twice(self) -> list[str]:
        ids = Counter(notice_id for notice_id, _, _ in self.world.post.left)
        days = Counter((addresses, on) for _, addresses, on in self.world.post.left if addresses != (MAILBOX,))
        twice = [f"the notice {notice_id[:8]} left {times} times" for notice_id, times in ids.items() if times > 1]
        return [*twice, *(f"{times} notices on {on}" for (_, on), times in days.items() if times > 1)]

    def _list_lost(self, rehub: Rehub) -> list[str]:
        """Return messages of re:hub's that were acknowledged and are not kept, or applied otherwise than once."""
        query = select(case_entry.c.case_id, case_entry.c.kind).where(case_entry.c.author == Author.SITE.value)
        with self.world.public.store.look() as work:
            rows = Counter(tuple(row) for row in work.connection.execute(query))
        proofs = Counter(case_id for case_id, _ in rehub.acknowledged.values())
        applied = Counter(case_id for case_id, outcome in rehub.acknowledged.values() if outcome is Outcome.APPLIED)
        expected = {(case_id, EntryKind.REHUB_PROOF.value): number for case_id, number in proofs.items()}
        # one more, by which the person read that their request had arrived
        expected |= {(case_id, EntryKind.UPDATE.value): number + 1 for case_id, number in applied.items()}
        return [
            f"{kind}: {rows[case_id, kind]} in place of {number}"
            for (case_id, kind), number in expected.items()
            if rows[case_id, kind] != number
        ]

    def _list_stuck(self) -> list[str]:
        """Return cases that nobody will ever say anything about again."""
        today = self.world.today
        talks = [
            f"a talk was asked for on {talk.asked_on} and never held"
            for page, talk in list_talks(self.world)
            if (today - talk.asked_on).days > LONGEST_TALK and not page.asked.is_shut
        ]
        return talks + [
            f"a case at {each.stage} is promised {each.next_update_by}"
            for each in list_open(self.world)
            if each.next_update_by is not None and each.next_update_by < today and each.stage is not Stage.RECEIVED
        ]


def list_shown_too_early(world: World) -> list[str]:
    """Return news that a person could read before anybody had talked with them."""
    early = []
    for person in world.people:
        with world.desk.store.look() as work:
            found = work.cases.find_by_id(person.case.case_id)
            opened = work.entries.open_case(found.case_id, world.desk.reader_of(found)) if found else None
        if opened is None:
            continue
        if opened.refused_count:
            early.append(f"{opened.refused_count} entries of a case do not verify")
        early += [f"news of {stage} came without a conversation" for stage in _list_untalked(opened)]
    return early


def _list_untalked(opened: OpenedCase) -> list[Stage]:
    """Return the stages that a case came to by news that needs a conversation, with none recorded beside it."""
    untalked, now = [], Stage.RECEIVED
    for entry in opened.list_of(EntryKind.UPDATE):
        then = Update.from_body(entry.body).stage
        is_move = then is not now and needs_conversation(now, then)
        if is_move and (entry.author is Author.SITE or not _has_talked(opened, entry.sequence)):
            untalked.append(then)
        now = then
    return untalked


def _has_talked(opened: OpenedCase, sequence: int) -> bool:
    """Say whether a conversation is recorded in the same breath as an entry."""
    near = range(sequence - 3, sequence + 4)
    notes = (entry for entry in opened.list_of(EntryKind.DESK_NOTE) if entry.sequence in near)
    talks = (entry for entry in opened.list_of(EntryKind.TALK) if entry.sequence in near)
    return any("talk" in str(note.body.get("what")) for note in notes) or any(
        talk.author is Author.SERVICE and talk.body.get("what") == "over" for talk in talks
    )
