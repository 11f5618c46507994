"""What somebody else sent: said first, nothing to do but to reach the person, and then their yes or their no."""

from __future__ import annotations

import re
from html import unescape

import pytest

from portal.casework.desk import read_case
from portal.domain.stages import Stage
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, StaffAccount, change_pages
from tests.senders import DEES_PAGES, PATS_PAGES, ReferredOther, refer_other
from tests.web.desk.visitor import Visitor

HELD = "Sent by someone else, not confirmed by the person"
YES: dict[str, str | list[str]] = {
    "checked": ["agreed", "identity", "safety", "orders"],
    "phrase_prompt": "What boils?",
    "check_phrase": "the red kettle",
    "language": "ar",
    "card": "right",
}
NOT_YET = (
    "They want to hear",
    "What they were told",
    "Record the conversation",
    "Put this on their page",
    "See what they will read",
    "Turn off links to the page",
)


@pytest.fixture
def dee(public: PublicPortal) -> ReferredOther:
    """Dee has asked for her friend Noor."""
    return refer_other(public.side)


def url_of(dee: ReferredOther) -> str:
    """Return the address of a case."""
    return f"/case/{dee.case.case_id}"


def read_card(visitor: Visitor, dee: ReferredOther) -> str:
    """Return the words of the safe-contact card beside a case."""
    page = visitor.get(url_of(dee)).get_data(as_text=True)
    found = re.search(r'<section class="reach".*?</section>', page, re.DOTALL)
    assert found
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def answer(visitor: Visitor, dee: ReferredOther, form: dict[str, str | list[str]], part: str = "answer") -> str:
    """Send the form as it stands on its page; return where that led."""
    url = f"{url_of(dee)}/{part}"
    sent = visitor.post(url, {"seen": visitor.find_value(url, "seen"), **form}, on=url)
    assert sent.status_code == 303
    return sent.location


def test_it_is_said_in_the_inbox_and_before_anything_else_on_the_case(at_desk: Visitor, dee: ReferredOther) -> None:
    assert HELD in at_desk.read("/")
    words = at_desk.read(url_of(dee))
    assert words.index(HELD) < words.index("What the sender wrote about them")
    assert "In their own words" not in words
    assert not [each for each in NOT_YET if each in words]
    card = read_card(at_desk, dee)
    assert "For a first contact and nothing else." in card
    assert "07700900123" in card


def test_who_sent_it_stands_there_with_the_agreement_and_the_receipt(at_desk: Visitor, dee: ReferredOther) -> None:
    words = at_desk.read(url_of(dee))
    for told in ("Dee Marlowe", "07700900777", "A friend or a neighbour", "On Sunday, at my kitchen table"):
        assert told in words
    assert dee.receipt.receipt_number in words
    assert "23 November 2026" in words
    assert "Tell them nothing: not whether you reached the person, nor what they said." in words


def test_who_may_not_be_contacted_is_reached_through_the_sender(
    at_desk: Visitor, public: PublicPortal, subtests: pytest.Subtests
) -> None:
    by_text = change_pages(DEES_PAGES, contact={"contact_method": ["text"]}, words={"wording": ["news"]})
    for pages, said in ((PATS_PAGES, "Talk with whoever sent it"), (by_text, "The portal sends nothing before")):
        with subtests.test(said):
            held = refer_other(public.side, pages)
            assert said in read_card(at_desk, held)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"checked": ["identity", "safety", "orders"]}, "Tick all four"),
        ({"checked": []}, "Tick all four"),
        ({"check_phrase": " "}, "Write a few words that prove it is you"),
        ({"check_phrase": "x" * 81}, "has 1 too many"),
        ({"language": "xx"}, "Choose the language they read"),
        ({"card": ""}, "Say whether the way on the card is right"),
    ],
)
def test_a_yes_that_is_not_whole_is_kept_to_be_finished(
    at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, dee: ReferredOther, change: dict[str, str], words: str
) -> None:
    assert answer(at_desk, dee, {**YES, **change}) == f"{url_of(dee)}/answer"
    page = at_desk.get(f"{url_of(dee)}/answer").get_data(as_text=True)
    assert words in page.replace("&#39;", "'")
    assert "What boils?" in page
    assert read_case(desk.side, fay.signed_in, dee.case.case_id).is_unconfirmed


def test_a_yes_opens_the_case_and_gives_the_check_phrase(at_desk: Visitor, dee: ReferredOther) -> None:
    assert answer(at_desk, dee, YES) == url_of(dee)
    words = at_desk.read(url_of(dee))
    assert "Recorded: the person agreed, and the first conversation." in words
    assert HELD not in words
    assert "They answer: the red kettle" in words
    assert "See what they will read" in words
    assert "Dee Marlowe" in words
    assert HELD not in at_desk.read("/")
    assert at_desk.get(f"{url_of(dee)}/answer").location == url_of(dee)


def test_a_way_that_is_not_right_leads_on_to_another(at_desk: Visitor, dee: ReferredOther) -> None:
    assert answer(at_desk, dee, {**YES, "card": "other"}) == f"{url_of(dee)}/contact"
    assert "Do not contact" in read_card(at_desk, dee)


def test_a_no_is_asked_once_more_and_closes_it(
    at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, dee: ReferredOther
) -> None:
    assert "This cannot be undone." in at_desk.read(f"{url_of(dee)}/answer/no")
    assert read_case(desk.side, fay.signed_in, dee.case.case_id).case.stage is Stage.RECEIVED
    assert answer(at_desk, dee, {}, "answer/no") == url_of(dee)
    words = at_desk.read(url_of(dee))
    assert "They said no, so it is closed. Contact nobody." in words
    assert "07700900123" not in read_card(at_desk, dee)
    assert "No open cases" in at_desk.read("/")
    assert at_desk.get(f"{url_of(dee)}/answer/no").location == url_of(dee)


def test_a_way_that_is_not_safe_is_put_away_with_one_press(at_desk: Visitor, dee: ReferredOther) -> None:
    seen = at_desk.find_value(url_of(dee), "seen")
    assert "Until the person has said yes themself" in at_desk.read(f"{url_of(dee)}/contact")
    sent = at_desk.post(f"{url_of(dee)}/contact", {"seen": seen, "contact_method": "none"}, on=url_of(dee))
    assert sent.location == url_of(dee)
    card = read_card(at_desk, dee)
    assert ("Do not contact them" in card, "07700900123" in card) == (True, False)


def test_another_service_finds_neither_page(
    stranger: Visitor, desk: DeskPortal, rita: StaffAccount, fay: StaffAccount, dee: ReferredOther
) -> None:
    stranger.sign_in(rita)
    for part in ("answer", "answer/no"):
        assert stranger.get(f"{url_of(dee)}/{part}").status_code == 404
        stranger.post(f"{url_of(dee)}/{part}", {**YES, "seen": "0"})
    page = read_case(desk.side, fay.signed_in, dee.case.case_id)
    assert (page.is_unconfirmed, page.case.stage) == (True, Stage.RECEIVED)


def test_what_was_typed_survives_a_sign_out(
    at_desk: Visitor, clock: MovableClock, fay: StaffAccount, dee: ReferredOther
) -> None:
    url = f"{url_of(dee)}/answer"
    form = {"seen": at_desk.find_value(url, "seen"), **YES, "csrf_token": at_desk.find_token(url)}
    clock.move(minutes=16)
    at_desk.client.post(url, data=form)
    at_desk.sign_in(fay)
    page = at_desk.get(url).get_data(as_text=True)
    assert "the red kettle" in page
    assert at_desk.find_value(url, "seen")
