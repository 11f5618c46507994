"""Whoever holds the page learns nothing of how its owner is reached: every page, in every state, for every way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import update

from portal.casework.contact_cards import Proof
from portal.casework.desk import read_case
from portal.casework.desk_contact import NewCard, record_contact
from portal.casework.staff import NewStaff
from portal.store.staff import Role as StaffRole
from portal.store.tables import case
from portal.web.status.request_words import SLUGS
from portal.wiring import DeskPortal
from tests.builders import AMIRAS_PAGES, Referred, StaffAccount, Typed, add_staff, change_pages, refer
from tests.web.scene import Scene, Visitor

HOURS = {"days": ["thursday"], "hours": ["evening"]}
TALKS = {
    "leave_message": ["no"],
    "say_who": ["no"],
    "if_others_answer": ["canary-others"],
    "code_word": ["canary-code-word"],
}
WRITES = {"wording": ["library"]}
WAYS: dict[str, tuple[Typed, Typed]] = {
    "call": ({"phone": ["07700 900987"], **HOURS}, TALKS),
    "someone_else": ({"other_name": ["Canary-Jo"], "phone": ["07700 900987"], **HOURS}, TALKS),
    "text": ({"phone": ["07700 900987"], **HOURS}, WRITES),
    "email": ({"email": ["canary@example.org"], **HOURS}, WRITES),
    "letter": ({"address": ["7 Canary Row"], "letter_warned": ["yes"], **HOURS}, WRITES),
    "none": ({}, {}),
}
PHRASE = {"phrase_prompt": ["Which canary?"], "check_phrase": ["the canary with one wing"]}
NEW_WORDS = "Canary-new: ring 07700 900988 on any day."
NEW_CARD = {
    "contact_method": ("call",),
    "phone": ("07700900989",),
    "days": ("thursday",),
    "leave_message": ("no",),
    "say_who": ("no",),
    "code_word": ("canary-recorded",),
}
# the numbers also as they are kept and dialled; days and hours as every page would say them
HIDDEN = ("canary", "900987", "900988", "900989", "thursday", "5 to 7", "evening", "item you asked for")
PAGE = "/<lang>/status"


@contextmanager
def at_desk(scene: Scene) -> Iterator[tuple[DeskPortal, StaffAccount]]:
    desk = scene.wire_desk()
    yield desk, add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    desk.side.store.close()


def record_card(scene: Scene, visitor: Visitor, person: Referred) -> None:
    """Have the service record another card, after a conversation."""
    with at_desk(scene) as (desk, fay):
        seen = read_case(desk.side, fay.signed_in, person.case.case_id).mark
        new = NewCard(NEW_CARD, Proof.CHECK_PHRASE)
        assert record_contact(desk.side, fay.signed_in, person.case.case_id, new, seen=seen)


def break_chain(scene: Scene, visitor: Visitor, person: Referred) -> None:
    with scene.portal.side.store.work() as work:
        work.connection.execute(update(case).values(head_sequence=1))


def say(slug: str, **fields: object) -> Callable[[Scene, Visitor, Referred], None]:
    def press(_scene: Scene, visitor: Visitor, _person: Referred) -> None:
        visitor.send(f"status/ask/{slug}", {"words": NEW_WORDS, **fields})

    return press


# one after the other: each state is walked before the next is asked for; "" leaves the page as it is
STATES: dict[str, Callable[[Scene, Visitor, Referred], None]] = {
    "just opened": lambda *_: None,
    "words too long, and the answer never seen": say("reach", words=NEW_WORDS * 100),
    "nothing said": say("add", words=""),
    "help asked for": say("help", needs="bsl"),
    "added": say("add"),
    "another rhythm": say("news", rhythm="monthly"),
    "paused": say("pause"),
    "another way": say("reach"),
    "a new card recorded": record_card,
    "the old way is not safe": say("reach", until="stop"),
    "withdrawn": say("end"),
    "undone": say("undo"),
    "to be deleted": say("delete"),
    "undone again": say("undo"),
    "cannot be trusted": break_chain,
    "not taken": say("add"),
}


@pytest.mark.parametrize(("method", "harm"), [*((method, "violence") for method in WAYS), ("call", "domestic_abuse")])
def test_no_page_in_no_state_tells_how_they_are_reached(scene: Scene, method: str, harm: str) -> None:
    reach, words = WAYS[method]
    contact = {"contact": {"contact_method": [method]}, "reach": reach, "words": words, "phrase": PHRASE}
    person = refer(scene.portal.side, change_pages(AMIRAS_PAGES, what={"harm": [harm]}, **contact))
    visitor = scene.visitor()
    visitor.open_page(person.code)
    for state, press in STATES.items():
        press(scene, visitor, person)
        if state == "not taken":
            visitor.look("status")  # says what was not sent, once, to whoever typed it
        walk(scene, visitor, state)
    scene.portal.side.store.close()


def list_paths(app: Flask) -> list[str]:
    """Return every address of the private page, by the site's own map, and where it leads to a person."""
    rules = [each.rule for each in app.url_map.iter_rules() if "GET" in (each.methods or ())]
    paths = [rule.removeprefix("/<lang>/") for rule in rules if rule.startswith(PAGE)]
    asking = [path.replace("<slug>", slug) for path in paths for slug in SLUGS if "<slug>" in path]
    plain = [path for path in paths if "<" not in path]
    assert len(plain) >= 5
    # the page itself first: what was typed in vain elsewhere must not turn up there
    return [*sorted(plain), *asking, "contact"]


def walk(scene: Scene, visitor: Visitor, state: str) -> None:
    """Look at every address in turn."""
    for path in list_paths(scene.app):
        page = visitor.look(path)
        assert page.status == 200, (state, path)
        assert [each for each in HIDDEN if each in page.html.lower()] == [], (state, path)


def test_a_locked_page_tells_nothing_either(scene: Scene, visitor: Visitor) -> None:
    """Apart, since only the service opens it again."""
    reach, words = WAYS["call"]
    contact = {"contact": {"contact_method": ["call"]}, "reach": reach, "words": words, "phrase": PHRASE}
    person = refer(scene.portal.side, change_pages(AMIRAS_PAGES, **contact))
    visitor.open_page(person.code)
    visitor.send("status/ask/lock")
    walk(scene, visitor, "locked")


def test_what_was_typed_in_vain_is_shown_once_and_only_where_it_was_typed(scene: Scene, visitor: Visitor) -> None:
    visitor.open_page(scene.sana.code)
    assert "canary-new" in visitor.go_on("status/ask/reach", {"words": NEW_WORDS * 100}).html.lower()
    assert "canary-new" not in visitor.look("status/ask/reach").html.lower()
