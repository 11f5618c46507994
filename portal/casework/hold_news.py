"""Writing that a person is asked to talk, and beside it what waits for that: sealed to the service, nothing or news.

Good news, bad news and an ordinary talk write the same rows of the same length, move the same days and cause the same
notice. Who may ask is in ask_to_talk and take_updates.
"""

from datetime import date

from portal.casework.talks import ASKED, make_pending, make_talk
from portal.domain.case import Case, EntryKind, Service
from portal.domain.promises import IsWorkingDay, next_update_by
from portal.domain.stages import Stage
from portal.domain.updates import Update
from portal.store.entries import Writer
from portal.store.work import Work


def write_hold(
    work: Work, case: Case, service: Service, news: Update | None, *, writer: Writer, on: date, by: str = ""
) -> None:
    """Hold news, or none for an ordinary talk, and ask the person to talk. The stage stays as it is shown now.

    `by` is the staff member who asks, empty for the public site. The caller causes the notice.
    """
    # Safety: the same rows in the same order whatever is held, so that not even their number tells
    for kind, body in ((EntryKind.PENDING, make_pending(news, by)), (EntryKind.TALK, make_talk(ASKED, on))):
        work.entries.append(case, service, kind, body, writer=writer, on=on)


def promise_after_asking(
    case: Case, today: date, is_working_day: IsWorkingDay, *, is_first_contact: bool
) -> date | None:
    """Return the next promised day once a person was asked to talk: by the stage they still see, never by the news.

    `is_first_contact`: it was the service that asked, not re:hub's message that made it.
    """
    if case.next_update_by is None:
        return None
    if case.stage is Stage.RECEIVED and not is_first_contact:
        return case.next_update_by  # the first contact is promised by people, and this was none
    stage = Stage.FIRST_CONTACT if case.stage is Stage.RECEIVED else case.stage
    return next_update_by(stage, case.rhythm, today, is_working_day)
