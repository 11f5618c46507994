"""A case opened at the desk so that something is written to it: held, verified, and as the practitioner saw it."""

from portal.casework.desk_case import DeskCase, check_reads
from portal.casework.holds import is_contact_held
from portal.casework.sign_in import SignedIn
from portal.casework.work import DeskSide
from portal.domain.errors import Forged, OutOfDate
from portal.store.work import Work


def open_to_write(side: DeskSide, work: Work, staff: SignedIn, case_id: str) -> DeskCase:
    """Open a case and hold its row until the end of the work; NotFound for another service's.

    Raises Forged when the case does not carry the person's own keys. The plain stage is as it is stored.
    """
    check_reads(staff)
    case = work.cases.get(case_id, staff.service_id, for_change=True)
    opened = work.entries.open_case(case_id, side.reader_of(case))
    since_on, today = work.holds.find_stop(case_id), side.clock.today()
    is_held = is_contact_held(side.heads, case_id, since_on, opened, today=today)
    is_lock_held = work.holds.has_lock(case_id)
    held_asked, answers_held = work.holds.list_asked(case_id), work.holds.find_answers_held(case_id)
    page = DeskCase(case, opened, 0, is_held, is_lock_held, held_asked, answers_held)
    if not page.has_own_keys:
        # Safety: nothing is sealed to a key that the person did not send
        raise Forged("the case does not carry the keys that the person sent")
    return page


def check_mark(page: DeskCase, seen: str) -> None:
    """Raise OutOfDate when the person asked for something since the practitioner saw the case."""
    if page.mark != seen:
        raise OutOfDate("the person asked for something in between")
