"""Sending: once however often pressed; the code until it is kept; what a copied cookie finds afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import find_case
from tests.web.reading import Page
from tests.web.referral.drafts import find_kept, has_receipt
from tests.web.scene import Scene, Visitor


def count_cases(scene: Scene) -> int:
    """Return how many cases there are."""
    with scene.portal.side.store.look() as work:
        return len(work.cases.list_of_service("national"))


def send(visitor: Visitor) -> Page:
    """Press the button at the check; return the page with the code."""
    page = visitor.go_on("refer/check")
    assert len(page.code) == 20
    return page


def test_the_sent_page_shows_the_code_the_reference_and_the_date(scene: Scene) -> None:
    """The code as five groups of four; the first promise within five working days."""
    page = scene.with_draft().go_on("refer/check")
    assert page.address == "/en/refer/sent"
    assert len(page.code) == 20
    assert "You will hear from us by 30 November 2026." in page.words
    reference = page.words.split("who helps you: ")[1][:12]
    assert find_case(scene.portal.side.store, reference).area == "west-yorkshire"


def test_the_code_and_the_link_open_the_page(scene: Scene) -> None:
    """What was shown is what works."""
    page = scene.with_draft().go_on("refer/check")
    reference = page.words.split("who helps you: ")[1][:12]
    assert reference in scene.visitor().open_page(page.code).words
    assert reference in scene.visitor().go_on(page.link).words


def test_pressing_twice_and_loading_again_sends_once_and_shows_the_same_code(scene: Scene) -> None:
    """A lost answer, Back, a second press, and a second tab."""
    visitor = scene.with_draft()
    before, token = count_cases(scene), visitor.look("refer/check").token
    lost_answer = visitor.cookie
    page = send(visitor)
    for _ in range(2):
        assert visitor.post("refer/check", {"csrf_token": token}).headers["Location"] == "/en/refer/sent"
        assert visitor.look("refer/sent").code == page.code
    for part in ("refer/check", "refer/name", "refer/who", "refer/steps"):
        assert visitor.look(part).code == page.code
    other_tab = scene.visitor(cookie=lost_answer)
    assert other_tab.look("refer/sent").code == page.code
    assert other_tab.go_on("refer/name", {"name": "Changed"}, at="refer").code == page.code
    assert count_cases(scene) == before + 1


def test_a_button_from_before_does_not_call_a_sent_form_deleted(scene: Scene) -> None:
    """Back, then "stop and delete": it was sent, and the page must not say otherwise."""
    visitor = scene.with_draft()
    token = visitor.look("refer/check").token
    code = send(visitor).code
    visitor.post("refer/delete", {"csrf_token": token})
    assert visitor.look("refer/sent").code == code


def test_nothing_of_the_form_is_left_once_it_is_sent(scene: Scene) -> None:
    """The draft is gone; what stays is a receipt in place of it."""
    visitor = scene.with_draft()
    copied = visitor.cookie
    visitor.go_on("refer/check")
    assert find_kept(scene, copied) is None
    assert "Amira" not in visitor.look("refer/sent").html


def test_i_have_kept_it_ends_it_and_every_copy_of_the_cookie(scene: Scene) -> None:
    """Whoever takes the device afterwards finds no code, and is not told that anything was sent."""
    visitor = scene.with_draft()
    unsent = visitor.cookie
    page = send(visitor)
    copied = visitor.cookie
    assert has_receipt(scene, copied)
    kept = visitor.go_on("refer/sent")
    assert kept.address == "/en/refer/kept"
    assert page.code not in kept.html
    assert not has_receipt(scene, copied)
    for cookie in (unsent, copied, visitor.cookie):
        for part in ("refer/sent", "refer/check", "refer/name"):
            again = scene.visitor(cookie=cookie).look(part)
            assert (again.address, again.code) == ("/en/refer", "")
            assert "Your request is sent" not in again.words
            assert "Your time on the form was over" not in again.words


def test_the_page_opens_with_the_code_after_it_was_kept(scene: Scene) -> None:
    """Keeping ends the receipt, not the case."""
    visitor = scene.with_draft()
    code = send(visitor).code
    visitor.go_on("refer/sent")
    assert "Your page" in visitor.open_page(code).title


@pytest.mark.parametrize("looks", [0, 1, 5])
def test_the_code_is_shown_for_half_an_hour_and_no_longer(scene: Scene, looks: int) -> None:
    """However often it is looked at, and with no look at all; afterwards nothing says that it was not sent."""
    visitor = scene.with_draft()
    code = send(visitor).code
    for _ in range(looks):
        scene.clock.move(minutes=29 / looks)
        assert visitor.look("refer/sent").code == code
    copied = visitor.cookie
    scene.clock.move(minutes=31 - (29 if looks else 0))
    for who in (visitor, scene.visitor(cookie=copied)):
        page = who.look("refer/sent")
        assert (page.address, page.code) == ("/en/refer", "")
        assert "Your request is sent" in page.words
        assert "Nothing was sent" not in page.words


def test_the_half_hour_is_counted_from_the_sending(scene: Scene) -> None:
    """Also in a tab that learns of it later, because the answer was lost on its way."""
    visitor = scene.with_draft()
    code = send(visitor).code
    other_tab = scene.with_draft()
    scene.clock.move(minutes=20)
    assert other_tab.look("refer/check").code == code
    scene.clock.move(minutes=11)
    page = other_tab.look("refer/sent")
    assert (page.address, page.code) == ("/en/refer", "")
    assert "Carry on where I was" not in page.words


def test_whoever_never_saw_the_code_is_not_told_that_nothing_was_sent(scene: Scene) -> None:
    """The connection broke after the sending, and they come back an hour later."""
    visitor = scene.with_draft()
    visitor.send("refer/check")
    scene.clock.move(minutes=60)
    words = visitor.look("refer/sent").words
    assert "Your request is sent" in words
    assert "Nothing was sent" not in words


@pytest.mark.parametrize("name", ["amira", "sana"])
def test_the_code_has_its_half_hour_whatever_was_left_of_the_forms_time(scene: Scene, name: str) -> None:
    """Also after abuse, where the form itself closes sooner; also when it was sent in the third hour."""
    visitor = scene.with_draft(name)
    for _ in range(14):
        scene.clock.move(minutes=12, seconds=30)
        assert visitor.look("refer/check").address == "/en/refer/check"
    code = send(visitor).code
    scene.clock.move(minutes=29)
    assert visitor.look("refer/sent").code == code


def test_after_abuse_the_end_of_the_half_hour_tells_nobody_that_something_was_sent(scene: Scene) -> None:
    """The next reader of the screen may be the one who must not know."""
    visitor = scene.with_draft("sana")
    visitor.go_on("refer/check")
    scene.clock.move(minutes=31)
    words = visitor.look("refer/sent").words
    assert "Your request is sent" not in words
    assert "Your time on the form was over" not in words


def test_after_abuse_there_is_no_copy_button_and_the_link_works_once(scene: Scene) -> None:
    """A clipboard may be shared, and a link stays in a history."""
    strict, usual = scene.with_draft("sana").go_on("refer/check"), scene.with_draft().go_on("refer/check")
    assert [bool([tag for _, tag in page.tags if "data-copies" in tag]) for page in (strict, usual)] == [False, True]
    assert "It works once." in strict.words
    assert "It works for 30 days." in usual.words
    opened = [scene.visitor().go_on(page.link).words for page in (strict, strict, usual, usual)]
    assert ["That did not open a page" in words for words in opened] == [False, True, False, False]


def test_whoever_wants_no_contact_is_told_where_the_news_will_be(scene: Scene) -> None:
    """And nobody else is told so."""
    told = "Nobody rings or writes to you."
    assert told in scene.with_draft("sana").go_on("refer/check").words
    assert told not in scene.with_draft("amira").go_on("refer/check").words


def test_a_service_whose_keys_are_not_the_pinned_ones_gets_nothing(scene: Scene) -> None:
    """The person is told that it did not work, and the form is kept."""
    visitor = scene.with_draft()
    before = count_cases(scene)
    distrusting = replace(scene.portal.side, service_pins=("0" * 32,))
    scene.app.extensions["portal"] = replace(scene.portal, side=distrusting)
    assert visitor.send("refer/check").status_code == 503
    assert count_cases(scene) == before
    assert visitor.look("refer/check").address == "/en/refer/check"


@pytest.mark.parametrize("part", ["refer/sent", "refer/check", "refer/delete"])
def test_without_a_form_there_is_nothing_to_do(scene: Scene, visitor: Visitor, part: str) -> None:
    """Each leads to a page that says where to begin."""
    before = count_cases(scene)
    answer = visitor.send(part, at="refer")
    assert answer.status_code == 303
    assert visitor.look(answer.headers["Location"]).status == 200
    assert count_cases(scene) == before
