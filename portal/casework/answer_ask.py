"""Answering what re:hub was asked, by the link in its mail: looking changes nothing, sending takes one update, once.

Whoever has the link sees a reference and a stage, and nothing of a person. The update goes the way of all others.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portal.casework.notify import make_row
from portal.casework.rehub_sources import Way
from portal.casework.take_updates import Outcome, RehubUpdate, as_site, take_in
from portal.casework.work import PublicSide
from portal.domain.asks import Ask, AskedOf, AskState
from portal.domain.case import Case
from portal.domain.errors import AlreadyDone, Forged, NotAllowed, Unavailable
from portal.domain.notices import Event, NoticeAuthor
from portal.domain.rehub_answer import Fault, RehubAnswer, keep_fields, parse_answer, write_fields
from portal.domain.stages import Mover, Stage, list_moves
from portal.domain.updates import Update
from portal.store.work import Work
from portal.vault.cookies import CookieSealer
from portal.vault.digests import keyed_digest
from portal.vault.randomness import random_id
from portal.vault.rehub_links import RehubLink, read_rehub_link


class Standing(StrEnum):
    """Whether a link may still be answered, and if not, why."""

    OPEN = "open"
    ANSWERED = "answered"
    REVOKED = "revoked"
    EXPIRED = "expired"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AskPage:
    """What whoever has a link may see; of a link that is not open only that, and what became of the answer."""

    standing: Standing
    case_reference: str = ""
    stages: tuple[Stage, ...] = ()  # that may be told, the present one first
    newest_on: date | None = None
    until_on: date | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class LinkUse:
    """The one use of a link, as a source of an update."""

    link: RehubLink
    ask_id: str
    case_reference: str
    answer: RehubAnswer

    @property
    def message_id(self) -> str:
        """Return what stands for this use; a link takes one."""
        return _message_id(self.link)

    def as_proof(self) -> Mapping[str, str]:
        """Return what was told, which ask it answers, and by which link."""
        fields = write_fields(self.answer)
        data = {**fields, "reference": self.case_reference, "sensitive": self.answer.is_sensitive}
        raw = json.dumps({"type": "case.updated", "data": data}).encode()
        return {"way": Way.LINK.value, "ask_id": self.ask_id, "request": b64encode(raw).decode()}


def view_ask(side: PublicSide, text: str) -> AskPage:
    """Return what a link leads to; it changes nothing, so that no machine that looks at mails uses it up."""
    link = read_rehub_link(text, side.rehub_link_key)
    if link is None:
        return AskPage(Standing.UNKNOWN)
    with side.store.look() as work:
        return _view(work, link, side.clock.today())


def check_answer(side: PublicSide, text: str, typed: Mapping[str, str]) -> RehubAnswer | dict[str, Fault]:
    """Return an answer that the case would take now, or what to put right by field."""
    page = view_ask(side, text)
    return parse_answer(typed, page.stages, side.clock.today(), page.newest_on)


def seal_typed(side: PublicSide, text: str, form: Mapping[str, str]) -> str:
    """Return what was typed, sealed for this link, so that it can stand in an address between two pages."""
    link = read_rehub_link(text, side.rehub_link_key)
    return _sealer(side, link).seal(keep_fields(form)) if link else ""


def open_typed(side: PublicSide, text: str, sealed: str) -> dict[str, str]:
    """Return what was typed, nothing for what was not sealed here and for this link."""
    link = read_rehub_link(text, side.rehub_link_key)
    return keep_fields(_sealer(side, link).open(sealed) or {}) if link else {}


def answer_ask(side: PublicSide, text: str, answer: RehubAnswer) -> AskPage:
    """Take an answer and return what its link leads to then; a link that is not open changes nothing.

    Raises Unavailable when the case cannot be believed, or its service's keys are not the pinned ones.
    """
    link = read_rehub_link(text, side.rehub_link_key)
    if link is None:
        return AskPage(Standing.UNKNOWN)
    try:
        with side.store.work() as work:
            found = _hold(work, link)
            if found is None or _stand(link, *found, side.clock.today()) is not Standing.OPEN:
                return _view(work, link, side.clock.today())
            _take(side, work, link, *found, answer)
    except AlreadyDone:
        return view_ask(side, text)  # two presses at the same moment
    except (Forged, NotAllowed) as error:
        raise Unavailable("the case cannot be believed") from error
    return view_ask(side, text)


def _take(side: PublicSide, work: Work, link: RehubLink, ask: Ask, case: Case, answer: RehubAnswer) -> None:
    # Safety: one use, also when two press at once: whoever comes second writes nothing
    if not work.asks.settle(ask.ask_id, AskState.ANSWERED, side.clock.today()):
        raise AlreadyDone("this link was used before")
    update = RehubUpdate(
        case_reference=case.case_reference,
        stage=answer.stage,
        happened_on=answer.happened_on,
        expected_by=answer.expected_by,
        waiting_for=answer.waiting_for,
        is_sensitive=answer.is_sensitive,
    )
    take_in(work, as_site(side), LinkUse(link, ask.ask_id, case.case_reference, answer), update)
    _echo(side, work, ask, case, answer)


def _echo(side: PublicSide, work: Work, ask: Ask, case: Case, answer: RehubAnswer) -> None:
    """Have what was told repeated to re:hub's mailbox, so that a misuse of the link is seen there."""
    told = Update(answer.stage, answer.happened_on, "rehub", answer.expected_by, answer.waiting_for)
    body = {
        **told.as_body(),
        "event": Event.REHUB_ECHO.value,
        "case_id": case.case_id,
        "ask_id": ask.ask_id,
        "told_on": side.clock.today().isoformat(),
        "made_at": side.clock.now().isoformat(),
    }
    service = side.trust(work.services.get(case.service_id))
    row = make_row(service, case.case_id, body, (NoticeAuthor.SITE, side.site_key), random_id())
    work.outbox.add(replace(row, ask_id=ask.ask_id))


