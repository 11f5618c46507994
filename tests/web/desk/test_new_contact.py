"""Recording how somebody may be reached: the way, its own questions, a proof; then the card beside the case says so."""

from __future__ import annotations

import pytest

from portal.casework.ask import ask
from portal.casework.follow import stop_contact, view_page
from portal.domain.case import RequestKind
from portal.web.desk import unsent
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import AMIRAS_PAGES, MovableClock, Referred, StaffAccount, change_pages, open_page, refer
from tests.web.desk.test_contact_card import read_card
from tests.web.desk.visitor import Visitor

NEW_PHONE, NEW_DIGITS = "07700 900 456", "07700900456"
BY_TEXT: dict[str, str | list[str]] = {
    "contact_method": "text",
    "phone": NEW_PHONE,
    "days": ["monday", "friday"],
    "wording": "library",
}
PROVED: dict[str, str | list[str]] = {**BY_TEXT, "proof": "check_phrase"}


def url_of(person: Referred) -> str:
    """Return the address of the page for somebody's new card."""
    return f"/case/{person.case.case_id}/contact"


def form_of(person: Referred, method: str = "text") -> str:
    """Return the address of the questions of one way."""
    return f"{url_of(person)}?contact_method={method}&go=1"


def record(visitor: Visitor, person: Referred, form: dict[str, str | list[str]], *, method: str = "text") -> str:
    """Send the form as it stands on its page; return where that led."""
    on = form_of(person, method)
    seen = visitor.find_value(on, "seen")
    answer = visitor.post(url_of(person), {"seen": seen, **form}, on=on)
    assert answer.status_code == 303
    return answer.location


def test_asks_for_the_way_first_and_then_only_what_it_needs(at_desk: Visitor, amira: Referred) -> None:
    """In the form's own words; the check question stands beside it."""
    words = at_desk.read(url_of(amira))
    assert "A text message" in words
    assert "They answer: green with a dent" in words
    assert "Choose how they may be reached" in at_desk.read(f"{url_of(amira)}?go=1")
    page = at_desk.get(form_of(amira)).get_data(as_text=True)
    for name in ("phone", "days", "hours", "wording", "proof"):
        assert f'name="{name}"' in page
    for name in ("email", "address", "other_name", "leave_message", "say_who", "code_word"):
        assert f'name="{name}"' not in page
    assert 'name="code_word"' in at_desk.get(form_of(amira, "call")).get_data(as_text=True)
    assert page.count("<h1") == 1


def test_contact_that_was_stopped_starts_again_with_the_new_card_alone(
    at_desk: Visitor, public: PublicPortal, amira: Referred
) -> None:
    """The card says since when and how it was proved; nothing of the old one is kept."""
    ticket = open_page(public.side, amira)
    stop_contact(public.side, ticket)
    assert "It starts again only when they want it to" in at_desk.read(f"/case/{amira.case.case_id}")
    assert record(at_desk, amira, PROVED) == f"/case/{amira.case.case_id}"
    words = at_desk.read(f"/case/{amira.case.case_id}")
    assert "Recorded. The card beside this" in words
    card = read_card(at_desk, amira)
    assert card.startswith("Safe contact By text message only, in these words")
    for part in (NEW_DIGITS, "Monday, Friday", "By the service, 23 November 2026 , they gave their check phrase"):
        assert part in card
    assert "07700900123" not in words
    assert "fig" not in card
    assert not view_page(public.side, ticket).is_contact_stopped


