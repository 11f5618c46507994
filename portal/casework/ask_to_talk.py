"""Asking a person at the desk to talk, with news that waits for it or just so. What ends a talk is in end_talk."""

from dataclasses import dataclass

from portal.casework.believed import believe_case
from portal.casework.desk_case import DeskCase
from portal.casework.desk_writing import open_to_write
from portal.casework.hold_news import promise_after_asking, write_hold
from portal.casework.keep_by_news import record_kept
from portal.casework.notify import notify_as_service
from portal.casework.sign_in import SignedIn
from portal.casework.talks import TRIED, find_talk, list_held
from portal.casework.unconfirmed import check_confirmed
from portal.casework.work import DeskSide
from portal.domain.case import Case, EntryKind
from portal.domain.errors import Invalid, NotAllowed, OutOfDate
from portal.domain.free_text import clean_text
from portal.domain.notices import Event
from portal.domain.stages import ENDED, Mover, Stage, check_move
from portal.domain.talks import Try
from portal.domain.updates import Update

HELD_LENGTH = 1000  # characters; with it everything that is held fits into one block (vault.envelopes)


@dataclass(frozen=True, slots=True)
class ToTell:
    """What waits for the talk: a stage to move to, None to stay, and words. Neither: an ordinary talk."""

    then: Stage | None = None
    words: str = ""


def ask_to_talk(side: DeskSide, staff: SignedIn, case_id: str, to_tell: ToTell, *, seen: Stage) -> bool:
    """Ask the person to talk, and hold what there is to tell. False when it was asked and held just so today.

    `seen` is the stage the practitioner saw; OutOfDate when the case was moved since. Raises NotAllowed outside the
    table of moves, and where nobody may be asked; Invalid for words that are too long.
    """
    today = side.clock.today()
    words = clean_text(to_tell.words, keep_lines=True)
    if len(words) > HELD_LENGTH:
        raise Invalid("words", "what is held has up to 1,000 characters")
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        case, _ = believe_case(page.case, page.opened)
        if case.stage is not seen:
            raise OutOfDate("the case was moved in between")
        _check(page, case, to_tell.then)
        has_news = words or to_tell.then not in (None, seen)
        news = Update(to_tell.then or seen, today, source="service", words=words) if has_news else None
        if _is_asked(page, news):
            return False
        service = side.trust(work.services.get(case.service_id))
        writer = side.write_as_service(case)
        write_hold(work, case, service, news, writer=writer, on=today, by=staff.staff_id)
        promised = promise_after_asking(case, today, side.calendar.is_working_day, is_first_contact=True)
        work.cases.set_days(case_id, next_update_by=promised)
        record_kept(work, case, today)
        notify_as_service(side, work, case, Event.STAGE)
        # Safety: nothing here about what is held: the rows of the audit are not sealed
        work.audit.add(side.clock.now(), staff.staff_id, "asked to talk", case_id)
    return True


def record_try(side: DeskSide, staff: SignedIn, case_id: str, how: Try) -> bool:
    """Record that somebody tried to reach the person about the open talk; one a day. False for a second that day.

    NotAllowed without an open talk, and for a call where nobody may call.
    """
    today = side.clock.today()
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        talk = find_talk(page.opened)
        if talk is None:
            raise NotAllowed("no talk is open")
        if how is Try.CALLED and not may_call(page):
            # Safety: what nobody may do is not recorded as done, as if it were the way
            raise NotAllowed("nobody may contact this person")
        if today in talk.tries:
            return False
        service = side.trust(work.services.get(page.case.service_id))
        note = {"what": TRIED, "how": how.value, "by": staff.staff_id}
        as_service = side.write_as_service(page.case)
        work.entries.append(page.case, service, EntryKind.DESK_NOTE, note, writer=as_service, on=today)
        work.audit.add(side.clock.now(), staff.staff_id, "recorded try to talk", case_id)
    return True


def may_call(page: DeskCase) -> bool:
    """Say whether somebody may contact the person by themself, as their card says; else only their page is left."""
    has_way = page.contact_card.get("contact_method", ("none",)) != ("none",)
    return has_way and not (page.is_contact_stopped or page.wants_other_contact)


def _check(page: DeskCase, case: Case, then: Stage | None) -> None:
    check_confirmed(page.opened)
    if case.stage in ENDED:
        raise NotAllowed("the case has ended")
    if page.asked.withdrawn_on or page.asked.erase_asked_on:
        # Safety: they asked to be left alone
        raise NotAllowed("the person is ending this")
    if then is not None and then is not case.stage:
        check_move(case.stage, then, Mover.DESK, is_checked=case.is_checked, has_talked=True)


def _is_asked(page: DeskCase, news: Update | None) -> bool:
    """Say whether the open talk was asked for with just this, on this day, by the service."""
    newest = next(iter(list_held(page.opened)), None)
    if newest is None or newest.is_from_rehub or find_talk(page.opened) is None:
        return False
    return newest.news == news
