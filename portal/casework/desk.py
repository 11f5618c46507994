"""What practitioners do: read a case, record a conversation, move a stage, write to the person, turn off links.

Every read and change of a case is a row of the audit. Only the desk calls these: they need a service's private key.
"""

from collections.abc import Mapping

from portal.casework.believed import CHECKED, believe_case
from portal.casework.count import count_stay
from portal.casework.desk_case import DeskCase, body_of, check_reads, has_own_keys
from portal.casework.holds import is_contact_held
from portal.casework.keep_by_news import promise_after, record_kept
from portal.casework.notify import notify_as_service
from portal.casework.side_states import is_on_hold
from portal.casework.sign_in import SignedIn
from portal.casework.talks import find_talk
from portal.casework.unconfirmed import check_confirmed, is_unconfirmed
from portal.casework.work import DeskSide
from portal.domain.asks import AskedOf, asked_of
from portal.domain.case import Case, EntryKind
from portal.domain.errors import Forged, NotAllowed, OutOfDate
from portal.domain.free_text import clean_text
from portal.domain.notices import Event
from portal.domain.promises import count_days_late, next_update_by
from portal.domain.stages import Mover, Stage, check_move, check_no_hold, needs_conversation
from portal.domain.updates import Update
from portal.store.chains import OpenedCase
from portal.store.work import Work

MESSAGE_LENGTH = 2000
UPDATE_LENGTH = 1000
_READ_TO_WRITE = frozenset(
    {EntryKind.REFERRAL, EntryKind.UPDATE, EntryKind.DESK_NOTE, EntryKind.MESSAGE, EntryKind.SIDE_STATE, EntryKind.TALK}
)


def read_case(side: DeskSide, staff: SignedIn, case_id: str) -> DeskCase:
    """Open a case and note who read it; NotFound for another service's."""
    check_reads(staff)
    with side.store.work() as work:
        case = work.cases.get(case_id, staff.service_id)
        opened = work.entries.open_case(case_id, side.reader_of(case))
        held_since_on, is_lock_held = work.holds.find_stop(case_id), work.holds.has_lock(case_id)
        held_asked, answers_held = work.holds.list_asked(case_id), work.holds.find_answers_held(case_id)
        is_pinned = side.has_pinned(work.services.get(case.service_id))
        work.audit.add(side.clock.now(), staff.staff_id, "read case", case_id)
    side.note_heads({case_id: opened})
    today = side.clock.today()
    is_held = is_contact_held(side.heads, case_id, held_since_on, opened, today=today)
    case, opened = believe_case(case, opened, is_pinned=is_pinned)
    days_late = count_days_late(case.next_update_by, today)
    return DeskCase(case, opened, days_late, is_held, is_lock_held, held_asked, answers_held)


