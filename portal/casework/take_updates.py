"""Taking re:hub's updates, by whatever way they come in: each once, moved by the table or kept, never lost once taken.

What they come in is a `Source` (rehub_sources); who writes them into the case is a `Hand`.
"""

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from portal.casework.count import count_stay
from portal.casework.hold_news import promise_after_asking, write_hold
from portal.casework.keep_by_news import promise_after, record_kept
from portal.casework.notify import notify_as_site
from portal.casework.rehub_sources import Source, Way
from portal.casework.work import Calendar, Clock, PublicSide
from portal.domain.asks import AskedOf
from portal.domain.case import Case, EntryKind, Service
from portal.domain.errors import AlreadyDone, Forged, Invalid, NotAllowed, Unavailable
from portal.domain.notices import Event
from portal.domain.references import parse_case_reference
from portal.domain.stages import ENDED, REHUB_MAY_SET, Mover, Stage, check_move, needs_conversation
from portal.domain.updates import DayFault, Update, WaitingFor, find_day_fault
from portal.store.entries import Writer
from portal.store.rehub_messages import RehubRow
from portal.store.work import Work
from portal.vault.digests import keyed_digest

_FAULTS = {
    DayFault.FUTURE: ("data.happened_on", "must not be in the future"),
    DayFault.LONG_AGO: ("data.happened_on", "must not be more than ten years ago"),
    DayFault.BEFORE: ("data.expected_by", "must not be before happened_on"),
    DayFault.FAR: ("data.expected_by", "must not be more than ten years ahead"),
}


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
class Hand:
    """Who writes re:hub's word into a case: the public site (`as_site`), or the service at the desk."""

    clock: Clock
    calendar: Calendar
    trust: Callable[[Service], Service]
    write: Callable[[Case, Service], Writer]
    notify: Callable[[Work, Case, Service, Event], None]
    news_key: bytes = field(repr=False)  # keys what stands for the news told last


@dataclass(frozen=True, slots=True)
class Proof:
    """A kept message as the desk reads it: what became of it, and its `data`, the note included, as re:hub wrote it."""

    outcome: Outcome
    data: Mapping[str, Any] = field(repr=False)
    way: Way = Way.API


def as_site(side: PublicSide) -> Hand:
    """Return the public site's hand."""
    return Hand(
        clock=side.clock,
        calendar=side.calendar,
        trust=side.trust,
        write=lambda case, service: side.write_as_site(service),  # noqa: ARG005 (the service's hand needs the case)
        notify=lambda work, case, service, event: notify_as_site(side, work, case, service, event),
        news_key=side.link_key,
    )


def take_update(side: PublicSide, source: Source, update: RehubUpdate) -> Taken:
    """Apply or keep one update in one transaction; the same id again changes nothing.

    Raises Invalid, with nothing kept, when its days cannot be, and Unavailable when the case cannot be believed: re:hub
    sends it again, and nothing is lost.
    """
    try:
        with side.store.work() as work:
            return take_in(work, as_site(side), source, update)
    except AlreadyDone:
        with side.store.look() as work:
            return Taken(Outcome(work.rehub_messages.get_outcome(source.message_id)), is_repeat=True)
    except Forged as error:
        # not re:hub's signature, which was verified before: nothing is added to a case that somebody broke
        raise Unavailable("the case cannot be believed") from error


def take_in(work: Work, hand: Hand, source: Source, update: RehubUpdate) -> Taken:
    """Apply or keep one update within the caller's work, so that many of them, or more, are one transaction.

    Raises as take_update does, but AlreadyDone when the same id was taken at this very moment, and Forged.
    """
    before = work.rehub_messages.find_outcome(source.message_id)
    if before is not None:
        return Taken(Outcome(before), is_repeat=True)
    check_days(update, hand.clock.today())
    outcome, case_id = _decide(hand, work, source, update)
    if case_id is not None:
        work.rehub_messages.add(RehubRow(source.message_id, hand.clock.today(), case_id, outcome.value))
    return Taken(outcome)


def check_days(update: RehubUpdate, today: date) -> None:
    """Raise Invalid, which names the field, when the days of an update cannot be."""
    fault = find_day_fault(update.happened_on, update.expected_by, today)
    if fault is not None:
        raise Invalid(*_FAULTS[fault])


def read_proof(body: Mapping[str, Any]) -> Proof:
    """Return what the desk may read of a proof's opened body (EntryKind.REHUB_PROOF)."""
    message = json.loads(b64decode(body["request"]))
    return Proof(Outcome(body["outcome"]), message["data"], Way(body.get("way", Way.API)))


