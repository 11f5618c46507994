"""A new way to reach somebody, recorded at the desk: proved, newest, whole; only then does contact start again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select

from portal.casework.ask import ask
from portal.casework.contact_cards import Proof
from portal.casework.desk import read_case
from portal.casework.desk_case import DeskCase
from portal.casework.desk_contact import NewCard, parse_card, record_contact
from portal.casework.follow import stop_contact, view_page
from portal.casework.inbox import Urgency, list_inbox
from portal.domain.case import EntryKind, RequestKind
from portal.domain.errors import Forged, NotAllowed, NotFound, OutOfDate
from portal.store.tables import audit, case_entry
from portal.wiring import DeskPortal, PublicPortal
from tests.at_once import run_at_once
from tests.builders import SOME_AREAS, PortalData, Referred, StaffAccount, open_page

BY_TEXT = {"contact_method": ("text",), "phone": ("07700900456",), "wording": ("library",)}
NOBODY = NewCard({"contact_method": ("none",)})
Record = Callable[..., bool]


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


@pytest.fixture
def look(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> Callable[[], DeskCase]:
    """Open Amira's case as Fay does."""
    return lambda: read_case(desk.side, fay.signed_in, amira.case.case_id)


@pytest.fixture
def record(desk: DeskPortal, fay: StaffAccount, amira: Referred, look: Callable[[], DeskCase]) -> Record:
    """Record a card of Amira's as Fay, who has just looked."""

    def record_card(new: NewCard | None = None, *, seen: str = "") -> bool:
        card = new or NewCard(BY_TEXT, Proof.CHECK_PHRASE)
        return record_contact(desk.side, fay.signed_in, amira.case.case_id, card, seen=seen or look().mark)

    return record_card


def list_audit(desk: DeskPortal) -> list[str]:
    with desk.side.store.look() as work:
        return [str(what) for what in work.connection.execute(select(audit.c.what).order_by(audit.c.number)).scalars()]


def test_contact_that_was_stopped_starts_again_for_page_and_desk(
    public: PublicPortal,
    desk: DeskPortal,
    amira: Referred,
    fay: StaffAccount,
    *,
    look: Callable[[], DeskCase],
    record: Record,
) -> None:
    stop_contact(public.side, open_page(public.side, amira))
    assert record()
    page = look()
    assert (page.is_contact_stopped, page.contact_card) == (False, BY_TEXT)
    assert page.card
    assert (page.card.recorded_on, page.card.proof) == (desk.side.clock.today(), Proof.CHECK_PHRASE)
    assert not view_page(public.side, open_page(public.side, amira)).is_contact_stopped
    assert not list_inbox(desk.side, fay.signed_in)[0].is_contact_stopped
    notes = [note.body for note in page.opened.list_of(EntryKind.DESK_NOTE)]
    assert notes == [{"what": "recorded contact card", "by": fay.signed_in.staff_id, "confirmed": "check_phrase"}]
    assert "started contact again" in list_audit(desk)


def test_a_stop_after_that_counts_at_once(
    public: PublicPortal, amira: Referred, look: Callable[[], DeskCase], record: Record
) -> None:
    ticket = open_page(public.side, amira)
    stop_contact(public.side, ticket)
    record()
    stop_contact(public.side, ticket)
    assert look().is_contact_stopped
    assert view_page(public.side, ticket).is_contact_stopped
    assert record(), "the same card once more is a new conversation, and no double press"
    assert not look().is_contact_stopped


def test_a_stop_between_the_conversation_and_the_press_stays(
    public: PublicPortal, amira: Referred, look: Callable[[], DeskCase], record: Record
) -> None:
    seen = look().mark
    stop_contact(public.side, open_page(public.side, amira))
    with pytest.raises(OutOfDate):
        record(seen=seen)
    assert look().is_contact_stopped


def test_the_tick_that_the_old_way_is_not_safe_stays_a_stop_until_the_check_phrase(
    public: PublicPortal, amira: Referred, look: Callable[[], DeskCase], record: Record
) -> None:
    """What the page does with the tick: stop, then ask for another way."""
    ticket = open_page(public.side, amira)
    stop_contact(public.side, ticket)
    ask(public.side, ticket, RequestKind.OTHER_CONTACT, "Not the old number, please")
    page = look()
    assert (page.is_contact_stopped, page.wants_other_contact) == (True, True)
    assert page.proofs == (Proof.CHECK_PHRASE,)
    for proof in (Proof.OLD_WAY, None):
        with pytest.raises(NotAllowed):
            record(NewCard(BY_TEXT, proof))
    assert look().is_contact_stopped
    assert record()
    page = look()
    assert (page.is_contact_stopped, page.wants_other_contact) == (False, False)


