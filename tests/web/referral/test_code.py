"""The page with the code: typing it to check it, doing without it, and what a printer shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page as Tab

from portal.casework.desk import read_case
from portal.casework.staff import NewStaff
from portal.store.staff import Role
from tests.builders import add_staff, find_case
from tests.web.components.gallery import STATIC
from tests.web.reading import Page
from tests.web.referral.drafts import has_receipt
from tests.web.scene import Scene, Visitor


def send(visitor: Visitor) -> Page:
    """Send the form; return the page with the code."""
    return visitor.go_on("refer/check")


@pytest.mark.parametrize("spell", [str, lambda code: f" {code[:4]}-{code[4:]} ", lambda code: code.replace("1", "١")])
def test_the_right_code_is_said_to_be_right_and_stays_on_the_page(scene: Scene, spell: object) -> None:
    """However it is spaced, in any digits; said once."""
    assert callable(spell)
    visitor = scene.with_draft()
    code = send(visitor).code
    page = visitor.go_on("refer/sent/check", {"typed": spell(code)}, at="refer/sent")
    assert (page.address, page.code, page.problems) == ("/en/refer/sent", code, [])
    assert "What you typed is your code." in page.words
    assert "What you typed is your code." not in visitor.look("refer/sent").words


@pytest.mark.parametrize(
    ("typed", "words"), [("1234", "Type all 20 digits"), ("", "Type all 20 digits"), ("0" * 20, "That is not the same")]
)
def test_another_code_is_said_to_be_another(scene: Scene, typed: str, words: str) -> None:
    """With a way to the field; what was typed is not shown again."""
    visitor = scene.with_draft()
    code = send(visitor).code
    page = visitor.go_on("refer/sent/check", {"typed": typed}, at="refer/sent")
    assert (page.code, page.problems, page.typed_in("typed")) == (code, ["typed"], "")
    assert words in page.words


def test_who_may_be_contacted_can_do_without_a_code(scene: Scene) -> None:
    """The code is shown no more, the link is off, every copy of the cookie opens nothing."""
    visitor = scene.with_draft()
    page = send(visitor)
    copied = visitor.cookie
    done = visitor.go_on("refer/sent/without", at="refer/sent")
    assert done.address == "/en/refer/without"
    assert page.code not in done.html
    assert not has_receipt(scene, copied)
    assert scene.visitor(cookie=copied).look("refer/sent").code == ""
    assert "That did not open a page" in scene.visitor().go_on(page.link).words


def test_the_service_sees_that_they_kept_no_code(scene: Scene) -> None:
    """And of nobody else."""
    visitor = scene.with_draft()
    page = send(visitor)
    visitor.go_on("refer/sent/without", at="refer/sent")
    desk = scene.wire_desk().side
    fay = add_staff(desk, NewStaff("fay@desk.invalid", "Fay", Role.FACILITATOR)).signed_in
    reference = next(part for part in page.words.split() if find_reference(scene, part))
    assert read_case(desk, fay, find_case(desk.store, reference).case_id).keeps_no_code
    assert not read_case(desk, fay, scene.ben.case.case_id).keeps_no_code
    desk.store.close()


def find_reference(scene: Scene, part: str) -> bool:
    """Say whether a word is the reference of a case."""
    with scene.portal.side.store.look() as work:
        return work.cases.has_reference(part)


def test_who_wants_no_contact_is_told_why_the_code_is_needed(scene: Scene) -> None:
    """Forged presses change nothing."""
    visitor = scene.with_draft("sana")
    page = send(visitor)
    assert "You chose that nobody contacts you. So the code is the only way to your news" in page.words
    assert "/en/refer/sent/without" not in page.html
    assert visitor.go_on("refer/sent/without", at="refer/sent").code == page.code


@pytest.mark.parametrize("part", ["refer/sent/check", "refer/sent/without"])
def test_without_a_receipt_there_is_nothing_to_do(scene: Scene, part: str) -> None:
    """Nor before sending."""
    visitor = scene.with_draft()
    assert visitor.go_on(part, {"typed": "0" * 20}, at="refer/check").address == "/en/refer"
    assert visitor.look("refer/check").address == "/en/refer/check"
    assert scene.visitor().go_on(part, at="refer").address == "/en/refer"


def test_a_case_that_does_not_open_keeps_the_code_on_the_page(scene: Scene) -> None:
    """Nothing is taken away that was not told to the service."""
    visitor = scene.with_draft()
    code = send(visitor).code
    distrusting = replace(scene.portal.side, service_pins=("0" * 32,))
    scene.app.extensions["portal"] = replace(scene.portal, side=distrusting)
    assert visitor.send("refer/sent/without", at="refer/sent").status_code == 503
    assert visitor.look("refer/sent").code == code


def test_the_title_does_not_tell_and_paper_shows_nothing_but_the_digits(scene: Scene, page: Tab) -> None:
    """Not where they lead, not the day, not the reference."""
    shown = send(scene.with_draft())
    assert "request" not in shown.title.lower()
    page.set_content(shown.html)
    page.add_style_tag(content=(STATIC / "site.css").read_text())
    page.emulate_media(media="print")
    assert page.locator("body").inner_text().replace(" ", "").strip() == shown.code
