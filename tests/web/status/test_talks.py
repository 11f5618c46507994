"""Being asked to talk, on the page: the same words whatever it is, answers that may be changed, and the way to ring."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.casework.staff import NewStaff
from portal.domain.talks import Ground, Talk
from portal.store.staff import Role as StaffRole
from tests.builders import Referred, add_staff
from tests.casework.talking import BAD, GOOD, ORDINARY, Talking, ToTell
from tests.web.scene import Scene, Visitor

ASKED = "We would like to talk with you"


@pytest.fixture
def begin(scene: Scene) -> Iterator[Begin]:
    """Give what asks a person of the scene to talk."""
    begin = Begin(scene)
    yield begin
    begin.desk.side.store.close()


class Begin:
    """Fay's desk over the scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.desk = scene, scene.wire_desk()
        self.fay = add_staff(self.desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))

    def __call__(self, person: Referred, to_tell: ToTell) -> Talking:
        """Go as far as asking them, and let news wait."""
        talking = Talking(self.desk, self.scene.portal, self.fay, person).begin()
        talking.hold(to_tell)
        return talking


def answer(talking: Talking) -> str:
    """Return what the desk reads of the person's answer."""
    talk: Talk | None = talking.talk()
    return talk.answer or "" if talk else "no talk"


@pytest.mark.parametrize("to_tell", [GOOD, BAD, ORDINARY])
def test_the_words_are_the_same_whatever_it_is(scene: Scene, visitor: Visitor, begin: Begin, to_tell: ToTell) -> None:
    """Over a shoulder too: neither title nor address says more."""
    assert ASKED not in visitor.open_page(scene.amira.code).words
    begin(scene.amira, to_tell)
    page = visitor.look("status")
    assert ASKED in page.words
    assert "It may be news, good or bad, or only to hear how you are." in page.words
    assert page.title.startswith("Your page")
    copy = visitor.look("status/copy/all")
    assert "We would like to talk with you (23 November 2026)" in copy.words
    for html in (page.html, copy.html):
        assert to_tell.words == "" or to_tell.words not in html


def test_each_answer_reaches_the_desk_and_may_be_changed(scene: Scene, visitor: Visitor, begin: Begin) -> None:
    talking = begin(scene.amira, BAD)
    visitor.open_page(scene.amira.code)
    page = visitor.go_on("status/answer", {"answer": "call"}, at="status")
    assert "Your answer is sent" in page.words
    assert "You asked us to contact you." in page.words
    assert answer(talking) == "talk_call"
    assert "You said: not now." in visitor.go_on("status/answer", {"answer": "later"}, at="status").words
    assert answer(talking) == "talk_later"


def test_tell_me_here_is_asked_twice(scene: Scene, visitor: Visitor, begin: Begin) -> None:
    """The page itself has no button that does it at once."""
    talking = begin(scene.amira, BAD)
    visitor.open_page(scene.amira.code)
    assert visitor.send("status/answer", {"answer": "here"}, at="status").status_code == 404
    asking = visitor.look("status/answer/here")
    assert "Be told on this page?" in asking.words
    assert asking.title.startswith("Your page")
    assert answer(talking) == ""
    assert "You asked us to tell you here." in visitor.go_on("status/answer/here").words
    assert answer(talking) == "talk_here"
    assert talking.end(Ground.CHOSEN)
    page = visitor.look("status")
    assert ASKED not in page.words
    assert "This has ended." in page.words


def test_an_answer_that_comes_too_late_says_so(scene: Scene, visitor: Visitor, begin: Begin) -> None:
    talking = begin(scene.amira, ORDINARY)
    visitor.open_page(scene.amira.code)
    token = visitor.look("status").token
    talking.end(Ground.TALKED)
    answered = visitor.post("status/answer", {"answer": "call", "csrf_token": token})
    assert "There is nothing to answer just now" in visitor.look(answered.headers["Location"]).words
    assert visitor.look("status/answer/here").address.endswith("/status")


def test_who_wants_no_contact_sees_number_and_hours_and_no_offer_to_be_contacted(
    scene: Scene, visitor: Visitor, begin: Begin
) -> None:
    begin(scene.sana, BAD)
    visitor.open_page(scene.sana.code)
    visitor.go_on("status/stop")
    page = visitor.look("status")
    assert "You stopped all contact, so nobody contacts you." in page.words
    assert "Contact me" not in page.words
    assert "You can also ring us yourself." in page.words
    assert "How to ring or write" in page.words
    page = visitor.go_on("status/answer", {"answer": "call"}, at="status")  # from a page that was open elsewhere
    assert "There is nothing to answer just now" in page.words
    assert "You asked us to contact you." not in page.words


def test_without_an_open_page_nothing_is_answered(scene: Scene, visitor: Visitor, begin: Begin) -> None:
    talking = begin(scene.amira, BAD)
    other = scene.visitor()
    other.open_page(scene.ben.code)
    for part in ("status/answer/here", "status/answer"):
        assert visitor.send(part, {"answer": "call"}, at="status").status_code == 303
        assert other.send(part, {"answer": "call"}, at="status").status_code == 303
    assert answer(talking) == ""
    assert Talking(begin.desk, scene.portal, begin.fay, scene.ben).talk() is None
