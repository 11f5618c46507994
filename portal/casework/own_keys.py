"""A person's own keys: unwrapped by their code and PIN when they open their page, and by their ticket from then on.

A case from before keys were wrapped has keys that grow from the code itself; it is wrapped when it is first opened.
"""

from dataclasses import dataclass, field

from portal.casework.send import keep_copy
from portal.casework.tickets import PageTicket
from portal.casework.work import PublicSide
from portal.domain.case import Case, Service
from portal.domain.errors import Forged, NotFound
from portal.store.cases import OwnRow
from portal.store.work import Work
from portal.vault.access_codes import Root, derive_locator, derive_seed
from portal.vault.key_rings import KeyRing, find_ring_key, try_nobodys, unwrap_ring, wrap_ring


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A person's case, their keys as they are now, and the wrapping that holds them (None: an older case)."""

    case: Case
    ring: KeyRing = field(repr=False)
    wrapped_keys: bytes | None = field(repr=False)


def grow(side: PublicSide, root: Root, pin: str) -> bytes:
    """Return what grows from code and PIN, a second slow hash with a PIN; it unwraps keys and opens nothing itself."""
    if not pin:
        return derive_seed(root, "", side.peppers)
    with side.turns.take():
        return derive_seed(root, pin, side.peppers)


def find_with_code(side: PublicSide, work: Work, root: Root, grown: bytes) -> tuple[OwnCase, bytes] | None:
    """Return the case that code and PIN open, and the key that its ticket carries; None when they open nothing."""
    row = work.cases.find_own(derive_locator(root, side.peppers))
    if row is None:
        # Safety: the work of a wrong PIN, so that time does not tell which codes exist
        try_nobodys(grown)
        return None
    opens = find_ring_key(row.wrapped_keys, grown, row.case.case_id) if row.wrapped_keys else b""
    own = _unwrap(row, opens) if row.wrapped_keys else _grow_older(row, grown)
    return (own, opens) if own else None


def find_own_case(side: PublicSide, work: Work, ticket: PageTicket) -> OwnCase:
    """Return the case of an open page; NotFound when it is gone, or its code, PIN or keys were changed since."""
    row = work.cases.find_own(derive_locator(ticket.root, side.peppers))
    own = _unwrap(row, ticket.opens) if row and row.wrapped_keys else None
    if own is None:
        raise NotFound("the page of this ticket is gone")
    return own


def wrap_older(side: PublicSide, work: Work, own: OwnCase, service: Service, grown: bytes) -> bytes:
    """Wrap the keys of an older case, keep the service's copy, and return the key that its ticket carries."""
    case_id = own.case.case_id
    wrapped, opens = wrap_ring(own.ring, grown, case_id)
    work.cases.wrap_anew(case_id, None, wrapped)
    try:
        keep_copy(side, work, own.case, service, own.ring.person)
    except Forged:
        # somebody broke the chain: nothing is added to it, and the page, which says so, still opens
        return opens
    return opens


def _unwrap(row: OwnRow, opens: bytes) -> OwnCase | None:
    try:
        ring = unwrap_ring(row.wrapped_keys or b"", opens, row.case.case_id)
    except Forged:
        return None
    return _check(row, ring)


def _grow_older(row: OwnRow, grown: bytes) -> OwnCase | None:
    # no such case has a PIN that could be changed: pages asked for none then
    return _check(row, KeyRing(grown))


def _check(row: OwnRow, ring: KeyRing) -> OwnCase | None:
    # Safety: nothing is signed or shown with keys that are not the case's
    is_own = ring.person.box_key == row.case.person_box_key
    return OwnCase(row.case, ring, row.wrapped_keys) if is_own else None
