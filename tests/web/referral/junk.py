"""Somebody who filled in their form a while ago, made without their thirty requests; and how many cases there are."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.casework.tickets import DraftTicket
from portal.store.tables import case
from tests.web.scene import Scene, Visitor


def with_draft_of(scene: Scene, visitor: Visitor, ticket: DraftTicket) -> Visitor:
    """Give a visitor, who has begun a form by hand, the form of a ticket in its place."""
    visitor.go_on("refer")
    session = scene.portal.cookies.open(visitor.cookie)
    assert session is not None
    draft = {**session["draft"], "ticket": ticket.as_text()}
    visitor.take_cookie(scene.portal.cookies.seal({**session, "draft": draft}))
    return visitor


def count_cases(scene: Scene) -> int:
    """Return how many cases there are."""
    with scene.portal.side.store.look() as work:
        return work.connection.execute(select(func.count()).select_from(case)).scalar_one()
