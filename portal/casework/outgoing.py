"""From a row of the outbox to what may leave this minute: opened, verified and asked again of the person's own card.

It sends nothing and changes nothing. Whatever does not verify is contacted by nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.casework.requests import list_requests, read_requests
from portal.casework.work import WorkerSide
from portal.domain.case import Case, EntryKind, RequestKind, Service
from portal.domain.errors import Forged, NotAllowed, NotFound
from portal.domain.notices import (
    DIGEST_NOT_AFTER,
    FOR_STAFF,
    NOT_AFTER,
    Event,
    Message,
    NoticeAuthor,
    NoticeState,
    Reason,
    Words,
)
from portal.domain.safe_contact import Allowed, Card, Method, Never, NotBefore, judge
from portal.store.chains import OpenedCase
from portal.store.outbox import NoticeRow
from portal.store.work import Work
from portal.vault.envelopes import Place, open_envelope
from portal.vault.randomness import random_id

_KINDS = frozenset({EntryKind.CONTACT_CARD, EntryKind.REQUEST})
_DOES_NOT_VERIFY = (Forged, NotAllowed, NotFound, KeyError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Leaves:
    """A message that may leave now, by this method and no other."""

    method: Method
    message: Message


@dataclass(frozen=True, slots=True)
class Waits:
    """A notice whose person wants no message before a time."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Ends:
    """A notice that will not leave, and why."""

    state: NoticeState
    reason: Reason


Decision = Leaves | Waits | Ends


@dataclass(frozen=True, slots=True)
class _Wishes:
    """How a person wants to be reached, verified to be their newest words."""

    card: Card = field(repr=False)
    language: str
    judge_at: Callable[[datetime], Allowed | NotBefore | Never]


def decide(side: WorkerSide, work: Work, row: NoticeRow) -> Decision:
    """Say what becomes of a notice now; whatever does not verify ends as failed."""
    try:
        service = side.trust(work.services.get(row.service_id))
        body = _open(side, row, service)
        made_at = datetime.fromisoformat(body["made_at"])
        event = Event(body["event"])
        # Safety: only the worker itself makes digests, and they are all it makes
        if (event is Event.STAFF_DIGEST) is not (row.author is NoticeAuthor.WORKER):
            raise Forged("a notice of this kind by another author")
        if event in FOR_STAFF:
            return _decide_for_staff(side, work, row, event, made_at)
        case = _find_case(work, row, body)
        if case is None:
            return Ends(NoticeState.DROPPED, Reason.CASE_GONE)
        if work.holds.has_stop(case.case_id):
            return Ends(NoticeState.DROPPED, Reason.STOPPED)
        opened = _open_case(side, work, case, service)
        if opened.head is None or opened.head.sequence < body["sequence"]:
            # Safety: an older state of the case, signed in its day, may hold a number that is not safe any more
            raise Forged("the case is older than the notice")
        return _decide_for_person(side, row, opened, made_at)
    except _DOES_NOT_VERIFY:
        return Ends(NoticeState.FAILED, Reason.NOT_VERIFIED)


def _open(side: WorkerSide, row: NoticeRow, service: Service) -> dict[str, Any]:
    key = side.notice_keys[row.service_id]
    author_key = {
        NoticeAuthor.SITE: side.site_public_key,
        NoticeAuthor.SERVICE: service.sign_key,
        NoticeAuthor.WORKER: key.sign_key,
    }[row.author]
    return open_envelope(row.envelope, Place("notice", row.notice_id), reader=key, author_key=author_key)


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
    if opened.refused_count or len(opened.entries) != work.outbox.count_entries(case.case_id, _KINDS):
        raise Forged("a card or a request does not verify")
    if opened.head:
        side.heads.note_heads({case.case_id: opened.head})
    return opened


def _decide_for_person(side: WorkerSide, row: NoticeRow, opened: OpenedCase, made_at: datetime) -> Decision:
    wishes = _read_wishes(side, opened)
    now = side.clock.now()
    verdict = wishes.judge_at(now)
    if isinstance(verdict, Never):
        return Ends(NoticeState.DROPPED, verdict.reason)
    if _asks_for_other_contact(opened):
        return Ends(NoticeState.DROPPED, Reason.OTHER_CONTACT)
    if isinstance(verdict, Allowed) and verdict.method not in side.channels:
        # nothing here can send it, and it never goes another way: the desk sees it
        return Ends(NoticeState.FAILED, Reason.NO_CHANNEL)
    not_after = _first_moment(wishes, made_at) + NOT_AFTER
    leaves_at = verdict.at if isinstance(verdict, NotBefore) else now
    if leaves_at > not_after:
        return Ends(NoticeState.DROPPED, Reason.TOO_LATE)
    if isinstance(verdict, NotBefore):
        return Waits(verdict.at)
    words = side.texts.for_person(wishes.language, verdict.wording)
    return Leaves(verdict.method, _make_message(side, row, (verdict.address,), words))


def _read_wishes(side: WorkerSide, opened: OpenedCase) -> _Wishes:
    newest = opened.find_newest(EntryKind.CONTACT_CARD)
    if newest is None:
        raise Forged("a case without a contact card")
    card = {str(code): tuple(map(str, values)) for code, values in newest.body["answers"].items()}
    requests = read_requests(opened)

    def judge_at(at: datetime) -> Allowed | NotBefore | Never:
        return judge(card, requests, at, side.calendar.is_working_day)

    return _Wishes(card, str(newest.body.get("language", "en")), judge_at)


def _asks_for_other_contact(opened: OpenedCase) -> bool:
    """Say whether the person asked for another way than the newest card says: the old one may be safe no more."""
    card = opened.find_newest(EntryKind.CONTACT_CARD)
    asked = (each.sequence for each in list_requests(opened) if each.kind is RequestKind.OTHER_CONTACT)
    return max(asked, default=0) > (card.sequence if card else 0)


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


def _make_message(side: WorkerSide, row: NoticeRow, addresses: tuple[str, ...], words: Words) -> Message:
    return Message(row.notice_id, addresses, side.sender, words, random_id(), side.clock.now())
