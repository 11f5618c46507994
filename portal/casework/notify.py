"""Causing a notice: a row of the outbox in the same work as the news itself. Nothing is sent from here.

The row holds no address and no words: those come from the contact card when the notice leaves.
"""

from collections.abc import Mapping
from datetime import datetime

from portal.casework.work import DeskSide, PublicSide
from portal.domain.case import Case, Service
from portal.domain.notices import NOT_AFTER, Event, NoticeAuthor, NoticeState, start_of_next_day
from portal.store.hours import whole_hour_after
from portal.store.outbox import NoticeRow
from portal.store.work import Work
from portal.vault.envelopes import Place, seal
from portal.vault.identities import Identity
from portal.vault.randomness import random_id


def notify_as_service(side: DeskSide, work: Work, case: Case, event: Event) -> None:
    """Cause a notice of what the desk just added to a case."""
    service = side.trust(work.services.get(case.service_id))
    author = (NoticeAuthor.SERVICE, side.find_service_key(case.service_id))
    _notify_person(work, case, service, event, author, side.clock.now())


def notify_as_site(side: PublicSide, work: Work, case: Case, service: Service, event: Event) -> None:
    """Cause a notice of what the public site just added to a case, such as re:hub's news."""
    author = (NoticeAuthor.SITE, side.site_key)
    _notify_person(work, case, side.trust(service), event, author, side.clock.now())


def alert_staff(side: PublicSide, work: Work, service: Service) -> None:
    """Cause an alert to a service's staff that says nothing: somebody may not be safe."""
    body = {"event": Event.STAFF_ALERT.value, "made_at": side.clock.now().isoformat()}
    work.outbox.add(make_row(service, None, body, (NoticeAuthor.SITE, side.site_key), random_id()))


def make_row(
    service: Service,
    case_id: str | None,
    body: Mapping[str, str | int],
    author: tuple[NoticeAuthor, Identity],
    notice_id: str,
) -> NoticeRow:
    """Return a row whose envelope only the service's worker opens, bound to this very row."""
    name, key = author
    made_at = datetime.fromisoformat(str(body["made_at"]))
    # Safety: the exact time would tell when somebody was at their screen; a whole hour past is due at once
    hour = whole_hour_after(made_at)
    return NoticeRow(
        notice_id=notice_id,
        service_id=service.service_id,
        case_id=case_id,
        author=name,
        made_on=made_at.date(),
        state=NoticeState.MADE,
        attempts=0,
        next_try_at=made_at.replace(minute=0, second=0, microsecond=0),
        not_after_at=hour + NOT_AFTER,  # for who chose no hours; what is sealed, and the card, decide
        failure=None,
        # Safety: sealed to the notice key alone, so that not even the desk can be made to send it elsewhere
        envelope=seal(Place("notice", notice_id), body, author=key, readers=[service.notice_key]),
    )


def _notify_person(
    work: Work, case: Case, service: Service, event: Event, author: tuple[NoticeAuthor, Identity], now: datetime
) -> None:
    # one that waits tells of everything; a flood of notices is a danger of its own
    if work.outbox.has_waiting(case.case_id):
        return
    # Safety: one a day; a telephone that rings again and again is seen by whoever watches the person
    made_at = start_of_next_day(now) if work.outbox.has_gone_out(case.case_id, now.date()) else now
    body = {
        "event": event.value,
        "case_id": case.case_id,
        # Safety: so that an older state of the case does not pass for this one
        "sequence": work.entries.find_chain_length(case.case_id),
        "made_at": made_at.isoformat(),
    }
    work.outbox.add(make_row(service, case.case_id, body, author, random_id()))
