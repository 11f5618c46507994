"""What a person answers on their page when they are asked to talk. They may answer anew until the talk is over."""

from portal.casework.believed import believe_stage
from portal.casework.follow import read_own_case
from portal.casework.own_keys import find_own_case
from portal.casework.requests import make_body, read_requests
from portal.casework.talks import find_talk
from portal.casework.tickets import PageTicket
from portal.casework.work import PublicSide
from portal.domain.case import EntryKind, RequestKind
from portal.domain.errors import NotAllowed
from portal.domain.requests import ANSWERS
from portal.domain.stages import ENDED


def answer_talk(side: PublicSide, ticket: PageTicket, answer: RequestKind) -> bool:
    """Add the person's answer; the same one again changes nothing.

    False, and nothing added, when no talk is open any more, and for "contact me" once contact is stopped. Raises
    NotAllowed for what is no answer; Shut, NotFound and Forged as everything on the page does.
    """
    if answer not in ANSWERS:
        raise NotAllowed("this is no answer to being asked to talk")
    today = side.clock.today()
    with side.store.work() as work:
        found = find_own_case(side, work, ticket).case
        work.cases.get(found.case_id, found.service_id, for_change=True)  # two presses at once, one after the other
        own, service, opened = read_own_case(side, work, ticket)
        talk = find_talk(opened, answers_held=work.holds.find_answers_held(own.case.case_id))
        if talk is None or believe_stage(own.case, opened)[0].stage in ENDED:
            return False
        is_stopped = read_requests(opened).is_contact_stopped or work.holds.has_stop(own.case.case_id)
        if answer is RequestKind.TALK_CALL and is_stopped:
            # Safety: one press, maybe of somebody else, starts no contact that was stopped
            return False
        if talk.answer is not answer:
            as_person = side.write_as_person(service, own.ring.person)
            body = make_body(answer, today)
            work.entries.append(own.case, service, EntryKind.REQUEST, body, writer=as_person, on=today)
    return True
