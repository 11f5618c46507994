"""Setting, changing and removing a PIN: the person's keys are wrapped anew, and every other open screen ends."""

from portal.casework.follow import read_own_case
from portal.casework.own_keys import OwnCase, find_with_code, grow
from portal.casework.tickets import PageTicket
from portal.casework.work import PublicSide
from portal.store.work import Work
from portal.vault.access_codes import AccessCode, derive_locator, derive_root
from portal.vault.key_rings import KeyRing, find_ring_key, wrap_ring


def has_pin(side: PublicSide, ticket: PageTicket) -> bool:
    """Say whether an open page has a PIN; NotFound when the page is gone, Shut when its owner shut it."""
    with side.store.look() as work:
        return read_own_case(side, work, ticket)[0].ring.has_pin


def change_pin(side: PublicSide, ticket: PageTicket, *, current: str, new: str) -> PageTicket | None:
    """Set another PIN, or none when `new` is empty; return the ticket that opens the page from now on.

    None when `current` is not the PIN of now, which counts as a wrong try: TooMany when there were enough. NotFound
    when the page is gone, Shut when its owner shut it.
    """
    locator = derive_locator(ticket.root, side.peppers)
    side.wrong_tries.check(locator)
    grown_now, grown = grow(side, ticket.root, current), grow(side, ticket.root, new)
    with side.store.work() as work:
        # Safety: once more, as many tries that came at one moment would else all be let through
        side.wrong_tries.check(locator)
        # Safety: whoever else has the code cannot shut its owner out while the page is locked
        own, _, _ = read_own_case(side, work, ticket)
        # Safety: whoever finds a page open cannot shut its owner out with a PIN of their own, where there is one
        if find_ring_key(own.wrapped_keys or b"", grown_now, own.case.case_id) != ticket.opens:
            side.wrong_tries.count(locator)
            return None
        return PageTicket(ticket.root, _wrap(work, own, grown, has_pin=bool(new)))


def set_first_pin(side: PublicSide, code: AccessCode, new: str) -> bool:
    """Set a PIN beside a code that was just made; False when it has one, or opens nothing any more."""
    with side.turns.take():
        root = derive_root(code, side.peppers)
    bare, grown = grow(side, root, ""), grow(side, root, new)
    with side.store.work() as work:
        found = find_with_code(side, work, root, bare)
        if found is None:
            return False
        _wrap(work, found[0], grown, has_pin=True)
    return True


def _wrap(work: Work, own: OwnCase, grown: bytes, *, has_pin: bool) -> bytes:
    ring = KeyRing(own.ring.seed, own.ring.earlier, has_pin)
    wrapped, opens = wrap_ring(ring, grown, own.case.case_id)
    work.cases.wrap_anew(own.case.case_id, own.wrapped_keys, wrapped)
    return opens
