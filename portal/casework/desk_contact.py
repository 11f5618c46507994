"""Recording at the desk how a person may be reached from now on, after a conversation; it may start contact again.

Which card counts is in contact_cards; nothing is sent from here. Source: sealing.md, "Envelopes" (contact_card).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.casework.contact_cards import NOBODY, Proof, is_card_again, make_card
from portal.casework.desk_case import DeskCase
from portal.casework.desk_writing import check_mark, open_to_write
from portal.casework.requests import make_lift
from portal.casework.sign_in import SignedIn
from portal.casework.work import DeskSide
from portal.domain.answers import AnswerProblem, Parsed, parse_step
from portal.domain.areas import Areas
from portal.domain.case import EntryKind, Lift
from portal.domain.errors import Forged, NotAllowed
from portal.domain.questions import CONTACT_CARD, FLOW, Answers
from portal.store.work import Work

# The form's own pages about contact, in its order: the same questions, asked by a practitioner.
CARD_STEPS = tuple(step for step in FLOW if {question.code for question in step.questions} & set(CONTACT_CARD))


@dataclass(frozen=True, slots=True)
class NewCard:
    """How a person may be reached, as parse_card returned it; `proof` is None when nobody proved who they are."""

    answers: Answers = field(repr=False)
    proof: Proof | None = None

    @property
    def is_nobody(self) -> bool:
        """Say whether it means: contact nobody."""
        return self.answers.get("contact_method") == NOBODY


def parse_card(raw: Mapping[str, Sequence[str]], areas: Areas) -> Parsed:
    """Parse all that was typed about contact, each page of it as the form does."""
    answers: dict[str, tuple[str, ...]] = {}
    problems: list[AnswerProblem] = []
    for step in CARD_STEPS:
        parsed = parse_step(step, raw, answers, areas)
        answers |= parsed.answers
        problems += parsed.problems
    return Parsed(answers, tuple(problems))


def record_contact(side: DeskSide, staff: SignedIn, case_id: str, new: NewCard, *, seen: str) -> bool:
    """Record a new contact card; one that is proved settles every stop before it. False when it was recorded before.

    `seen` stands for the requests that the practitioner saw (DeskCase.mark). Raises OutOfDate when the person asked
    for something since, NotAllowed when it is not proved as it must be, Forged when the case cannot be believed.
    """
    today = side.clock.today()
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        card = make_card(new.answers, page.card.language if page.card else page.language, new.proof, today)
        if is_card_again(page.opened, card) and not page.is_contact_held:
            return False
        # Safety: a stop that came after the conversation is not ended by it
        check_mark(page, seen)
        _check(page, new)
        _write(side, work, page, staff, card, is_proved=new.proof is not None)
        is_again = page.is_contact_stopped and new.proof is not None and not new.is_nobody
        what = "started contact again" if is_again else "recorded contact card"
        work.audit.add(side.clock.now(), staff.staff_id, what, case_id)
    return True


def _check(page: DeskCase, new: NewCard) -> None:
    if page.opened.refused_count:
        # Safety: a newer wish may be among what does not verify
        raise Forged("an entry of the case does not verify")
    if new.is_nobody and new.proof is None:
        return  # less contact counts at once, whoever asks for it
    # Safety: a new number or address counts only once the person has proved that it is them
    if new.proof not in page.proofs:
        raise NotAllowed("nobody has proved that this is the person's own wish")


def _write(
    side: DeskSide, work: Work, page: DeskCase, staff: SignedIn, card: Mapping[str, object], *, is_proved: bool
) -> None:
    case, today = page.case, side.clock.today()
    service, as_service = side.trust(work.services.get(case.service_id)), side.write_as_service(case)
    note = {"what": "recorded contact card", "by": staff.staff_id, "confirmed": card["confirmed"]}
    entries: list[tuple[EntryKind, Mapping[str, object]]] = [(EntryKind.CONTACT_CARD, card)]
    if is_proved:
        # read by the person's page and the worker too, which open no card or only cards
        entries.append((EntryKind.LIFT, make_lift(Lift.CONTACT, today)))
        work.holds.release_stop(case.case_id)
    for kind, body in (*entries, (EntryKind.DESK_NOTE, note)):
        work.entries.append(case, service, kind, body, writer=as_service, on=today)
