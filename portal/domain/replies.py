"""By which day a person's message is answered. Nothing is sent or stored here.

Source: facts.md 10.3 (a date that the person can see); the number of days is ours.
"""

from datetime import date

from portal.domain.promises import IsWorkingDay, add_working_days

ANSWER_WORKING_DAYS = 5


def answer_by(sent_on: date, is_working_day: IsWorkingDay) -> date:
    """Return the working day by which a message of this day is answered."""
    return add_working_days(sent_on, ANSWER_WORKING_DAYS, is_working_day)