def _view(work: Work, link: RehubLink, today: date) -> AskPage:
    found = _find(work, link)
    if found is None:
        return AskPage(Standing.UNKNOWN)
    ask, case = found
    standing = _stand(link, ask, case, today)
    if standing is not Standing.OPEN:
        outcome = work.rehub_messages.find_outcome(_message_id(link))
        return AskPage(standing, outcome=Outcome(outcome) if outcome else None)
    stages = (case.stage, *list_moves(case.stage, Mover.REHUB))
    return AskPage(standing, case.case_reference, stages, case.newest_rehub_on, link.until_on)


def _find(work: Work, link: RehubLink) -> tuple[Ask, Case] | None:
    ask = work.asks.find_by_link(link.link_hash)
    case = work.cases.find_by_id(ask.case_id) if ask else None
    if ask is None or case is None or not link.is_about(case.case_id):
        return None
    return ask, case


def _hold(work: Work, link: RehubLink) -> tuple[Ask, Case] | None:
    """Find what a link leads to and hold the case until the end of the work, before anything of it is changed."""
    found = _find(work, link)
    if found is None:
        return None
    work.cases.find_by_reference(found[1].case_reference, for_change=True)
    return _find(work, link)  # as it is now: whoever held it before may have answered


def _stand(link: RehubLink, ask: Ask, case: Case, today: date) -> Standing:
    match ask.state:
        case AskState.ANSWERED:
            return Standing.ANSWERED
        case AskState.REVOKED:
            return Standing.REVOKED
    # Safety: the day that is signed counts; a later one written into the database keeps no link alive
    if today > link.until_on:
        return Standing.EXPIRED
    return Standing.OPEN if ask.of is AskedOf.REHUB and ask.stands_at(case.stage) else Standing.OVER


def _message_id(link: RehubLink) -> str:
    return f"link {link.link_hash.hex()}"  # a space stands in no webhook-id, so that neither is taken for the other


def _sealer(side: PublicSide, link: RehubLink) -> CookieSealer:
    key = keyed_digest("rehub-typed", side.rehub_link_key, link.bits)
    return CookieSealer(key, "rehub-typed")
