"""Who has the database, the pages and the notices of people asked to talk cannot tell good news from bad, or from none.

A hundred people with news that waits, half of it good and half bad, and some who were asked for an ordinary talk. All
that is stored plainly, the length of all that is sealed, every page, notice and query is looked at.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from portal.casework.deliver import deliver
from portal.casework.desk import send_message
from portal.casework.keep_promises import keep_promises
from portal.casework.rehub_sources import verify_request
from portal.casework.staff import NewStaff
from portal.casework.take_updates import RehubUpdate, take_update
from portal.domain.stages import Stage
from portal.holders import Role
from portal.store.staff import Role as StaffRole
from portal.store.tables import metadata
from portal.vault.webhooks import sign_webhook
from portal.wiring import DeskPortal, wire_worker
from tests.builders import Referred, StaffAccount, add_staff, refer
from tests.casework.talking import Talking, ToTell
from tests.notices.posting import CHLOES_PAGES, Post
from tests.web.limits.test_pins import counting_queries
from tests.web.scene import Scene

HALF, ORDINARY = 50, 20
TOLD = {"good": Stage.PREPARATION, "bad": Stage.NOT_GOING_AHEAD}
LETTERS = ("n", "ŵ", "خ", "😀", '"')
RANDOM = re.compile(r"[0-9a-f]{32}|RJ-[0-9A-Z]{4}-[0-9A-Z]{4}")
ELSEWHERE = {"number"}  # counts every act at the desk, whoever's case it was


@dataclass
class Seen:
    """All that a reader of everything sees of one person's case, by where it was seen."""

    label: str
    person: Referred
    parts: dict[str, object] = field(default_factory=dict)


def make_words(number: int) -> str:
    """Return words of every length up to the longest, in letters of one to four bytes."""
    return (LETTERS[number % len(LETTERS)] * (number * 77 % 1001)).strip()


def hold_at_desk(talking: Talking, label: str, number: int) -> None:
    """Let a move wait, or ask for an ordinary talk."""
    talking.hold(ToTell(TOLD[label], make_words(number)) if label in TOLD else ToTell())


def hold_from_rehub(talking: Talking, label: str, number: int) -> None:
    """Let re:hub tell of a move that is not its own to make, with a note, and every second time mark it."""
    side, reference = talking.public.side, talking.person.case.case_reference
    data = {"stage": TOLD[label], "note": "They answered. " * (number * 8), "sensitive": number % 4 > 1}
    raw = json.dumps({"data": data}).encode()
    signed = verify_request(side, raw, sign_webhook(side.rehub_secret, raw, datetime.now(UTC), f"msg_{number:03}"))
    take_update(side, signed, RehubUpdate(reference, TOLD[label], date(2026, 11, 23), is_sensitive=number % 4 > 1))


