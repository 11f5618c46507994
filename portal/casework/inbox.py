"""The inbox: the open cases of a service, what needs somebody first on top. It opens no more than it shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from portal.casework.believed import believe_case
from portal.casework.desk_case import body_of, check_reads, has_added_words, has_held_news
from portal.casework.desk_messages import count_unanswered, find_answer_by
from portal.casework.holds import add_held_lock, is_contact_held, is_undone_beside
from portal.casework.late import NOTHING_LATE, Lateness, add_silent, judge_lateness, list_asked
from portal.casework.requests import read_requests
from portal.casework.side_states import list_set_by_desk
from portal.casework.sign_in import SignedIn
from portal.casework.talks import find_talk
from portal.casework.unconfirmed import is_unconfirmed
from portal.casework.work import DeskSide
from portal.domain.case import Case, EntryKind
from portal.domain.promises import count_days_late
from portal.domain.requests import RequestState
from portal.domain.stages import BEFORE_CHECKED, ENDED, Beside, Stage
from portal.domain.talks import WANTS_TALK, Talk, is_overdue
from portal.store.chains import OpenedCase

KINDS = frozenset(EntryKind) - {
    EntryKind.CHECK_PHRASE,
    EntryKind.CONTACT_CARD,
    EntryKind.REQUEST_WORDS,
    EntryKind.KEY_COPY,
    EntryKind.PENDING,
}
EARLY_LIMIT = 400
LATER_LIMIT = 200
SILENT_LIMIT = 200


class Urgency(IntEnum):
    """Why a case stands where it does in the inbox, the most urgent first."""

    UNSAFE = 0
    LATE = 1
    UNANSWERED = 2
    SILENT = 3
    NEW = 4
    UNDER_WAY = 5


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One case in the inbox: what a practitioner must see before opening it."""

    case_id: str
    case_reference: str
    name: str
    language: str
    stage: Stage
    received_on: date
    next_update_by: date | None
    days_late: int
    is_unsafe_now: bool
    is_strict: bool
    unanswered_count: int
    answer_by: date | None
    answer_days_late: int
    asked: RequestState
    is_contact_stopped: bool
    has_held_news: bool
    has_added_words: bool
    refused_count: int
    is_unconfirmed: bool
    talk: Talk | None = None  # the person was asked to talk
    is_talk_overdue: bool = False
    lateness: Lateness = NOTHING_LATE
    beside: tuple[Beside, ...] = ()  # what the desk put beside the stage

    @property
    def needs_supervisor(self) -> bool:
        """Say whether the service's supervisor should look."""
        return self.lateness.needs_supervisor or self.is_talk_overdue

    @property
    def urgency(self) -> Urgency:
        """Say why the case stands where it does."""
        if self.is_unsafe_now:
            return Urgency.UNSAFE
        if self.days_late or self.answer_days_late:
            return Urgency.LATE
        if self.unanswered_count or self.has_held_news or self.has_added_words:
            return Urgency.UNANSWERED
        if self.asked.is_locked or self.asked.wants_other_contact or self.is_talk_overdue:
            return Urgency.UNANSWERED
        if self.talk and self.talk.answer in WANTS_TALK:
            return Urgency.UNANSWERED
        if self.lateness.silence or self.lateness.needs_supervisor:
            return Urgency.SILENT
        return Urgency.NEW if self.stage is Stage.RECEIVED else Urgency.UNDER_WAY


