"""Wishes against being written to, and ways of trying all the same, for the tables of the test. Checks nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.casework.ask import ask
from portal.casework.contact_cards import Proof, make_card
from portal.casework.deliver import deliver
from portal.casework.desk import read_case, send_message
from portal.casework.desk_contact import NewCard, record_contact
from portal.casework.follow import stop_contact
from portal.casework.work import WorkerSide
from portal.domain.case import EntryKind, RequestKind
from portal.domain.notices import Handed
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, Referred, StaffAccount, open_page, refer
from tests.new_codes import find_keys
from tests.notices.posting import Post, change_contact, wake

TUESDAYS = {"days": ["tuesday"], "hours": ["morning"]}
Answers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Office:
    """Everybody who has a part in a notice: the person's page, the desk, the worker and what it was handed."""

    public: PublicPortal
    desk: DeskPortal
    fay: StaffAccount
    worker: WorkerSide
    post: Post
    clock: MovableClock

    def refer(self, address: str, hours: Mapping[str, list[str]]) -> Referred:
        """Have somebody ask to be reached by e-mail."""
        return refer(self.public.side, change_contact("email", {"email": [address], **hours}))

    def write(self, person: Referred, words: str = "There is news.") -> None:
        """Put news on somebody's page."""
        send_message(self.desk.side, self.fay.signed_in, person.case.case_id, words)

    def deliver(self) -> None:
        """Do what the worker does with all that waits."""
        deliver(self.worker, "one")

    def ask(self, person: Referred, kind: RequestKind, words: str = "") -> None:
        """Ask for something on the person's page."""
        ask(self.public.side, open_page(self.public.side, person), kind, words)

    def record(self, person: Referred, answers: Answers, proof: Proof | None) -> None:
        """Record a card at the desk as its page does."""
        seen = read_case(self.desk.side, self.fay.signed_in, person.case.case_id).mark
        new = NewCard(answers, proof)
        assert record_contact(self.desk.side, self.fay.signed_in, person.case.case_id, new, seen=seen)

    def put_card(self, person: Referred, answers: Answers) -> None:
        """Put a confirmed card into the case that no page would have made, such as a later version's."""
        side, today = self.desk.side, self.clock.today()
        with side.store.work() as work:
            service = work.services.get(person.case.service_id)
            card = make_card(answers, "en", Proof.CHECK_PHRASE, today)
            writer = side.write_as_service(person.case)
            work.entries.append(person.case, service, EntryKind.CONTACT_CARD, card, writer=writer, on=today)


Wish = Callable[[Office, Referred], None]
Way = Callable[[Office, Wish, str], None]


def stop(office: Office, person: Referred) -> None:
    """Stop all contact on the page."""
    stop_contact(office.public.side, open_page(office.public.side, person))


def hold(office: Office, person: Referred) -> None:
    """Have a restore hold contact with the case."""
    with office.worker.store.work() as work:
        work.holds.stop(person.case.case_id, office.clock.today())


def write_as_thief(office: Office, person: Referred) -> None:
    """Write a card with another address as whoever has the code could, and call it confirmed."""
    ring = find_keys(office.public.side, open_page(office.public.side, person))
    answers = {"contact_method": ["email"], "email": ["thief@example.org"], "wording": ["news"]}
    with office.public.side.store.work() as work:
        service, on = work.services.get(person.case.service_id), office.clock.today()
        writer = office.public.side.write_as_person(service, ring.person)
        body = {"answers": answers, "language": "en", "confirmed": Proof.CHECK_PHRASE.value}
        work.entries.append(person.case, service, EntryKind.CONTACT_CARD, body, writer=writer, on=on)


def try_after(office: Office, wish: Wish, address: str) -> None:
    """News comes after the wish."""
    person = office.refer(address, {})
    wish(office, person)
    office.write(person)
    office.deliver()


def try_before(office: Office, wish: Wish, address: str) -> None:
    """The notice was made before the wish, and is woken when it was put aside."""
    person = office.refer(address, {})
    office.write(person)
    wish(office, person)
    office.deliver()
    wake(office.worker.store)
    office.deliver()


def try_again(office: Office, wish: Wish, address: str) -> None:
    """The notice was tried before the wish, surely did not leave, and its pause is over."""
    person = office.refer(address, {})
    office.write(person)
    office.post.answer = Handed.NOT_NOW
    office.deliver()
    office.post.answer = Handed.ACCEPTED
    office.post.taken.clear()
    wish(office, person)
    office.clock.move(hours=1)
    office.deliver()


def try_waiting(office: Office, wish: Wish, address: str) -> None:
    """The notice waits for Tuesday morning; the wish comes on Monday."""
    person = office.refer(address, TUESDAYS)
    office.write(person)
    office.deliver()
    wish(office, person)
    office.clock.move(hours=22, minutes=30)
    office.deliver()


WAYS: Mapping[str, Way] = {"after": try_after, "before": try_before, "again": try_again, "waiting": try_waiting}
