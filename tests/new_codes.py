"""A person's keys in a test, and the way of a lost code: a start code from the desk, a new code of it."""

from __future__ import annotations

from dataclasses import replace

from portal.casework.desk import read_case
from portal.casework.new_code import make_new_code, take_start_code
from portal.casework.own_keys import find_own_case
from portal.casework.start_code import issue_start_code
from portal.casework.tickets import PageTicket, StartTicket
from portal.casework.work import PublicSide
from portal.vault.key_rings import KeyRing
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import Referred, StaffAccount, find_case


def find_keys(side: PublicSide, ticket: PageTicket) -> KeyRing:
    """Return the person's keys that an open page's ticket unwraps."""
    with side.store.look() as work:
        return find_own_case(side, work, ticket).ring


def issue(desk: DeskPortal, staff: StaffAccount, person: Referred) -> str:
    """Have the desk give a start code, as it does after the check phrase was right; return its digits."""
    page = read_case(desk.side, staff.signed_in, person.case.case_id)
    return issue_start_code(desk.side, staff.signed_in, person.case.case_id, seen=page.mark).digits


def begin(public: PublicPortal, typed: str) -> StartTicket:
    """Type a start code that must be good."""
    ticket = take_start_code(public.side, typed)
    if ticket is None:
        raise AssertionError("the start code led nowhere")
    return ticket


def renew(public: PublicPortal, desk: DeskPortal, staff: StaffAccount, person: Referred) -> Referred:
    """Go the whole way; return the person with their new code."""
    made = make_new_code(public.side, begin(public, issue(desk, staff, person)))
    receipt = replace(person.receipt, access_code=made.access_code)
    return Referred(person.ticket, receipt, find_case(public.side.store, made.case_reference))
