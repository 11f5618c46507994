"""Messages both ways as the private page draws them, and the box to write one. No rule is here."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from portal.casework.follow import MESSAGE_LENGTH, Page
from portal.casework.page_messages import Message
from portal.domain.replies import ANSWER_WORKING_DAYS
from portal.texts.languages import find_language
from portal.web.fields import Field
from portal.web.site import choose_language
from portal.web.status.typed_words import say_problem_of_words


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message; `other_language` is the name of its language, in its own script, where the page is in another."""

    message: Message
    other_language: str


def list_message_rows(page: Page) -> tuple[MessageRow, ...]:
    """Return the messages of a page, newest first."""
    return tuple(MessageRow(each, _name_other(each.language)) for each in page.messages)


def find_answer_day(page: Page) -> date | None:
    """Return by when the newest message of the person is answered; None when nothing of theirs waits."""
    return next((each.answer_by for each in page.messages if each.is_from_person), None)


def make_message_field(said: str, unsent: str) -> Field:
    """Return the box to write to the service in."""
    answered = ngettext(
        "You get an answer here within %(num)d working day.",
        "You get an answer here within %(num)d working days.",
        ANSWER_WORKING_DAYS,
    )
    read = gettext("The service reads it. A court may ask for words that are written down.")
    return Field(
        name="words",
        kind="textarea",
        label=gettext("Write to your service"),
        hint=f"{answered} {read}",
        value=unsent,
        problem=say_problem_of_words(said, unsent, MESSAGE_LENGTH),
        max_length=MESSAGE_LENGTH,
    )


def _name_other(code: str) -> str:
    language = find_language(code)
    return language.name if language and code != choose_language() else ""
