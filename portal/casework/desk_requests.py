"""What the desk does about a person's requests: lift a lock after a conversation, close what was withdrawn."""

from portal.casework.desk_case import body_of, check_reads, has_own_keys
from portal.casework.requests import LIFTED, read_requests
from portal.casework.sign_in import SignedIn
from portal.casework.work import DeskSide
from portal.domain.case import Case, EntryKind
from portal.domain.errors import Forged, NotAllowed
from portal.domain.stages import ENDED, Stage
from portal.domain.updates import Update
from portal.store.chains import OpenedCase
from portal.store.work import Work


def lift_lock(side: DeskSide, staff: SignedIn, case_id: str) -> None:
    """Record "spoke to the person and checked their phrase" and open their page again. Twice changes nothing."""
    with side.store.work() as work:
        case, opened = _open(side, work, staff, case_id)
        if not read_requests(opened).is_locked:
            return
        # Safety: what is not known to be the usual page stays the stricter one
        state = body_of(opened.find_newest(EntryKind.SIDE_STATE)) or {"is_strict": True}
        service = side.trust(work.services.get(case.service_id))
        as_service, today = side.write_as_service(case), side.clock.today()
        lifted = {**state, LIFTED: True}
        work.entries.append(case, service, EntryKind.SIDE_STATE, lifted, writer=as_service, on=today)
        talked = {"what": "spoke to the person, lock lifted", "by": staff.staff_id}
        work.entries.append(case, service, EntryKind.DESK_NOTE, talked, writer=as_service, on=today)
        work.audit.add(side.clock.now(), staff.staff_id, "lifted lock", case_id)


def close_withdrawn(side: DeskSide, staff: SignedIn, case_id: str) -> None:
    """Close a case that the person withdrew, once they cannot undo it any more; NotAllowed before.

    The one ending without a conversation: they asked for it themselves, and to be left alone.
    """
    today = side.clock.today()
    with side.store.work() as work:
        case, opened = _open(side, work, staff, case_id)
        if case.stage in ENDED:
            return
        state = read_requests(opened)
        if state.withdrawn_on is None or state.can_undo(today):
            raise NotAllowed("only a withdrawal that is final closes a case")
        work.cases.move(case, stage=Stage.CLOSED, since_on=today, next_update_by=None)
        service = side.trust(work.services.get(case.service_id))
        update = Update(Stage.CLOSED, today, source="service").as_body()
        as_service = side.write_as_service(case)
        work.entries.append(case, service, EntryKind.UPDATE, update, writer=as_service, on=today)
        work.audit.add(side.clock.now(), staff.staff_id, "closed withdrawn case", case_id)


def _open(side: DeskSide, work: Work, staff: SignedIn, case_id: str) -> tuple[Case, OpenedCase]:
    check_reads(staff)
    case = work.cases.get(case_id, staff.service_id, for_change=True)
    opened = work.entries.open_case(case_id, side.reader_of(case))
    if not has_own_keys(case, opened):
        # Safety: nothing is sealed to a key that the person did not send
        raise Forged("the case does not carry the keys that the person sent")
    return case, opened
