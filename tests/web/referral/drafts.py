"""Opens the sealed draft of a visitor, as only the site with their cookie can, to see what is kept of the form."""

from __future__ import annotations

import json
from typing import Any

from portal.casework.tickets import DraftTicket
from tests.web.scene import Scene, Visitor


def find_kept(scene: Scene, cookie: str) -> dict[str, Any] | None:
    """Return everything that is stored of the form a cookie leads to; None when there is nothing."""
    ticket = _find_ticket(scene, cookie)
    if ticket is None:
        return None
    with scene.portal.side.store.look() as work:
        return work.drafts.find_draft(ticket.draft_id, ticket.key)


def has_receipt(scene: Scene, cookie: str) -> bool:
    """Say whether the receipt, which holds the code, is still stored."""
    ticket = _find_ticket(scene, cookie)
    assert ticket is not None
    with scene.portal.side.store.look() as work:
        return work.drafts.find_receipt(ticket.draft_id, ticket.key) is not None


def read_answers(scene: Scene, visitor: Visitor) -> dict[str, list[str]]:
    """Return the answers kept for a visitor."""
    kept = find_kept(scene, visitor.cookie)
    assert kept is not None
    answers: dict[str, list[str]] = kept["answers"]
    return answers


def read_all(scene: Scene, visitor: Visitor) -> str:
    """Return all that is kept for a visitor as one text, to be searched: the draft and what the cookie holds."""
    kept = find_kept(scene, visitor.cookie)
    session = scene.portal.cookies.open(visitor.cookie)
    return json.dumps([kept, session], ensure_ascii=False)


def _find_ticket(scene: Scene, cookie: str) -> DraftTicket | None:
    session = scene.portal.cookies.open(cookie) or {}
    return DraftTicket.from_text(session["draft"]["ticket"]) if "draft" in session else None
