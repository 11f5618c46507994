"""From a start code to a new code, in a browser: one answer to every wrong one, one press, shown until it is kept."""

from __future__ import annotations

import re

import pytest

from portal.casework.staff import NewStaff
from portal.store.staff import Role
from tests.builders import add_staff
from tests.new_codes import issue
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

NOT_WORKING = "That start code does not work."


@pytest.fixture
def start_code(scene: Scene) -> str:
    """A start code for Amira, as the desk read it out."""
    desk = scene.wire_desk()
    code = issue(desk, add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", Role.FACILITATOR)), scene.amira)
    desk.side.store.close()
    return code


def read_code(page: Page) -> str:
    """Return the twenty digits that a page shows."""
    shown = re.search(r'id="access-code"[^>]*>(.*?)</p>', page.html, re.DOTALL)
    assert shown
    return "".join(re.findall(r"\d", re.sub(r"<[^>]+>", "", shown[1])))


def enter(visitor: Visitor, code: str) -> Page:
    return visitor.go_on("status/start", {"code": code})


def test_the_way_to_a_new_code(scene: Scene, visitor: Visitor, start_code: str) -> None:
    """Nothing changes before the press; a lost answer or a second press shows the same code."""
    assert "/en/status/start" in visitor.look("status").html
    assert "Make my new code" in enter(visitor, start_code).words
    assert scene.amira.case.case_reference in scene.visitor().open_page(scene.amira.code).words
    visitor.send("status/start/make", at="status/start")
    code = read_code(visitor.look("status/start"))
    token = visitor.look("status/start").token
    visitor.post("status/start/make", {"csrf_token": token})
    assert read_code(visitor.look("status/start")) == code
    assert "That is right" in visitor.go_on("status/start/check", {"typed": code}, at="status/start").words
    assert visitor.go_on("status/start/check", {"typed": "1" * 20}, at="status/start").problems == ["typed"]
    assert visitor.go_on("status/start/kept", at="status/start").address == "/en/status"
    assert code not in visitor.look("status/start").html.replace(" ", "")
    assert scene.amira.case.case_reference in scene.visitor().open_page(code).words
    assert "That did not open a page." in scene.visitor().open_page(scene.amira.code).words
    assert "That did not open a page." in scene.visitor().go_on(f"open/{scene.amira.receipt.link}").words


def test_every_start_code_that_leads_nowhere_gets_the_same_page(scene: Scene, start_code: str) -> None:
    """Never made, used, over, or a code of another kind."""
    used = scene.visitor()
    enter(used, start_code)
    used.send("status/start/make", at="status/start")
    pages = []
    for code in ("1" * 20, start_code, scene.ben.code):
        visitor = scene.visitor()
        answer = visitor.send("status/start", {"code": code})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/en/status/start")
        pages.append(visitor.look("status/start"))
    assert all(NOT_WORKING in page.words for page in pages)
    assert len({page.without_tokens() for page in pages}) == 1
    assert scene.visitor().go_on("status/start", {"code": "12"}).problems == ["code"]


def test_one_that_ended_while_its_page_was_open_says_so(scene: Scene, visitor: Visitor, start_code: str) -> None:
    enter(visitor, start_code)
    scene.clock.move(minutes=29)
    assert "Make my new code" in visitor.look("status/start").words
    scene.clock.move(minutes=29)
    visitor.look("status/start")
    other = scene.visitor()
    enter(other, start_code)
    scene.clock.move(minutes=2)
    assert NOT_WORKING in other.go_on("status/start/make", at="status/start").words
    assert scene.amira.case.case_reference in scene.visitor().open_page(scene.amira.code).words


def test_leaving_forgets_the_new_code_and_a_copied_cookie_shows_nothing(
    scene: Scene, visitor: Visitor, start_code: str
) -> None:
    enter(visitor, start_code)
    code = read_code(visitor.go_on("status/start/make", at="status/start"))
    copied = scene.visitor(cookie=visitor.cookie)
    visitor.ask("/leave")
    assert code not in copied.look("status/start").html.replace(" ", "")


def test_a_pin_may_be_set_beside_it(scene: Scene, visitor: Visitor, start_code: str) -> None:
    enter(visitor, start_code)
    code = read_code(visitor.go_on("status/start/make", at="status/start"))
    pin = {"new": "493027", "again": "493027"}
    assert visitor.go_on("status/start/pin", {**pin, "again": "1"}, at="status/start").problems == ["again"]
    assert "Your PIN is set" in visitor.go_on("status/start/pin", pin, at="status/start").words
    assert "That did not open a page." in scene.visitor().open_page(code).words
    opened = scene.visitor().go_on("status", {"code": code, "pin": "493027"})
    assert scene.amira.case.case_reference in opened.words
