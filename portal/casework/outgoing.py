"""From a row of the outbox to what may leave this minute: opened, verified and asked again of the person's own card.

It sends nothing and changes nothing. Whatever does not verify is contacted by nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal.casework.contact_cards import find_card
from portal.casework.holds import is_contact_held, note_hold
from portal.casework.requests import REQUEST_KINDS, read_requests
from portal.casework.to_rehub import write_to_rehub
from portal.casework.trial_notice import read_trial
from portal.casework.work import WorkerSide
from portal.domain.case import Case, EntryKind, Service
from portal.domain.errors import Forged, NotAllowed, NotFound
from portal.domain.notices import (
    BY_WORKER,
    DIGEST_NOT_AFTER,
    FOR_REHUB,
    FOR_STAFF,
    NEEDS_NOBODY,
    NOT_AFTER,
    Event,
    Message,
    NoticeAuthor,
    NoticeState,
    Reason,
    Words,
    start_of_next_day,
)
from portal.domain.safe_contact import Allowed, Method, Never, NotBefore, judge
from portal.domain.trial_notices import judge_trial
from portal.journal import KEEP_LEFT
from portal.store.chains import OpenedCase
from portal.store.outbox import NoticeRow
from portal.store.work import Work
from portal.vault.envelopes import Place, open_envelope
from portal.vault.randomness import random_id

_KINDS = frozenset({EntryKind.CONTACT_CARD}) | REQUEST_KINDS
_DOES_NOT_VERIFY = (Forged, NotAllowed, NotFound, KeyError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Leaves:
    """A message that may leave now, by this method and no other. One that is not kept is erased before it leaves."""

    method: Method
    message: Message
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Waits:
    """A notice whose person wants no message before a time."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Ends:
    """A notice that will not leave, and why. One that is not kept is erased, and shown to nobody."""

    state: NoticeState
    reason: Reason
    is_kept: bool = True


Decision = Leaves | Waits | Ends


@dataclass(frozen=True, slots=True)
class _Wishes:
    """How a person wants to be reached, verified to be their newest words.

    `is_unsettled`: they want to be reached another way than the card says, whose way may be safe no more.
    """

    language: str
    judge_at: Callable[[datetime], Allowed | NotBefore | Never]
    is_unsettled: bool


def decide(side: WorkerSide, work: Work, row: NoticeRow) -> Decision:
    """Say what becomes of a notice now; whatever does not verify ends as failed."""
    try:
        service = side.trust(work.services.get(row.service_id))
        body = _open(side, row, service)
        made_at = datetime.fromisoformat(body["made_at"])
        event = Event(body["event"])
        _check_author(row, event)
        # Safety: somebody who kept a row and put it back must not have it sent again
        if side.heads.has_left(row.notice_id) or work.outbox.has_left(row.notice_id):
            return Ends(NoticeState.FAILED, Reason.LEFT_BEFORE)
        if event in FOR_STAFF:
            return _decide_for_staff(side, work, row, event, made_at)
        if event is Event.TRIAL:
            return _decide_trial(side, row, body)
        if event in FOR_REHUB:
            return _decide_for_rehub(side, work, row, service, body)
        return _decide_for_case(side, work, row, body, service)
    except _DOES_NOT_VERIFY:
        return Ends(NoticeState.FAILED, Reason.NOT_VERIFIED)


def _check_author(row: NoticeRow, event: Event) -> None:
    is_by_worker = row.author is NoticeAuthor.WORKER
    # Safety: only the worker itself makes digests, and of what others cause it makes nothing
    if (is_by_worker and event not in BY_WORKER) or (event is Event.STAFF_DIGEST and not is_by_worker):
        raise Forged("a notice of this kind by another author")


def _open(side: WorkerSide, row: NoticeRow, service: Service) -> dict[str, Any]:
    key = side.notice_keys[row.service_id]
    author_key = {
        NoticeAuthor.SITE: side.site_public_key,
        NoticeAuthor.SERVICE: service.sign_key,
        NoticeAuthor.WORKER: key.sign_key,
    }[row.author]
    return open_envelope(row.envelope, Place("notice", row.notice_id), reader=key, author_key=author_key)


def _decide_for_case(side: WorkerSide, work: Work, row: NoticeRow, body: dict[str, Any], service: Service) -> Decision:
    case = _find_case(work, row, body)
    if case is None:
        return Ends(NoticeState.DROPPED, Reason.CASE_GONE)
    today, since_on = side.clock.today(), work.holds.find_stop(case.case_id)
    if since_on is not None:
        note_hold(side.heads, case.case_id, since_on, today=today)
        return Ends(NoticeState.DROPPED, Reason.STOPPED)
    if work.holds.has_lock(case.case_id):
        return Ends(NoticeState.DROPPED, Reason.LOCKED)
    opened = _open_case(side, work, case, service)
    if opened.head is None or opened.head.sequence < body["sequence"]:
        # Safety: an older state of the case, signed in its day, may hold a number that is not safe any more
        raise Forged("the case is older than the notice")
    if is_contact_held(side.heads, case.case_id, None, opened, today=today):
        return Ends(NoticeState.DROPPED, Reason.STOPPED)
    made_at, last_until = datetime.fromisoformat(body["made_at"]), work.outbox.find_last_until(case.case_id)
    # Safety: one a day, whatever made them and whenever: it counts as made on the day after another left
    not_before = start_of_next_day(last_until - KEEP_LEFT) if last_until else made_at
    return _decide_for_person(side, row, opened, max(made_at, not_before), is_second=last_until is not None)


