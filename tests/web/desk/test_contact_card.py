"""The safe-contact card: the rule that matters most first, and when unsure, nobody is contacted."""

from __future__ import annotations

import re

import pytest

from portal.casework.contact_cards import Proof, make_card
from portal.casework.follow import stop_contact
from portal.domain.case import EntryKind
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import AMIRAS_PAGES, BENS_PAGES, Referred, Typed, change_pages, open_page, refer
from tests.web.desk.visitor import TAG, Visitor

PHONE = "07700900123"


def read_card(visitor: Visitor, person: Referred, path: str = "") -> str:
    """Return the words of the card on a page of a case."""
    page = visitor.get(f"/case/{person.case.case_id}{path}").get_data(as_text=True)
    found = re.search(r'<section class="reach".*?</section>', page, re.DOTALL)
    assert found
    return " ".join(TAG.sub(" ", found[0]).split())


@pytest.mark.parametrize("path", ["", "/move?stage=first_contact", "/links"])
def test_stands_on_every_page_of_a_case(at_desk: Visitor, amira: Referred, path: str) -> None:
    """Before the main part, so that it is met first."""
    page = at_desk.get(f"/case/{amira.case.case_id}{path}").get_data(as_text=True)
    assert page.index('class="reach"') < page.index("<main")


def test_says_how_a_call_must_go(at_desk: Visitor, amira: Referred) -> None:
    """No message, not who we are, Tuesday mornings, the word first."""
    card = read_card(at_desk, amira)
    assert card.startswith("Safe contact Do not leave a message")
    for part in (PHONE, "Tuesday", "9 to 11 in the morning", "Do not say who we are", "“the library”", "fig"):
        assert part in card


@pytest.mark.parametrize(
    ("words", "headline"),
    [
        ({"leave_message": ["yes"], "say_who": ["yes"]}, "You may leave a message"),
        ({"leave_message": ["no"], "say_who": ["yes"]}, "Do not leave a message"),
    ],
)
def test_the_headline_is_the_rule_that_matters_most(
    at_desk: Visitor, public: PublicPortal, words: Typed, headline: str
) -> None:
    """A message left is what cannot be taken back."""
    person = refer(public.side, change_pages(AMIRAS_PAGES, words=words))
    card = read_card(at_desk, person)
    assert f"Safe contact {headline} Now" in card
    assert "You may say who we are." in card


@pytest.mark.parametrize(
    ("hours", "now"),
    [
        ({"days": ["tuesday"], "hours": ["morning"]}, "Not now. The next time is 24 November 2026, from 09:00."),
        ({"days": ["monday"], "hours": ["morning"]}, "This is one of their days and hours."),
        ({"hours": ["evening"]}, "Not now. The next time is 23 November 2026, from 17:00."),
    ],
)
def test_says_whether_now_is_one_of_their_hours(at_desk: Visitor, public: PublicPortal, hours: Typed, now: str) -> None:
    """It is Monday, 23 November, ten o'clock."""
    card = read_card(at_desk, refer(public.side, change_pages(AMIRAS_PAGES, reach={"phone": [PHONE], **hours})))
    assert f"Now {now}" in card.replace("2026 ,", "2026,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"leave_message": ["no"], "say_who": ["no"]}, "Do not say who we are. Say: “Wrong number”"),
        (
            {"leave_message": ["yes"], "say_who": ["no"], "if_others_answer": ["the library"]},
            "Say: “the library” In a message Do not say who we are. Nothing of why you ring.",
        ),
        (
            {"leave_message": ["yes"], "say_who": ["yes"], "if_others_answer": ["the library"]},
            "Say: “the library”. You may say who we are. In a message You may say who we are. Nothing of why",
        ),
    ],
)
def test_says_what_may_be_said_to_others_and_left_in_a_message(
    at_desk: Visitor, public: PublicPortal, words: Typed, said: str
) -> None:
    """Each by itself: that a message may be left is no leave to say who we are."""
    assert said in read_card(at_desk, refer(public.side, change_pages(AMIRAS_PAGES, words=words)))


def test_days_and_hours_that_were_not_said_are_asked_for(at_desk: Visitor, public: PublicPortal) -> None:
    """Nothing is taken to be safe."""
    card = read_card(at_desk, refer(public.side, change_pages(AMIRAS_PAGES, reach={"phone": [PHONE]})))
    assert "Days Not said: ask first Hours Not said: ask first" in card
    assert "Now " not in card


@pytest.mark.parametrize(
    ("method", "reach", "said"),
    [
        ("call", {"phone": [PHONE]}, "Ring. No text, e-mail, letter or visit"),
        ("text", {"phone": [PHONE]}, "Do not ring this number."),
        ("someone_else", {"phone": [PHONE], "other_name": ["Jo"]}, "Ring somebody else, not them"),
        ("letter", {"address": ["1 Road"], "letter_warned": ["yes"]}, "They know others may see it."),
    ],
)
def test_no_way_is_taken_from_another(
    at_desk: Visitor, public: PublicPortal, method: str, reach: Typed, said: str
) -> None:
    """A number for calls is none for texts, and a trusted person's is not the person's own."""
    words = {"leave_message": ["no"], "say_who": ["no"], "wording": ["news"]}
    pages = change_pages(AMIRAS_PAGES, contact={"contact_method": [method]}, reach=reach, words=words)
    assert said in read_card(at_desk, refer(public.side, pages))


