"""The safe-contact card: the rule that matters most first, and when unsure, nobody is contacted."""

from __future__ import annotations

import re

import pytest

from portal.casework.follow import stop_contact
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
    assert f"Safe contact {headline} How" in card
    assert "You may say who we are." in card


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