def test_another_way_asked_for_is_urgent_until_it_is_settled(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount, record: Record
) -> None:
    ask(public.side, open_page(public.side, amira), RequestKind.OTHER_CONTACT, "By e-mail now")
    assert list_inbox(desk.side, fay.signed_in)[0].urgency is Urgency.UNANSWERED
    record()
    assert list_inbox(desk.side, fay.signed_in)[0].urgency is Urgency.NEW


def test_while_nothing_is_stopped_the_old_way_may_confirm(look: Callable[[], DeskCase], record: Record) -> None:
    assert record(NewCard(BY_TEXT, Proof.OLD_WAY))
    assert look().contact_card == BY_TEXT
    assert record(NewCard({"contact_method": ("none",)}, Proof.CHECK_PHRASE))
    assert look().proofs == (Proof.CHECK_PHRASE,), "who wants no contact has no old way"


def test_less_contact_counts_at_once_but_ends_no_stop(
    public: PublicPortal, amira: Referred, look: Callable[[], DeskCase], record: Record
) -> None:
    stop_contact(public.side, open_page(public.side, amira))
    assert record(NOBODY)
    page = look()
    assert (page.contact_card, page.is_contact_stopped) == (NOBODY.answers, True)
    assert page.card
    assert page.card.proof is None


@pytest.mark.parametrize("kind", [RequestKind.WITHDRAW, RequestKind.ERASE])
def test_who_is_leaving_is_contacted_no_more_whoever_rings(
    public: PublicPortal, amira: Referred, look: Callable[[], DeskCase], record: Record, *, kind: RequestKind
) -> None:
    ticket = open_page(public.side, amira)
    ask(public.side, ticket, kind)
    with pytest.raises(NotAllowed):
        record()
    ask(public.side, ticket, RequestKind.UNDO)
    assert record()
    assert not look().is_contact_stopped


def test_many_presses_at_once_record_once(
    desk: DeskPortal, amira: Referred, record: Record, look: Callable[[], DeskCase]
) -> None:
    seen = look().mark
    assert sum(run_at_once(4, lambda _: record(seen=seen))) == 1
    assert len(look().opened.list_of(EntryKind.CONTACT_CARD)) == 2
    assert list_audit(desk).count("recorded contact card") == 1


@pytest.mark.parametrize("is_taken_away", [False, True])
def test_a_hold_beside_the_case_ends_with_it_and_not_by_taking_the_row_away(
    desk: DeskPortal, amira: Referred, look: Callable[[], DeskCase], record: Record, *, is_taken_away: bool
) -> None:
    with desk.side.store.work() as work:
        work.holds.stop(amira.case.case_id, desk.side.clock.today())
    assert look().is_contact_stopped
    if is_taken_away:
        with desk.side.store.work() as work:
            assert work.holds.release_stop(amira.case.case_id)
    assert look().is_contact_stopped, "whoever writes to the database takes no stop off"
    assert record()
    assert not look().is_contact_stopped
    with desk.side.store.look() as work:
        assert not work.holds.has_stop(amira.case.case_id)


def test_another_service_and_who_cannot_believe_the_case_record_nothing(
    desk: DeskPortal, amira: Referred, rita: StaffAccount, record: Record, look: Callable[[], DeskCase]
) -> None:
    new = NewCard(BY_TEXT, Proof.CHECK_PHRASE)
    with pytest.raises(NotFound):
        record_contact(desk.side, rita.signed_in, amira.case.case_id, new, seen=look().mark)
    with desk.side.store.work() as work:
        work.connection.execute(delete(case_entry).where(case_entry.c.kind == EntryKind.UPDATE.value))
    with pytest.raises(Forged):
        record()


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        ({"contact_method": ["text"], "phone": ["123"], "wording": ["news"]}, {"phone"}),
        ({"contact_method": ["call"], "phone": ["07700 900 456"]}, {"leave_message", "say_who"}),
        ({"contact_method": ["pigeon"]}, {"contact_method"}),
        ({}, {"contact_method"}),
    ],
)
def test_a_card_is_checked_as_the_form_checks_it(raw: dict[str, list[str]], wrong: set[str]) -> None:
    assert {problem.question for problem in parse_card(raw, SOME_AREAS).problems} == wrong


def test_a_card_keeps_what_belongs_to_its_method_and_nothing_else() -> None:
    raw = {"contact_method": ["text"], "phone": ["07700 900 456"], "email": ["a@example.org"], "wording": ["library"]}
    parsed = parse_card({**raw, "code_word": ["fig"], "name": ["Amira"]}, SOME_AREAS)
    assert (parsed.answers, parsed.problems) == (BY_TEXT, ())
