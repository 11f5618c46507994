"""A case that somebody tampered with: the page still opens, says so, loses no words and leads to a person."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from portal.store.tables import case
from tests.web.scene import Scene, Visitor

WORDS = "Please ring after six."


@pytest.fixture
def tampered(scene: Scene, visitor: Visitor) -> Visitor:
    """Amira with her page open, after somebody wrote to the database."""
    with scene.portal.side.store.work() as work:
        work.connection.execute(update(case).values(head_sequence=1))
    visitor.open_page(scene.amira.code)
    return visitor


def test_the_page_says_that_something_could_not_be_trusted(tampered: Visitor) -> None:
    """And tells what to do."""
    assert "Something on this page could not be trusted" in tampered.look("status").words


def test_a_message_waits_in_its_box_and_a_person_can_be_reached(tampered: Visitor) -> None:
    """Nothing was sent, and nothing typed is lost."""
    page = tampered.go_on("status/message", {"words": WORDS}, at="status")
    assert page.status == 200
    assert "We could not take that" in page.words
    assert "What you wrote is not sent. It is still in the box below." in page.words
    assert WORDS in page.words
    assert "Talk to a person now" in page.words
    assert "Your message is sent" not in page.words


def test_what_is_asked_for_beside_messages_is_answered_alike(tampered: Visitor) -> None:
    """No error page."""
    page = tampered.go_on("status/ask/lock")
    assert "We could not take that" in page.words
    assert "What you wrote is not sent" not in page.words


def test_contact_stops_all_the_same(tampered: Visitor) -> None:
    """It is kept beside the case."""
    page = tampered.go_on("status/stop")
    assert "All contact is stopped" in page.words
    assert "Stop all contact now" not in page.words


def test_an_old_way_to_be_reached_is_stopped_though_the_new_one_is_not_taken(tampered: Visitor, scene: Scene) -> None:
    """Less contact counts first."""
    page = tampered.go_on("status/ask/reach", {"words": WORDS, "until": "stop"})
    assert "We could not take that" in page.words
    with scene.portal.side.store.look() as work:
        assert work.holds.has_stop(scene.amira.case.case_id)
