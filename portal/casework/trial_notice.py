"""The trial notice: asked for on an unsent form, verified by the worker. It belongs to no case and leaves no trace.

Nothing is sent from here. The row is as small and as plain as an alert to staff: it tells nobody what it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from portal.casework.notify import make_row
from portal.casework.refer import Draft, keep_draft, take_draft
from portal.casework.tickets import DraftTicket
from portal.casework.work import PublicSide
from portal.domain.answers import merge, parse_step
from portal.domain.errors import Forged
from portal.domain.notices import NoticeAuthor
from portal.domain.questions import Step
from portal.domain.safe_contact import ADDRESS_OF, Method
from portal.domain.trial_notices import TrialNotice, count_left, find_trial_method, is_same_press, mailbox_of
from portal.store.outbox import NoticeRow
from portal.store.services import NATIONAL
from portal.store.work import Work
from portal.vault.digests import keyed_digest
from portal.vault.randomness import random_id


class Pressed(StrEnum):
    """What became of the press: `asked` is also said when the address had enough today, so that nobody learns it."""

    ASKED = "asked"
    PROBLEM = "problem"
    ENOUGH = "enough"
    NOT_THIS_WAY = "not_this_way"


def ask_for_one(
    side: PublicSide, ticket: DraftTicket, step: Step, raw: Mapping[str, Sequence[str]], language: str
) -> tuple[Draft, Pressed]:
    """Keep what was chosen on the step with the wording, and have one notice in it sent to the draft's own address.

    Raises Expired when this form was sent already, NotAllowed when no service's worker can be sealed to.
    """
    with side.store.work() as work:
        draft = take_draft(work, ticket)
        method = find_trial_method(draft.answers)
        if method is None:
            return draft, Pressed.NOT_THIS_WAY
        parsed = parse_step(step, raw, draft.answers, side.areas)
        if parsed.problems:
            draft = replace(draft, attempt=(step.slug, {code: tuple(values) for code, values in raw.items()}))
            keep_draft(side, work, ticket, draft)
            return draft, Pressed.PROBLEM
        draft = replace(draft, answers=merge(draft.answers, step, parsed), attempt=None)
        draft, pressed = _take_one(side, work, draft, method, language)
        keep_draft(side, work, ticket, draft)
    return draft, pressed


def read_trial(row: NoticeRow, body: Mapping[str, Any]) -> TrialNotice:
    """Return what a row's verified envelope asks for; Forged for another author's, or for one put onto a case."""
    # Safety: only the form may have a trial notice sent; a desk could else write to any address it likes
    if row.author is not NoticeAuthor.SITE or row.case_id is not None:
        raise Forged("a trial notice by another author, or of a case")
    return TrialNotice.from_body(body)


def _take_one(side: PublicSide, work: Work, draft: Draft, method: Method, language: str) -> tuple[Draft, Pressed]:
    now, wording = side.clock.now(), draft.answers["wording"][0]
    if is_same_press(draft.tried, wording, now):
        return draft, Pressed.ASKED
    if not count_left(draft.tried):
        return draft, Pressed.ENOUGH
    trial = TrialNotice(method, draft.answers[ADDRESS_OF[method]][0], wording, language, now)
    area = draft.answers.get("area")
    service = side.trust(work.services.get_of_area(area[0]) if area else work.services.get(NATIONAL))
    row = make_row(service, None, trial.as_body(), (NoticeAuthor.SITE, side.site_key), random_id())
    mailbox = mailbox_of(method, trial.address).encode()
    # Safety: counted under a pepper besides the day's salt, as a number is soon found by trying them all
    if side.trial_addresses.take(keyed_digest("trial-address", side.peppers.locator, mailbox, 16)):
        work.outbox.add(row)
    return replace(draft, tried=(*draft.tried, (wording, now))), Pressed.ASKED
