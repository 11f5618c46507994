"""Stages of a case, who may move it where, and what must be true first. Their words live in content/.

Source: promises.md's table; facts.md 3.2 for who holds which step.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from portal.domain.errors import NotAllowed


class Stage(StrEnum):
    """Where a case stands, in the order people meet it."""

    RECEIVED = "received"
    FIRST_CONTACT = "first_contact"
    ENQUIRIES = "enquiries"
    SUITABILITY = "suitability"
    REHUB_CHECK = "rehub_check"
    APPROVAL_BOARD = "approval_board"
    ASKING_THEM = "asking_them"
    PREPARATION = "preparation"
    COMMUNICATION = "communication"
    AFTERCARE = "aftercare"
    CLOSED = "closed"
    NOT_GOING_AHEAD = "not_going_ahead"


class Beside(StrEnum):
    """What stands beside the line of stages, while the stage stays what it is; the words are in content."""

    ON_HOLD = "on_hold"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    YOUTH_ROUTE = "youth_route"


class Holder(StrEnum):
    """Who has a case in their hands at a stage, by code; the words are in content."""

    SERVICE = "service"
    PRISON_OR_PROBATION = "prison_or_probation"
    REHUB = "rehub"
    BOARD = "board"
    FACILITATOR = "facilitator"
    NOBODY = "nobody"


class Mover(StrEnum):
    """Who sets a stage."""

    DESK = "desk"
    REHUB = "rehub"


LINE = tuple(stage for stage in Stage if stage is not Stage.NOT_GOING_AHEAD)
ENDED = frozenset({Stage.CLOSED, Stage.NOT_GOING_AHEAD})
REHUB_MAY_SET = frozenset(
    {Stage.ENQUIRIES, Stage.SUITABILITY, Stage.REHUB_CHECK, Stage.APPROVAL_BOARD, Stage.ASKING_THEM}
)
BEFORE_CHECKED = frozenset({Stage.RECEIVED, Stage.FIRST_CONTACT})
BESIDE_BY_DESK = frozenset({Beside.ON_HOLD, Beside.YOUTH_ROUTE})  # the others are the person's own
HOLDER: Mapping[Stage, Holder] = MappingProxyType(
    {
        Stage.RECEIVED: Holder.SERVICE,
        Stage.FIRST_CONTACT: Holder.SERVICE,
        Stage.ENQUIRIES: Holder.SERVICE,
        Stage.SUITABILITY: Holder.PRISON_OR_PROBATION,
        Stage.REHUB_CHECK: Holder.REHUB,
        Stage.APPROVAL_BOARD: Holder.BOARD,
        Stage.ASKING_THEM: Holder.FACILITATOR,
        Stage.PREPARATION: Holder.FACILITATOR,
        Stage.COMMUNICATION: Holder.FACILITATOR,
        Stage.AFTERCARE: Holder.FACILITATOR,
        Stage.CLOSED: Holder.NOBODY,
        Stage.NOT_GOING_AHEAD: Holder.SERVICE,
    }
)


def is_forward(now: Stage, then: Stage) -> bool:
    """Say whether a move goes on along the line; not going ahead may follow any open stage."""
    if now in ENDED:
        return False
    return then is Stage.NOT_GOING_AHEAD or LINE.index(then) > LINE.index(now)


def needs_conversation(now: Stage, then: Stage) -> bool:
    """Say whether a person must hear of a move from a person before they see it on a page."""
    return now is Stage.ASKING_THEM or then in ENDED


def list_moves(now: Stage, mover: Mover) -> tuple[Stage, ...]:
    """Return the stages this mover may set now, in the order of the line."""
    if mover is Mover.REHUB:
        return tuple(stage for stage in Stage if _rehub_may(now, stage))
    return tuple(stage for stage in Stage if stage is not now)


def check_move(
    now: Stage, then: Stage, mover: Mover, *, is_checked: bool, has_talked: bool, is_unconfirmed: bool = False
) -> None:
    """Raise NotAllowed unless the move is in the table.

    `is_checked`: "spoke to the person; identity, safety and court orders checked" is recorded.
    `has_talked`: a conversation about this very news is recorded.
    `is_unconfirmed`: somebody else sent it, and the person has not said yes themself.
    """
    if is_unconfirmed:
        # Safety: nothing is done for a person who may not even know, but a first contact as the card says
        raise NotAllowed("the person has not agreed themself")
    if then not in list_moves(now, mover):
        raise NotAllowed(f"{mover} may not move a case from {now} to {then}")
    if not is_checked and then not in BEFORE_CHECKED | ENDED:
        # Safety: nobody approaches the person responsible before safety and orders were checked by voice
        raise NotAllowed("the first conversation is not recorded yet")
    if needs_conversation(now, then) and not has_talked:
        # Safety: a "no" or a "yes" is never first learnt from a screen
        raise NotAllowed("this news needs a conversation first")


def check_no_hold(then: Stage, *, is_on_hold: bool) -> None:
    """Raise NotAllowed for a move while a court case is running; only an ending goes past it."""
    if is_on_hold and then not in ENDED:
        # Safety: whoever asks the other person while a trial runs could harm the trial, and the person
        raise NotAllowed("the case is on hold; the hold ends first")


def _rehub_may(now: Stage, then: Stage) -> bool:
    # Safety: leaving "asking them" tells what the other person answered; that is the facilitator's to say
    return now is not Stage.ASKING_THEM and then in REHUB_MAY_SET and is_forward(now, then)
