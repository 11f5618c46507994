"""The worker's mails to re:hub's mailbox: what a row of the outbox asks for, as words. A chaser gets its link here.

Each time a chaser is about to leave it gets a fresh link, and its ask keeps the hash of that one alone. Nothing is sent
from here.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from portal.casework.rehub_post import RehubPost
from portal.casework.trusted import has_own_details
from portal.casework.work import WorkerSide
from portal.domain.asks import Ask, AskedOf, asked_of
from portal.domain.case import Case, Service
from portal.domain.errors import Forged
from portal.domain.notices import Event, NoticeAuthor, Reason, Words
from portal.domain.updates import Update
from portal.store.outbox import NoticeRow
from portal.store.work import Work
from portal.vault.rehub_links import make_rehub_link, write_rehub_link

LINK_FOR = timedelta(days=21)
REHUB_PATH = "/rehub/"


def write_to_rehub(
    side: WorkerSide, work: Work, row: NoticeRow, service: Service, body: Mapping[str, Any]
) -> Words | Reason:
    """Return a mail's words, or why there is none to write. Raises Forged for what does not fit together."""
    if side.rehub is None:
        return Reason.NO_MAILBOX
    if (body["case_id"], body["ask_id"]) != (row.case_id, row.ask_id):
        raise Forged("a message about another case")
    case = work.cases.find_by_id(body["case_id"])
    if case is None:
        return Reason.CASE_GONE
    if case.service_id != row.service_id:
        raise Forged("a case of another service")
    is_chaser = Event(body["event"]) is Event.REHUB_CHASER
    # Safety: the public site may repeat what it was told; it can ask nobody, so whoever breaks in there gets no link
    if is_chaser is (row.author is NoticeAuthor.SITE):
        raise Forged("a message of this kind by another author")
    if is_chaser:
        return _write_chaser(side, work, side.rehub, row, case)
    told_on = date.fromisoformat(body["told_on"])
    told_by = service if has_own_details(service) else None
    return side.rehub.texts.for_echo(case.case_reference, Update.from_body(body), told_on, told_by)


def _write_chaser(side: WorkerSide, work: Work, rehub: RehubPost, row: NoticeRow, case: Case) -> Words | Reason:
    ask = _find_ask(side, work, row, case)
    if ask is None or ask.of is not AskedOf.REHUB or not ask.stands_at(case.stage):
        return Reason.NOT_NEEDED
    link = make_rehub_link(case.case_id, side.clock.today() + LINK_FOR)
    work.asks.give_link(ask.ask_id, link.link_hash, link.until_on)
    address = f"{rehub.site_url}{REHUB_PATH}{write_rehub_link(link, rehub.link_key)}"
    return rehub.texts.for_chaser(case.case_reference, address, link.until_on)


def _find_ask(side: WorkerSide, work: Work, row: NoticeRow, case: Case) -> Ask | None:
    """Return the ask of a row; of what the desk wants the one that stands, or a new one."""
    asks = work.asks.list_of_case(case.case_id)
    own = next((each for each in asks if each.ask_id == row.ask_id), None)
    if own is not None or row.author is not NoticeAuthor.SERVICE or row.ask_id is None:
        return own
    standing = next((each for each in asks if each.of is AskedOf.REHUB and each.stands_at(case.stage)), None)
    if standing is not None or asked_of(case.stage) is not AskedOf.REHUB:
        return standing
    today = side.clock.today()
    # one for each promise: when the promise's was asked and is over, today's own
    for due_on in dict.fromkeys((case.next_update_by or today, today)):
        added = work.asks.add_all(
            [Ask(row.ask_id, case.case_id, case.service_id, case.stage, today, due_on, AskedOf.REHUB)]
        )
        if added:
            return added[0]
    return None
