"""A private page to which nothing has happened is not opened and drawn again; what happened to it is always seen."""

from __future__ import annotations

import pytest

from portal.casework.desk import send_message
from portal.casework.kept_pages import KeptPages
from portal.casework.staff import NewStaff
from portal.store.entries import Entries
from portal.store.staff import Role as StaffRole
from tests.builders import Referred, add_staff, open_page
from tests.web.scene import Scene, Visitor

ANSWER = "Yes, on Tuesday, with pleasure."


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the cases that are opened from now on, one for each opening."""
    opened: list[str] = []
    open_case = Entries.open_case

    def count(self: Entries, case_id: str, *more: object) -> object:
        opened.append(case_id)
        return open_case(self, case_id, *more)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(Entries, "open_case", count)
    return opened


def write_to(scene: Scene, person: Referred) -> None:
    """Send the service's answer."""
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    send_message(desk.side, fay.signed_in, person.case.case_id, ANSWER)
    desk.side.store.close()


def test_a_second_look_opens_nothing_and_has_its_own_token(scene: Scene, visitor: Visitor, openings: list[str]) -> None:
    first = visitor.open_page(scene.amira.code)
    del openings[:]
    second = visitor.look("status")
    assert openings == []
    assert second.words == first.words
    assert second.token
    assert visitor.send("status/message", {"words": "A canary."}, at="status").status_code == 303


def test_what_happened_meanwhile_is_seen(scene: Scene, visitor: Visitor) -> None:
    visitor.open_page(scene.amira.code)
    visitor.look("status")
    write_to(scene, scene.amira)
    assert ANSWER in visitor.look("status").words


def test_a_day_later_and_in_another_language_it_is_drawn_anew(
    scene: Scene, visitor: Visitor, openings: list[str]
) -> None:
    visitor.open_page(scene.amira.code)
    del openings[:]
    visitor.look("/cy/status")
    assert len(openings) == 1
    scene.clock.move(minutes=10)
    visitor.look("/cy/status")
    assert len(openings) == 1
    scene.clock.move(minutes=-10, days=1)
    visitor.open_page(scene.amira.code)
    assert len(openings) > 1


def test_what_was_just_said_is_said_once(scene: Scene, visitor: Visitor) -> None:
    visitor.open_page(scene.amira.code)
    page = visitor.go_on("status/message", {"words": "A canary."}, at="status")
    assert "Your message is sent" in page.words
    assert "Your message is sent" not in visitor.look("status").words


def test_a_shut_page_stays_shut(scene: Scene, visitor: Visitor) -> None:
    """Also on a screen that has just shown it."""
    visitor.open_page(scene.amira.code)
    other = scene.visitor()
    other.open_page(scene.amira.code)
    assert scene.amira.case.case_reference in other.look("status").words
    visitor.go_on("status/ask/lock")
    assert scene.amira.case.case_reference not in other.look("status").words


def test_what_is_kept_opens_with_the_ticket_alone_and_holds_no_words(scene: Scene) -> None:
    pages, tickets = KeptPages(), [open_page(scene.portal.side, person) for person in (scene.amira, scene.ben)]
    pages.keep(tickets[0], b"stamp", "A canary of a page")
    assert pages.find(tickets[0], b"stamp") == "A canary of a page"
    assert pages.find(tickets[0], b"other") is None
    assert pages.find(tickets[1], b"stamp") is None
    assert "canary" not in repr(vars(pages))
