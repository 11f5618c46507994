"""Since when nothing was added to a case, as the worker saw for itself: retention goes by that, and not by plain days.

Whoever writes to the database can make a case look old; the worker noted the signed end of its entries, and the day.
"""

from portal.casework.work import Memory, WorkerSide
from portal.domain.case import Author, Case
from portal.domain.errors import Forged, NotAllowed
from portal.domain.stages import ENDED
from portal.journal import Quiet
from portal.store.erasing import Stale
from portal.store.work import Work
from portal.vault.certificates import verify_head


def note_quiet(side: WorkerSide) -> None:
    """Note of every case the signed end of its entries, with today where it is a new one.

    Of a case that was never noted the plain day of its newest entry is believed: there is nothing to compare it with.
    """
    today = side.clock.today()
    with side.store.look() as work:
        ends = work.erasing.list_ends()
        keys = {each.service_id: each for each in work.services.list_all()}
    noted = side.heads.list_quiet()
    fresh: dict[str, Quiet] = {}
    for end in ends:
        known = noted.get(end.case_id)
        # Safety: an older end than the noted is a case put back; it does not grow older by that
        if known and known.head.sequence >= end.head.sequence:
            continue
        try:
            service = side.trust(keys[end.service_id])
            keepers = {Author.SITE: side.site_public_key, Author.SERVICE: service.sign_key}
            verify_head(keepers[Author(end.head_by)], end.case_id, end.head, end.head_signature)
        except (Forged, NotAllowed, KeyError, ValueError):
            continue
        fresh[end.case_id] = Quiet(end.head, today if known else min(end.newest_on, today))
    side.heads.note_quiet(fresh)


def is_quiet(memory: Memory, work: Work, case: Case, stale: Stale) -> bool:
    """Say whether nothing was added to a case for as long as its stage asks, as far as was noted."""
    noted, end = memory.find_quiet(case.case_id), work.erasing.find_end(case.case_id)
    before = stale.closed_before if case.stage in ENDED else stale.quiet_before
    return noted is not None and end is not None and noted.head == end.head and noted.on <= before


def list_quiet(memory: Memory, work: Work, stale: Stale) -> list[str]:
    """Return the cases that were kept long enough, by the plain days and by what was noted."""
    found = ((case_id, work.cases.find_by_id(case_id)) for case_id in work.erasing.list_stale(stale))
    return [case_id for case_id, case in found if case and is_quiet(memory, work, case, stale)]
