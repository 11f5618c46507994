"""What could not be sent, as the desk sees it: which case, why, and "I have dealt with this"."""

from dataclasses import dataclass
from datetime import date

from portal.casework.desk_case import check_reads
from portal.casework.sign_in import SignedIn
from portal.casework.work import DeskSide
from portal.domain.notices import NoticeState, Reason


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One notice that did not leave, or may not have; no case for those to staff."""

    notice_id: str
    case_id: str | None
    case_reference: str
    made_on: date
    state: NoticeState
    reason: Reason | None
    is_to_rehub: bool = False


def list_undelivered(side: DeskSide, staff: SignedIn) -> list[Undelivered]:
    """Return what needs somebody of this service, the newest first."""
    check_reads(staff)
    with side.store.look() as work:
        rows = work.outbox.list_shown(staff.service_id)
        # Safety: a row that names another service's case shows nothing of it
        found = {row.case_id: work.cases.find_by_id(row.case_id) for row in rows if row.case_id}
        own = {case_id: case for case_id, case in found.items() if case and case.service_id == staff.service_id}
    return [
        Undelivered(
            notice_id=row.notice_id,
            case_id=row.case_id if row.case_id in own else None,
            case_reference=own[row.case_id].case_reference if row.case_id in own else "",
            made_on=row.made_on,
            state=row.state,
            reason=row.failure,
            is_to_rehub=row.ask_id is not None,
        )
        for row in rows
    ]


def count_undelivered(side: DeskSide, staff: SignedIn) -> int:
    """Return how many there are; 0 for a role that reads no cases."""
    if not staff.may_read_cases:
        return 0
    with side.store.look() as work:
        return work.outbox.count_shown(staff.service_id)


def deal_with(side: DeskSide, staff: SignedIn, notice_id: str) -> None:
    """Take one off the list and note who did; NotFound for one that is not on this service's list."""
    check_reads(staff)
    with side.store.work() as work:
        row = work.outbox.take_shown(notice_id, staff.service_id)
        work.audit.add(side.clock.now(), staff.staff_id, "dealt with a notice", row.case_id)
