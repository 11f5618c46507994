"""Writing a sent referral: the case with its plain part, and each sealed entry to those it is meant for."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from portal.casework.notify import alert_staff
from portal.casework.work import PublicSide
from portal.domain.answers import is_abuse_branch, is_unsafe_now
from portal.domain.case import Case, EntryKind, Service
from portal.domain.lifetimes import LINK_DAYS
from portal.domain.promises import Rhythm, next_update_by
from portal.domain.questions import CHECK_PHRASE, CONTACT_CARD, Answers
from portal.domain.references import make_case_reference
from portal.domain.stages import Stage
from portal.domain.updates import Update
from portal.domain.voices import is_under_18
from portal.store.links import LinkRow
from portal.store.work import Work
from portal.vault.access_codes import Root, derive_locator
from portal.vault.certificates import CaseIdentity, certify_case
from portal.vault.identities import Identity
from portal.vault.links import make_link_secret, wrap_root, write_link
from portal.vault.randomness import pick, random_id


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the root of their code, the keys that grew from it, and the language they read."""

    root: Root = field(repr=False)
    person: Identity = field(repr=False)
    language: str


def write_case(side: PublicSide, work: Work, answers: Answers, sender: Sender) -> dict[str, Any]:
    """Write a case into an open work; return what its receipt says, without the code and the time."""
    service = side.trust(work.services.get_of_area(answers["area"][0]))
    case = _make_case(side, work, answers, sender.person, service)
    work.cases.add(case, derive_locator(sender.root, side.peppers))
    as_person = side.write_as_person(service, sender.person)
    for kind, body in _list_entries(answers, sender):
        work.entries.append(case, service, kind, body, writer=as_person, on=case.received_on)
    received = Update(Stage.RECEIVED, case.received_on, source="site").as_body()
    as_site = side.write_as_site(service)
    work.entries.append(case, service, EntryKind.UPDATE, received, writer=as_site, on=case.received_on)
    if is_unsafe_now(answers):
        alert_staff(side, work, service)
    is_strict = is_abuse_branch(answers)
    return {
        "case_reference": case.case_reference,
        "link": add_link(side, work, case.case_id, sender.root, is_single_use=is_strict),
        "next_update_by": case.next_update_by,
        "service_name": service.name,
        "service_phone": service.phone,
        "is_trial": service.is_trial,
        "contact_method": answers["contact_method"][0],
        "is_strict": is_strict,
        "is_under_18": is_under_18(answers),
    }


def add_link(side: PublicSide, work: Work, case_id: str, root: Root, *, is_single_use: bool) -> str:
    """Make a secure link to a page and return the last part of its address."""
    secret = make_link_secret()
    expires_on = side.clock.today() + timedelta(days=LINK_DAYS)
    work.links.add(secret.link_hash, LinkRow(case_id, expires_on, wrap_root(secret, root, is_single_use=is_single_use)))
    return write_link(secret, side.link_key)


def _make_case(side: PublicSide, work: Work, answers: Answers, person: Identity, service: Service) -> Case:
    today = side.clock.today()
    rhythm = Rhythm(answers["rhythm"][0])
    reference = make_case_reference(pick)
    while work.cases.has_reference(reference):
        reference = make_case_reference(pick)
    identity = CaseIdentity(random_id(), reference, service.service_id, person.box_key, person.sign_key)
    return Case(
        case_id=identity.case_id,
        case_reference=reference,
        service_id=service.service_id,
        area=answers["area"][0],
        stage=Stage.RECEIVED,
        rhythm=rhythm,
        received_on=today,
        stage_since_on=today,
        next_update_by=next_update_by(Stage.RECEIVED, rhythm, today, side.calendar.is_working_day),
        checked_on=None,
        last_opened_on=None,
        newest_rehub_on=None,
        erase_on=None,
        person_box_key=person.box_key,
        person_sign_key=person.sign_key,
        certificate=certify_case(side.site_key, identity),
    )


def _list_entries(answers: Answers, sender: Sender) -> tuple[tuple[EntryKind, dict[str, Any]], ...]:
    apart = {*CONTACT_CARD, *CHECK_PHRASE, "candidates", "place_found", "candidate", "understood"}
    is_strict = is_abuse_branch(answers)
    referral = {
        "answers": {code: values for code, values in answers.items() if code not in apart},
        "language": sender.language,
        # the keys stand inside, so that a writer in the database cannot swap them unseen
        "keys": {"box": sender.person.box_key.hex(), "sign": sender.person.sign_key.hex()},
        "is_strict": is_strict,
        "is_unsafe_now": is_unsafe_now(answers),
    }
    card = {code: answers[code] for code in CONTACT_CARD if code in answers}
    return (
        (EntryKind.REFERRAL, referral),
        (EntryKind.CONTACT_CARD, {"answers": card, "language": sender.language}),
        (EntryKind.CHECK_PHRASE, {code: answers[code][0] for code in CHECK_PHRASE if code in answers}),
        (EntryKind.SIDE_STATE, {"is_strict": is_strict, "language": sender.language}),
    )
