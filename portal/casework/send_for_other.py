"""Writing what somebody sent for another person: a case that waits until the person themself has said yes.

Nobody has a code to it, and nothing in it is the person's own word yet. Who may do what then is in unconfirmed.
"""

from typing import Any

from portal.casework.count import count_received
from portal.casework.notify import alert_staff
from portal.casework.send import Sender, add_case, keep_copy, make_case, make_sender
from portal.casework.unconfirmed import FROM_SENDER, SENT_BY
from portal.casework.work import PublicSide
from portal.domain.answers import is_abuse_branch, is_unsafe_now
from portal.domain.case import EntryKind
from portal.domain.questions import CONTACT_CARD, SENDER, Answers
from portal.domain.references import make_receipt_number
from portal.domain.stages import Stage
from portal.domain.updates import Update
from portal.domain.voices import is_under_18
from portal.store.work import Work
from portal.vault.randomness import pick

_APART = frozenset({*CONTACT_CARD, *SENDER, "candidates", "place_found", "candidate", "understood"})


def write_for_other(side: PublicSide, work: Work, answers: Answers, language: str) -> dict[str, Any]:
    """Write the case into an open work; return what the sender's receipt says, without the time."""
    service = side.trust(work.services.get_of_area(answers["area"][0]))
    # Safety: no code leads to it and its keys are thrown away, so that neither the sender nor anybody else can open
    # it, or speak as the person, before the person has a code of their own
    sender = make_sender(None, language)
    case = make_case(side, work, answers, sender.person, service)
    add_case(side, work, case, sender)
    count_received(work, case.area, case.received_on)
    as_person, as_site = side.write_as_person(service, sender.person), side.write_as_site(service)
    referral = {**_make_referral(answers, sender), "agreed_on": case.received_on.isoformat()}
    for kind, body in ((EntryKind.REFERRAL, referral), *_list_others(answers, language)):
        work.entries.append(case, service, kind, body, writer=as_person, on=case.received_on)
    keep_copy(side, work, case, service, sender.person)
    received = Update(Stage.RECEIVED, case.received_on, source="site").as_body()
    work.entries.append(case, service, EntryKind.UPDATE, received, writer=as_site, on=case.received_on)
    if is_unsafe_now(answers):
        alert_staff(side, work, service)
    return {
        "receipt_number": referral["receipt_number"],
        "service_name": service.name,
        "service_phone": service.phone,
        "is_trial": service.is_trial,
        "contact_method": answers["contact_method"][0],
        "is_strict": is_abuse_branch(answers),
        "is_under_18": is_under_18(answers),
    }


def _make_referral(answers: Answers, sender: Sender) -> dict[str, Any]:
    return {
        "answers": {code: values for code, values in answers.items() if code not in _APART},
        "language": sender.language,
        "keys": {"box": sender.person.box_key.hex(), "sign": sender.person.sign_key.hex()},
        "has_code": False,
        "is_strict": is_abuse_branch(answers),
        "is_unsafe_now": is_unsafe_now(answers),
        "sent_by": SENT_BY[answers["who_for"][0]].value,
        # Safety: here, sealed to the service alone, and not on the card, which the worker opens
        "sender": {code: answers[code] for code in SENDER if code in answers},
        "receipt_number": make_receipt_number(pick),
    }


def _list_others(answers: Answers, language: str) -> tuple[tuple[EntryKind, dict[str, Any]], ...]:
    card = {code: answers[code] for code in CONTACT_CARD if code in answers}
    return (
        # Safety: marked, so that no machine writes to an address that somebody else gave
        (EntryKind.CONTACT_CARD, {"answers": card, "language": language, "given_by": FROM_SENDER}),
        (EntryKind.SIDE_STATE, {"is_strict": is_abuse_branch(answers), "language": language}),
    )
