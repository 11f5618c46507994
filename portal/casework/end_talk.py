"""Ending a talk at the desk: once they have talked, were told on their page as they chose, or could not be reached.

Only here what was held becomes news: it moves the stage and is sealed to the person. Asking is in ask_to_talk.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.casework.believed import believe_case
from portal.casework.count import count_stay
from portal.casework.desk_case import DeskCase
from portal.casework.desk_writing import open_to_write
from portal.casework.keep_by_news import promise_after, record_kept
from portal.casework.notify import notify_as_service
from portal.casework.sign_in import SignedIn
from portal.casework.talks import OVER, find_talk, list_held, make_talk
from portal.casework.unconfirmed import is_unconfirmed
from portal.casework.work import DeskSide
from portal.domain.case import Case, EntryKind, Service
from portal.domain.errors import Invalid, NotFound, OutOfDate
from portal.domain.free_text import clean_text
from portal.domain.notices import Event
from portal.domain.stages import Mover, Stage, check_move
from portal.domain.talks import Ground, Talk, check_ground, list_grounds
from portal.domain.updates import Update
from portal.store.staff import Role
from portal.store.work import Work

TOLD_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Ending:
    """How a talk ends: on which ground, what of the held news goes onto the page (None: none of it), in which words."""

    ground: Ground
    shows: int | None = None
    words: str = ""


def list_grounds_at_desk(side: DeskSide, staff: SignedIn, page: DeskCase, talk: Talk) -> tuple[Ground, ...]:
    """Return on which grounds this staff member may end the talk now."""
    return list_grounds(
        talk,
        side.clock.today(),
        side.calendar.is_working_day,
        is_supervisor=staff.role is Role.SUPERVISOR,
        is_shut=page.asked.is_shut,
    )


def mark_talk(page: DeskCase, talk: Talk) -> str:
    """Return what stands for the answers and the asking as they are, to tell whether anything came in between."""
    return f"{page.mark}.{talk.asked_at}"


def end_talk(side: DeskSide, staff: SignedIn, case_id: str, ending: Ending, *, seen: str) -> bool:
    """End the open talk, and write what is to be shown; a stage to move to moves now. False when none is open.

    `seen` is mark_talk as the practitioner saw it; OutOfDate when the person answered, or more was held, since. Raises
    NotAllowed for a ground or a move that is not open, NotFound for what is not held, Invalid for words that are too
    long, or missing where the person is to read something and nothing is held.
    """
    today = side.clock.today()
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        talk = find_talk(page.opened, answers_held=page.answers_held)
        if talk is None:
            return False
        if mark_talk(page, talk) != seen:
            # Safety: somebody who just chose "not now" is told nothing, and news that came in between is not lost
            raise OutOfDate("the person answered, or more news came, in between")
        check_ground(ending.ground, list_grounds_at_desk(side, staff, page, talk))
        case, _ = believe_case(page.case, page.opened)
        told = _make_told(page, case, ending, today)
        service = side.trust(work.services.get(case.service_id))
        _append(side, work, case, service, EntryKind.TALK, make_talk(OVER, today))
        note = {"what": "ended talk", "ground": ending.ground.value, "shows": ending.shows, "by": staff.staff_id}
        _append(side, work, case, service, EntryKind.DESK_NOTE, note)
        work.audit.add(side.clock.now(), staff.staff_id, "ended talk", case_id)
        _tell(side, work, (page.case, case), service, told)
        if told and told.stage is not case.stage:
            work.audit.add(side.clock.now(), staff.staff_id, f"moved to {told.stage}", case_id)
    return True


def _make_told(page: DeskCase, case: Case, ending: Ending, today: date) -> Update | None:
    """Return what the person reads once the talk is over, None for nothing."""
    words = clean_text(ending.words, keep_lines=True)
    if len(words) > TOLD_LENGTH:
        raise Invalid("words", "words to the person have up to 1,000 characters")
    held = next((each for each in list_held(page.opened) if each.sequence == ending.shows), None)
    if ending.shows is not None and (held is None or held.news is None):
        raise NotFound("nothing of this is held")
    if held and held.news:
        return _release(page, case, replace(held.news, words=words), today)
    if words:
        return Update(case.stage, today, source="service", words=words)
    if ending.ground is not Ground.TALKED:
        # Safety: who asked to be told on their page, or was not reached, is not left with nothing
        raise Invalid("words", "there is nothing to read")
    return None


def _release(page: DeskCase, case: Case, news: Update, today: date) -> Update:
    if news.stage is not case.stage:
        is_held = is_unconfirmed(page.opened)
        check_move(
            case.stage, news.stage, Mover.DESK, is_checked=case.is_checked, has_talked=True, is_unconfirmed=is_held
        )
    # what the service held happens now; what re:hub told happened when it said so
    happened_on = news.happened_on if news.source == "rehub" else today
    is_over = news.expected_by is not None and news.expected_by < today
    return replace(news, happened_on=happened_on, expected_by=None if is_over else news.expected_by)


def _tell(side: DeskSide, work: Work, cases: tuple[Case, Case], service: Service, told: Update | None) -> None:
    """Move the stage, promise the next news and write what the person reads. `cases`: as stored, and as believed."""
    plain, case = cases
    today, stage = side.clock.today(), told.stage if told else case.stage
    promised = promise_after(case, _after_talk(stage), today, side.calendar.is_working_day)
    since_on = case.stage_since_on if stage is case.stage else today
    work.cases.move(plain, stage=stage, since_on=since_on, next_update_by=promised)
    record_kept(work, case, today)
    count_stay(work, case, stage, today)
    if told:
        _append(side, work, case, service, EntryKind.UPDATE, told.as_body())
        notify_as_service(side, work, case, Event.STAGE)


def _after_talk(stage: Stage) -> Stage:
    return Stage.FIRST_CONTACT if stage is Stage.RECEIVED else stage


def _append(
    side: DeskSide, work: Work, case: Case, service: Service, kind: EntryKind, body: Mapping[str, object]
) -> None:
    work.entries.append(case, service, kind, body, writer=side.write_as_service(case), on=side.clock.today())