def _decide(hand: Hand, work: Work, source: Source, update: RehubUpdate) -> tuple[Outcome, str | None]:
    reference = parse_case_reference(update.case_reference)
    case = work.cases.find_by_reference(reference, for_change=True) if reference else None
    if case is None:
        return Outcome.UNKNOWN_REFERENCE, None
    outcome = judge_update(case, update)
    service = hand.trust(work.services.get(case.service_id))
    # Safety: the note is in here and nowhere else, and this kind is not sealed to the person
    proof = {"outcome": outcome.value, **source.as_proof(), **_describe_before(case)}
    _append(hand, work, case, service, EntryKind.REHUB_PROOF, proof)
    if outcome is Outcome.APPLIED:
        _apply(hand, work, case, service, update)
    elif _waits_for_talk(case, update, outcome):
        _hold(hand, work, case, service, update)
    return outcome, case.case_id


def _waits_for_talk(case: Case, update: RehubUpdate, outcome: Outcome) -> bool:
    """Say whether what was kept is news that the person must hear of from a person; nobody is asked once it ended."""
    is_for_desk = outcome is Outcome.KEPT_REFUSED and update.stage is not case.stage
    needs_talk = is_for_desk and needs_conversation(case.stage, update.stage)
    return case.stage not in ENDED and (outcome is Outcome.KEPT_SENSITIVE or needs_talk)


def _hold(hand: Hand, work: Work, case: Case, service: Service, update: RehubUpdate) -> None:
    # Safety: whatever re:hub said, the same rows, days and notice; its own words stay in the proof
    today, writer = hand.clock.today(), hand.write(case, service)
    news = Update(update.stage, update.happened_on, "rehub", update.expected_by, update.waiting_for)
    write_hold(work, case, service, news, writer=writer, on=today)
    promised = promise_after_asking(case, today, hand.calendar.is_working_day, is_first_contact=False)
    work.cases.set_days(case.case_id, next_update_by=promised, newest_rehub_on=update.happened_on)
    if case.stage is not Stage.RECEIVED:
        record_kept(work, case, today)
    work.asks.answer(case.case_id, AskedOf.REHUB, today)
    hand.notify(work, case, service, Event.STAGE)


def _describe_before(case: Case) -> dict[str, str]:
    """Return where the case stood, so that the desk can put it back (undo_update)."""
    days = {"since": case.stage_since_on, "promised": case.next_update_by, "newest": case.newest_rehub_on}
    then = {f"before_{name}": day.isoformat() for name, day in days.items() if day is not None}
    return {"before_stage": case.stage.value, **then}


def judge_update(case: Case, update: RehubUpdate) -> Outcome:
    """Say what becomes of an update of a case that stands like this; it changes nothing."""
    if case.newest_rehub_on is not None and update.happened_on < case.newest_rehub_on:
        return Outcome.KEPT_OLDER
    if update.is_sensitive:
        # Safety: what the sender marks needs a conversation first: it is held (_hold), and nothing of it shown
        return Outcome.KEPT_SENSITIVE
    if case.stage is update.stage and case.is_checked and update.stage in REHUB_MAY_SET - {Stage.ASKING_THEM}:
        return Outcome.APPLIED  # news about the same stage
    try:
        check_move(case.stage, update.stage, Mover.REHUB, is_checked=case.is_checked, has_talked=False)
    except NotAllowed:
        return Outcome.KEPT_REFUSED
    return Outcome.APPLIED


def _apply(hand: Hand, work: Work, case: Case, service: Service, update: RehubUpdate) -> None:
    today = hand.clock.today()
    promised = promise_after(case, update.stage, today, hand.calendar.is_working_day)
    since_on = case.stage_since_on if update.stage is case.stage else today
    work.cases.move(case, stage=update.stage, since_on=since_on, next_update_by=promised)
    count_stay(work, case, update.stage, today)
    record_kept(work, case, today)
    work.asks.answer(case.case_id, AskedOf.REHUB, today)
    work.cases.set_days(case.case_id, newest_rehub_on=update.happened_on)
    body = Update(update.stage, update.happened_on, "rehub", update.expected_by, update.waiting_for).as_body()
    _append(hand, work, case, service, EntryKind.UPDATE, body)
    is_other = work.cases.note_news(case.case_id, _digest_news(hand, case, body))
    if is_other or case.stage is not update.stage:
        # Safety: a telephone that rings for nothing draws eyes to it
        hand.notify(work, case, service, Event.STAGE)


def _digest_news(hand: Hand, case: Case, body: Mapping[str, str]) -> bytes:
    """Return what stands for what a person reads of re:hub's news, but for the day; this site opens no earlier one."""
    told = [body.get(name, "") for name in ("stage", "expected_by", "waiting_for")]
    return keyed_digest("rehub-news", hand.news_key, json.dumps([case.case_id, *told]).encode(), 16)


def _append(hand: Hand, work: Work, case: Case, service: Service, kind: EntryKind, body: Mapping[str, str]) -> None:
    work.entries.append(case, service, kind, body, writer=hand.write(case, service), on=hand.clock.today())
