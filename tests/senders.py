"""Those who send for somebody else, and what they have then. Nothing here checks anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.casework.refer import SenderReceipt, send_referral
from portal.casework.tickets import DraftTicket
from portal.casework.work import PublicSide
from portal.domain.case import Case
from portal.store.services import NATIONAL
from tests.builders import AMIRAS_PAGES, Typed, fill_in

# Dee asks for her friend Noor, who agreed: after abuse, by telephone on Tuesday mornings.
DEES_PAGES: Mapping[str, Typed] = {
    **{slug: typed for slug, typed in AMIRAS_PAGES.items() if slug not in {"phrase", "news"}},
    "who": {"who_for": ["someone_supported"]},
    "agreed": {"agreement": ["yes"], "knows_what": ["all"], "agreed_how": ["On Sunday, at my kitchen table"]},
    "sender": {"sender_name": ["Dee Marlowe"], "sender_tie": ["friend"], "sender_way": ["call"]},
    "line": {"sender_phone": ["07700 900 777"]},
    "what": {"harm": ["domestic_abuse"]},
    "hopes": {"hopes": ["be_heard"], "hopes_words": ["She wants to know why."]},
    "name": {"name": ["Noor"]},
    "more": {},
}
# Pat is a support worker, and asks for somebody who wants nobody to ring.
PATS_PAGES: Mapping[str, Typed] = {
    **DEES_PAGES,
    "who": {"who_for": ["someone_worked_with"]},
    "sender": {
        "sender_name": ["Pat Quill"],
        "organisation": ["Example Support"],
        "role": ["support worker"],
        "sender_way": ["email"],
    },
    "line": {"sender_email": ["pat@support.example"]},
    "what": {"harm": ["theft"]},
    "name": {"name": ["Lee"]},
    "contact": {"contact_method": ["none"]},
}


@dataclass(frozen=True, slots=True)
class ReferredOther:
    """Somebody who has sent for another person: the way to their draft, their receipt, and the case, not theirs."""

    ticket: DraftTicket
    receipt: SenderReceipt
    case: Case


def refer_other(side: PublicSide, pages: Mapping[str, Typed] = DEES_PAGES, language: str = "en") -> ReferredOther:
    """Fill in and send for somebody else; return what the sender has then, and the case that was made."""
    with side.store.look() as work:
        before = {case.case_id for case in work.cases.list_of_service(NATIONAL, limit=1000)}
    ticket = fill_in(side, pages)
    receipt = send_referral(side, ticket, language)
    if not isinstance(receipt, SenderReceipt):
        raise AssertionError("this was not sent for somebody else")
    with side.store.look() as work:
        [case] = [each for each in work.cases.list_of_service(NATIONAL, limit=1000) if each.case_id not in before]
    return ReferredOther(ticket, receipt, case)
