"""What practitioners do: see what waits, read a case, record a conversation, move a stage, write to the person.

Every read and change of a case is a row of the audit. Only the desk calls these: they need a service's private key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.casework.sign_in import SignedIn
from portal.casework.work import DeskSide
from portal.domain.answers import clean_text
from portal.domain.case import Author, Case, EntryKind, RequestKind
from portal.domain.errors import NotAllowed
from portal.domain.promises import count_days_late, next_update_by
from portal.domain.stages import ENDED, Mover, Stage, check_move
from portal.domain.updates import Update
from portal.store.entries import OpenedCase, OpenedEntry
from portal.store.work import Work

INBOX_KINDS = frozenset({EntryKind.REFERRAL, EntryKind.MESSAGE, EntryKind.REQUEST})


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One case in the inbox: what a practitioner must see before opening it."""

    case_id: str
    case_reference: str
    name: str
    stage: Stage
    received_on: date
    next_update_by: date | None
    days_late: int
    is_unsafe_now: bool
    is_strict: bool
    unanswered_count: int
    is_contact_stopped: bool
    refused_count: int


@dataclass(frozen=True, slots=True)
class DeskCase:
    """A case as its service reads it. Entries keep their order; the newest contact card counts."""

    case: Case
    opened: OpenedCase
    days_late: int

    @property
    def referral(self) -> Mapping[str, Any]:
        """The person's own words and choices; empty when the referral does not verify."""
        return _body(self.opened.find_newest(EntryKind.REFERRAL))

    @property
    def contact_card(self) -> Mapping[str, tuple[str, ...]]:
        """How the person may be reached, by question code; empty when nothing verified: then contact nobody."""
        answers = _body(self.opened.find_newest(EntryKind.CONTACT_CARD)).get("answers", {})
        return {code: tuple(values) for code, values in answers.items()}

    @property
    def check_phrase(self) -> Mapping[str, str]:
        """How the person proves themself by telephone."""
        return _body(self.opened.find_newest(EntryKind.CHECK_PHRASE))

    @property
    def language(self) -> str:
        """The language the person reads."""
        return str(self.referral.get("language", "en"))

    @property
    def is_contact_stopped(self) -> bool:
        """Say whether the person asked to stop all contact."""
        return _is_stopped(self.opened)


def list_inbox(side: DeskSide, staff: SignedIn) -> list[InboxRow]:
    """Return the open cases of the service: not safe first, then stopped, unanswered and new, then by promise."""
    _check_reads(staff)
    today = side.clock.today()
    with side.store.look() as work:
        open_stages = [stage for stage in Stage if stage not in ENDED]
        cases = work.cases.list_of_service(staff.service_id, stages=open_stages)
        opened: dict[str, OpenedCase] = {}
        for case in cases:  # one query below per author key would be worse: keys differ by case
            opened[case.case_id] = work.entries.open_case(case.case_id, side.reader_of(case), INBOX_KINDS)
    rows = [_inbox_row(case, opened[case.case_id], today) for case in cases]
    return sorted(rows, key=_urgency)


def read_case(side: DeskSide, staff: SignedIn, case_id: str) -> DeskCase:
    """Open a case and note who read it; NotFound for another service's."""
    _check_reads(staff)
    with side.store.work() as work:
        case = work.cases.get(case_id, staff.service_id)
        opened = work.entries.open_case(case_id, side.reader_of(case))
        work.audit.add(side.clock.now(), staff.staff_id, "read case", case_id)
    return DeskCase(case, opened, count_days_late(case.next_update_by, side.clock.today()))


def record_check(side: DeskSide, staff: SignedIn, case_id: str) -> None:
    """Record "spoke to the person; identity, safety and court orders checked". Twice changes nothing."""
    today = side.clock.today()
    with side.store.work() as work:
        case = _get(work, staff, case_id)
        if case.is_checked:
            return
        work.cases.set_days(case_id, checked_on=today)
        _append(side, work, case, EntryKind.DESK_NOTE, {"what": "checked", "by": staff.staff_id})
        work.audit.add(side.clock.now(), staff.staff_id, "recorded check", case_id)


