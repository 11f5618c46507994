"""Causing a notice: a row of the outbox in the same work as the news itself. Nothing is sent from here.

The row holds no address and no words: those come from the contact card when the notice leaves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from portal.casework.trusted import find_pin
from portal.casework.work import DeskSide, PublicSide, WorkerSide
from portal.domain.case import Case, Service
from portal.domain.notices import NOT_AFTER, Event, NoticeAuthor, NoticeState, start_of_next_day
from portal.store.hours import whole_hour_after
from portal.store.notice_standings import Standing
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


def notify_as_worker(side: WorkerSide, work: Work, cases: Sequence[Case], event: Event) -> None:
    """Cause a notice for each of several cases; none where the service's keys are not the pinned ones."""
    now = side.clock.now()
    services = list_own_services(side, work)
    standings = work.notice_standings.list_of([case.case_id for case in cases], now.date())
    made = (
        _make_for_person(
            case,
            services[case.service_id],
            event,
            (NoticeAuthor.WORKER, side.notice_keys[case.service_id]),
            standings[case.case_id],
            now,
        )
        for case in cases
        if case.service_id in services
    )
    work.outbox.add_all([row for row in made if row])


def list_own_services(side: WorkerSide, work: Work) -> dict[str, Service]:
    """Return the services that this worker works for, by id: it holds their notice keys, and they are pinned."""
    own = (each for each in work.services.list_all() if each.service_id in side.notice_keys)
    return {each.service_id: each for each in own if find_pin(each) in side.service_pins}


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
    standing = work.notice_standings.list_of([case.case_id], now.date())[case.case_id]
    row = _make_for_person(case, service, event, author, standing, now)
    if row is not None:
        work.outbox.add(row)


def _make_for_person(
    case: Case, service: Service, event: Event, author: tuple[NoticeAuthor, Identity], standing: Standing, now: datetime
) -> NoticeRow | None:
    # one that waits tells of everything; a flood of notices is a danger of its own
    if standing.has_waiting:
        return None
    # Safety: one a day; a telephone that rings again and again is seen by whoever watches the person
    made_at = start_of_next_day(now) if standing.has_gone_out else now
    body = {
        "event": event.value,
        "case_id": case.case_id,
        # Safety: so that an older state of the case does not pass for this one
        "sequence": standing.chain_length,
        "made_at": made_at.isoformat(),
    }
    return make_row(service, case.case_id, body, author, random_id())
