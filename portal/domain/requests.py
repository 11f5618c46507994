"""What a person asked for on their page, read as one state: what is stopped, shut or to be erased, and until when.

Requests are append-only; nothing here stores or carries out. Source: sealing.md, "Ending, erasing, restoring".
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from portal.domain.case import RequestKind
from portal.domain.errors import Invalid, NotAllowed, Shut
from portal.domain.promises import Rhythm
from portal.domain.questions import QUESTIONS

UNDO_DAYS = 14
WORDS_LENGTH = 2000
WITH_WORDS = frozenset({RequestKind.ADD, RequestKind.OTHER_CONTACT, RequestKind.HELP})
HELPS = tuple(each for each in QUESTIONS["needs"].options if each != "none")
# what the service should look at, once it was asked for
FOR_READING = frozenset({RequestKind.ADD, RequestKind.HELP})
# answers to "we would like to talk with you" (domain.talks): they change nothing of the state here
ANSWERS = frozenset({RequestKind.TALK_CALL, RequestKind.TALK_HERE, RequestKind.TALK_LATER})
# what is asked for on a page that is open; undo and, once more, lock and erase also stand on one that is shut
_ON_OPEN_PAGE = frozenset(RequestKind) - {RequestKind.UNDO} - ANSWERS
_NOTHING: frozenset[RequestKind] = frozenset()
_WHEN_ENDING = frozenset({RequestKind.UNDO, RequestKind.LOCK, RequestKind.ERASE})


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says with a request: their own words, and which of the choices there are (codes)."""

    words: str = field(repr=False, default="")
    choices: tuple[str, ...] = ()


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its place among the entries of the case, its day, and what the person said with it, if anything."""

    kind: RequestKind
    on: date
    sequence: int
    said: Said = NOTHING_SAID

    @property
    def words(self) -> str:
        """The person's own words, empty when there are none, or when the reader may not open them."""
        return self.said.words


@dataclass(frozen=True, slots=True)
class Lifts:
    """Up to which entry the service lifted locks, and stops of contact, after a conversation; 0 when it never did."""

    lock_at: int = 0
    contact_at: int = 0


_NOT_LIFTED = Lifts()


@dataclass(frozen=True, slots=True)
class RequestState:
    """What all requests together come to. A day is None when nothing of the kind was asked, or it was undone.

    `wants_other_contact`: they asked to be reached another way, and nobody has settled with them how.
    """

    has_stopped_contact: bool = False
    wants_other_contact: bool = False
    is_paused: bool = False
    is_locked: bool = False
    withdrawn_on: date | None = None
    erase_asked_on: date | None = None

    @property
    def is_contact_stopped(self) -> bool:
        """Say whether nobody may ring, text or write: they asked for that, or to withdraw, or to delete everything."""
        return self.has_stopped_contact or self.withdrawn_on is not None or self.erase_asked_on is not None

    @property
    def is_shut(self) -> bool:
        """Say whether the page shows nothing but what was asked for."""
        return self.is_locked or self.withdrawn_on is not None or self.erase_asked_on is not None

    @property
    def can_undo_until(self) -> date | None:
        """The last day of undoing what was asked for last."""
        newest = max((day for day in (self.withdrawn_on, self.erase_asked_on) if day), default=None)
        return takes_effect_on(newest) - timedelta(days=1) if newest else None

    @property
    def erase_on(self) -> date | None:
        """The day on which everything is deleted; before it, the code stops that."""
        return takes_effect_on(self.erase_asked_on) if self.erase_asked_on else None

    @property
    def ends_on(self) -> date | None:
        """The day from which the withdrawal is final."""
        return takes_effect_on(self.withdrawn_on) if self.withdrawn_on else None

    def can_undo(self, today: date) -> bool:
        """Say whether something asked for can still be undone today."""
        last_day = self.can_undo_until
        return last_day is not None and today <= last_day


def takes_effect_on(asked_on: date) -> date:
    """Return the day on which a withdrawal or an erasure is done."""
    return asked_on + timedelta(days=UNDO_DAYS)