def test_the_page_of_the_person_shows_nothing_of_it(at_desk: Visitor, public: PublicPortal, amira: Referred) -> None:
    """Neither number nor day."""
    record(at_desk, amira, PROVED)
    assert NEW_DIGITS not in repr(view_page(public.side, open_page(public.side, amira)))


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (BY_TEXT, "Say how you know that it is them"),
        ({**BY_TEXT, "proof": "a hunch"}, "Say how you know that it is them"),
        ({**PROVED, "phone": "0770"}, "Write a phone number with all its digits"),
        ({**PROVED, "wording": ""}, "Choose the words of a message"),
        ({**PROVED, "days": ["monday", "any_day"]}, "You chose answers that do not go together"),
    ],
)
def test_refuses_what_is_not_proved_or_not_whole_and_keeps_what_was_typed(
    at_desk: Visitor, amira: Referred, *, form: dict[str, str | list[str]], words: str
) -> None:
    """Everything but the proof, which is of this conversation."""
    where = record(at_desk, amira, form)
    page = at_desk.get(where).get_data(as_text=True)
    assert words in page
    assert f'value="{form["phone"]}"' in page
    assert 'value="check_phrase" checked' not in page
    assert NEW_DIGITS not in read_card(at_desk, amira)


def test_a_stop_in_between_is_not_ended(at_desk: Visitor, public: PublicPortal, amira: Referred) -> None:
    """What was typed is still there, and asks to look again."""
    seen = at_desk.find_value(form_of(amira), "seen")
    stop_contact(public.side, open_page(public.side, amira))
    answer = at_desk.post(url_of(amira), {**PROVED, "seen": seen}, on=form_of(amira))
    page = at_desk.get(answer.location).get_data(as_text=True)
    assert "Something changed in this case" in page
    assert NEW_PHONE in page
    assert read_card(at_desk, amira).startswith("Safe contact Contact stopped")


def test_the_old_way_proves_nothing_once_contact_is_stopped(
    at_desk: Visitor, public: PublicPortal, amira: Referred
) -> None:
    """Whoever else has the old telephone would confirm their own."""
    assert 'value="old_way"' in at_desk.get(form_of(amira)).get_data(as_text=True)
    stop_contact(public.side, open_page(public.side, amira))
    assert 'value="old_way"' not in at_desk.get(form_of(amira)).get_data(as_text=True)
    where = record(at_desk, amira, {**BY_TEXT, "proof": "old_way"})
    assert "That is not open just now" in at_desk.read(where)
    assert read_card(at_desk, amira).startswith("Safe contact Contact stopped")


def test_less_contact_needs_no_proof(at_desk: Visitor, amira: Referred) -> None:
    """It counts at once, and the card says why."""
    assert record(at_desk, amira, {"contact_method": "none"}, method="none") == f"/case/{amira.case.case_id}"
    card = read_card(at_desk, amira)
    assert card.startswith("Safe contact Do not contact")
    assert "less contact, so it counts at once" in card


@pytest.mark.parametrize(
    ("kind", "why"),
    [(RequestKind.WITHDRAW, "withdraw their request"), (RequestKind.ERASE, "delete everything")],
)
def test_who_is_leaving_is_asked_nothing_and_no_message_is_said_to_wait(
    at_desk: Visitor, public: PublicPortal, amira: Referred, *, kind: RequestKind, why: str
) -> None:
    """Their page is shut: nobody may count on their reading there."""
    ask(public.side, open_page(public.side, amira), kind)
    assert "only their own code undoes it" in at_desk.read(url_of(amira))
    assert 'name="contact_method"' not in at_desk.get(url_of(amira)).get_data(as_text=True)
    card = read_card(at_desk, amira)
    assert why in card
    assert "cannot be read there now" in card
    assert "A message waits" not in card


def test_the_card_tells_apart_a_stop_with_an_open_page_and_with_a_locked_one(
    at_desk: Visitor, public: PublicPortal, amira: Referred
) -> None:
    """A message waits on an open page only."""
    ticket = open_page(public.side, amira)
    stop_contact(public.side, ticket)
    assert "A message waits on their page" in read_card(at_desk, amira)
    ask(public.side, ticket, RequestKind.LOCK)
    assert "cannot be read there now" in read_card(at_desk, amira)


