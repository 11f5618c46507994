"""Asking re:hub by mail, for the worker's sweep and for the desk: a row of the outbox and no more.

The worker writes the mail and makes its link when it leaves (to_rehub), so that no link is ever in the database.
"""

from dataclasses import replace
from datetime import date

from portal.casework.believed import believe_case
from portal.casework.desk_case import check_reads
from portal.casework.notify import make_row
from portal.casework.sign_in import SignedIn
from portal.casework.work import DeskSide, WorkerSide
from portal.domain.asks import AskedOf, AskState, asked_of
from portal.domain.case import Case, EntryKind
from portal.domain.errors import NotAllowed
from portal.domain.notices import Event, NoticeAuthor, NoticeState
from portal.store.outbox import NoticeRow
from portal.store.work import Work
from portal.vault.randomness import random_id

_STILL_LEAVING = frozenset({NoticeState.MADE, NoticeState.SENDING})
_HAS_LEFT = frozenset({NoticeState.SENT, NoticeState.UNSURE})
_BELIEVED_BY = frozenset({EntryKind.UPDATE, EntryKind.DESK_NOTE})


def chase(side: WorkerSide | DeskSide, work: Work, case: Case, ask_id: str) -> bool:
    """Cause a mail with a link to re:hub's mailbox. False, and nothing is caused, where no mailbox is set.

    `ask_id`: of an ask of this case; one that the desk wants has no row yet, which the worker makes when it asks.
    """
    if not _has_mailbox(side):
        return False
    service = side.trust(work.services.get(case.service_id))
    if isinstance(side, WorkerSide):
        author = (NoticeAuthor.WORKER, side.notice_keys[case.service_id])
    else:
        author = (NoticeAuthor.SERVICE, side.find_service_key(case.service_id))
    made_at = side.clock.now().isoformat()
    body = {"event": Event.REHUB_CHASER.value, "case_id": case.case_id, "ask_id": ask_id, "made_at": made_at}
    row = make_row(service, case.case_id, body, author, random_id())
    work.outbox.add(replace(row, ask_id=ask_id))
    return True


def ask_rehub_now(side: DeskSide, staff: SignedIn, case_id: str) -> bool:
    """Have the worker ask re:hub about a case in a moment. False when it is being asked, or was asked today.

    NotAllowed where re:hub does not hold the case, or where no mailbox is set: then somebody asks by hand.
    """
    check_reads(staff)
    today = side.clock.today()
    with side.store.work() as work:
        plain = work.cases.get(case_id, staff.service_id, for_change=True)
        case, _ = believe_case(plain, work.entries.open_case(case_id, side.reader_of(plain), _BELIEVED_BY))
        if asked_of(case.stage) is not AskedOf.REHUB:
            raise NotAllowed("re:hub does not hold this case")
        if any(_is_asked_by(row, today) for row in work.outbox.list_of_asks(case_id)):
            return False
        if not chase(side, work, plain, random_id()):
            raise NotAllowed("there is no mailbox to ask at")
        work.audit.add(side.clock.now(), staff.staff_id, "asked re:hub", case_id)
    return True


def revoke_ask(side: DeskSide, staff: SignedIn, case_id: str, ask_id: str) -> bool:
    """Turn off the link of an ask; False when it worked no more. NotFound for another service's case."""
    check_reads(staff)
    with side.store.work() as work:
        work.cases.get(case_id, staff.service_id)
        asks = work.asks.list_of_case(case_id)
        # Safety: of this case only, whatever the address says
        is_of_case = any(each.ask_id == ask_id and each.of is AskedOf.REHUB for each in asks)
        if not is_of_case or not work.asks.settle(ask_id, AskState.REVOKED, side.clock.today()):
            return False
        work.audit.add(side.clock.now(), staff.staff_id, "revoked re:hub link", case_id)
    return True


def _is_asked_by(row: NoticeRow, today: date) -> bool:
    """Say whether this row asks re:hub today, or will in a moment."""
    is_chaser = row.author is not NoticeAuthor.SITE
    return is_chaser and (row.state in _STILL_LEAVING or (row.made_on == today and row.state in _HAS_LEFT))


def _has_mailbox(side: WorkerSide | DeskSide) -> bool:
    return side.rehub is not None if isinstance(side, WorkerSide) else side.has_rehub_mailbox