def _find_case(work: Work, row: NoticeRow, body: dict[str, Any]) -> Case | None:
    if body["case_id"] != row.case_id:
        raise Forged("a notice of another case")
    case = work.cases.find_by_id(body["case_id"])
    if case is not None and case.service_id != row.service_id:
        raise Forged("a case of another service")
    return case


def _open_case(side: WorkerSide, work: Work, case: Case, service: Service) -> OpenedCase:
    opened = work.entries.open_case(case.case_id, side.reader_of(case, service), _KINDS)
    # Safety: every card and request must open; one that does not may be the wish not to be contacted
    if opened.refused_count or len(opened.entries) != work.entries.count(case.case_id, _KINDS):
        raise Forged("a card or a request does not verify")
    if opened.head:
        side.heads.note_heads({case.case_id: opened.head})
    return opened


def _decide_for_person(
    side: WorkerSide, row: NoticeRow, opened: OpenedCase, made_at: datetime, *, is_second: bool
) -> Decision:
    wishes = _read_wishes(side, opened)
    now = side.clock.now()
    verdict = wishes.judge_at(now)
    if isinstance(verdict, Never):
        return Ends(NoticeState.DROPPED, verdict.reason)
    if wishes.is_unsettled:
        return Ends(NoticeState.DROPPED, Reason.OTHER_CONTACT)
    if isinstance(verdict, Allowed) and verdict.method not in side.channels:
        # nothing here can send it, and it never goes another way: the desk sees it
        return Ends(NoticeState.FAILED, Reason.NO_CHANNEL)
    not_after = _first_moment(wishes, made_at) + NOT_AFTER
    leaves_at = verdict.at if isinstance(verdict, NotBefore) else now
    if is_second:
        leaves_at = max(made_at, leaves_at)
    if leaves_at > not_after:
        return Ends(NoticeState.DROPPED, Reason.TOO_LATE)
    if isinstance(verdict, NotBefore) or leaves_at > now:
        return Waits(leaves_at)
    words = side.texts.for_person(wishes.language, verdict.wording)
    return Leaves(verdict.method, _make_message(side, row, (verdict.address,), words))


def _read_wishes(side: WorkerSide, opened: OpenedCase) -> _Wishes:
    card = find_card(opened)
    if card is None:
        raise Forged("a case without a contact card")
    requests = read_requests(opened)

    def judge_at(at: datetime) -> Allowed | NotBefore | Never:
        if card.is_from_sender:
            # Safety: no machine writes to an address that somebody else gave
            return Never(Reason.NOT_CONFIRMED)
        return judge(card.answers, requests, at, side.calendar.is_working_day)

    return _Wishes(card.language, judge_at, is_unsettled=requests.wants_other_contact or card.is_overtaken)


def _first_moment(wishes: _Wishes, made_at: datetime) -> datetime:
    """Return when the notice might first have left by the card as it is now."""
    verdict = wishes.judge_at(made_at)
    return verdict.at if isinstance(verdict, NotBefore) else made_at


def _decide_for_staff(side: WorkerSide, work: Work, row: NoticeRow, event: Event, made_at: datetime) -> Decision:
    limit = DIGEST_NOT_AFTER if event is Event.STAFF_DIGEST else NOT_AFTER
    if side.clock.now() > made_at + limit:
        return Ends(NoticeState.DROPPED, Reason.TOO_LATE)
    addresses = work.staff.list_addresses(row.service_id)
    if not addresses:
        return Ends(NoticeState.DROPPED, Reason.NOBODY)
    return Leaves(Method.EMAIL, _make_message(side, row, addresses, side.texts.for_staff(event)))


def _decide_trial(side: WorkerSide, row: NoticeRow, body: dict[str, Any]) -> Decision:
    trial = read_trial(row, body)
    verdict = judge_trial(trial, side.clock.now(), side.channels)
    if isinstance(verdict, Never):
        return Ends(NoticeState.DROPPED, verdict.reason, is_kept=False)
    words = side.texts.for_person(trial.language, verdict.wording)
    return Leaves(verdict.method, _make_message(side, row, (verdict.address,), words), is_kept=False)


def _decide_for_rehub(side: WorkerSide, work: Work, row: NoticeRow, service: Service, body: dict[str, Any]) -> Decision:
    if side.clock.now() > datetime.fromisoformat(body["made_at"]) + NOT_AFTER:
        return Ends(NoticeState.DROPPED, Reason.TOO_LATE)
    if Method.EMAIL not in side.channels:
        return Ends(NoticeState.FAILED, Reason.NO_CHANNEL)
    words = write_to_rehub(side, work, row, service, body)
    if isinstance(words, Reason) or side.rehub is None:
        reason = words if isinstance(words, Reason) else Reason.NO_MAILBOX
        return Ends(NoticeState.DROPPED if reason in NEEDS_NOBODY else NoticeState.FAILED, reason)
    message = _make_message(side, row, (side.rehub.mailbox,), words)
    return Leaves(Method.EMAIL, replace(message, may_tell=True))


def _make_message(side: WorkerSide, row: NoticeRow, addresses: tuple[str, ...], words: Words) -> Message:
    return Message(row.notice_id, addresses, side.sender, words, random_id(), side.clock.now())
