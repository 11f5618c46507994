"""Taking back an update of re:hub's that was a mistake, while its person surely has not seen it.

A signed entry of the service puts stage and promise back; neither it nor the mistake is shown then. Once the person may
have seen it, nothing is taken back in silence: the desk moves the case and says why, as ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.casework.believed import believe_case
from portal.casework.desk_case import DeskCase
from portal.casework.desk_writing import open_to_write
from portal.casework.shown_updates import UNDO_SOURCE, UNDOES, find_undone
from portal.casework.sign_in import SignedIn
from portal.casework.take_updates import Outcome
from portal.casework.work import DeskSide
from portal.domain.case import Case, EntryKind
from portal.domain.errors import Forged, NotAllowed, OutOfDate
from portal.domain.stages import Stage
from portal.domain.updates import Update
from portal.store.chains import OpenedEntry

_BEFORE_STAGE = "before_stage"  # in a proof, with the days below: where the case stood (take_updates)


@dataclass(frozen=True, slots=True)
class Undoable:
    """The newest update, when it is re:hub's and can be put back; `was_seen` when its person may have read it."""

    sequence: int
    stage: Stage
    stage_before: Stage
    was_seen: bool


def find_undoable(page: DeskCase) -> Undoable | None:
    """Return what may be taken back of a case: the newest update, if it is re:hub's and nothing came after it."""
    newest = page.opened.find_newest(EntryKind.UPDATE)
    proof = _find_proof(page, newest)
    if newest is None or proof is None:
        return None
    told = Update.from_body(newest.body)
    before = Stage(proof[_BEFORE_STAGE])
    if told.stage is not page.case.stage:
        return None
    return Undoable(newest.sequence, told.stage, before, may_have_been_seen(page.case, newest.made_on))


def may_have_been_seen(case: Case, told_on: date) -> bool:
    """Say whether the person may have looked at their page since a day.

    Only the day is known on which a page was opened, and it stays open for up to two hours: also one that was opened
    the evening before may have shown the news.
    """
    # Safety: in doubt it was seen; what somebody read must not vanish without a word
    return case.last_opened_on is not None and case.last_opened_on >= told_on - timedelta(days=1)


def undo_update(side: DeskSide, staff: SignedIn, case_id: str, *, seen: int) -> bool:
    """Take back the update with this number and put the case back to where it stood. False when it was done before.

    The promised day is the one from before, and never later than the one of now. OutOfDate when something came in
    between, NotAllowed when there is nothing to take back or the person may have seen it, Forged when the case cannot
    be believed. The person is told nothing: they saw nothing.
    """
    with side.store.work() as work:
        page = open_to_write(side, work, staff, case_id)
        plain = page.case
        case, opened = believe_case(plain, page.opened)
        if opened.refused_count:
            raise Forged("an entry of the case does not verify")
        if seen in find_undone(opened):
            return False
        undoable = find_undoable(DeskCase(case, opened, 0))
        if undoable is None or undoable.sequence != seen:
            raise OutOfDate("something came in between")
        if undoable.was_seen:
            raise NotAllowed("the person may have seen it")
        before = _read_before(_find_proof(page, opened.find_newest(EntryKind.UPDATE)) or {})
        promised = min(filter(None, (before["promised"], plain.next_update_by)), default=None)
        since_on = before["since"] or plain.stage_since_on
        work.cases.move(plain, stage=undoable.stage_before, since_on=since_on, next_update_by=promised)
        work.cases.set_days(case_id, newest_rehub_on=before["newest"])
        work.cases.forget_news(case_id)
        back = Update(undoable.stage_before, side.clock.today(), source=UNDO_SOURCE).as_body()
        service = side.trust(work.services.get(case.service_id))
        body = {**back, UNDOES: seen}
        as_service = side.write_as_service(plain)
        work.entries.append(plain, service, EntryKind.UPDATE, body, writer=as_service, on=side.clock.today())
        work.audit.add(side.clock.now(), staff.staff_id, "took back re:hub's update", case_id)
    return True


def _find_proof(page: DeskCase, newest: OpenedEntry | None) -> Mapping[str, Any] | None:
    """Return the body of the proof that stands right before an update, None when it is not re:hub's."""
    if newest is None or newest.body.get("source") != "rehub" or UNDOES in newest.body:
        return None
    proofs = page.opened.list_of(EntryKind.REHUB_PROOF)
    own = next((each.body for each in proofs if each.sequence == newest.sequence - 1), {})
    is_whole = own.get("outcome") == Outcome.APPLIED and _BEFORE_STAGE in own
    return own if is_whole else None


def _read_before(proof: Mapping[str, Any]) -> dict[str, date | None]:
    days = {name: proof.get(f"before_{name}") for name in ("since", "promised", "newest")}
    return {name: date.fromisoformat(day) if day else None for name, day in days.items()}
