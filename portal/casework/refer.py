"""Asking for restorative justice: keep each step, send once however often pressed, show the code until it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from portal.casework.send import Sender, make_sender, write_case
from portal.casework.send_for_other import write_for_other
from portal.casework.tickets import DraftTicket
from portal.casework.work import PublicSide
from portal.domain.answers import Parsed, find_unfinished, is_abuse_branch, merge, parse_step, visit
from portal.domain.areas import NOT_SURE
from portal.domain.errors import AlreadyDone, Expired, NotAllowed
from portal.domain.lifetimes import FORM, RECEIPT
from portal.domain.questions import Answers, Step, is_for_other
from portal.store.work import Work
from portal.vault.access_codes import AccessCode, derive_root, make_access_code
from portal.vault.randomness import random_bytes, random_id


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a form was saved for later, until when, and the return code as long as it is shown; empty once kept."""

    where: DraftTicket
    until_at: datetime
    return_code: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsent form. `attempt` is the last page that had problems, as typed, so that nothing typed is lost.

    `tried` is the wording of each trial notice that was asked for, and when; `saved` is None until it is saved.
    """

    access_code: AccessCode = field(repr=False)
    answers: Answers = field(repr=False, default_factory=dict)
    visited: frozenset[str] = frozenset()
    attempt: tuple[str, Mapping[str, Sequence[str]]] | None = field(repr=False, default=None)
    tried: tuple[tuple[str, datetime], ...] = ()
    saved: Saved | None = None

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
    is_under_18: bool
    made_at: datetime
    has_pin: bool = False
    service_hours: str = ""  # receipts of an earlier version have none


@dataclass(frozen=True, slots=True)
class SenderReceipt:
    """What somebody sees who sent for another person: no code, no link, no reference, no day of any news."""

    receipt_number: str
    service_name: str
    service_phone: str
    is_trial: bool
    contact_method: str
    is_strict: bool
    is_under_18: bool
    made_at: datetime


def start_draft() -> DraftTicket:
    """Return a fresh ticket; nothing is stored until the first step is answered."""
    return DraftTicket(random_id(), random_bytes(32))


def start_with_area(side: PublicSide, ticket: DraftTicket, area: str) -> None:
    """Put an area into a form that has just begun; it is still shown at its step, and may be changed there."""
    if area != NOT_SURE and side.areas.find_area(area) is None:
        return
    with side.store.work() as work:
        keep_draft(side, work, ticket, Draft(make_access_code(), {"area": (area,)}))


def open_draft(side: PublicSide, ticket: DraftTicket) -> Draft:
    """Return the draft of a ticket, an empty one when nothing was answered yet."""
    with side.store.look() as work:
        body = work.drafts.find_draft(ticket.draft_id, ticket.key)
    return Draft(make_access_code()) if body is None else draft_from_body(body)


def answer_step(
    side: PublicSide, ticket: DraftTicket, step: Step, raw: Mapping[str, Sequence[str]]
) -> tuple[Draft, Parsed]:
    """Parse one page and keep it: the answers when they are good, what was typed when they are not.

    Raises Expired when this form was sent already.
    """
    with side.store.work() as work:
        draft = take_draft(work, ticket)
        parsed = parse_step(step, raw, draft.answers, side.areas)
        if parsed.problems:
            draft = replace(draft, attempt=(step.slug, {code: tuple(values) for code, values in raw.items()}))
        else:
            answers = merge(draft.answers, step, parsed)
            visited = visit(draft.visited, step, draft.answers, parsed.answers)
            draft = replace(draft, answers=answers, visited=visited, attempt=None)
        keep_draft(side, work, ticket, draft)
    return draft, parsed


def take_draft(work: Work, ticket: DraftTicket) -> Draft:
    """Return the draft to be changed in this work, an empty one when nothing was answered; Expired once it was sent."""
    # waits for whoever sends this draft just now; only then is it known whether it was sent
    body = work.drafts.find_draft(ticket.draft_id, ticket.key, for_change=True)
    if work.drafts.find_receipt(ticket.draft_id, ticket.key) is not None:
        raise Expired("this form was sent already")
    return Draft(make_access_code()) if body is None else draft_from_body(body)


def hold_saved(work: Work, draft: Draft) -> None:
    """Hold the saved form of a draft, if there is one, for as long as this work; AlreadyDone when it is gone."""
    saved = draft.saved.where if draft.saved else None
    # Safety: whoever sent or deleted it from another screen has decided; it is neither sent twice nor kept again
    if saved and work.drafts.find_draft(saved.draft_id, saved.key, for_change=True) is None:
        raise AlreadyDone("the saved form was sent or deleted from another screen")


def keep_draft(side: PublicSide, work: Work, ticket: DraftTicket, draft: Draft) -> None:
    """Keep a draft in place of the one before."""
    expires_at = side.clock.now() + FORM.at_most
    work.drafts.save_draft(ticket.draft_id, draft_as_body(draft), ticket.key, expires_at)


def send_referral(side: PublicSide, ticket: DraftTicket, language: str) -> Receipt | SenderReceipt:
    """Send the draft: a case, its sealed entries, a receipt, all or nothing. Twice gives the same receipt.

    Raises NotAllowed while a step is unfinished, Expired when there is neither draft nor receipt, AlreadyDone when it
    was saved and then sent or deleted from another screen.
    """
    sent = open_any_receipt(side, ticket)
    if sent is not None:
        return sent
    draft = open_draft(side, ticket)
    sender = None if is_for_other(draft.answers) else _derive_sender(side, draft, language)
    with side.store.work() as work:
        body = work.drafts.find_draft(ticket.draft_id, ticket.key, for_change=True)
        if body is not None:
            draft = replace(draft_from_body(body), access_code=draft.access_code)
            if find_unfinished(draft.answers, draft.visited) is not None:
                raise NotAllowed("a step is unfinished")
            hold_saved(work, draft)
            receipt = _write(side, work, draft, sender, language)
            work.drafts.add_receipt(ticket.draft_id, _receipt_body(receipt), ticket.key, receipt.made_at + RECEIPT)
            for each in (ticket, *((draft.saved.where,) if draft.saved else ())):
                work.drafts.erase_draft(each.draft_id)
            return receipt
    sent = open_any_receipt(side, ticket)
    if sent is None:
        raise Expired("there is no draft to send")
    return sent


def open_receipt(side: PublicSide, ticket: DraftTicket) -> Receipt | None:
    """Return the receipt, with its code, of what a person sent for themself; None as open_any_receipt does."""
    receipt = open_any_receipt(side, ticket)
    return receipt if isinstance(receipt, Receipt) else None


def open_any_receipt(side: PublicSide, ticket: DraftTicket) -> Receipt | SenderReceipt | None:
    """Return the receipt of what was sent, None when nothing was, when it was kept, or after 30 minutes."""
    with side.store.look() as work:
        body = work.drafts.find_receipt(ticket.draft_id, ticket.key)
    if body is None:
        return None
    made_at = datetime.fromisoformat(body["made_at"])
    # Safety: the code is shown for half an hour only, by the sealed time
    if side.clock.now() - made_at >= RECEIPT:
        return None
    if "receipt_number" in body:
        return SenderReceipt(**{**body, "made_at": made_at})
    known = {**body, "made_at": made_at, "access_code": AccessCode(body["access_code"])}
    return Receipt(**{**known, "next_update_by": date.fromisoformat(body["next_update_by"])})


def note_pin(side: PublicSide, ticket: DraftTicket, receipt: Receipt) -> None:
    """Note on a receipt that a PIN was set beside its code; it ends when it would have ended."""
    body = _receipt_body(replace(receipt, has_pin=True))
    with side.store.work() as work:
        work.drafts.erase(ticket.draft_id)
        work.drafts.add_receipt(ticket.draft_id, body, ticket.key, receipt.made_at + RECEIPT)


def erase_draft(side: PublicSide, ticket: DraftTicket) -> None:
    """Erase the draft and the receipt: at exit, and when the code was kept."""
    with side.store.work() as work:
        work.drafts.erase(ticket.draft_id)
    side.store.scrub()


def draft_as_body(draft: Draft) -> dict[str, Any]:
    """Return what is sealed of a draft."""
    saved = draft.saved
    return {
        "access_code": draft.access_code.digits,
        "answers": draft.answers,
        "visited": sorted(draft.visited),
        "attempt": draft.attempt,
        "tried": [(wording, tried_at.isoformat()) for wording, tried_at in draft.tried],
        "saved": (saved.where.as_text(), saved.until_at.isoformat(), saved.return_code) if saved else None,
    }


def draft_from_body(body: Mapping[str, Any]) -> Draft:
    """Return the draft that was sealed."""
    attempt, saved = body["attempt"], body["saved"]
    return Draft(
        access_code=AccessCode(body["access_code"]),
        answers={code: tuple(values) for code, values in body["answers"].items()},
        visited=frozenset(body["visited"]),
        attempt=(attempt[0], attempt[1]) if attempt else None,
        tried=tuple((wording, datetime.fromisoformat(tried_at)) for wording, tried_at in body["tried"]),
        saved=Saved(DraftTicket.from_text(saved[0]), datetime.fromisoformat(saved[1]), saved[2]) if saved else None,
    )


def _derive_sender(side: PublicSide, draft: Draft, language: str) -> Sender:
    with side.turns.take():
        root = derive_root(draft.access_code, side.peppers)
    return make_sender(root, language)


def _write(side: PublicSide, work: Work, draft: Draft, sender: Sender | None, language: str) -> Receipt | SenderReceipt:
    """Write the case and return its receipt; `sender` is None for a form about somebody else."""
    made_at = side.clock.now()
    if is_for_other(draft.answers):
        return SenderReceipt(made_at=made_at, **write_for_other(side, work, draft.answers, language))
    if sender is None:
        raise NotAllowed("the form was about somebody else a moment ago")
    written = write_case(side, work, draft.answers, sender)
    return Receipt(access_code=draft.access_code, made_at=made_at, **written)


def _receipt_body(receipt: Receipt | SenderReceipt) -> dict[str, Any]:
    body = {each.name: getattr(receipt, each.name) for each in fields(receipt)}
    if isinstance(receipt, Receipt):
        body |= {
            "access_code": receipt.access_code.digits,
            "next_update_by": receipt.next_update_by.isoformat(),
        }
    return {**body, "made_at": receipt.made_at.isoformat()}