def list_inbox(side: DeskSide, staff: SignedIn) -> list[InboxRow]:
    """Return the open cases of the service by urgency, then by promise, and note who looked."""
    check_reads(staff)
    heads = side.list_heads()  # before the rows are read: these may honestly be older than what is noted later
    with side.store.look() as work:
        # Safety: whoever may be in danger is among those not yet spoken to; these are never cut off by older cases
        early = work.cases.list_of_service(staff.service_id, stages=BEFORE_CHECKED, limit=EARLY_LIMIT)
        later_stages = frozenset(Stage) - BEFORE_CHECKED - ENDED
        later = work.cases.list_of_service(staff.service_id, stages=later_stages, limit=LATER_LIMIT)
        held, locked, held_asked = work.holds.list_stops(), work.holds.list_locks(), work.holds.list_all_asked()
        is_pinned = side.has_pinned(work.services.get(staff.service_id))
        cases = add_silent(work, staff.service_id, (*early, *later), SILENT_LIMIT)
        asked_about = list_asked(work, staff.service_id)
        readers = zip((case.case_id for case in cases), side.list_readers(cases, heads), strict=True)
        opened = work.entries.open_cases(dict(readers), KINDS)
    with side.store.work() as work:
        # it shows names; noted before anything of it is shown
        work.audit.add(side.clock.now(), staff.staff_id, f"read inbox of {staff.service_id}")
    side.note_heads(opened)
    believed = [believe_case(case, opened[case.case_id], is_pinned=is_pinned) for case in cases]
    today = side.clock.today()
    rows = []
    for case, entries in believed:
        is_held = is_contact_held(side.heads, case.case_id, held.get(case.case_id), entries, today=today)
        beside = held_asked.get(case.case_id, ())
        is_held = is_held or is_undone_beside(entries, beside)
        asked = add_held_lock(read_requests(entries, beside), is_held=case.case_id in locked)
        is_ending = asked.ends_on is not None or asked.erase_on is not None
        answer_by = None if is_ending else find_answer_by(entries, side.calendar.is_working_day)
        row = _inbox_row(case, entries, asked, today, is_held=is_held, answer_by=answer_by)
        talk = None if is_ending else find_talk(entries)
        is_talk_overdue = talk is not None and is_overdue(talk, today, side.calendar.is_working_day)
        late = NOTHING_LATE if is_ending else judge_lateness(side, case, today, is_asked=case.case_id in asked_about)
        put_beside = tuple(each.what for each in list_set_by_desk(entries))
        rows.append(replace(row, talk=talk, is_talk_overdue=is_talk_overdue, lateness=late, beside=put_beside))
    return _sort(rows)


def is_told_right(side: DeskSide, staff: SignedIn) -> bool:
    """Say whether people are told the number and address that this service signed; they are told none otherwise."""
    with side.store.look() as work:
        return side.has_own_details(work.services.get(staff.service_id))


def _inbox_row(
    case: Case, opened: OpenedCase, asked: RequestState, today: date, *, is_held: bool, answer_by: date | None
) -> InboxRow:
    referral = body_of(opened.find_newest(EntryKind.REFERRAL))
    return InboxRow(
        case_id=case.case_id,
        case_reference=case.case_reference,
        name=" ".join(referral.get("answers", {}).get("name", ())),
        language=str(referral.get("language", "en")),
        stage=case.stage,
        received_on=case.received_on,
        next_update_by=case.next_update_by,
        # whoever withdrew or asked to delete everything is promised no more news
        days_late=0 if asked.ends_on or asked.erase_on else count_days_late(case.next_update_by, today),
        # Safety: a referral that cannot be read counts as not safe, so that somebody looks
        is_unsafe_now=bool(referral.get("is_unsafe_now", True)) and case.checked_on is None,
        is_strict=bool(referral.get("is_strict", True)),
        unanswered_count=count_unanswered(opened),
        answer_by=answer_by,
        answer_days_late=count_days_late(answer_by, today),
        asked=asked,
        is_contact_stopped=is_held or asked.is_contact_stopped,
        has_held_news=has_held_news(opened),
        has_added_words=has_added_words(opened),
        refused_count=opened.refused_count,
        is_unconfirmed=is_unconfirmed(opened),
    )


def _sort(rows: Iterable[InboxRow]) -> list[InboxRow]:
    return sorted(rows, key=lambda row: (row.urgency, row.next_update_by or date.max, row.case_reference))
