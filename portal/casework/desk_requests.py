"""What the desk does about a person's requests: lift a lock after a conversation, close what was withdrawn.

And it records that a request was confirmed by voice: until then it may be that of whoever else has the code.
"""

from collections.abc import Mapping
from datetime import date

from portal.casework.desk_case import DeskCase
from portal.casework.desk_writing import check_mark, open_to_write
from portal.casework.requests import make_lift
from portal.casework.sign_in import SignedIn
from portal.casework.work import DeskSide
from portal.domain.case import EntryKind, Lift, RequestKind
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.stages import ENDED, Stage
from portal.domain.updates import Update

_CONFIRMED = "confirmed by voice"


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


def confirm_request(side: DeskSide, staff: SignedIn, case_id: str, sequence: int) -> bool:
    """Record that the person said in a conversation that a request is theirs; False when it was recorded before.

    It carries out nothing: less contact counted at once, and a new way to reach them is recorded by itself. NotFound
    for what is no request of this case.
    """
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        if sequence not in {each.sequence for each in page.requests}:
            raise NotFound("no such request in this case")
        if sequence in list_confirmed(page):
            return False
        service = side.trust(work.services.get(page.case.service_id))
        note = {"what": _CONFIRMED, "of": sequence, "by": staff.staff_id}
        as_service, today = side.write_as_service(page.case), side.clock.today()
        work.entries.append(page.case, service, EntryKind.DESK_NOTE, note, writer=as_service, on=today)
        work.audit.add(side.clock.now(), staff.staff_id, "noted request confirmed by voice", case_id)
    return True


def list_confirmed(page: DeskCase) -> Mapping[int, date]:
    """Return which requests were confirmed by voice, by their place among the entries, and when."""
    notes = (note for note in page.opened.list_of(EntryKind.DESK_NOTE) if note.body.get("what") == _CONFIRMED)
    return {int(note.body["of"]): note.made_on for note in notes}


def is_confirmed(page: DeskCase, kind: RequestKind) -> bool:
    """Say whether the newest request of a kind was confirmed by voice."""
    newest = next((each.sequence for each in reversed(page.requests) if each.kind is kind), 0)
    return newest in list_confirmed(page)


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
