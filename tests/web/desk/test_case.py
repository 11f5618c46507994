"""The page of a case: needs first, the check question put away, who may read it, and the first conversation."""

from __future__ import annotations

import pytest

from portal.casework.desk import read_case
from portal.casework.staff import NewStaff
from portal.store.staff import Role
from portal.wiring import DeskPortal, PublicPortal
from tests.audits import find_broken
from tests.builders import AMIRAS_PAGES, Referred, StaffAccount, add_staff, change_pages, refer
from tests.web.desk.visitor import Visitor, find_title, read_words

ALL = ["identity", "safety", "orders"]


def case_url(person: Referred) -> str:
    """Return the address of a case."""
    return f"/case/{person.case.case_id}"


def test_shows_the_persons_own_words_needs_first(at_desk: Visitor, amira: Referred) -> None:
    """What they hope for and need stands before what happened."""
    words = at_desk.read(case_url(amira))
    places = [words.index(part) for part in ("I want to know why it was me.", "An interpreter", "Violence or threats")]
    assert places == sorted(places)
    assert "West Yorkshire" in words
    assert "Every week" in words


def test_words_in_another_language_are_marked_and_run_their_way(at_desk: Visitor, public: PublicPortal) -> None:
    """Noor wrote in Arabic; the desk reads around it in English."""
    noor = refer(public.side, change_pages(AMIRAS_PAGES, more={"anything_else": ["لا تتصلوا بعد الخامسة"]}), "ar")
    page = at_desk.get(case_url(noor)).get_data(as_text=True)
    assert '<span lang="ar" dir="auto">لا تتصلوا بعد الخامسة</span>' in page
    assert "العربية" in page
    assert '<html lang="en" dir="ltr"' in page


def test_what_somebody_typed_is_never_taken_for_markup(at_desk: Visitor, public: PublicPortal) -> None:
    """Their words are words."""
    person = refer(public.side, change_pages(AMIRAS_PAGES, more={"anything_else": ["<script>alert(1)</script>"]}))
    page = at_desk.get(case_url(person)).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_says_when_something_that_matters_was_left_empty(at_desk: Visitor, public: PublicPortal) -> None:
    """Not answering about court orders is not "no"."""
    person = refer(public.side, change_pages(AMIRAS_PAGES, them={}))
    assert "Court order that bans contact They left this empty" in at_desk.read(case_url(person))


def test_the_check_question_is_put_away(at_desk: Visitor, amira: Referred) -> None:
    """Behind a disclosure, so that nobody reads it over a shoulder."""
    page = at_desk.get(case_url(amira)).get_data(as_text=True)
    inside = page.split("Check question: ask before you speak of the case")[1].split("</details>")[0]
    assert "green with a dent" in inside
    assert page.count("green with a dent") == 1
    assert "<details" in page
    assert "<details open" not in page


def test_warns_when_they_may_not_be_safe(at_desk: Visitor, public: PublicPortal, amira: Referred) -> None:
    """Until somebody has spoken to them; never for others."""
    unsafe = refer(public.side, change_pages(AMIRAS_PAGES, now={"in_danger": ["no"], "device_safe": ["no"]}))
    assert "May not be safe now" in at_desk.read(case_url(unsafe))
    assert "May not be safe now" not in at_desk.read(case_url(amira))
    at_desk.post(f"{case_url(unsafe)}/check", {"checked": ALL}, on=case_url(unsafe))
    assert "May not be safe now" not in at_desk.read(case_url(unsafe))