def record_check(side: DeskSide, staff: SignedIn, case_id: str) -> None:
    """Record "spoke to the person; identity, safety and court orders checked". Twice changes nothing.

    NotAllowed for what somebody else sent until the person has agreed: desk_confirm records both at once.
    """
    today = side.clock.today()
    with side.store.work() as work:
        case, opened = _believe(side, work, _get(work, staff, case_id))
        if case.is_checked:
            return
        check_confirmed(opened)
        work.cases.set_days(case_id, checked_on=today)
        _append(side, work, case, EntryKind.DESK_NOTE, {"what": CHECKED, "by": staff.staff_id})
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
    Raises Forged when the case does not carry the person's own keys. A plain stage that was forged is put right.
    """
    today = side.clock.today()
    with side.store.work() as work:
        plain = _get(work, staff, case_id)
        case, opened = _believe(side, work, plain)
        _check_keys(case, opened)
        if case.stage is then:
            return
        if case.stage is not seen:
            raise OutOfDate("the case was moved in between")
        is_held = is_unconfirmed(opened)
        _check_talk(opened, seen, then)
        check_no_hold(then, is_on_hold=is_on_hold(opened))
        check_move(seen, then, Mover.DESK, is_checked=case.is_checked, has_talked=has_talked, is_unconfirmed=is_held)
        promised = promise_after(plain, then, today, side.calendar.is_working_day)
        work.cases.move(plain, stage=then, since_on=today, next_update_by=promised)
        count_stay(work, case, then, today)
        record_kept(work, plain, today)
        if asked_of(then) is AskedOf.SERVICE:
            work.asks.pass_over([case_id], AskedOf.REHUB, today)  # a link that was sent works no more
        update = Update(then, today, source="service", words=clean_text(words, keep_lines=True))
        _append(side, work, case, EntryKind.UPDATE, update.as_body())
        notify_as_service(side, work, case, Event.STAGE)
        if has_talked:
            _append(side, work, case, EntryKind.DESK_NOTE, {"what": "talked before news", "by": staff.staff_id})
        work.audit.add(side.clock.now(), staff.staff_id, f"moved to {then}", case_id)


def send_message(side: DeskSide, staff: SignedIn, case_id: str, words: str, *, language: str = "") -> bool:
    """Write to the person; an answer is news, so it keeps the promise and sets the next date.

    `language` is the code of the one it is written in, empty when that is not known. False when the newest message is
    this very one already: a double press sends once. Raises Forged when the case does not carry the person's own keys.
    """
    today = side.clock.today()
    body = {"words": clean_text(words, keep_lines=True), "by": staff.display_name, "lang": language}
    with side.store.work() as work:
        case, opened = _believe(side, work, _get(work, staff, case_id))
        _check_keys(case, opened)
        check_confirmed(opened)
        newest = opened.find_newest(EntryKind.MESSAGE)
        if newest is not None and newest.made_on == today and body_of(newest) == body:
            return False
        _append(side, work, case, EntryKind.MESSAGE, body)
        notify_as_service(side, work, case, Event.MESSAGE)
        promised = next_update_by(_after_answer(case.stage), case.rhythm, today, side.calendar.is_working_day)
        if case.next_update_by is not None:
            work.cases.set_days(case_id, next_update_by=promised)
            record_kept(work, case, today)
        work.audit.add(side.clock.now(), staff.staff_id, "sent message", case_id)
    return True


def revoke_links(side: DeskSide, staff: SignedIn, case_id: str) -> int:
    """Turn off every link to the person's page, when they ask for it by telephone; return how many."""
    with side.store.work() as work:
        _get(work, staff, case_id)
        revoked = work.links.revoke_all(case_id)
        work.audit.add(side.clock.now(), staff.staff_id, "revoked links", case_id)
    return revoked


def _get(work: Work, staff: SignedIn, case_id: str) -> Case:
    check_reads(staff)
    return work.cases.get(case_id, staff.service_id, for_change=True)


def _believe(side: DeskSide, work: Work, case: Case) -> tuple[Case, OpenedCase]:
    return believe_case(case, work.entries.open_case(case.case_id, side.reader_of(case), _READ_TO_WRITE))


def _check_keys(case: Case, opened: OpenedCase) -> None:
    if not has_own_keys(case, opened):
        # Safety: a writer in the database who swapped the key would be the one to read what is sealed to it
        raise Forged("the case does not carry the keys that the person sent")


def _check_talk(opened: OpenedCase, seen: Stage, then: Stage) -> None:
    if needs_conversation(seen, then) and find_talk(opened):
        # Safety: other news may wait for the same talk, and would be left behind untold; end_talk ends it with all
        raise NotAllowed("a talk is open, and this waits for it")


def _append(side: DeskSide, work: Work, case: Case, kind: EntryKind, body: Mapping[str, str]) -> None:
    service = side.trust(work.services.get(case.service_id))
    work.entries.append(case, service, kind, body, writer=side.write_as_service(case), on=side.clock.today())


def _after_answer(stage: Stage) -> Stage:
    # the five working days of "received" are for the first contact, which this was
    return Stage.FIRST_CONTACT if stage is Stage.RECEIVED else stage
