"""Asking for something on the private page: asked once more, done at once, said exactly, undone with the code."""

from __future__ import annotations

import pytest

from portal.casework.ask import ask
from portal.casework.desk import read_case
from portal.casework.desk_requests import lift_lock
from portal.casework.staff import NewStaff
from portal.domain.case import RequestKind
from portal.domain.requests import Request, Said
from portal.store.staff import Role as StaffRole
from tests.builders import Referred, add_staff, open_page
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

WORDS = "Canary-words: it was in May, not in June."
SLUGS = ("pause", "end", "delete", "lock", "add", "reach", "help", "news")


def list_requests(scene: Scene, person: Referred) -> tuple[Request, ...]:
    """Return the requests of a case as the service reads them."""
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    asked = read_case(desk.side, fay.signed_in, person.case.case_id).requests
    desk.side.store.close()
    return asked


def list_addresses(page: Page) -> list[str]:
    """Return where the links of a page lead."""
    return [link["href"] for link in page.list_tags("a")]


def test_everything_that_can_be_asked_for_is_offered_once(scene: Scene, visitor: Visitor) -> None:
    """And nothing that has no sense yet."""
    addresses = list_addresses(visitor.open_page(scene.amira.code))
    assert [addresses.count(f"/en/status/ask/{slug}") for slug in SLUGS] == [1] * len(SLUGS)
    assert not {"/en/status/ask/undo", "/en/status/ask/go-on"} & set(addresses)


@pytest.mark.parametrize("slug", SLUGS)
def test_looking_at_a_question_does_nothing_and_its_title_says_nothing(
    scene: Scene, visitor: Visitor, slug: str
) -> None:
    """The browser keeps titles and addresses."""
    visitor.open_page(scene.amira.code)
    page = visitor.look(f"status/ask/{slug}")
    assert page.status == 200
    assert page.title.startswith("Your page")
    assert list_requests(scene, scene.amira) == ()


def test_deleting_says_the_day_and_shows_nothing_else(scene: Scene, visitor: Visitor) -> None:
    """Until then the code stops it."""
    visitor.open_page(scene.amira.code)
    sentence = "On 7 December 2026 everything is deleted. Until then your code can stop this."
    assert sentence in visitor.look("status/ask/delete").words
    page = visitor.go_on("status/ask/delete")
    assert sentence in page.words
    for told in (scene.amira.case.case_reference, "Step 1", "Messages"):
        assert told not in page.words
    assert "Your request goes on as before." in visitor.go_on("status/ask/undo").words
    assert scene.amira.case.case_reference in visitor.look("status").words


def test_withdrawing_says_the_day_and_afterwards_that_it_ended(scene: Scene, visitor: Visitor) -> None:
    """With no way to undo it any more, but to delete everything."""
    visitor.open_page(scene.amira.code)
    page = visitor.go_on("status/ask/end")
    assert "It ends on 7 December 2026." in page.words
    assert "/en/status/ask/undo" in list_addresses(page)
    scene.clock.move(days=14)
    page = visitor.open_page(scene.amira.code)
    assert "You asked for that on 23 November 2026." in page.words
    assert "/en/status/ask/undo" not in list_addresses(page)
    assert "/en/status/ask/delete" in list_addresses(page)


def test_a_locked_page_shows_the_same_to_whoever_has_the_code(scene: Scene, visitor: Visitor) -> None:
    """Also to a page that was open elsewhere, until the service has spoken to the person."""
    other = scene.visitor()
    other.open_page(scene.amira.code)
    visitor.open_page(scene.amira.code)
    visitor.go_on("status/ask/lock")
    for page in (visitor.look("status"), other.look("status"), other.look("status/ask/undo")):
        assert "This page is locked." in page.words
        assert not [address for address in list_addresses(page) if "/ask/" in address]
        assert scene.amira.case.case_reference not in page.words
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    seen = read_case(desk.side, fay.signed_in, scene.amira.case.case_id).mark
    lift_lock(desk.side, fay.signed_in, scene.amira.case.case_id, seen=seen)
    desk.side.store.close()
    assert scene.amira.case.case_reference in visitor.look("status").words


def test_pause_and_go_on_take_turns_on_the_page(scene: Scene, visitor: Visitor) -> None:
    """Each is offered when the other was asked for."""
    visitor.open_page(scene.amira.code)
    page = visitor.go_on("status/ask/pause")
    assert "Your request is paused" in page.words
    assert "/en/status/ask/pause" not in list_addresses(page)
    page = visitor.go_on("status/ask/go-on")
    assert "Your request goes on" in page.words
    assert "/en/status/ask/pause" in list_addresses(page)


