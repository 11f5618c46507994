"""A PIN of one's page, from the browser: always asked for, set and changed by who knows it, kind about slips."""

from __future__ import annotations

import pytest

from tests.web.scene import Scene, Visitor

PIN, OTHER = "493027", "718263"
NOT_OPENED = "That did not open a page."


def set_pin(visitor: Visitor, pin: str = PIN, current: str = "") -> str:
    """Set a PIN on an open page; return the words of the page that comes."""
    return visitor.go_on("status/pin", {"new": pin, "again": pin, "current": current}).words


def open_with(scene: Scene, pin: str) -> Visitor:
    """Open Amira's page with code and PIN in a browser of its own."""
    visitor = scene.visitor()
    visitor.go_on("status", {"code": scene.amira.code, "pin": pin})
    return visitor


def is_open(visitor: Visitor, scene: Scene) -> bool:
    return scene.amira.case.case_reference in visitor.look("status").words


def test_the_box_is_always_there_and_may_stay_empty(scene: Scene, visitor: Visitor) -> None:
    """By code and by link, whether or not there is a PIN, so that nobody sees who has one."""
    for part in ("status", f"open/{scene.amira.receipt.link}", "open/another"):
        box = visitor.look(part).find_by_id("pin")
        assert (box["inputmode"], box["autocomplete"], box["type"], box["value"]) == ("numeric", "off", "text", "")
    assert scene.amira.case.case_reference in visitor.open_page(scene.amira.code).words


def test_once_set_code_and_link_need_it(scene: Scene) -> None:
    first = open_with(scene, "")
    assert "Your PIN is set" in set_pin(first)
    assert is_open(first, scene)
    for pin in ("", OTHER, "abc"):
        assert not is_open(open_with(scene, pin), scene)
    assert is_open(open_with(scene, "٤٩٣ ٠٢٧"), scene)
    link = f"open/{scene.amira.receipt.link}"
    assert NOT_OPENED in scene.visitor().go_on(link).words
    assert scene.amira.case.case_reference in scene.visitor().go_on(link, {"pin": PIN}).words


def test_every_other_open_screen_is_closed_by_it(scene: Scene) -> None:
    """Whoever sits there sees the box for the code, and nothing of the page; a copied cookie ends nothing here."""
    first, other = open_with(scene, ""), open_with(scene, "")
    copied = scene.visitor(cookie=first.cookie)
    set_pin(first)
    for elsewhere in (other, copied):
        assert not is_open(elsewhere, scene)
        assert "Your code" in elsewhere.look("status/pin").words
    assert is_open(first, scene)


def test_it_is_changed_and_taken_off_by_who_knows_it(scene: Scene) -> None:
    visitor = open_with(scene, "")
    set_pin(visitor)
    page = visitor.go_on("status/pin", {"new": OTHER, "again": OTHER, "current": "111222"})
    assert page.problems == ["current"]
    assert visitor.go_on("status/pin/off", {"off": OTHER}, at="status/pin").problems == ["off"]
    assert "Your PIN is set" in set_pin(visitor, OTHER, current=PIN)
    assert not is_open(open_with(scene, PIN), scene)
    assert "Your PIN is taken off" in visitor.go_on("status/pin/off", {"off": OTHER}, at="status/pin").words
    assert is_open(open_with(scene, ""), scene)


@pytest.mark.parametrize(
    ("new", "again", "problem", "words"),
    [
        ("", "", "new", "Use digits only"),
        ("49302x", "49302x", "new", "Use digits only"),
        ("4930", "4930", "new", "6 to 12 digits"),
        ("123456", "123456", "new", "among the first that somebody would try"),
        (PIN, OTHER, "again", "Type the same PIN twice"),
    ],
)
def test_what_cannot_be_a_pin_says_kindly_what_to_do(
    scene: Scene, new: str, again: str, problem: str, words: str
) -> None:
    visitor = open_with(scene, "")
    page = visitor.go_on("status/pin", {"new": new, "again": again})
    assert page.problems == [problem]
    assert words in page.words
    assert not page.find_by_id("new")["value"]
    assert is_open(open_with(scene, ""), scene)


def test_it_is_offered_beside_a_code_that_was_just_made(scene: Scene) -> None:
    visitor = scene.with_draft()
    page = visitor.go_on("refer/check")
    code = "".join(page.find_by_id("access-code") and page.html.split('id="access-code"')[1].split("</p>")[0])
    digits = "".join(char for char in code.partition(">")[2] if char.isdecimal())[:20]
    assert visitor.go_on("refer/sent/pin", {"new": "123123", "again": "123123"}, at="refer/sent").problems == ["new"]
    assert "Your PIN is set" in visitor.go_on("refer/sent/pin", {"new": PIN, "again": PIN}, at="refer/sent").words
    assert "You have set a PIN" in visitor.look("refer/sent").words
    assert NOT_OPENED in scene.visitor().open_page(digits).words
    assert scene.visitor().go_on("status", {"code": digits, "pin": PIN}).title.startswith("Your page")


def test_without_an_open_page_there_is_nothing_to_set(scene: Scene, visitor: Visitor) -> None:
    assert visitor.look("status/pin").address == "/en/status"
    assert visitor.go_on("status/pin", {"new": PIN, "again": PIN}, at="status").address == "/en/status"
