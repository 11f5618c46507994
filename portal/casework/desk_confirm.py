"""Recording what a person said to a referral that somebody else sent for them: yes, with the first conversation, or no.

Nothing of either ever goes to whoever sent it. Which card and which phrase count is in contact_cards and desk_case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.casework.believed import CHECKED
from portal.casework.contact_cards import NOBODY, Proof, make_card
from portal.casework.desk_case import DeskCase
from portal.casework.desk_writing import check_mark, open_to_write
from portal.casework.sign_in import SignedIn
from portal.casework.unconfirmed import CONFIRMED, DECLINED
from portal.casework.work import DeskSide
from portal.domain.answers import is_kept_answer
from portal.domain.case import EntryKind
from portal.domain.errors import Forged, NotAllowed
from portal.domain.stages import ENDED, Stage
from portal.domain.updates import Update
from portal.store.work import Work

Entries = tuple[tuple[EntryKind, Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class SaidYes:
    """What the person said: words to prove themself with later, their language, whether the way on the card is right.

    The caller has asked whether identity, safety and court orders were gone through, as for every first conversation.
    """

    check_phrase: str = field(repr=False)
    phrase_prompt: str = field(repr=False)
    language: str
    is_card_right: bool


def confirm(side: DeskSide, staff: SignedIn, case_id: str, said: SaidYes, *, seen: str) -> bool:
    """Record that the person agreed, and the first conversation with it. False when it was recorded before.

    `seen` is DeskCase.mark as the practitioner saw it. Raises NotAllowed for a case that has ended or a phrase that
    the form would not keep, Forged when the case cannot be believed.
    """
    if not is_kept_answer("check_phrase", said.check_phrase):
        # Safety: without it nobody could tell the person from somebody else who rings for their code
        raise NotAllowed("the person picked no words to prove themself with")
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        if not page.is_unconfirmed:
            return False
        _check(page, seen)
        _append(side, work, page, _list_yes(side, staff, page, said))
        work.cases.set_days(case_id, checked_on=side.clock.today())
        work.audit.add(side.clock.now(), staff.staff_id, "recorded that the person agreed", case_id)
    return True


def decline(side: DeskSide, staff: SignedIn, case_id: str, *, seen: str) -> bool:
    """Record that the person said no, and close the case: nobody contacts them again. False when it ended before.

    It is erased as every case that has ended. Raises as confirm does.
    """
    today = side.clock.today()
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        if page.case.stage in ENDED:
            return False
        if not page.is_unconfirmed:
            raise NotAllowed("the person agreed before; they end it in other ways")
        _check(page, seen)
        nobody = make_card({"contact_method": NOBODY}, page.language, None, today)
        closed = Update(Stage.CLOSED, today, source="service").as_body()
        note = {"what": DECLINED, "by": staff.staff_id}
        kinds = (EntryKind.CONTACT_CARD, EntryKind.UPDATE, EntryKind.DESK_NOTE)
        _append(side, work, page, tuple(zip(kinds, (nobody, closed, note), strict=True)))
        work.cases.move(page.case, stage=Stage.CLOSED, since_on=today, next_update_by=None)
        work.audit.add(side.clock.now(), staff.staff_id, "recorded that the person said no", case_id)
    return True


def _check(page: DeskCase, seen: str) -> None:
    if page.case.stage in ENDED:
        raise NotAllowed("the case has ended")
    if page.opened.refused_count:
        raise Forged("an entry of the case does not verify")
    # Safety: what was recorded after the practitioner looked is not undone by what they say now
    check_mark(page, seen)


def _list_yes(side: DeskSide, staff: SignedIn, page: DeskCase, said: SaidYes) -> Entries:
    today, by = side.clock.today(), staff.staff_id
    phrase = {"phrase_prompt": said.phrase_prompt, "check_phrase": said.check_phrase}
    # Safety: a way that is not right is used by nobody until another is recorded
    answers, proof = (page.contact_card, Proof.FIRST_TALK) if said.is_card_right else ({"contact_method": NOBODY}, None)
    return (
        (EntryKind.CHECK_PHRASE, {code: words for code, words in phrase.items() if words}),
        (EntryKind.CONTACT_CARD, make_card(answers, said.language, proof, today)),
        (EntryKind.DESK_NOTE, {"what": CONFIRMED, "by": by, "language": said.language}),
        (EntryKind.DESK_NOTE, {"what": CHECKED, "by": by}),
    )


def _append(side: DeskSide, work: Work, page: DeskCase, entries: Entries) -> None:
    service, as_service = side.trust(work.services.get(page.case.service_id)), side.write_as_service(page.case)
    for kind, body in entries:
        work.entries.append(page.case, service, kind, body, writer=as_service, on=side.clock.today())
