"""What the desk does about a person's requests: lift a lock after a conversation, close what was withdrawn."""

from portal.casework.desk_writing import check_mark, open_to_write
from portal.casework.requests import make_lift
from portal.casework.sign_in import SignedIn
from portal.casework.work import DeskSide
from portal.domain.case import EntryKind, Lift
from portal.domain.errors import NotAllowed
from portal.domain.stages import ENDED, Stage
from portal.domain.updates import Update


def lift_lock(side: DeskSide, staff: SignedIn, case_id: str, *, seen: str) -> None:
    """Record "spoke to the person and checked their phrase" and open their page again. Twice changes nothing.

    `seen` stands for the requests that the practitioner saw; OutOfDate when the person asked for something since.
    """
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        case = page.case
        if not page.asked.is_locked:
            return
        # Safety: a lock that came after the conversation is not lifted by it
        check_mark(page, seen)
        service = side.trust(work.services.get(case.service_id))
        as_service, today = side.write_as_service(case), side.clock.today()
        # sealed to the worker as well, so that notices resume
        lifted = make_lift(Lift.LOCK, today)
        work.entries.append(case, service, EntryKind.LIFT, lifted, writer=as_service, on=today)
        talked = {"what": "spoke to the person, lock lifted", "by": staff.staff_id}
        work.entries.append(case, service, EntryKind.DESK_NOTE, talked, writer=as_service, on=today)
        work.holds.release_lock(case_id)
        work.audit.add(side.clock.now(), staff.staff_id, "lifted lock", case_id)


def close_withdrawn(side: DeskSide, staff: SignedIn, case_id: str) -> None:
    """Close a case that the person withdrew, once they cannot undo it any more; NotAllowed before.

    The one ending without a conversation: they asked for it themselves, and to be left alone.
    """
    today = side.clock.today()
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        case, state = page.case, page.asked
        if case.stage in ENDED:
            return
        if state.withdrawn_on is None or state.can_undo(today):
            raise NotAllowed("only a withdrawal that is final closes a case")
        work.cases.move(case, stage=Stage.CLOSED, since_on=today, next_update_by=None)
        service = side.trust(work.services.get(case.service_id))
        update = Update(Stage.CLOSED, today, source="service").as_body()
        as_service = side.write_as_service(case)
        work.entries.append(case, service, EntryKind.UPDATE, update, writer=as_service, on=today)
        work.audit.add(side.clock.now(), staff.staff_id, "closed withdrawn case", case_id)
