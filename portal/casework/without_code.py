"""The code right after sending: written down as it is, with a PIN beside it, or not kept at all."""

from hmac import compare_digest

from portal.casework.contact_cards import NOBODY
from portal.casework.follow import open_by_code, revoke_links
from portal.casework.own_keys import find_own_case
from portal.casework.pins import set_first_pin
from portal.casework.refer import Receipt, erase_draft, note_pin
from portal.casework.tickets import DraftTicket
from portal.casework.work import PublicSide
from portal.domain.case import EntryKind
from portal.domain.errors import Unavailable
from portal.vault.access_codes import parse_access_code


def is_this_code(receipt: Receipt, typed: str) -> bool | None:
    """Say whether what was typed is the code of the receipt; None when it is not twenty digits."""
    code = parse_access_code(typed)
    return compare_digest(code.digits, receipt.access_code.digits) if code else None


def may_go_without(receipt: Receipt) -> bool:
    """Say whether the person may do without a code: only who may be contacted hears anything then."""
    return (receipt.contact_method,) != NOBODY and not receipt.has_pin


def set_pin(side: PublicSide, ticket: DraftTicket, receipt: Receipt, pin: str) -> None:
    """Set a PIN beside the code of a receipt, which the code and the link need from now on; twice changes nothing."""
    if not receipt.has_pin and set_first_pin(side, receipt.access_code, pin):
        note_pin(side, ticket, receipt)


def go_without_code(side: PublicSide, ticket: DraftTicket, receipt: Receipt, language: str) -> None:
    """Tell the service, in the person's name, that they keep no code; end every link and the receipt.

    Unavailable when the case does not open; nothing is changed then. The caller has asked may_go_without.
    """
    opened = open_by_code(side, receipt.access_code.digits)
    if opened is None:
        raise Unavailable("the case of a receipt did not open")
    with side.store.work() as work:
        own = find_own_case(side, work, opened.ticket)
        service = side.trust(work.services.get(own.case.service_id))
        body = {"is_strict": receipt.is_strict, "language": language, "keeps_code": False}
        as_person = side.write_as_person(service, own.ring.person)
        work.entries.append(own.case, service, EntryKind.SIDE_STATE, body, writer=as_person, on=side.clock.today())
    revoke_links(side, opened.ticket)
    # last: until then a second press finds the receipt and does the rest
    erase_draft(side, ticket)
