"""How long a page, a helpline or a row may be trusted, and whether that time is over.

Source: content.md, "Truth": at most a year; helplines, law and re:hub three months.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from portal.proofreading.findings import Finding, Level
from portal.texts.front_matter import LONGEST_TRUST

SHORT_TRUST = timedelta(days=92)


def check_trust(lang: str, place: str, days: tuple[date, date], *, is_lasting: bool, today: date) -> Iterator[Finding]:
    """Give what is wrong with the day of a check and the day of the next: too far apart, or past."""
    checked_on, again_by = days
    longest = LONGEST_TRUST if is_lasting else SHORT_TRUST
    if again_by - checked_on > longest:
        words = f"{(again_by - checked_on).days} days after checked_on; at most {longest.days} here"
        yield Finding(lang, place, "check_again_by", words)
    if checked_on > today:
        yield Finding(lang, place, "checked_on", f"{checked_on} has not come yet")
    if today > again_by:
        yield Finding(lang, place, "past its date", f"was to be checked again by {again_by}", Level.WARNING)


def check_age(
    place: str, looked_up: Collection[tuple[str, date]], longest: timedelta, today: date
) -> Iterator[Finding]:
    """Give what was looked up longer ago than it may be trusted, by name."""
    for name, checked_on in looked_up:
        if today - checked_on > longest:
            yield Finding("", place, "past its date", f"{name} was looked up on {checked_on}", Level.WARNING)
