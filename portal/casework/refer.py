"""Asking for restorative justice: keep each step, send once however often pressed, show the code until it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from portal.casework.send import Sender, write_case
from portal.casework.tickets import DraftTicket
from portal.casework.work import PublicSide
from portal.domain.answers import Parsed, find_unfinished, is_abuse_branch, merge, parse_step
from portal.domain.errors import Expired, NotAllowed
from portal.domain.lifetimes import FORM, RECEIPT
from portal.domain.questions import Answers, Step
from portal.vault.access_codes import AccessCode, derive_root, derive_seed, make_access_code
from portal.vault.identities import Identity
from portal.vault.randomness import random_bytes, random_id


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsent form. `attempt` is the last page that had problems, as typed, so that nothing typed is lost."""

    access_code: AccessCode = field(repr=False)
    answers: Answers = field(repr=False, default_factory=dict)
    visited: frozenset[str] = frozenset()
    attempt: tuple[str, Mapping[str, Sequence[str]]] | None = field(repr=False, default=None)

    @property
    def is_strict(self) -> bool:
        """Say whether the stricter defaults of the part after abuse apply."""
        return is_abuse_branch(self.answers)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person sees once it is sent, until they say that they have kept the code."""

    case_reference: str
    access_code: AccessCode = field(repr=False)
    link: str = field(repr=False)
    next_update_by: date
    service_name: str
    service_phone: str
    is_trial: bool
    contact_method: str
    is_strict: bool
    made_at: datetime


def start_draft() -> DraftTicket:
    """Return a fresh ticket; nothing is stored until the first step is answered."""
    return DraftTicket(random_id(), random_bytes(32))


def open_draft(side: PublicSide, ticket: DraftTicket) -> Draft:
    """Return the draft of a ticket, an empty one when nothing was answered yet."""
    with side.store.look() as work:
        body = work.drafts.find_draft(ticket.draft_id, ticket.key)
    return Draft(make_access_code()) if body is None else _from_body(body)


def answer_step(
    side: PublicSide, ticket: DraftTicket, step: Step, raw: Mapping[str, Sequence[str]]
) -> tuple[Draft, Parsed]:
    """Parse one page and keep it: the answers when they are good, what was typed when they are not.

    Raises Expired when this form was sent already.
    """
    with side.store.work() as work:
        # waits for whoever sends this draft just now; only then is it known whether it was sent
        body = work.drafts.find_draft(ticket.draft_id, ticket.key, for_change=True)
        if work.drafts.find_receipt(ticket.draft_id, ticket.key) is not None:
            raise Expired("this form was sent already")
        draft = Draft(make_access_code()) if body is None else _from_body(body)
        parsed = parse_step(step, raw, draft.answers, side.areas)
        if parsed.problems:
            draft = replace(draft, attempt=(step.slug, {code: tuple(values) for code, values in raw.items()}))
        else:
            answers = merge(draft.answers, step, parsed)
            draft = replace(draft, answers=answers, visited=draft.visited | {step.slug}, attempt=None)
        expires_at = side.clock.now() + FORM.at_most
        work.drafts.save_draft(ticket.draft_id, _as_body(draft), ticket.key, expires_at)
    return draft, parsed


def send_referral(side: PublicSide, ticket: DraftTicket, language: str) -> Receipt:
    """Send the draft: a case, its sealed entries, a link and a receipt, all or nothing. Twice gives the same receipt.

    Raises NotAllowed while a step is unfinished, Expired when there is neither draft nor receipt.
    """
    sent = open_receipt(side, ticket)
    if sent is not None:
        return sent
    draft = open_draft(side, ticket)
    with side.turns.take():
        root = derive_root(draft.access_code, side.peppers)
    sender = Sender(root, Identity(derive_seed(root, "", side.peppers)), language)
    with side.store.work() as work:
        body = work.drafts.find_draft(ticket.draft_id, ticket.key, for_change=True)
        if body is not None:
            draft = replace(_from_body(body), access_code=draft.access_code)
            if find_unfinished(draft.answers, draft.visited) is not None:
                raise NotAllowed("a step is unfinished")
            written = write_case(side, work, draft.answers, sender)
            receipt = Receipt(access_code=draft.access_code, made_at=side.clock.now(), **written)
            expires_at = receipt.made_at + RECEIPT
            work.drafts.add_receipt(ticket.draft_id, _receipt_body(receipt), ticket.key, expires_at)
            work.drafts.erase_draft(ticket.draft_id)
            return receipt
    sent = open_receipt(side, ticket)
    if sent is None:
        raise Expired("there is no draft to send")
    return sent


def open_receipt(side: PublicSide, ticket: DraftTicket) -> Receipt | None:
    """Return the receipt of what was sent, None when nothing was, when it was kept, or after 30 minutes."""
    with side.store.look() as work:
        body = work.drafts.find_receipt(ticket.draft_id, ticket.key)
    if body is None:
        return None
    made_at = datetime.fromisoformat(body["made_at"])
    # Safety: the code is shown for half an hour only, by the sealed time
    if side.clock.now() - made_at >= RECEIPT:
        return None
    fields = {**body, "made_at": made_at, "access_code": AccessCode(body["access_code"])}
    return Receipt(**{**fields, "next_update_by": date.fromisoformat(body["next_update_by"])})


def erase_draft(side: PublicSide, ticket: DraftTicket) -> None:
    """Erase the draft and the receipt: at exit, and when the code was kept."""
    with side.store.work() as work:
        work.drafts.erase(ticket.draft_id)
    side.store.scrub()


def _as_body(draft: Draft) -> dict[str, Any]:
    return {
        "access_code": draft.access_code.digits,
        "answers": draft.answers,
        "visited": sorted(draft.visited),
        "attempt": draft.attempt,
    }


def _from_body(body: Mapping[str, Any]) -> Draft:
    attempt = body["attempt"]
    return Draft(
        access_code=AccessCode(body["access_code"]),
        answers={code: tuple(values) for code, values in body["answers"].items()},
        visited=frozenset(body["visited"]),
        attempt=(attempt[0], attempt[1]) if attempt else None,
    )


def _receipt_body(receipt: Receipt) -> dict[str, Any]:
    return {
        "case_reference": receipt.case_reference,
        "access_code": receipt.access_code.digits,
        "link": receipt.link,
        "next_update_by": receipt.next_update_by.isoformat(),
        "service_name": receipt.service_name,
        "service_phone": receipt.service_phone,
        "is_trial": receipt.is_trial,
        "contact_method": receipt.contact_method,
        "is_strict": receipt.is_strict,
        "made_at": receipt.made_at.isoformat(),
    }