def test_another_way_asked_for_puts_the_old_one_out_of_sight(
    at_desk: Visitor, public: PublicPortal, amira: Referred
) -> None:
    """And is marked in the inbox until a new card is recorded."""
    ask(public.side, open_page(public.side, amira), RequestKind.OTHER_CONTACT, "My sister's number is better")
    card = read_card(at_desk, amira)
    assert card.startswith("Safe contact They want to be reached another way: settle that first")
    assert "07700900123" not in card
    assert "Wants to be reached another way" in at_desk.read("/")
    record(at_desk, amira, PROVED)
    assert NEW_DIGITS in read_card(at_desk, amira)
    assert "Wants to be reached another way" not in at_desk.read("/")


def test_a_double_press_records_once(at_desk: Visitor, amira: Referred) -> None:
    """The second is told so."""
    seen = at_desk.find_value(form_of(amira), "seen")
    for words in ("Recorded. The card", "This card was recorded already"):
        at_desk.post(url_of(amira), {**PROVED, "seen": seen}, on=form_of(amira))
        assert words in at_desk.read(f"/case/{amira.case.case_id}")


def test_signed_out_in_between_everything_typed_is_still_there(
    at_desk: Visitor, amira: Referred, fay: StaffAccount, clock: MovableClock
) -> None:
    """For the same staff member; nothing was recorded."""
    token, seen = at_desk.find_token(form_of(amira)), at_desk.find_value(form_of(amira), "seen")
    clock.move(minutes=16)
    at_desk.client.post(url_of(amira), data={**PROVED, "seen": seen, "csrf_token": token})
    where = at_desk.sign_in(fay).location
    assert where.startswith(url_of(amira))
    page = at_desk.get(where).get_data(as_text=True)
    assert NEW_PHONE in page
    assert "It was not sent" in page
    assert NEW_DIGITS not in read_card(at_desk, amira)


def test_refuses_other_services_and_strangers(
    at_desk: Visitor, stranger: Visitor, amira: Referred, rita: StaffAccount
) -> None:
    """As if the case did not exist."""
    seen = at_desk.find_value(form_of(amira), "seen")
    assert stranger.get(url_of(amira)).location.endswith("/sign-in")
    stranger.sign_in(rita)
    assert stranger.get(form_of(amira)).status_code == 404
    stranger.post(url_of(amira), {**PROVED, "seen": seen})
    assert NEW_DIGITS not in read_card(at_desk, amira)


def test_a_case_that_does_not_verify_takes_no_card(at_desk: Visitor, desk: DeskPortal, amira: Referred) -> None:
    """A newer wish may be among what does not."""
    with desk.side.store.work() as work:
        work.connection.exec_driver_sql("DELETE FROM case_entry WHERE kind = 'update_note'")
    where = record(at_desk, amira, PROVED)
    assert "nothing was written" in at_desk.read(where)


def test_far_too_much_typed_breaks_nothing(at_desk: Visitor, amira: Referred) -> None:
    """It is cut, and asked for again."""
    where = record(at_desk, amira, {**PROVED, "phone": "9" * 50_000})
    assert "Make it shorter" in at_desk.read(where)
    assert unsent.CARD == "new_contact.record"


def test_leaves_the_language_and_every_other_case_alone(
    at_desk: Visitor, desk: DeskPortal, public: PublicPortal, amira: Referred
) -> None:
    """Somebody who reads Arabic still does."""
    sana = refer(public.side, change_pages(AMIRAS_PAGES, name={"name": ["Sana"]}), "ar")
    record(at_desk, sana, PROVED)
    assert NEW_DIGITS in read_card(at_desk, sana)
    assert NEW_DIGITS not in read_card(at_desk, amira)
    with desk.side.store.look() as work:
        opened = work.entries.open_case(sana.case.case_id, desk.side.reader_of(sana.case))
    assert [entry.body["language"] for entry in opened.entries if entry.kind == "contact_card"] == ["ar", "ar"]
