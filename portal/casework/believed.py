"""What is believed of a case's plain columns: what a signed entry says instead. It opens, stores and shows nothing."""

from dataclasses import replace
from datetime import date

from portal.domain.case import Case, EntryKind
from portal.domain.stages import Stage
from portal.domain.updates import Update
from portal.store.chains import OpenedCase

CHECKED = "checked"  # the desk's note that the first conversation is recorded


def believe_stage(case: Case, opened: OpenedCase) -> tuple[Case, OpenedCase]:
    """Return the case at its signed stage, with one more refused when the plain stage is another.

    `opened` must hold the updates. Where none verified nothing is believed but that the request was received.
    """
    newest = opened.find_newest(EntryKind.UPDATE)
    # Safety: whoever writes to the database must not tell a person that their case is refused, or closed
    stage = Update.from_body(newest.body).stage if newest else Stage.RECEIVED
    return replace(case, stage=stage), _count(opened, is_wrong=stage is not case.stage)


def believe_case(case: Case, opened: OpenedCase, *, is_pinned: bool = True) -> tuple[Case, OpenedCase]:
    """Return the case as its service may believe it: also the first conversation counts by its signed note.

    `opened` must hold the updates and the desk's notes. `is_pinned`: the service's keys in the database are its own.
    """
    settled, counted = believe_stage(case, _count(opened, is_wrong=not is_pinned))
    checked_on = _find_check(opened)
    # Safety: "may not be safe now" must not be taken off by a day written into the database
    return replace(settled, checked_on=checked_on), _count(counted, is_wrong=checked_on != case.checked_on)


def _find_check(opened: OpenedCase) -> date | None:
    notes = opened.list_of(EntryKind.DESK_NOTE)
    return next((note.made_on for note in notes if note.body.get("what") == CHECKED), None)


def _count(opened: OpenedCase, *, is_wrong: bool) -> OpenedCase:
    return replace(opened, refused_count=opened.refused_count + is_wrong)