def move_stage(
    side: DeskSide,
    staff: SignedIn,
    case_id: str,
    then: Stage,
    *,
    seen: Stage,
    words: str = "",
    has_talked: bool = False,
) -> None:
    """Move a case and tell the person in the same breath; NotAllowed outside the table.

    `seen` is the stage the practitioner saw; OutOfDate when the case was moved since. A double press changes nothing.
    """
    today = side.clock.today()
    with side.store.work() as work:
        case = _get(work, staff, case_id)
        if case.stage is then:
            return
        check_move(seen, then, Mover.DESK, is_checked=case.is_checked, has_talked=has_talked)
        promised = next_update_by(then, case.rhythm, today, side.calendar.is_working_day)
        work.cases.move(replace(case, stage=seen), stage=then, since_on=today, next_update_by=promised)
        update = Update(then, today, source="service", words=clean_text(words, keep_lines=True))
        _append(side, work, case, EntryKind.UPDATE, update.as_body())
        if has_talked:
            _append(side, work, case, EntryKind.DESK_NOTE, {"what": "talked before news", "by": staff.staff_id})
        work.audit.add(side.clock.now(), staff.staff_id, f"moved to {then}", case_id)


def send_message(side: DeskSide, staff: SignedIn, case_id: str, words: str) -> None:
    """Write to the person; an answer is news, so it keeps the promise and sets the next date."""
    today = side.clock.today()
    with side.store.work() as work:
        case = _get(work, staff, case_id)
        body = {"words": clean_text(words, keep_lines=True), "by": staff.display_name}
        _append(side, work, case, EntryKind.MESSAGE, body)
        promised = next_update_by(_after_answer(case.stage), case.rhythm, today, side.calendar.is_working_day)
        if case.next_update_by is not None:
            work.cases.set_days(case_id, next_update_by=promised)
        work.audit.add(side.clock.now(), staff.staff_id, "sent message", case_id)


def revoke_links(side: DeskSide, staff: SignedIn, case_id: str) -> int:
    """Turn off every link to the person's page, when they ask for it by telephone; return how many."""
    with side.store.work() as work:
        _get(work, staff, case_id)
        revoked = work.links.revoke_all(case_id)
        work.audit.add(side.clock.now(), staff.staff_id, "revoked links", case_id)
    return revoked


def _check_reads(staff: SignedIn) -> None:
    # Safety: administrators run the machine and read no case
    if not staff.may_read_cases:
        raise NotAllowed("this role reads no cases")


def _get(work: Work, staff: SignedIn, case_id: str) -> Case:
    _check_reads(staff)
    return work.cases.get(case_id, staff.service_id, for_change=True)


def _append(side: DeskSide, work: Work, case: Case, kind: EntryKind, body: Mapping[str, str]) -> None:
    service = work.services.get(case.service_id)
    key = side.find_service_key(case.service_id)
    work.entries.append(case, service, kind, body, author=Author.SERVICE, key=key, on=side.clock.today())


def _inbox_row(case: Case, opened: OpenedCase, today: date) -> InboxRow:
    referral = _body(opened.find_newest(EntryKind.REFERRAL))
    return InboxRow(
        case_id=case.case_id,
        case_reference=case.case_reference,
        name=" ".join(referral.get("answers", {}).get("name", ())),
        stage=case.stage,
        received_on=case.received_on,
        next_update_by=case.next_update_by,
        days_late=count_days_late(case.next_update_by, today),
        # Safety: a referral that cannot be read counts as not safe, so that somebody looks
        is_unsafe_now=bool(referral.get("is_unsafe_now", True)) and case.checked_on is None,
        is_strict=bool(referral.get("is_strict", True)),
        unanswered_count=_count_unanswered(opened),
        is_contact_stopped=_is_stopped(opened),
        refused_count=opened.refused_count,
    )


def _urgency(row: InboxRow) -> tuple[bool, bool, bool, bool, date]:
    new_first = row.stage is Stage.RECEIVED
    return (
        not row.is_unsafe_now,
        not row.days_late,
        not row.unanswered_count,
        not new_first,
        row.next_update_by or date.max,
    )


def _count_unanswered(opened: OpenedCase) -> int:
    messages = opened.list_of(EntryKind.MESSAGE)
    answered = max((entry.sequence for entry in messages if entry.author is Author.SERVICE), default=0)
    return sum(entry.author is Author.PERSON and entry.sequence > answered for entry in messages)


def _is_stopped(opened: OpenedCase) -> bool:
    return any(entry.body.get("kind") == RequestKind.STOP_CONTACT for entry in opened.list_of(EntryKind.REQUEST))


def _body(entry: OpenedEntry | None) -> Mapping[str, Any]:
    return entry.body if entry else {}


def _after_answer(stage: Stage) -> Stage:
    # the five working days of "received" are for the first contact, which this was
    return Stage.FIRST_CONTACT if stage is Stage.RECEIVED else stage
