"""Stopping all contact, new links, links turned off, and closing the page."""

from __future__ import annotations

import pytest

from portal.casework.contact_cards import Proof
from portal.casework.desk import read_case
from portal.casework.desk_contact import NewCard, record_contact
from portal.casework.staff import NewStaff
from portal.store.staff import Role as StaffRole
from tests.builders import Referred, add_staff
from tests.web.scene import Scene, Visitor


def opens(scene: Scene, link: str, person: Referred) -> bool:
    """Say whether the path of a link opens somebody's page for a stranger."""
    return person.case.case_reference in scene.visitor().go_on(link).words


def test_stopping_asks_once_more(scene: Scene, visitor: Visitor) -> None:
    """Looking at the question stops nothing."""
    page = visitor.open_page(scene.amira.code)
    assert "/en/status/stop" in [link["href"] for link in page.list_tags("a")]
    assert "Stop all contact?" in visitor.look("status/stop").words
    assert "All contact is stopped" not in visitor.look("status").words


def test_stopping_stops_all_contact_at_once(scene: Scene, visitor: Visitor) -> None:
    """It is said, it stays said, and twice is as once."""
    visitor.open_page(scene.amira.code)
    token = visitor.look("status/stop").token
    assert "Nobody will ring, text or write to you. You can still look here." in visitor.go_on("status/stop").words
    visitor.post("status/stop", {"csrf_token": token})
    visitor.look("status")
    page = visitor.look("status")
    assert "All contact is stopped. To start again, the service has to speak with you." in page.words
    assert "/en/status/stop" not in [link["href"] for link in page.list_tags("a")]


def test_once_the_service_has_settled_it_the_page_says_so_and_stops_again(scene: Scene, visitor: Visitor) -> None:
    """Without a word of the new number: the page never shows one."""
    visitor.open_page(scene.amira.code)
    visitor.go_on("status/stop")
    desk, case_id = scene.wire_desk(), scene.amira.case.case_id
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR)).signed_in
    card = {"contact_method": ("text",), "phone": ("07700900456",), "wording": ("news",)}
    new = NewCard(card, Proof.CHECK_PHRASE)
    record_contact(desk.side, fay, case_id, new, seen=read_case(desk.side, fay, case_id).mark)
    page = visitor.look("status")
    assert "All contact is stopped" not in page.words
    assert "900456" not in page.words
    assert "Nobody will ring, text or write to you." in visitor.go_on("status/stop").words
    assert read_case(desk.side, fay, case_id).is_contact_stopped
    desk.side.store.close()


def test_stopping_stops_nobody_elses(scene: Scene, visitor: Visitor) -> None:
    """Ben is reached as before."""
    visitor.open_page(scene.amira.code)
    visitor.send("status/stop")
    assert "All contact is stopped" not in scene.visitor().open_page(scene.ben.code).words


def test_stopping_needs_the_token_of_our_form(scene: Scene, visitor: Visitor) -> None:
    """Nobody else stops it."""
    visitor.open_page(scene.amira.code)
    assert visitor.post("status/stop", {}).headers["Location"] == "/en/again"
    assert "All contact is stopped" not in visitor.look("status").words


def test_a_new_link_is_shown_once_and_turns_off_the_old_one(scene: Scene, visitor: Visitor) -> None:
    """The old one is the one that lies about somewhere."""
    old = f"/en/open/{scene.amira.receipt.link}"
    visitor.open_page(scene.amira.code)
    assert not visitor.look("status/link").link
    new = visitor.go_on("status/link").link
    assert new.startswith("/en/open/")
    assert not visitor.look("status/link").link
    assert not opens(scene, old, scene.amira)
    assert opens(scene, new, scene.amira)
    assert opens(scene, new, scene.amira)


def test_after_abuse_a_new_link_works_once(scene: Scene, visitor: Visitor) -> None:
    """As the first one did."""
    visitor.open_page(scene.sana.code)
    new = visitor.go_on("status/link").link
    assert opens(scene, new, scene.sana)
    assert not opens(scene, new, scene.sana)


def test_every_link_can_be_turned_off(scene: Scene, visitor: Visitor) -> None:
    """The code still opens, and nobody else's link dies."""
    visitor.open_page(scene.amira.code)
    new = visitor.go_on("status/link").link
    assert "Every link is turned off" in visitor.go_on("status/link/off", at="status/link").words
    assert not opens(scene, new, scene.amira)
    assert opens(scene, f"/en/open/{scene.ben.receipt.link}", scene.ben)
    assert scene.amira.case.case_reference in scene.visitor().open_page(scene.amira.code).words


def test_closing_ends_the_page_and_every_copy_of_its_cookie(scene: Scene, visitor: Visitor) -> None:
    """The code opens it again."""
    visitor.open_page(scene.amira.code)
    copied = visitor.cookie
    assert "Your page is closed" in visitor.go_on("status/close", at="status").words
    for cookie in (copied, visitor.cookie):
        again = scene.visitor(cookie=cookie)
        assert again.look("status").find_by_id("code")
        assert scene.amira.case.case_reference not in again.look("status").html
    assert scene.amira.case.case_reference in visitor.open_page(scene.amira.code).words


def test_a_page_whose_case_is_gone_closes(scene: Scene, visitor: Visitor) -> None:
    """Kindly, and for good: also when the old cookie comes again."""
    visitor.open_page(scene.amira.code)
    copied = visitor.cookie
    case_id = scene.amira.case.case_id
    with scene.portal.side.store.look() as work:
        query = 'SELECT locator FROM "case" WHERE case_id = ?'
        known = work.connection.exec_driver_sql(query, (case_id,)).scalar_one()
    for locator in (b"gone", known):
        with scene.portal.side.store.work() as work:
            move = 'UPDATE "case" SET locator = ? WHERE case_id = ?'
            work.connection.exec_driver_sql(move, (locator, case_id))
        page = scene.visitor(cookie=copied).look("status")
        assert (page.status, page.problems) == (200, [])
        assert page.find_by_id("code")


@pytest.mark.parametrize("part", ["status", "status/stop", "status/link"])
def test_a_copied_cookie_does_nothing_after_the_closing(scene: Scene, visitor: Visitor, part: str) -> None:
    """Also the pages behind it."""
    visitor.open_page(scene.amira.code)
    visitor.look(part)
    copied = visitor.cookie
    visitor.send("status/close", at="status")
    thief = scene.visitor(cookie=copied)
    assert thief.look(part).address == "/en/status"
    assert scene.amira.case.case_reference not in thief.look("status").html
