"""A letter box for tests, people who chose a written way, and a look into the outbox. Checks nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock

from sqlalchemy import select, update

from portal.domain.notices import Handed, Message, NoticeAuthor, NoticeState
from portal.store.outbox import NoticeRow
from portal.store.tables import outbox
from portal.store.work import Store
from tests.builders import AMIRAS_PAGES, Referred, Typed, change_pages

CHLOES_ADDRESS = "chloe@example.org"
CHLOES_PAGES = change_pages(
    AMIRAS_PAGES,
    name={"name": ["Chloe"]},
    contact={"contact_method": ["email"]},
    reach={"email": [CHLOES_ADDRESS]},
    words={"wording": ["library"]},
)


@dataclass
class Post:
    """Remembers every message and answers as it is told; `do` runs first, as if the line were slow."""

    answer: Handed = Handed.ACCEPTED
    do: Callable[[], object] = lambda: None
    taken: list[Message] = field(default_factory=list)
    _one_at_a_time: Lock = field(default_factory=Lock)

    def hand_over(self, message: Message) -> Handed:
        """Take one."""
        with self._one_at_a_time:
            self.taken.append(message)
        self.do()
        return self.answer

    @property
    def addresses(self) -> list[tuple[str, ...]]:
        """Whom it was handed anything for."""
        return [message.addresses for message in self.taken]


def make_waiting_row(number: int, person: Referred | None, now: datetime) -> NoticeRow:
    """Return a notice of the national service as it waits in the outbox, with nothing in it that opens."""
    return NoticeRow(
        notice_id=f"{number:032x}",
        service_id="national",
        case_id=person.case.case_id if person else None,
        author=NoticeAuthor.SERVICE,
        made_on=now.date(),
        state=NoticeState.MADE,
        attempts=1,
        next_try_at=now,
        not_after_at=now + timedelta(days=3),
        failure=None,
        envelope=b"sealed",
    )


def change_contact(method: str, reach: Typed, wording: str = "library") -> dict[str, Typed]:
    """Return Chloe's pages with another way of contact."""
    contact: Typed = {"contact_method": [method]}
    return change_pages(CHLOES_PAGES, contact=contact, reach=reach, words={"wording": [wording]})


def list_states(store: Store) -> list[tuple[str, str | None]]:
    """Return state and reason of each notice to a person, in the order of their states."""
    query = select(outbox.c.state, outbox.c.failure).where(outbox.c.case_id.is_not(None)).order_by(outbox.c.state)
    with store.look() as work:
        rows = work.connection.execute(query).all()
    return [(row.state, row.failure) for row in rows]


def count_envelopes(store: Store) -> int:
    """Return how many notices could still be opened."""
    with store.look() as work:
        return sum(bool(row.envelope) for row in work.connection.execute(select(outbox.c.envelope)))


def wake(store: Store) -> None:
    """Do what a writer in the database would: say of every notice that it waits, due now."""
    with store.work() as work:
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        work.connection.execute(update(outbox).values(state=NoticeState.MADE.value, next_try_at=long_ago))


def see_no_more(store: Store) -> None:
    """Forget every notice, to look at the next alone."""
    with store.work() as work:
        work.connection.execute(outbox.delete())
