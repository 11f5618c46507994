"""Giving somebody a new way in: the desk's start code, read out after a conversation. What it makes is in new_code.

The desk never sees a code that opens a page: a start code only makes one, once, within the hour.
"""

from collections.abc import Sequence
from enum import StrEnum

from portal.casework.desk_case import DeskCase
from portal.casework.desk_writing import check_mark, open_to_write
from portal.casework.requests import make_lift
from portal.casework.sign_in import SignedIn
from portal.casework.work import DeskSide
from portal.domain.case import EntryKind, Lift
from portal.domain.errors import Forged, NotAllowed
from portal.domain.lifetimes import START_CODE
from portal.store.start_codes import StartRow
from portal.store.work import Work
from portal.vault.identities import BoxKey
from portal.vault.key_rings import MOST_EARLIER
from portal.vault.start_codes import StartCode, StartPlace, derive_start_place, make_start_code, seal_start


class Refusal(StrEnum):
    """Why no start code can be given now."""

    UNCONFIRMED = "unconfirmed"
    LOCKED = "locked"
    NO_COPY = "no_copy"
    NOT_VERIFIED = "not_verified"


def find_refusal(page: DeskCase) -> Refusal | None:
    """Say why no start code can be given for a case now, None when one can."""
    if page.opened.refused_count or not page.has_own_keys:
        return Refusal.NOT_VERIFIED
    if page.is_unconfirmed:
        return Refusal.UNCONFIRMED
    if page.is_lock_held:
        return Refusal.LOCKED  # after a restore; it stands beside the case, where a new code could not end it
    return None if list_box_secrets(page) else Refusal.NO_COPY


def list_box_secrets(page: DeskCase) -> tuple[bytes, ...]:
    """Return what opens the person's entries, oldest first; nothing where the newest is not of their present keys."""
    bodies = [entry.body for entry in page.opened.list_of(EntryKind.KEY_COPY)]
    secrets = tuple(bytes.fromhex(str(body["box_secret"])) for body in bodies)
    is_whole = bool(secrets) and BoxKey(secrets[-1]).box_key == page.case.person_box_key
    return secrets if is_whole and len(secrets) <= MOST_EARLIER else ()


def issue_start_code(side: DeskSide, staff: SignedIn, case_id: str, *, seen: str) -> StartCode:
    """Return a start code to read out, once it is noted that the person proved themself; the one before ends.

    `seen` stands for the requests that the practitioner saw (DeskCase.mark). Raises OutOfDate when the person asked for
    something since, Forged when the case cannot be believed, NotAllowed for every other Refusal.
    """
    code = make_start_code()
    with side.turns.take():  # outside the transaction, as every slow hash
        place = derive_start_place(code)
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        check_mark(page, seen)
        refusal = find_refusal(page)
        if refusal is Refusal.NOT_VERIFIED:
            raise Forged("an entry of the case does not verify")
        if refusal:
            raise NotAllowed(f"no start code now: {refusal}")
        lifted_by = _note(side, work, page, staff)
        _put(side, work, page, place, (lifted_by, list_box_secrets(page)))
        work.audit.add(side.clock.now(), staff.staff_id, "issued start code", case_id)
    return code


def _note(side: DeskSide, work: Work, page: DeskCase, staff: SignedIn) -> int:
    case, today = page.case, side.clock.today()
    service, as_service = side.trust(work.services.get(case.service_id)), side.write_as_service(case)
    # Safety: new keys count only with this, so that nobody but the service can give them
    lifted = make_lift(Lift.CODE, today)
    lifted_by = work.entries.append(case, service, EntryKind.LIFT, lifted, writer=as_service, on=today)
    proof = "check phrase" if page.has_own_code else "first conversation"
    note = {"what": "issued start code", "by": staff.staff_id, "proof": proof}
    work.entries.append(case, service, EntryKind.DESK_NOTE, note, writer=as_service, on=today)
    return lifted_by


def _put(side: DeskSide, work: Work, page: DeskCase, place: StartPlace, leads_to: tuple[int, Sequence[bytes]]) -> None:
    lifted_by, secrets = leads_to
    case_id = page.case.case_id
    body = {"case_id": case_id, "lifted_by": lifted_by, "box_secrets": [secret.hex() for secret in secrets]}
    row = StartRow(case_id, place.start_hash, side.clock.now() + START_CODE, seal_start(place, body))
    work.start_codes.put(row)
