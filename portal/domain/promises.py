"""The date by which a person hears from us: working days, rhythms and the first promise.

Working days are those of England and Wales; bank holidays come in as a set. Source: promises.md; facts.md 10.3.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.domain.stages import ENDED, Stage

IsWorkingDay = Callable[[date], bool]


class Rhythm(StrEnum):
    """How much a person wants to hear; even "only changes" brings news every three months."""

    WEEKLY = "weekly"
    TWO_WEEKLY = "two_weekly"
    MONTHLY = "monthly"
    ONLY_CHANGES = "only_changes"


_DAYS = {Rhythm.WEEKLY: 7, Rhythm.TWO_WEEKLY: 14, Rhythm.MONTHLY: 30, Rhythm.ONLY_CHANGES: 91}
FIRST_CONTACT_WORKING_DAYS = 5
ASK_WORKING_DAYS = 3  # before the promised day whoever holds the case is asked
NO_NEWS_FROM = time(12)  # on the promised day itself; until then somebody may still write
SUPERVISED_SILENCE = 2  # from this silence in a row on, the service's supervisor sees the case


def add_working_days(day: date, count: int, is_working_day: IsWorkingDay) -> date:
    """Return the working day that is `count` working days after `day`; `day` itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def last_working_day_until(day: date, is_working_day: IsWorkingDay) -> date:
    """Return `day` if people work on it, else the nearest working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def next_update_by(stage: Stage, rhythm: Rhythm, today: date, is_working_day: IsWorkingDay) -> date | None:
    """Return the promised day: the earlier of the stage's own limit and the rhythm. None once a case has ended."""
    if stage in ENDED:
        return None
    by_rhythm = last_working_day_until(today + timedelta(days=_DAYS[rhythm]), is_working_day)
    if stage is Stage.RECEIVED:
        limit = add_working_days(today, FIRST_CONTACT_WORKING_DAYS, is_working_day)
        return min(limit, by_rhythm) if by_rhythm > today else limit
    return by_rhythm


def promise_again(
    promised_on: date | None, stage: Stage, rhythm: Rhythm, today: date, is_working_day: IsWorkingDay
) -> date | None:
    """Return the promised day once a person chose to hear more or less; None where nothing was promised.

    What is late stays late until they have heard. First contact is promised apart from the rhythm, so it is never
    put off by it.
    """
    anew = next_update_by(stage, rhythm, today, is_working_day)
    if promised_on is None or anew is None:
        return None
    if promised_on < today:
        return promised_on
    return min(promised_on, anew) if stage is Stage.RECEIVED else anew


def count_days_late(promised_on: date | None, today: date) -> int:
    """Return by how many days a promise is late; 0 when it is not, or when there is none."""
    return max((today - promised_on).days, 0) if promised_on else 0


def ask_until(today: date, is_working_day: IsWorkingDay) -> date:
    """Return the last promised day for which the holder of a case is asked today."""
    return add_working_days(today, ASK_WORKING_DAYS, is_working_day)


def say_no_news_until(local_now: datetime) -> date:
    """Return the last promised day that now passes without news; `local_now` is the time in England and Wales."""
    day = local_now.date()
    return day if local_now.time() >= NO_NEWS_FROM else day - timedelta(days=1)


def keeps_by_itself(stage: Stage, *, was_told: bool) -> bool:
    """Say whether "no news yet" keeps a promise at this stage.

    `was_told`: the person had any news before. A first contact is made by a person, or it is late.
    """
    return stage not in ENDED and (stage is not Stage.RECEIVED or was_told)


def needs_supervisor(
    stage: Stage, silence: int, promised_on: date | None, today: date, is_working_day: IsWorkingDay
) -> bool:
    """Say whether a supervisor should look: no news twice in a row, or a first contact late by as long as it may take.

    `silence` is how many promises in a row passed without news.
    """
    if silence >= SUPERVISED_SILENCE:
        return True
    if stage is not Stage.RECEIVED or promised_on is None:
        return False
    return add_working_days(promised_on, FIRST_CONTACT_WORKING_DAYS, is_working_day) <= today
