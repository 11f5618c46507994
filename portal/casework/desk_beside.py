"""What the desk puts beside a stage, and takes off again: on hold while a court case runs, or the youth route.

The person reads it on their page at once, and the promise to them goes on. What stands beside is read in side_states.
"""

from portal.casework.believed import believe_stage
from portal.casework.desk_case import DeskCase
from portal.casework.desk_writing import open_to_write
from portal.casework.keep_by_news import promise_after, record_kept
from portal.casework.notify import notify_as_service
from portal.casework.side_states import StandsBeside, list_set_by_desk, make_side_state
from portal.casework.sign_in import SignedIn
from portal.casework.unconfirmed import check_confirmed
from portal.casework.work import DeskSide
from portal.domain.case import EntryKind
from portal.domain.errors import Forged, Invalid, NotAllowed
from portal.domain.free_text import clean_text
from portal.domain.notices import Event
from portal.domain.stages import BESIDE_BY_DESK, ENDED, Beside, Stage
from portal.store.work import Work

WORDS_LENGTH = 1000


def put_beside(side: DeskSide, staff: SignedIn, case_id: str, what: Beside, words: str = "") -> bool:
    """Put something beside the stage, with words that the person reads; False when it stands there already.

    Raises Invalid for the youth route without a reason and for words that are too long, NotAllowed for what is the
    person's to say, for a case that has ended and for one they have not agreed to, Forged when it cannot be believed.
    """
    reason = clean_text(words, keep_lines=True)
    if what is Beside.YOUTH_ROUTE and not reason:
        raise Invalid("words", "the youth route needs a reason")
    if len(reason) > WORDS_LENGTH:
        raise Invalid("words", "words beside a stage have up to 1,000 characters")
    return _change(side, staff, case_id, StandsBeside(what, side.clock.today(), reason), is_end=False)


def take_off(side: DeskSide, staff: SignedIn, case_id: str, what: Beside) -> bool:
    """Take off what the desk put beside the stage; False when it does not stand there. Raises as put_beside does."""
    return _change(side, staff, case_id, StandsBeside(what, None), is_end=True)


def _change(side: DeskSide, staff: SignedIn, case_id: str, changed: StandsBeside, *, is_end: bool) -> bool:
    if changed.what not in BESIDE_BY_DESK:
        raise NotAllowed("this is the person's own to say")
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        standing = {each.what: each for each in list_set_by_desk(page.opened)}
        if (changed.what in standing) is not is_end:
            return False
        _check(page)
        if is_end:
            del standing[changed.what]
        else:
            standing[changed.what] = changed
        service, today = side.trust(work.services.get(page.case.service_id)), side.clock.today()
        body, as_service = make_side_state(page.opened, standing), side.write_as_service(page.case)
        work.entries.append(page.case, service, EntryKind.SIDE_STATE, body, writer=as_service, on=today)
        _tell(side, work, page)
        verb = "took off" if is_end else "put beside"
        work.audit.add(side.clock.now(), staff.staff_id, f"{verb} {changed.what}", case_id)
    return True


def _check(page: DeskCase) -> None:
    if page.opened.refused_count:
        raise Forged("an entry of the case does not verify")
    check_confirmed(page.opened)
    believed, _ = believe_stage(page.case, page.opened)
    if believed.stage in ENDED:
        raise NotAllowed("the case has ended")


def _tell(side: DeskSide, work: Work, page: DeskCase) -> None:
    """Cause the notice; it is news, so it keeps the promise. The first contact is promised apart, and this is none."""
    case, today = page.case, side.clock.today()
    notify_as_service(side, work, case, Event.STAGE)
    if case.stage is Stage.RECEIVED or case.next_update_by is None:
        return
    promised_on = promise_after(case, case.stage, today, side.calendar.is_working_day)
    work.cases.set_days(case.case_id, next_update_by=promised_on)
    record_kept(work, case, today)
