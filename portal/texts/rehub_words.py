"""Words for re:hub: of the page that a link leads to, and of the mails. Message ids; who draws or writes translates."""

from collections.abc import Mapping

from portal.domain.updates import DayFault, WaitingFor
from portal.texts.question_words import N_

# `person` is not among them: it would tell that the other person was asked, and it is never shown.
WAITING_CHOICES: Mapping[WaitingFor, str] = {
    WaitingFor.PRISON: N_("The prison"),
    WaitingFor.PROBATION: N_("The probation service"),
    WaitingFor.POLICE: N_("The police"),
    WaitingFor.PANEL: N_("A meeting of the panel"),
    WaitingFor.MORE_INFORMATION: N_("More information"),
    WaitingFor.NOTHING: N_("Nobody else: it is with re:hub"),
}

DAY_FAULTS: Mapping[DayFault, str] = {
    DayFault.FUTURE: N_("Choose today or an earlier day: this is about what has happened"),
    DayFault.LONG_AGO: N_("Check the year: this day is more than ten years ago"),
    DayFault.BEFORE: N_("Choose a later day: the next step comes after the day above"),
    DayFault.FAR: N_("Check the year: this day is more than ten years from now"),
}

CHASER_SUBJECT = N_("where does this stand?")
CHASER = N_("""\
Please tell us where %(reference)s stands. It takes half a minute, and you need no account:

%(address)s

The link works once, until %(until)s. Please do not pass it on: whoever has it can tell us something in your name.""")

ECHO_SUBJECT = N_("thank you")
ECHO = N_("""\
On %(told_on)s we were told this about %(reference)s:

%(told)s

Was this nobody of yours, or a mistake? Please tell the local service today. They can take it back.""")
ECHO_LINES: Mapping[str, str] = {
    "stage": N_("Stage: %(said)s"),
    "happened_on": N_("Date: %(said)s"),
    "waiting_for": N_("Waiting for: %(said)s"),
    "expected_by": N_("Next step expected by: %(said)s"),
}
