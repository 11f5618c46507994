"""What was asked of re:hub about a case and what came of it, as its desk sees it. It changes nothing."""

from dataclasses import dataclass
from datetime import date

from portal.casework.desk_case import DeskCase
from portal.casework.shown_updates import find_undone
from portal.casework.undo_update import Undoable, find_undoable
from portal.casework.work import DeskSide
from portal.domain.asks import Ask, AskedOf, AskState, asked_of
from portal.domain.notices import NoticeAuthor, NoticeState, Reason
from portal.domain.stages import Stage
from portal.store.outbox import NoticeRow

_LEAVING = frozenset({NoticeState.MADE, NoticeState.SENDING})


@dataclass(frozen=True, slots=True)
class AskOfRehub:
    """One ask: `mail` is what became of its mail, None when there is none any more or never was; `is_live`: its link
    may still be answered."""

    ask_id: str
    stage: Stage
    asked_on: date
    state: AskState
    settled_on: date | None
    until_on: date | None
    mail: NoticeState | None
    reason: Reason | None
    is_live: bool


@dataclass(frozen=True, slots=True)
class RehubSide:
    """All of it, newest first. `undone`: the numbers of the proofs whose updates were taken back."""

    asks: tuple[AskOfRehub, ...]
    is_being_asked: bool
    may_ask: bool
    has_mailbox: bool
    undoable: Undoable | None
    undone: frozenset[int]


def read_rehub(side: DeskSide, page: DeskCase) -> RehubSide:
    """Return what a case's desk sees of re:hub; `page` was read, and so written down, before."""
    with side.store.look() as work:
        asks = [each for each in work.asks.list_of_case(page.case.case_id) if each.of is AskedOf.REHUB]
        mails = [row for row in work.outbox.list_of_asks(page.case.case_id) if row.author is not NoticeAuthor.SITE]
    newest = {row.ask_id: row for row in mails}
    today = side.clock.today()
    return RehubSide(
        asks=tuple(_describe(each, newest.get(each.ask_id), page.case.stage, today) for each in asks),
        is_being_asked=any(row.state in _LEAVING for row in mails),
        may_ask=asked_of(page.case.stage) is AskedOf.REHUB,
        has_mailbox=side.has_rehub_mailbox,
        undoable=find_undoable(page),
        # the proof stands right before its update
        undone=frozenset(each - 1 for each in find_undone(page.opened)),
    )


def _describe(ask: Ask, mail: NoticeRow | None, stage: Stage, today: date) -> AskOfRehub:
    is_live = ask.stands_at(stage) and ask.until_on is not None and today <= ask.until_on
    return AskOfRehub(
        ask_id=ask.ask_id,
        stage=ask.stage,
        asked_on=ask.asked_on,
        state=ask.state,
        settled_on=ask.settled_on,
        until_on=ask.until_on,
        mail=mail.state if mail else None,
        reason=mail.failure if mail else None,
        is_live=is_live,
    )