def test_records_the_first_conversation_with_three_ticks(
    at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    """Identity, safety and court orders; a second press changes nothing."""
    for _ in range(2):
        answer = at_desk.post(f"{case_url(amira)}/check", {"checked": ALL}, on=case_url(amira))
        assert (answer.status_code, answer.location) == (303, case_url(amira))
    words = at_desk.read(case_url(amira))
    assert "Recorded on 23 November 2026" in words
    assert "Record the conversation" not in words
    assert read_case(desk.side, fay.signed_in, amira.case.case_id).case.is_checked


@pytest.mark.parametrize("ticked", [[], ["identity", "safety"], ["identity", "safety", "other"]])
def test_refuses_fewer_than_three_ticks(
    at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, amira: Referred, ticked: list[str]
) -> None:
    """And says what to do, with a link to the field."""
    at_desk.post(f"{case_url(amira)}/check", {"checked": ticked}, on=case_url(amira))
    page = at_desk.get(case_url(amira))
    assert "Tick all three" in read_words(page)
    assert 'href="#checked"' in page.get_data(as_text=True)
    assert find_title(page).startswith("Error: ")
    assert not read_case(desk.side, fay.signed_in, amira.case.case_id).case.is_checked


@pytest.mark.parametrize("path", ["", "/move?stage=first_contact", "/links"])
def test_another_services_member_finds_no_case(
    stranger: Visitor, rita: StaffAccount, amira: Referred, path: str
) -> None:
    """404, as if there were none."""
    stranger.sign_in(rita)
    answer = stranger.get(f"{case_url(amira)}{path}")
    assert answer.status_code == 404
    assert "Amira" not in read_words(answer)


@pytest.mark.parametrize("path", ["check", "messages", "move", "links"])
def test_another_services_member_changes_nothing(
    stranger: Visitor, desk: DeskPortal, rita: StaffAccount, fay: StaffAccount, amira: Referred, path: str
) -> None:
    """However the form is made."""
    stranger.sign_in(rita)
    before = read_case(desk.side, fay.signed_in, amira.case.case_id)
    form: dict[str, str | list[str]] = {"checked": ALL, "words": "x", "seen": "received", "then": "first_contact"}
    assert stranger.post(f"{case_url(amira)}/{path}", form).status_code == 303
    assert read_case(desk.side, fay.signed_in, amira.case.case_id) == before


def test_an_administrator_reads_no_case(stranger: Visitor, desk: DeskPortal, amira: Referred) -> None:
    """403, whether there is such a case or not."""
    stranger.sign_in(add_staff(desk.side, NewStaff("ada@desk.invalid", "Ada", Role.ADMINISTRATOR)))
    assert stranger.get(case_url(amira)).status_code == 403
    assert stranger.get("/case/none").status_code == 403


def test_turns_off_links_after_asking_once_more(at_desk: Visitor, public: PublicPortal, amira: Referred) -> None:
    """The page asks; the press does it."""
    link_url = f"{case_url(amira)}/links"
    assert "Turn off every link to this page?" in at_desk.read(link_url)
    assert at_desk.post(link_url, on=link_url).location == case_url(amira)
    assert "Every link to the page is turned off" in at_desk.read(case_url(amira))
    with public.side.store.work() as work:
        assert work.links.revoke_all(amira.case.case_id) == 0


def test_every_reading_is_in_the_audit(at_desk: Visitor, desk: DeskPortal, fay: StaffAccount, amira: Referred) -> None:
    """Who, what, which case."""
    at_desk.get(case_url(amira))
    with desk.side.store.look() as work:
        assert find_broken(work.audit) is None
        rows = work.connection.exec_driver_sql("SELECT staff_id, what, case_id FROM audit").all()
    assert (fay.signed_in.staff_id, "read case", amira.case.case_id) in [tuple(row) for row in rows]


def test_somebody_under_18_is_marked_before_anything_else(at_desk: Visitor, public: PublicPortal) -> None:
    """And an adult is not; who they are to what happened stands among their answers."""
    age = {"age": ["under_18"], "connection": ["saw"]}
    child = refer(public.side, change_pages(AMIRAS_PAGES, age=age))
    words = at_desk.read(case_url(child))
    assert words.index("Under 18 They were told that a person takes over") < words.index("In their own words")
    assert "I saw it or heard it" in words
    adult = refer(public.side, AMIRAS_PAGES)
    assert "They were told that a person takes over" not in at_desk.read(case_url(adult))
