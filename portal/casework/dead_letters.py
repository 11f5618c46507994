"""re:hub's messages that came to nothing: who is shown them, and "I have dealt with this".

What names a reference that nobody has belongs to no service. It is sealed to the national one, without its note, and
only a supervisor there is shown it. Nobody at the desk can send a letter on to another case: whoever guessed wrong
would tell one person another's news. re:hub puts the reference right and sends again.
"""

import logging
from dataclasses import dataclass, field
from datetime import date

from portal.casework.desk_case import check_reads
from portal.casework.rehub_sources import SignedRequest
from portal.casework.sign_in import SignedIn
from portal.casework.take_updates import Outcome, RehubUpdate, Taken, take_update
from portal.casework.work import DeskSide, PublicSide
from portal.domain.errors import Forged, NotAllowed, NotFound
from portal.domain.free_text import clean_text
from portal.domain.stages import Stage
from portal.store.dead_letters import LetterRow
from portal.store.services import NATIONAL
from portal.store.staff import Role
from portal.vault.envelopes import Place, open_envelope, seal

AT_MOST = 200
# kept, shown to nobody, and not waiting for a conversation either
_KEPT = frozenset({Outcome.KEPT_REFUSED, Outcome.KEPT_OLDER})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message of one of the service's cases that moved nothing."""

    message_id: str
    received_on: date
    case_id: str
    case_reference: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class UnknownReference:
    """A message that names a reference nobody has; None for what does not verify."""

    message_id: str
    received_on: date
    named: str | None = field(repr=False)
    stage: Stage | None


def take_or_keep(side: PublicSide, request: SignedRequest, update: RehubUpdate) -> Taken:
    """Take an update as take_update does; what names an unknown reference is kept for somebody to look at."""
    taken = take_update(side, request, update)
    if taken.outcome is Outcome.UNKNOWN_REFERENCE:
        _keep(side, request, update)
    return taken


def list_kept(side: DeskSide, staff: SignedIn) -> list[KeptMessage]:
    """Return what re:hub sent of this service's cases that moved nothing and nobody has dealt with, newest first."""
    check_reads(staff)
    with side.store.look() as work:
        rows = work.rehub_messages.list_kept(staff.service_id, _KEPT, AT_MOST)
    return [
        KeptMessage(row.message_id, row.received_on, row.case_id, row.case_reference, Outcome(row.outcome))
        for row in rows
    ]


def count_letters(side: DeskSide, staff: SignedIn) -> int:
    """Return how many messages wait for this staff member; 0 for a role that reads no cases."""
    if not staff.may_read_cases:
        return 0
    with side.store.look() as work:
        kept = work.rehub_messages.count_kept(staff.service_id, _KEPT)
        return kept + (len(work.dead_letters.list_all(AT_MOST)) if may_see_unknown(staff) else 0)


def may_see_unknown(staff: SignedIn) -> bool:
    """Say whether somebody is shown references that nobody has: a supervisor of the national service."""
    # Safety: what was named may be a case of another service, or a name
    return staff.role is Role.SUPERVISOR and staff.service_id == NATIONAL


def list_unknown(side: DeskSide, staff: SignedIn) -> list[UnknownReference]:
    """Return the messages that name a reference nobody has, newest first; none to who may not see them."""
    if not may_see_unknown(staff):
        return []
    with side.store.look() as work:
        rows = work.dead_letters.list_all(AT_MOST)
    return [_open(side, row) for row in rows]


def settle_kept(side: DeskSide, staff: SignedIn, message_id: str) -> None:
    """Take a message off the list and note who did; NotFound for another service's, or one dealt with before."""
    check_reads(staff)
    with side.store.work() as work:
        case_id = work.rehub_messages.settle(message_id, staff.service_id, side.clock.today())
        work.audit.add(side.clock.now(), staff.staff_id, "dealt with re:hub's message", case_id)


def erase_unknown(side: DeskSide, staff: SignedIn, message_id: str) -> None:
    """Erase a letter and note who did; NotFound when it is gone, NotAllowed for who may not see it."""
    if not may_see_unknown(staff):
        raise NotAllowed("only a supervisor of the national service deals with unknown references")
    with side.store.work() as work:
        if not work.dead_letters.erase(message_id):
            raise NotFound("no such letter")
        work.audit.add(side.clock.now(), staff.staff_id, "dealt with an unknown reference")


def _keep(side: PublicSide, request: SignedRequest, update: RehubUpdate) -> None:
    # Safety: not the note, which may speak of anybody; and the reference only sealed, as it may be a name
    body = {"named": clean_text(update.case_reference), "stage": update.stage.value}
    try:
        with side.store.work() as work:
            national = side.trust(work.services.get(NATIONAL))
            place = Place("dead-letter", request.message_id)
            envelope = seal(place, body, author=side.site_key, readers=[national.box_key])
            work.dead_letters.keep(LetterRow(request.message_id, side.clock.today(), envelope))
    except (NotAllowed, NotFound):
        # Safety: nothing is sealed to a key that is not the pinned one; re:hub is told that nobody has it either way
        _log.error("an unknown reference could not be kept: the national service is not to be trusted")


def _open(side: DeskSide, row: LetterRow) -> UnknownReference:
    place = Place("dead-letter", row.message_id)
    try:
        reader = side.find_service_key(NATIONAL)
        body = open_envelope(row.envelope, place, reader=reader, author_key=side.site_public_key)
    except (Forged, ValueError):
        return UnknownReference(row.message_id, row.received_on, None, None)
    return UnknownReference(row.message_id, row.received_on, str(body["named"]), Stage(body["stage"]))