def check_said(kind: RequestKind, said: Said) -> None:
    """Raise Invalid for words that are missing or too long, and for what is not among the choices."""
    if len(said.words) > WORDS_LENGTH or (said.words and kind not in WITH_WORDS):
        raise Invalid("words", "a request in words has 1 to 2,000 characters")
    match kind:
        case RequestKind.RHYTHM:
            is_said = len(said.choices) == 1 and set(said.choices) <= set(Rhythm)
        case RequestKind.HELP:
            is_said = set(said.choices) <= set(HELPS) and bool(said.words or said.choices)
        case _:
            is_said = not said.choices and (kind not in WITH_WORDS or bool(said.words))
    if not is_said:
        raise Invalid("words", "a request without what it is about")


def state_of(requests: Iterable[Request], lifts: Lifts = _NOT_LIFTED) -> RequestState:
    """Return what requests, oldest first, come to, once the service lifted what it did."""
    state = RequestState()
    for request in requests:
        state = _take(state, request, lifts)
    return state


def has_effect(state: RequestState, kind: RequestKind) -> bool:
    """Say whether asking would change anything: a second press changes nothing."""
    match kind:
        case RequestKind.STOP_CONTACT:
            return not state.has_stopped_contact
        case RequestKind.PAUSE:
            return not state.is_paused
        case RequestKind.GO_ON:
            return state.is_paused
        case RequestKind.WITHDRAW:
            return state.withdrawn_on is None
        case RequestKind.ERASE:
            return state.erase_asked_on is None
        case RequestKind.LOCK:
            return not state.is_locked
        case RequestKind.UNDO:
            return state.withdrawn_on is not None or state.erase_asked_on is not None
        case _:
            return True


def check_may_ask(state: RequestState, kind: RequestKind, today: date) -> None:
    """Raise NotAllowed for what an open page does not offer, Shut for what one that is shut does not."""
    # Safety: whoever else has the code gets nothing out of a page that its owner locked
    may = _NOTHING if state.is_locked else _WHEN_ENDING if state.is_shut else _ON_OPEN_PAGE
    if kind not in may or (kind is RequestKind.UNDO and not state.can_undo(today)):
        raise Shut("the person shut this page") if state.is_shut else NotAllowed(f"{kind} may not be asked for now")


def _take(state: RequestState, request: Request, lifts: Lifts) -> RequestState:
    # Safety: only what was asked for before the conversation is over; a stop that comes after it counts
    is_settled = request.sequence <= lifts.contact_at
    match request.kind:
        case RequestKind.STOP_CONTACT:
            return replace(state, has_stopped_contact=state.has_stopped_contact or not is_settled)
        case RequestKind.OTHER_CONTACT:
            return replace(state, wants_other_contact=state.wants_other_contact or not is_settled)
        case RequestKind.PAUSE | RequestKind.GO_ON:
            return replace(state, is_paused=request.kind is RequestKind.PAUSE)
        case RequestKind.WITHDRAW:
            return replace(state, withdrawn_on=state.withdrawn_on or request.on)
        case RequestKind.ERASE:
            return replace(state, erase_asked_on=state.erase_asked_on or request.on)
        case RequestKind.UNDO:
            return _drop_pending(state, request.on)
        case RequestKind.LOCK:
            return _lock(state, request, lifts)
        case _:
            return state


def _drop_pending(state: RequestState, on: date) -> RequestState:
    """Return the state without what can still be undone on a day."""
    withdrawn_on = None if _is_pending(state.withdrawn_on, on) else state.withdrawn_on
    erase_asked_on = None if _is_pending(state.erase_asked_on, on) else state.erase_asked_on
    return replace(state, withdrawn_on=withdrawn_on, erase_asked_on=erase_asked_on)


def _is_pending(asked_on: date | None, on: date) -> bool:
    return asked_on is not None and on < takes_effect_on(asked_on)


def _lock(state: RequestState, lock: Request, lifts: Lifts) -> RequestState:
    # Safety: somebody else may have asked for what is pending, so it is not done; but contact stays stopped
    is_stopped = state.is_contact_stopped and lock.sequence > lifts.contact_at
    kept = replace(_drop_pending(state, lock.on), has_stopped_contact=state.has_stopped_contact or is_stopped)
    return replace(kept, is_locked=lock.sequence > lifts.lock_at)
