"""Each visit begins under an id that nobody could have planted or known before."""

from __future__ import annotations

from typing import Any

from tests.web.scene import Scene, Visitor


def read_session(scene: Scene, visitor: Visitor) -> dict[str, Any]:
    """Open a visitor's cookie as the site does; empty when there is none."""
    return scene.portal.cookies.open(visitor.cookie) or {}


def test_every_form_and_every_page_begins_under_a_fresh_id(scene: Scene, visitor: Visitor) -> None:
    """Also in a browser that had one; and a token of forms from before is gone with it."""
    ids, tokens = [], []
    for begin in (
        lambda: visitor.go_on("refer"),
        lambda: visitor.go_on("refer"),
        lambda: visitor.open_page(scene.amira.code),
        lambda: visitor.go_on("status/close", at="status"),
        lambda: visitor.open_page(scene.amira.code),
        lambda: visitor.go_on(f"open/{scene.ben.receipt.link}"),
    ):
        begin()
        session = read_session(scene, visitor)
        ids.append(session.get("sid", ""))
        tokens.append(session.get("csrf_token", ""))
    began = [each for each in ids if each]
    assert len(began) == len(set(began)) >= 5
    assert all(len(each) >= 32 for each in began)
    assert len(set(filter(None, tokens))) == len([each for each in tokens if each])


def test_a_cookie_planted_beforehand_is_not_the_one_that_opens(scene: Scene, visitor: Visitor) -> None:
    """Whoever put their own cookie into somebody's browser holds nothing once that person opens their page."""
    planter = scene.visitor()
    planter.go_on("refer")
    planted = planter.cookie
    visitor.take_cookie(planted)
    assert scene.amira.case.case_reference in visitor.open_page(scene.amira.code).words
    assert read_session(scene, visitor)["sid"] != read_session(scene, planter)["sid"]
    assert scene.amira.case.case_reference not in planter.look("status").words
    assert planter.cookie != visitor.cookie
