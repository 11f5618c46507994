"""Taking re:hub's updates: each signed message once, moved by the table or kept, never lost once answered."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portal.casework.notify import notify_as_site
from portal.casework.work import PublicSide
from portal.domain.case import Case, EntryKind, Service
from portal.domain.errors import AlreadyDone, Forged, Invalid, NotAllowed, Unavailable
from portal.domain.notices import Event
from portal.domain.promises import next_update_by
from portal.domain.references import parse_case_reference
from portal.domain.stages import REHUB_MAY_SET, Mover, Stage, check_move
from portal.domain.updates import Update, WaitingFor
from portal.store.rehub_messages import RehubRow
from portal.store.work import Work
from portal.vault.digests import keyed_digest
from portal.vault.webhooks import SIGNATURE, TIMESTAMP, verify_webhook

_CLOCKS_DIFFER = timedelta(days=1)
_FAR = timedelta(days=3653)  # ten years: no case lasts so long, but years are mistyped


class Outcome(StrEnum):
    """What became of a message; stored, and mapped to an HTTP answer by the web."""

    APPLIED = "applied"
    KEPT_OLDER = "kept_older"
    KEPT_REFUSED = "kept_refused"
    KEPT_SENSITIVE = "kept_sensitive"
    UNKNOWN_REFERENCE = "unknown_reference"


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer to a message; of a repeat, what became of the first one with its id."""

    outcome: Outcome
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class RehubUpdate:
    """One parsed update. The note for the facilitator stays in the proof and never reaches the person."""

    case_reference: str
    stage: Stage
    happened_on: date
    expected_by: date | None = None
    waiting_for: WaitingFor | None = None
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A verified request as it came; kept whole, sealed to the service, as proof of what re:hub said."""

    webhook_id: str
    timestamp: str
    signature: str = field(repr=False)
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """A kept message as the desk reads it: what became of it, and its `data`, the note included, as re:hub wrote it."""

    outcome: Outcome
    data: Mapping[str, Any] = field(repr=False)


def verify_request(side: PublicSide, raw: bytes, headers: Mapping[str, str]) -> SignedRequest:
    """Return a signed request; Forged when signature or time is wrong, Invalid when its id cannot be kept."""
    webhook_id = verify_webhook(side.rehub_secret, raw, headers)
    given = {name.lower(): value for name, value in headers.items()}
    return SignedRequest(webhook_id, given[TIMESTAMP], given[SIGNATURE], raw)


def take_update(side: PublicSide, request: SignedRequest, update: RehubUpdate) -> Taken:
    """Apply or keep one verified message in one transaction; the same id again changes nothing.

    Raises Invalid, with nothing kept, when the days of the message cannot be, and Unavailable when the case cannot be
    believed: re:hub sends it again, and nothing is lost.
    """
    try:
        with side.store.work() as work:
            before = work.rehub_messages.find_outcome(request.webhook_id)
            if before is not None:
                return Taken(Outcome(before), is_repeat=True)
            _check_days(update, side.clock.today())
            outcome, case_id = _decide(side, work, request, update)
            if case_id is not None:
                row = RehubRow(request.webhook_id, side.clock.today(), case_id, outcome.value)
                work.rehub_messages.add(row)
    except AlreadyDone:
        with side.store.look() as work:
            return Taken(Outcome(work.rehub_messages.get_outcome(request.webhook_id)), is_repeat=True)
    except Forged as error:
        # not re:hub's signature, which was verified before: nothing is added to a case that somebody broke
        raise Unavailable("the case cannot be believed") from error
    return Taken(outcome)


def read_proof(body: Mapping[str, Any]) -> Proof:
    """Return what the desk may read of a proof's opened body (EntryKind.REHUB_PROOF)."""
    message = json.loads(b64decode(body["request"]))
    return Proof(Outcome(body["outcome"]), message["data"])


def _check_days(update: RehubUpdate, today: date) -> None:
    if update.happened_on > today + _CLOCKS_DIFFER:
        raise Invalid("data.happened_on", "must not be in the future")
    if update.happened_on < today - _FAR:
        raise Invalid("data.happened_on", "must not be more than ten years ago")
    if update.expected_by is not None and update.expected_by < update.happened_on:
        raise Invalid("data.expected_by", "must not be before happened_on")
    if update.expected_by is not None and update.expected_by > today + _FAR:
        raise Invalid("data.expected_by", "must not be more than ten years ahead")


def _decide(side: PublicSide, work: Work, request: SignedRequest, update: RehubUpdate) -> tuple[Outcome, str | None]:
    reference = parse_case_reference(update.case_reference)
    case = work.cases.find_by_reference(reference, for_change=True) if reference else None
    if case is None:
        return Outcome.UNKNOWN_REFERENCE, None
    outcome = _judge(case, update)
    service = side.trust(work.services.get(case.service_id))
    proof = {
        "outcome": outcome.value,
        "webhook_id": request.webhook_id,
        "timestamp": request.timestamp,
        "signature": request.signature,
        "request": b64encode(request.raw).decode(),
    }
    # Safety: the note is in here and nowhere else, and this kind is not sealed to the person
    _append(side, work, case, service, EntryKind.REHUB_PROOF, proof)
    if outcome is Outcome.APPLIED:
        _apply(side, work, case, service, update)
    return outcome, case.case_id


def _judge(case: Case, update: RehubUpdate) -> Outcome:
    if case.newest_rehub_on is not None and update.happened_on < case.newest_rehub_on:
        return Outcome.KEPT_OLDER
    if update.is_sensitive:
        # Safety: what the sender marks needs a conversation first; the desk tells the person, not this page
        return Outcome.KEPT_SENSITIVE
    if case.stage is update.stage and case.is_checked and update.stage in REHUB_MAY_SET - {Stage.ASKING_THEM}:
        return Outcome.APPLIED  # news about the same stage
    try:
        check_move(case.stage, update.stage, Mover.REHUB, is_checked=case.is_checked, has_talked=False)
    except NotAllowed:
        return Outcome.KEPT_REFUSED
    return Outcome.APPLIED


def _apply(side: PublicSide, work: Work, case: Case, service: Service, update: RehubUpdate) -> None:
    today = side.clock.today()
    promised = next_update_by(update.stage, case.rhythm, today, side.calendar.is_working_day)
    since_on = case.stage_since_on if update.stage is case.stage else today
    work.cases.move(case, stage=update.stage, since_on=since_on, next_update_by=promised)
    work.cases.set_days(case.case_id, newest_rehub_on=update.happened_on)
    body = Update(update.stage, update.happened_on, "rehub", update.expected_by, update.waiting_for).as_body()
    _append(side, work, case, service, EntryKind.UPDATE, body)
    is_other = work.cases.note_news(case.case_id, _digest_news(side, case, body))
    if is_other or case.stage is not update.stage:
        # Safety: a telephone that rings for nothing draws eyes to it
        notify_as_site(side, work, case, service, Event.STAGE)


def _digest_news(side: PublicSide, case: Case, body: Mapping[str, str]) -> bytes:
    """Return what stands for what a person reads of re:hub's news, but for the day; this site opens no earlier one."""
    told = [body.get(name, "") for name in ("stage", "expected_by", "waiting_for")]
    return keyed_digest("rehub-news", side.link_key, json.dumps([case.case_id, *told]).encode(), 16)


def _append(
    side: PublicSide, work: Work, case: Case, service: Service, kind: EntryKind, body: Mapping[str, str]
) -> None:
    on = side.clock.today()
    work.entries.append(case, service, kind, body, writer=side.write_as_site(service), on=on)
