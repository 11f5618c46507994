"""Private pages as they were last drawn, each sealed under what its own visit carries. It draws nothing and no rule.

A look at a page that nothing has happened to since needs no key of the case, no entry and no template. What is kept is
in this process alone, and whoever copies its memory opens none of it without the cookie of the visit.
"""

from collections import OrderedDict
from threading import Lock

from portal.casework.tickets import PageTicket
from portal.casework.work import PublicSide
from portal.domain.errors import Forged
from portal.vault.access_codes import derive_locator
from portal.vault.digests import keyed_digest
from portal.vault.draft_keys import DraftKey
from portal.vault.envelopes import Place

_MANY = 256


class KeptPages:
    """The newest of them, by visit."""

    def __init__(self) -> None:
        self._sealed: OrderedDict[str, tuple[bytes, bytes]] = OrderedDict()
        self._lock = Lock()

    def find(self, ticket: PageTicket, stamp: bytes) -> str | None:
        """Return the page that was kept under this very stamp; None when it must be drawn."""
        name, key = _find_key(ticket)
        with self._lock:
            kept_stamp, sealed = self._sealed.get(name, (b"", b""))
        if kept_stamp != stamp:
            return None
        try:
            return str(key.open(sealed, _place(name, stamp))["page"])
        except Forged:
            return None

    def keep(self, ticket: PageTicket, stamp: bytes, page: str) -> None:
        """Keep a page in place of what was kept for this visit before."""
        name, key = _find_key(ticket)
        # Safety: sealed under the visit's own key, so that this process remembers nothing that it could open
        sealed = key.seal(_place(name, stamp), {"page": page})
        with self._lock:
            self._sealed[name] = (stamp, sealed)
            self._sealed.move_to_end(name)
            if len(self._sealed) > _MANY:
                self._sealed.popitem(last=False)


def find_stamp(side: PublicSide, ticket: PageTicket, shown_as: str) -> bytes | None:
    """Return what a page's look depends on: all that is stored of the case, the day, and `shown_as` (language and so).

    None when the case is gone.
    """
    with side.store.look() as work:
        stored = work.stamps.find(derive_locator(ticket.root, side.peppers))
    if stored is None:
        return None
    return keyed_digest("shown-as", stored, f"{side.clock.today().isoformat()} {shown_as}".encode(), 16)


def _find_key(ticket: PageTicket) -> tuple[str, DraftKey]:
    # Safety: of both parts of the ticket, so that no other visit's opens it, nor one from before a new PIN
    name = keyed_digest("kept-page-name", ticket.root.value, ticket.opens, 16)
    return name.hex(), DraftKey(keyed_digest("kept-page-key", ticket.root.value, ticket.opens))


def _place(name: str, stamp: bytes) -> Place:
    return Place("kept_page", name, 0, stamp)
