"""A copy for the person of what their page shows: what they were told, and what they asked for and when.

Never how they are reached, nor their check words; after abuse none of their own words. What the service holds beside
that the service gives (data-protection.md).
"""

from dataclasses import dataclass

from portal.casework.follow import Page, open_own_case, view_page
from portal.casework.requests import list_requests
from portal.casework.tickets import PageTicket
from portal.casework.work import PublicSide
from portal.domain.requests import Request


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """What a person may take with them; of each request its kind and day."""

    page: Page
    asked: tuple[Request, ...]


def view_copy(side: PublicSide, ticket: PageTicket) -> OwnCopy:
    """Return what the copy shows; NotFound when the case or its key is gone, Shut when they shut the page."""
    page = view_page(side, ticket)
    with side.store.look() as work:
        _, _, opened = open_own_case(side, work, ticket)
    # Safety: older requests hold words in the entry that the page opens; the copy shows none of them
    asked = tuple(Request(each.kind, each.on, each.sequence) for each in list_requests(opened))
    return OwnCopy(page, asked)
