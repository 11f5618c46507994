"""Writing a sent referral: the case with its plain part, and each sealed entry to those it is meant for."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from portal.casework.count import count_received
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
from portal.vault.access_codes import Root, derive_locator, derive_seed
from portal.vault.certificates import CaseIdentity, certify_case
from portal.vault.identities import Identity
from portal.vault.key_rings import KeyRing, make_ring, wrap_ring
from portal.vault.links import make_link_secret, wrap_root, write_link
from portal.vault.randomness import pick, random_bytes, random_id


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the root of their code, fresh keys of their own, and the language they read.

    The root is None where somebody else sends for them: then no code opens the case until the service gives them one.
    """

    root: Root | None = field(repr=False)
    ring: KeyRing = field(repr=False)
    language: str

    @property
    def person(self) -> Identity:
        """The keys that the person's entries are signed with and sealed to."""
        return self.ring.person


def make_sender(root: Root | None, language: str) -> Sender:
    """Return a sender with fresh random keys."""
    return Sender(root, make_ring(), language)


def write_case(side: PublicSide, work: Work, answers: Answers, sender: Sender) -> dict[str, Any]:
    """Write a case into an open work; return what its receipt says, without the code and the time."""
    service = side.trust(work.services.get_of_area(answers["area"][0]))
    case = make_case(side, work, answers, sender.person, service)
    add_case(side, work, case, sender)
    count_received(work, case.area, case.received_on)
    as_person = side.write_as_person(service, sender.person)
    for kind, body in _list_entries(answers, sender):
        work.entries.append(case, service, kind, body, writer=as_person, on=case.received_on)
    keep_copy(side, work, case, service, sender.person)
    received = Update(Stage.RECEIVED, case.received_on, source="site").as_body()
    as_site = side.write_as_site(service)
    work.entries.append(case, service, EntryKind.UPDATE, received, writer=as_site, on=case.received_on)
    if is_unsafe_now(answers):
        alert_staff(side, work, service)
    is_strict = is_abuse_branch(answers)
    return {
        "case_reference": case.case_reference,
        "link": add_link(side, work, case.case_id, sender.root, is_single_use=is_strict) if sender.root else "",
        "next_update_by": case.next_update_by,
        "service_name": service.name,
        "service_phone": service.phone,
        "service_hours": service.hours,
        "is_trial": service.is_trial,
        "contact_method": answers["contact_method"][0],
        "is_strict": is_strict,
        "is_under_18": is_under_18(answers),
    }


def add_case(side: PublicSide, work: Work, case: Case, sender: Sender) -> None:
    """Store a case and its person's keys, wrapped; its entries come after this.

    Without a code it stands where no code leads, and the keys are wrapped under what nobody has: they are thrown away
    but for the service's copy (keep_copy). Nobody sees by a row whether it has a code.
    """
    grown = derive_seed(sender.root, "", side.peppers) if sender.root else random_bytes(32)
    locator = derive_locator(sender.root, side.peppers) if sender.root else random_bytes(32)
    wrapped, _ = wrap_ring(sender.ring, grown, case.case_id)
    work.cases.add(case, locator, wrapped)


def keep_copy(side: PublicSide, work: Work, case: Case, service: Service, person: Identity) -> None:
    """Keep for the service what opens the person's entries and signs nothing, so that a start code can open them.

    A chain begins with the referral: call this once that is written.
    """
    # Safety: the service could else write in the person's name, and never the notice key, which opens no message
    body = {"box_secret": person.box.secret.hex(), "box": person.box_key.hex()}
    as_site, on = side.write_as_site(service), side.clock.today()
    work.entries.append(case, service, EntryKind.KEY_COPY, body, writer=as_site, on=on)


def add_link(side: PublicSide, work: Work, case_id: str, root: Root, *, is_single_use: bool) -> str:
    """Make a secure link to a page and return the last part of its address."""
    secret = make_link_secret()
    expires_on = side.clock.today() + timedelta(days=LINK_DAYS)
    work.links.add(secret.link_hash, LinkRow(case_id, expires_on, wrap_root(secret, root, is_single_use=is_single_use)))
    return write_link(secret, side.link_key)


def make_case(side: PublicSide, work: Work, answers: Answers, person: Identity, service: Service) -> Case:
    """Return a fresh case, certified, with a reference that no other has; nothing of it is written."""
    today = side.clock.today()
    # nobody but the person chooses how often they hear; whoever sends for them is not asked
    rhythm = Rhythm(answers["rhythm"][0]) if "rhythm" in answers else Rhythm.TWO_WEEKLY
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
        "has_code": sender.root is not None,
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