@dataclass
class Watch:
    """The site, the desk and the worker, with a letter box in place of the outside."""

    scene: Scene
    desk: DeskPortal
    fay: StaffAccount

    def watch(self, hold: Callable[[Talking, str, int], None], numbers: Mapping[str, range]) -> list[Seen]:
        """Let news wait in one case after the other; return what is seen of each."""
        seen = []
        for label, all_numbers in numbers.items():
            for number in all_numbers:
                person = refer(self.scene.portal.side, CHLOES_PAGES)
                talking = Talking(self.desk, self.scene.portal, self.fay, person).begin()
                with counting_queries() as queries:
                    hold(talking, label, number)
                seen.append(Seen(label, person, {"asked to hold": tuple(queries)}))
        for each, letter in zip(seen, self.send_all(len(seen)), strict=True):
            each.parts["notice"] = letter
        for each in seen:
            each.parts |= self.list_rows(each.person) | self.read_pages(each.person)
        self.let_days_pass()
        for each in seen:
            each.parts |= {f"{table}, days later": rows for table, rows in self.list_rows(each.person).items()}
        return seen

    def let_days_pass(self) -> None:
        """Let the worker ask early, and say that there is no news once the promised day is over."""
        side = wire_worker(self.scene.data.settings(Role.WORKER), self.scene.clock)
        for _ in range(9):
            self.scene.clock.move(days=1)
            keep_promises(side)
        side.store.close()

    def send_all(self, count: int) -> list[object]:
        """Let the worker send every notice; return what is read of each, but for where it went and which it was."""
        post = Post()
        side = wire_worker(self.scene.data.settings(Role.WORKER), self.scene.clock)
        side = replace(side, channels=dict.fromkeys(side.channels, post))
        for _ in range(count):
            if not deliver(side, "worker"):
                break
        side.store.close()
        return [(each.sender, each.words, each.at, len(each.notice_id), len(each.mail_id)) for each in post.taken]

    def list_rows(self, person: Referred) -> dict[str, object]:
        """Return every row of a case in every table: what is plain as it is, what is random or sealed by its length."""
        rows = {}
        with self.scene.portal.side.store.look() as work:
            for table in metadata.sorted_tables:
                if "case_id" in table.c:
                    found = work.connection.execute(select(table).where(table.c.case_id == person.case.case_id))
                    rows[table.name] = tuple(tuple(map(shape, row._mapping.items())) for row in found)
        return rows

    def read_pages(self, person: Referred) -> dict[str, object]:
        """Return every page on which a talk shows, but for the reference and the form's token; and what each asked."""
        visitor, read = self.scene.visitor(), {}
        visitor.open_page(person.code)
        for part in ("status", "status/answer/here", "status/copy/all"):
            with counting_queries() as queries:
                page = visitor.look(part)
            read[part] = page.html.replace(person.case.case_reference, "").replace(page.token, "")
            read[f"{part} asked"] = tuple(queries)
        return read


@pytest.fixture
def watch(scene: Scene) -> Iterator[Watch]:
    """Give somebody who sees everything."""
    desk = scene.wire_desk()
    yield Watch(scene, desk, add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR)))
    desk.side.store.close()


def shape(column: tuple[str, Any]) -> tuple[str, object]:
    """Return what a reader makes of one value."""
    name, value = column
    if name in ELSEWHERE:
        return name, None
    is_random = isinstance(value, bytes) or (isinstance(value, str) and RANDOM.fullmatch(value))
    return name, len(value) if is_random else value


def guess(seen: list[Seen], part: str) -> int:
    """Return how many of two labels the best possible guess by one thing gets right."""
    counted = Counter((repr(each.parts[part]), each.label) for each in seen)
    values = {value for value, _ in counted}
    return sum(max(counted[value, label] for label in TOLD) for value in values)


def test_a_reader_of_everything_guesses_no_better_than_by_chance(watch: Watch) -> None:
    """Held at the desk: of a hundred, fifty. An ordinary talk looks the same too."""
    seen = watch.watch(hold_at_desk, {"good": range(HALF), "bad": range(HALF), "ordinary": range(ORDINARY)})
    parts = set(seen[0].parts)
    assert {"case", "case_entry", "outbox", "audit", "notice", "status", "asked to hold"} <= parts
    assert seen[0].parts["promise"] != seen[0].parts["promise, days later"]
    news = [each for each in seen if each.label in TOLD]
    assert {part: guess(news, part) for part in parts} == dict.fromkeys(parts, HALF)
    for part in parts:
        assert len({repr(each.parts[part]) for each in seen}) == 1, part


def test_what_re_hub_sends_tells_no_more(watch: Watch) -> None:
    """Whatever it says, and up to a long note; only whether it marked the message shows, and not why."""
    seen = watch.watch(hold_from_rehub, {"good": range(8), "bad": range(8, 16)})
    for marked in (False, True):
        group = [each for number, each in enumerate(seen) if (number % 4 > 1) is marked]
        for part in set(seen[0].parts):
            values = {re.sub(r"msg_\d{3}", "", repr(each.parts[part])) for each in group}
            assert len(values) == 1, part


def test_the_reader_would_see_a_difference(watch: Watch) -> None:
    """The look can fail: words that are not held but sent differ in length, and so would held ones without a block."""
    talkers = []
    for words in ("No.", "n" * 900):
        person = refer(watch.scene.portal.side, CHLOES_PAGES)
        talkers.append(person)
        send_message(watch.desk.side, watch.fay.signed_in, person.case.case_id, words)
    first, second = (watch.list_rows(person)["case_entry"] for person in talkers)
    assert first != second
