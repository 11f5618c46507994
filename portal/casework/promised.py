"""What a person may know of the promise to them: its day, how late it is, whom we asked, which days passed silently.

Days and codes; the words are the page's. It never says whether anybody answered: held news would show by that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.asks import Ask, AskedOf, How, Promise
from portal.domain.case import Case
from portal.domain.promises import count_days_late
from portal.domain.stages import ENDED, Stage
from portal.store.work import Work


@dataclass(frozen=True, slots=True)
class AskedFact:
    """That we asked somebody on a day."""

    on: date
    of: AskedOf


@dataclass(frozen=True, slots=True)
class NoNews:
    """One "no news yet": the day it was said, the day it was promised for, and whom we had asked since the last news.

    `silence`: which one in a row it is, from 1 on. `next_on`: the day promised with it, None for an older line.
    """

    on: date
    promised_on: date
    days_late: int
    silence: int
    asked: tuple[AskedFact, ...]
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Promised:
    """What is promised now, and the lines without news so far, the newest first.

    `promised_on`: None when nothing is promised. `asked`: since the last news, oldest first. `silence`: how many
    promises in a row passed without news. `is_limit_missed`: the stage's own limit passed too (first contact).
    """

    promised_on: date | None
    days_late: int
    silence: int
    asked: tuple[AskedFact, ...]
    lines: tuple[NoNews, ...]
    is_limit_missed: bool


def read_promised(work: Work, case: Case, today: date) -> Promised:
    """Return what is promised to the person of a case; one query."""
    history = work.promises.read_history(case.case_id)
    promised_on = None if case.stage in ENDED else case.next_update_by
    days_late = count_days_late(promised_on, today)
    silent = [each for each in history.promises if each.how is How.NO_NEWS]
    heard_on = max((each.settled_on for each in history.promises if each.how is How.UPDATE), default=None)
    lines = tuple(
        _no_news(each, history.asks, history.promises, promised_on if number == 0 and case.silence else None)
        for number, each in enumerate(silent)
    )
    return Promised(
        promised_on=promised_on,
        days_late=days_late,
        silence=case.silence,
        asked=_list_asked(history.asks, heard_on, today) if promised_on else (),
        lines=lines,
        is_limit_missed=case.stage is Stage.RECEIVED and days_late > 0 and heard_on is None,
    )


def _no_news(line: Promise, asks: Sequence[Ask], promises: Sequence[Promise], next_on: date | None) -> NoNews:
    before = (each.settled_on for each in promises if each.how is How.UPDATE and each.due_on < line.due_on)
    asked = _list_asked(asks, max(before, default=None), line.settled_on)
    return NoNews(line.settled_on, line.due_on, line.days_late, line.silence, asked, next_on)


def _list_asked(asks: Sequence[Ask], since: date | None, until: date) -> tuple[AskedFact, ...]:
    """Return whom we asked after the last news, oldest first; re:hub only where the mail with the link did leave."""
    found = {
        AskedFact(each.asked_on, each.of)
        for each in asks
        if each.asked_on <= until and (since is None or each.asked_on > since)
        if each.of is AskedOf.SERVICE or each.until_on is not None
    }
    return tuple(sorted(found, key=lambda each: (each.on, each.of)))
