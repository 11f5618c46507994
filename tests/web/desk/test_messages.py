"""Messages both ways, and what re:hub sent."""

from __future__ import annotations

import json

import pytest

from portal.casework.desk import MESSAGE_LENGTH, read_case, record_check
from portal.casework.follow import send_message, view_page
from portal.casework.rehub_sources import SignedRequest
from portal.casework.take_updates import RehubUpdate, take_update
from portal.domain.stages import Stage
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import Referred, StaffAccount, open_page, refer
from tests.web.desk.visitor import Visitor, read_words


@pytest.fixture
def case_url(amira: Referred) -> str:
    """Give the address of Amira's case."""
    return f"/case/{amira.case.case_id}"


def send(visitor: Visitor, url: str, words: str) -> str:
    """Send a message; return where the answer leads."""
    answer = visitor.post(f"{url}/messages", {"words": words}, on=url)
    assert answer.status_code == 303
    return answer.location


def test_shows_what_the_person_wrote_and_that_it_waits(
    at_desk: Visitor, public: PublicPortal, amira: Referred, case_url: str
) -> None:
    """Not confirmed by voice: anybody with their code could have written it."""
    send_message(public.side, open_page(public.side, amira), "Is there news?\nPlease ring.")
    words = at_desk.read(case_url)
    assert "From them, not confirmed by voice" in words
    assert "Is there news?" in words
    assert "Waiting for an answer" in words


def test_an_answer_reaches_their_page_and_keeps_the_promise(
    at_desk: Visitor, public: PublicPortal, amira: Referred, case_url: str
) -> None:
    """In the words that were typed, with the next date set."""
    ticket = open_page(public.side, amira)
    send_message(public.side, ticket, "Is there news?")
    assert send(at_desk, case_url, "Not yet.\r\nI ask again on Monday.") == f"{case_url}#messages"
    page = view_page(public.side, ticket)
    assert page.messages[0].words == "Not yet.\nI ask again on Monday."
    assert "Waiting for an answer" not in at_desk.read(case_url)


def test_a_double_press_sends_once(
    at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, amira: Referred, case_url: str
) -> None:
    """Also without script."""
    send(at_desk, case_url, "I rang the prison.")
    send(at_desk, case_url, "I rang the prison.")
    assert "not sent twice" in at_desk.read(case_url)
    assert len(read_case(desk.side, fay.signed_in, amira.case.case_id).messages) == 1


@pytest.mark.parametrize("words", ["", "   \n "])
def test_refuses_an_empty_message(
    at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, amira: Referred, case_url: str, words: str
) -> None:
    """And says so at the field."""
    send(at_desk, case_url, words)
    page = at_desk.get(case_url)
    assert "Write a message" in read_words(page)
    assert 'href="#words"' in page.get_data(as_text=True)
    assert not read_case(desk.side, fay.signed_in, amira.case.case_id).messages


def test_a_message_that_is_too_long_is_kept_to_be_shortened(
    at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, amira: Referred, case_url: str
) -> None:
    """Every typed word is there, and by how many it is too long."""
    words = "word " * 410
    send(at_desk, case_url, words)
    shown = at_desk.read(case_url)
    assert "has 49 too many" in shown
    assert words.strip() in shown
    assert not read_case(desk.side, fay.signed_in, amira.case.case_id).messages
    send(at_desk, case_url, "x" * MESSAGE_LENGTH)
    assert words.strip() not in at_desk.read(case_url)


def test_kept_words_stand_on_their_own_case_only(at_desk: Visitor, public: PublicPortal, case_url: str) -> None:
    """A message to one person never turns up in another's box."""
    send(at_desk, case_url, "y" * 2001)
    other = refer(public.side)
    assert "yyyy" in at_desk.read(case_url)
    assert "yyyy" not in at_desk.read(f"/case/{other.case.case_id}")


def test_shows_what_rehub_sent_with_its_note_for_the_facilitator(
    at_desk: Visitor, public: PublicPortal, desk: DeskPortal, fay: StaffAccount, amira: Referred, case_url: str
) -> None:
    """What moved nothing waits for the desk; the person never sees a note."""
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    reference, today = amira.case.case_reference, amira.case.received_on
    for number, is_sensitive in enumerate((False, True)):
        note = f"Note {number} <b>for you</b>"
        raw = json.dumps({"data": {"stage": "rehub_check", "happened_on": today.isoformat(), "note": note}}).encode()
        request = SignedRequest(f"message-{number}", "0", "", raw)
        take_update(public.side, request, RehubUpdate(reference, Stage.REHUB_CHECK, today, is_sensitive=is_sensitive))
    words = at_desk.read(case_url)
    assert "Shown to the person" in words
    assert "re:hub asks that you talk with the person first" in words
    assert "Note 1 <b>for you</b>" in words
    assert "re:hub: look at this" in at_desk.read("/")
    send(at_desk, case_url, "I would like to talk with you.")
    assert "re:hub: look at this" not in at_desk.read("/")
    assert "Note" not in str(view_page(public.side, open_page(public.side, amira)))


def test_the_day_of_the_answer_stands_beside_the_message(
    at_desk: Visitor, public: PublicPortal, amira: Referred, case_url: str, fay: StaffAccount
) -> None:
    """In the case and in the inbox; once it is late the case stands among the broken promises."""
    send_message(public.side, open_page(public.side, amira), "Is there news?")
    assert "They were promised one by 30 November 2026" in at_desk.read(case_url)
    assert "Answer by 30 November 2026" in at_desk.read("/")
    with public.side.store.work() as work:
        work.cases.set_days(amira.case.case_id, next_update_by=at_desk.clock.today().replace(year=2027))
    at_desk.clock.move(days=8)
    at_desk.sign_in(fay)
    assert "Answer 1 day late" in at_desk.read(case_url)
    assert "Answer 1 day late" in at_desk.read("/").split("Promise late")[1]


def test_an_answer_to_somebody_who_reads_another_language_says_which_it_is_in(
    at_desk: Visitor, public: PublicPortal
) -> None:
    """The desk is told to translate; Arabic letters are never called English."""
    noor = refer(public.side, language="ar")
    url = f"/case/{noor.case.case_id}"
    assert "They read العربية" in at_desk.read(url)
    for words, chosen, labelled in (("Good day", "en", "en"), ("صباح الخير", "ar", "ar"), ("مساء الخير", "en", "")):
        at_desk.post(f"{url}/messages", {"words": words, "language": chosen}, on=url)
        newest = view_page(public.side, open_page(public.side, noor)).messages[0]
        assert (newest.words, newest.language) == (words, labelled)


def test_nobody_is_told_to_translate_for_who_reads_english(at_desk: Visitor, case_url: str) -> None:
    assert "Translate." not in at_desk.read(case_url)
