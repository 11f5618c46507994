"""Making a new code with a start code: new keys, everything before still readable, and the old code opens nothing.

Nothing is used up by typing the start code; pressing the button does it, once however often pressed, and the same code
is shown until it was kept or for half an hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hmac import compare_digest
from typing import Any

from portal.casework.follow import get_service, is_strict_page
from portal.casework.own_keys import grow
from portal.casework.pins import set_first_pin
from portal.casework.requests import is_locked_after
from portal.casework.send import keep_copy
from portal.casework.tickets import StartTicket
from portal.casework.work import PublicSide
from portal.domain.case import Author, Case, EntryKind, Service
from portal.domain.errors import Expired, Forged
from portal.domain.lifetimes import RECEIPT
from portal.store.cases import NewKeys
from portal.store.chains import OpenedCase, Reader
from portal.store.key_periods import PersonKeys, make_change
from portal.store.start_codes import StartRow
from portal.store.work import Work
from portal.vault.access_codes import AccessCode, Root, derive_locator, derive_root, make_access_code, parse_access_code
from portal.vault.certificates import CaseIdentity, certify_case
from portal.vault.identities import BoxKey
from portal.vault.key_rings import KeyRing, make_ring, wrap_ring
from portal.vault.start_codes import StartPlace, derive_start_place, open_start, parse_start_code


@dataclass(frozen=True, slots=True)
class MadeCode:
    """A new code, shown until it was kept or for half an hour."""

    access_code: AccessCode = field(repr=False)
    case_reference: str
    is_strict: bool
    made_at: datetime
    has_pin: bool = False


@dataclass(frozen=True, slots=True)
class _Leads:
    """Where a start code leads: the case, what opens its entries so far, and the entry by which it was lifted."""

    case: Case
    service: Service
    secrets: tuple[bytes, ...] = field(repr=False)
    lifted_by: int


def can_be_start_code(typed: str) -> bool:
    """Say whether what was typed can be a start code at all: twenty digits, in any script, spaced as one likes."""
    return parse_start_code(typed) is not None


def take_start_code(side: PublicSide, typed: str) -> StartTicket | None:
    """Return the ticket of a start code; None for wrong, used, replaced and over: one derivation, one look-up each."""
    code = parse_start_code(typed)
    if code is None:
        return None
    with side.turns.take():
        place = derive_start_place(code)
    side.wrong_tries.check(place.start_hash)
    with side.store.look() as work:
        row = work.start_codes.find(place.start_hash, side.clock.now())
    if row is None:
        side.wrong_tries.count(place.start_hash)
        return None
    return StartTicket.begin(place.start_hash, place.key)


def make_new_code(side: PublicSide, ticket: StartTicket) -> MadeCode:
    """Make the new code and keys; the old code, every link and every open screen end. Twice gives the same code.

    Raises Expired when the start code was used elsewhere, replaced or is over, or the page was locked in between;
    Forged when the case cannot be believed.
    """
    made = find_made_code(side, ticket)
    if made is not None:
        return made
    access_code = make_access_code()
    with side.turns.take():
        root = derive_root(access_code, side.peppers)
    with side.store.work() as work:
        row = work.start_codes.find(ticket.start_hash, side.clock.now())
        if row is not None and work.start_codes.use_up(ticket.start_hash):
            leads, opened = _follow(side, work, ticket, row)
            _change_keys(side, work, leads, root)
            now = side.clock.now()
            made = MadeCode(access_code, leads.case.case_reference, is_strict_page(opened), now)
            work.drafts.add_receipt(ticket.shown.draft_id, _as_body(made), ticket.shown.key, now + RECEIPT)
    made = made or find_made_code(side, ticket)  # a second press at the same moment waited for the first
    if made is None:
        raise Expired("the start code was used, replaced or is over")
    return made


def find_made_code(side: PublicSide, ticket: StartTicket) -> MadeCode | None:
    """Return the new code of a visit, None when none was made, it was kept, or after half an hour."""
    with side.store.look() as work:
        body = work.drafts.find_receipt(ticket.shown.draft_id, ticket.shown.key)
    made = _from_body(body) if body else None
    # Safety: the code is shown for half an hour only, by the sealed time
    return made if made and side.clock.now() - made.made_at < RECEIPT else None


def is_made_code(made: MadeCode, typed: str) -> bool | None:
    """Say whether what was typed is the new code; None when it is not twenty digits."""
    code = parse_access_code(typed)
    return compare_digest(code.digits, made.access_code.digits) if code else None


def set_pin_of_made(side: PublicSide, ticket: StartTicket, made: MadeCode, pin: str) -> None:
    """Set a PIN beside a code that is still shown; a second press changes nothing."""
    if not set_first_pin(side, made.access_code, pin):
        return
    with side.store.work() as work:
        work.drafts.erase(ticket.shown.draft_id)
        kept = _as_body(replace(made, has_pin=True))
        work.drafts.add_receipt(ticket.shown.draft_id, kept, ticket.shown.key, made.made_at + RECEIPT)


def forget_made_code(side: PublicSide, ticket: StartTicket) -> None:
    """Erase what shows the new code: it was kept, or its reader left."""
    with side.store.work() as work:
        work.drafts.erase(ticket.shown.draft_id)
    side.store.scrub()


def _follow(side: PublicSide, work: Work, ticket: StartTicket, row: StartRow) -> tuple[_Leads, OpenedCase]:
    body = open_start(StartPlace(ticket.start_hash, ticket.key), row.envelope)
    case = work.cases.find_by_id(body["case_id"])
    if case is None or row.case_id != case.case_id:
        raise Expired("the case of a start code is gone")
    service = get_service(side, work, case)
    secrets = tuple(bytes.fromhex(secret) for secret in body["box_secrets"])
    author_keys = {
        Author.PERSON: case.person_sign_key,
        Author.SERVICE: service.sign_key,
        Author.SITE: side.site_key.sign_key,
    }
    keys = tuple(BoxKey(secret) for secret in reversed(secrets))
    opened = work.entries.open_case(case.case_id, Reader(keys[0], author_keys, earlier=keys[1:]))
    if opened.refused_count:
        raise Forged("an entry of the case does not verify")
    lifted_by = int(body["lifted_by"])
    # Safety: a lock that came after the conversation is not passed by what was given in it
    if is_locked_after(opened, lifted_by) or work.holds.has_lock(case.case_id):
        raise Expired("the page was locked since")
    return _Leads(case, service, secrets, lifted_by), opened


def _change_keys(side: PublicSide, work: Work, leads: _Leads, root: Root) -> None:
    case, today = leads.case, side.clock.today()
    ring = make_ring(leads.secrets)
    before = PersonKeys(case.person_box_key, case.person_sign_key)
    after = PersonKeys(ring.person.box_key, ring.person.sign_key)
    changed = replace(case, person_box_key=after.box, person_sign_key=after.sign)
    body, as_site = make_change(before, after, leads.lifted_by), side.write_as_site(leads.service)
    since = work.entries.append(changed, leads.service, EntryKind.KEY_CHANGE, body, writer=as_site, on=today)
    work.cases.give_keys(case.case_id, _make_keys(side, changed, ring, root, since))
    keep_copy(side, work, changed, leads.service, ring.person)
    # Safety: a link that somebody else has opens nothing any more
    work.links.revoke_all(case.case_id)


def _make_keys(side: PublicSide, case: Case, ring: KeyRing, root: Root, since: int) -> NewKeys:
    keys = (case.person_box_key, case.person_sign_key)
    identity = CaseIdentity(case.case_id, case.case_reference, case.service_id, *keys, since)
    wrapped, _ = wrap_ring(ring, grow(side, root, ""), case.case_id)
    return NewKeys(derive_locator(root, side.peppers), wrapped, *keys, certify_case(side.site_key, identity))


def _as_body(made: MadeCode) -> dict[str, Any]:
    return {
        "access_code": made.access_code.digits,
        "case_reference": made.case_reference,
        "is_strict": made.is_strict,
        "made_at": made.made_at.isoformat(),
        "has_pin": made.has_pin,
    }


def _from_body(body: Mapping[str, Any]) -> MadeCode:
    given = {"access_code": AccessCode(body["access_code"]), "made_at": datetime.fromisoformat(body["made_at"])}
    return MadeCode(**{**body, **given})
