"""Taking re:hub's updates: each signed message once, moved by the table or kept, never lost once answered."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.casework.work import PublicSide
from portal.domain.case import Author, Case, EntryKind
from portal.domain.errors import AlreadyDone, NotAllowed
from portal.domain.promises import next_update_by
from portal.domain.references import parse_case_reference
from portal.domain.stages import REHUB_MAY_SET, Mover, Stage, check_move
from portal.domain.updates import Update, WaitingFor
from portal.store.rehub_messages import RehubRow
from portal.store.work import Work
from portal.vault.webhooks import verify_webhook


class Outcome(StrEnum):
    """What became of a message; stored, and mapped to an HTTP answer by the web."""

    APPLIED = "applied"
    KEPT_OLDER = "kept_older"
    KEPT_REFUSED = "kept_refused"
    KEPT_SENSITIVE = "kept_sensitive"
    UNKNOWN_REFERENCE = "unknown_reference"
    SEEN_BEFORE = "seen_before"


@dataclass(frozen=True, slots=True)
class RehubUpdate:
    """One parsed update. The note for the facilitator stays in the proof and never reaches the person."""

    case_reference: str
    stage: Stage
    happened_on: date
    expected_by: date | None = None
    waiting_for: WaitingFor | None = None
    is_sensitive: bool = False


def verify_request(side: PublicSide, raw: bytes, headers: Mapping[str, str]) -> str:
    """Return the id of a signed request; Forged when signature or time is wrong."""
    return verify_webhook(side.rehub_secret, raw, headers)


def take_update(side: PublicSide, webhook_id: str, update: RehubUpdate, raw: bytes) -> Outcome:
    """Apply or keep one verified message in one transaction; the same id again changes nothing.

    `raw` is the signed body, stored sealed to the service as proof.
    """
    try:
        with side.store.work() as work:
            if work.rehub_messages.find_outcome(webhook_id) is not None:
                return Outcome.SEEN_BEFORE
            outcome, case_id = _decide(side, work, update, raw)
            if case_id is not None:
                work.rehub_messages.add(RehubRow(webhook_id, side.clock.today(), case_id, outcome.value))
    except AlreadyDone:
        return Outcome.SEEN_BEFORE
    return outcome


def _decide(side: PublicSide, work: Work, update: RehubUpdate, raw: bytes) -> tuple[Outcome, str | None]:
    reference = parse_case_reference(update.case_reference)
    case = work.cases.find_by_reference(reference, for_change=True) if reference else None
    if case is None:
        return Outcome.UNKNOWN_REFERENCE, None
    outcome = _judge(case, update)
    service = side.trust(work.services.get(case.service_id))
    today = side.clock.today()
    proof = {"outcome": outcome.value, "request": base64.b64encode(raw).decode()}
    work.entries.append(case, service, EntryKind.REHUB_PROOF, proof, author=Author.SITE, key=side.site_key, on=today)
    if outcome is Outcome.APPLIED:
        _apply(side, work, case, update)
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


def _apply(side: PublicSide, work: Work, case: Case, update: RehubUpdate) -> None:
    today = side.clock.today()
    promised = next_update_by(update.stage, case.rhythm, today, side.calendar.is_working_day)
    since_on = case.stage_since_on if update.stage is case.stage else today
    work.cases.move(case, stage=update.stage, since_on=since_on, next_update_by=promised)
    work.cases.set_days(case.case_id, newest_rehub_on=update.happened_on)
    body = Update(update.stage, update.happened_on, "rehub", update.expected_by, update.waiting_for).as_body()
    service = side.trust(work.services.get(case.service_id))
    work.entries.append(case, service, EntryKind.UPDATE, body, author=Author.SITE, key=side.site_key, on=today)
