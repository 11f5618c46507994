"""What somebody typed and could not send yet: kept for them, sealed under a key that only their cookie holds."""

from datetime import timedelta

from portal.casework.tickets import DraftTicket
from portal.casework.work import DeskSide, PublicSide
from portal.vault.randomness import random_bytes, random_id

KEPT_FOR = timedelta(minutes=30)


def keep_typed(side: DeskSide | PublicSide, words: str) -> DraftTicket:
    """Keep words that were not sent; the worker erases them when their time is over."""
    ticket = DraftTicket(random_id(), random_bytes(32))
    with side.store.work() as work:
        work.drafts.save_draft(ticket.draft_id, {"words": words}, ticket.key, side.clock.now() + KEPT_FOR)
    return ticket


def find_typed(side: DeskSide | PublicSide, ticket: DraftTicket) -> str:
    """Return the words that were kept, nothing when their time is over."""
    with side.store.look() as work:
        body = work.drafts.find_draft(ticket.draft_id, ticket.key)
    return str(body["words"]) if body else ""


def erase_typed(side: DeskSide | PublicSide, ticket: DraftTicket) -> None:
    """Erase them, once they are sent."""
    with side.store.work() as work:
        work.drafts.erase(ticket.draft_id)