@pytest.mark.parametrize("name", ["amira", "sana"])
def test_words_are_sent_and_never_shown_back(scene: Scene, visitor: Visitor, name: str) -> None:
    """Neither what was added nor how to be reached."""
    person = getattr(scene, name)
    visitor.open_page(person.code)
    for slug in ("add", "reach"):
        assert "It is sent" in visitor.go_on(f"status/ask/{slug}", {"words": WORDS}).words
        assert WORDS not in visitor.look("status").html
    assert [each.words for each in list_requests(scene, person)] == [WORDS, WORDS]


def test_help_is_asked_for_by_ticks_or_words_and_never_shown_back(scene: Scene, visitor: Visitor) -> None:
    """With nothing chosen and nothing written it says what to do."""
    visitor.open_page(scene.amira.code)
    assert "Choose something, or write what would help you" in visitor.go_on("status/ask/help").words
    page = visitor.go_on("status/ask/help", {"needs": "bsl", "words": WORDS})
    assert "Your service reads it and talks with you about it." in page.words
    assert WORDS not in visitor.look("status/ask/help").html + visitor.look("status/copy/all").html
    assert [each.said for each in list_requests(scene, scene.amira)] == [Said(WORDS, ("bsl",))]


def test_how_often_they_hear_is_changed_at_once_and_the_page_promises_by_it(scene: Scene, visitor: Visitor) -> None:
    """Ben hears every two weeks; his first contact is promised apart from that."""
    visitor.open_page(scene.ben.code)
    assert visitor.look("status/ask/news").values_of("rhythm") == ["two_weekly"]
    assert "Answer this question" in visitor.go_on("status/ask/news", {"rhythm": ""}).words
    page = visitor.go_on("status/ask/news", {"rhythm": "monthly"})
    assert "It is changed" in page.words
    assert "Next news by 30 November 2026." in page.words
    assert visitor.look("status/ask/news").values_of("rhythm") == ["monthly"]


@pytest.mark.parametrize(("words", "problem"), [("", "Write something"), ("x" * 2003, "has 3 too many")])
def test_words_that_cannot_be_sent_wait_as_typed(scene: Scene, visitor: Visitor, words: str, problem: str) -> None:
    """With what to do about it; nothing is sent."""
    visitor.open_page(scene.amira.code)
    page = visitor.go_on("status/ask/add", {"words": words})
    assert problem in page.words
    assert words in page.html
    assert list_requests(scene, scene.amira) == ()


def test_an_old_way_that_is_not_safe_is_stopped_at_once(scene: Scene, visitor: Visitor) -> None:
    """Before anybody has read the words; and it is not offered again."""
    visitor.open_page(scene.amira.code)
    assert "The old way is not safe" in visitor.look("status/ask/reach").words
    page = visitor.go_on("status/ask/reach", {"words": WORDS, "until": "stop"})
    assert "All contact is stopped." in page.words
    kinds = [each.kind for each in list_requests(scene, scene.amira)]
    assert kinds == [RequestKind.STOP_CONTACT, RequestKind.OTHER_CONTACT]
    assert "The old way is not safe" not in visitor.look("status/ask/reach").words


@pytest.mark.parametrize("slug", [*SLUGS, "undo", "go-on"])
def test_nobody_asks_without_an_open_page_or_our_form(scene: Scene, visitor: Visitor, slug: str) -> None:
    """The code comes first, and a token of our form."""
    assert visitor.ask(f"status/ask/{slug}").headers["Location"] == "/en/status"
    assert visitor.send(f"status/ask/{slug}", {"words": WORDS}, at="status").headers["Location"] == "/en/status"
    visitor.open_page(scene.amira.code)
    assert visitor.post(f"status/ask/{slug}", {"words": WORDS}).headers["Location"] == "/en/again"
    assert list_requests(scene, scene.amira) == ()


def test_what_is_no_request_is_not_here(scene: Scene, visitor: Visitor) -> None:
    """Also with an open page."""
    visitor.open_page(scene.amira.code)
    assert visitor.look("status/ask/everything").status == 404


def test_every_press_on_a_shut_page_leads_back_to_it(scene: Scene, visitor: Visitor) -> None:
    """A message written in a tab left open is not sent, and nothing fails."""
    visitor.open_page(scene.amira.code)
    token = visitor.look("status").token
    ask(scene.portal.side, open_page(scene.portal.side, scene.amira), RequestKind.LOCK)
    for part in ("status/message", "status/stop", "status/link", "status/ask/end", "status/ask/lock"):
        answer = visitor.post(part, {"words": WORDS, "csrf_token": token})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/en/status")
    assert [each.kind for each in list_requests(scene, scene.amira)] == [RequestKind.LOCK]