@pytest.mark.parametrize(
    ("answers", "headline"),
    [
        (
            {"contact_method": ("letter",), "address": ("1 Road",), "wording": ("news",)},
            "Do not send a letter: they were not warned",
        ),
        (
            {"contact_method": ("call",), "phone": (PHONE,), "leave_message": ("yes",), "not_before": ("noon",)},
            "Do not contact: their card cannot be read",
        ),
        (
            {"contact_method": ("call", "text"), "phone": (PHONE,), "leave_message": ("yes",)},
            "Do not contact: their card cannot be read",
        ),
        (
            {"contact_method": ("call",), "phone": (PHONE,), "leave_message": ("if he is out",)},
            "Do not contact: their card cannot be read",
        ),
    ],
)
def test_a_card_that_nobody_may_go_by_is_a_stop(
    at_desk: Visitor, desk: DeskPortal, amira: Referred, answers: dict[str, tuple[str, ...]], headline: str
) -> None:
    """An old one, or one of a later version: its number and address are put away."""
    today = desk.side.clock.today()
    with desk.side.store.work() as work:
        service = work.services.get(amira.case.service_id)
        card = make_card(answers, "en", Proof.CHECK_PHRASE, today)
        writer = desk.side.write_as_service(amira.case)
        work.entries.append(amira.case, service, EntryKind.CONTACT_CARD, card, writer=writer, on=today)
    shown = read_card(at_desk, amira)
    assert shown.startswith(f"Safe contact {headline}")
    assert PHONE not in shown
    assert "1 Road" not in shown


def test_a_text_message_goes_in_its_own_words_only(at_desk: Visitor, public: PublicPortal) -> None:
    """The words they chose, and nothing else."""
    pages = change_pages(AMIRAS_PAGES, contact={"contact_method": ["text"]}, words={"wording": ["library"]})
    card = read_card(at_desk, refer(public.side, pages))
    assert "By text message only, in these words" in card
    assert "The item you asked for is ready." in card


def test_do_not_contact_is_unmistakable(at_desk: Visitor, public: PublicPortal) -> None:
    """Ben looks at his page."""
    ben = refer(public.side, change_pages(BENS_PAGES, where={"place": ["LS1"]}))
    assert read_card(at_desk, ben).startswith("Safe contact Do not contact How They look at their page.")
    page = at_desk.get(f"/case/{ben.case.case_id}").get_data(as_text=True)
    assert '<span class="stop">Do not contact</span>' in page


def test_contact_stopped_puts_the_number_away(at_desk: Visitor, public: PublicPortal, amira: Referred) -> None:
    """Out of the card; behind a disclosure for the one case where somebody must be protected."""
    stop_contact(public.side, open_page(public.side, amira))
    card = read_card(at_desk, amira)
    assert card.startswith("Safe contact Contact stopped")
    assert PHONE not in card
    page = at_desk.get(f"/case/{amira.case.case_id}").get_data(as_text=True)
    assert PHONE in page.split("Contact details given before")[1].split("</details>")[0]


def test_with_nothing_verified_nobody_is_contacted(at_desk: Visitor, desk: DeskPortal, amira: Referred) -> None:
    """No guess is made from what is left."""
    _forge(desk, amira, "contact_card")
    assert read_card(at_desk, amira).startswith("Safe contact No contact details could be verified: contact nobody")


def test_with_a_forged_entry_nobody_is_contacted_yet(at_desk: Visitor, desk: DeskPortal, amira: Referred) -> None:
    """A newer wish may be among what does not verify."""
    _forge(desk, amira, "side_state")
    card = read_card(at_desk, amira)
    assert card.startswith("Safe contact Do not contact until your supervisor has looked")
    assert PHONE not in card
    words = at_desk.read(f"/case/{amira.case.case_id}")
    assert "could not be verified and" in words
    assert "not verified" in at_desk.read("/")


def test_with_swapped_keys_nothing_can_be_written(at_desk: Visitor, desk: DeskPortal, amira: Referred) -> None:
    """Whoever swapped them would be the one to read it."""
    with desk.side.store.work() as work:
        work.connection.exec_driver_sql('UPDATE "case" SET person_box_key = x\'' + "07" * 32 + "'")
    url = f"/case/{amira.case.case_id}"
    assert "The keys of this case are not the ones the person sent" in at_desk.read(url)
    assert at_desk.post(f"{url}/messages", {"words": "Hello"}, on=url).location == url
    assert "nothing was written" in at_desk.read(url)


def _forge(desk: DeskPortal, person: Referred, kind: str) -> None:
    """Add one byte to one stored entry, as somebody with the database could."""
    with desk.side.store.work() as work:
        work.connection.exec_driver_sql(
            "UPDATE case_entry SET envelope = CAST(envelope || x'00' AS BLOB) WHERE kind = ?", (kind,)
        )
