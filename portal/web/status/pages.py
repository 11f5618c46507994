"""What the private page's template is given."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup

from portal.casework.follow import MESSAGE_LENGTH, Page
from portal.domain.stages import LINE, Stage
from portal.domain.updates import Update
from portal.texts.labels import waiting_words
from portal.texts.library import Library, StageWords
from portal.web.app import long_date
from portal.web.code_fields import make_code_field
from portal.web.fields import Field, list_field_problems
from portal.web.site import choose_language
from portal.web.status.pin_fields import make_asked_field
from portal.web.status.typed_words import say_problem_of_words
from portal.web.visits import get_portal, opened_before_on

_MESSAGE_NOT_SENT = frozenset({"message_empty", "message_too_long", "message_kept", "not_taken"})


@dataclass(frozen=True, slots=True)
class StagePlace:
    """One dot of the line of stages."""

    name: str
    state: str
    dated: Markup | str
    holder: str


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """One update in the reader's language; `words` are a facilitator's own."""

    on: date
    sender: str
    stage_name: str
    waiting: str
    expected_by: date | None
    words: str


def show_entry(said: str) -> str:
    """Draw the field for the code; it never holds what was typed before."""
    problem = {
        "not_a_code": gettext("Type all 20 digits of your code"),
        "not_opened": gettext("That did not open a page. Check the code, and the PIN if you set one"),
    }.get(said, "")
    fields = (make_code_field(gettext("Your code"), problem), make_asked_field())
    return render_template("status/entry.html", fields=fields, problems=list_field_problems(*fields), said=said)


def show_page(page: Page, *, said: str, unsent: str) -> str:
    """Draw the page: little first, the rest behind presses."""
    # Safety: what was typed elsewhere, such as a new number, does not turn up here for whoever looks next
    message = _message_field(said, unsent if said in _MESSAGE_NOT_SENT else "")
    return render_template(
        "status/page.html",
        page=page,
        number=LINE.index(page.stage) + 1 if page.stage in LINE else 0,
        count=len(LINE),
        now=_words(page.stage),
        stages=_line(get_portal().library, choose_language(), page.stage, page.stage_since_on),
        updates=list_update_rows(page),
        message=message,
        problems=list_field_problems(message),
        said=said,
        opened_before_on=opened_before_on(),
    )


def list_update_rows(page: Page) -> tuple[UpdateRow, ...]:
    """Return the updates of a page in the reader's language, newest first."""
    return tuple(_update_row(update) for update in page.updates)


def _words(stage: Stage) -> StageWords:
    return get_portal().library.stage(choose_language(), stage.value)


@lru_cache(maxsize=1024)
def _line(library: Library, lang: str, now: Stage, since_on: date) -> tuple[StagePlace, ...]:
    here = LINE.index(now) if now in LINE else len(LINE)
    places = []
    for place, stage in enumerate(LINE):
        words = library.stage(lang, stage.value)
        state = "past" if place < here else "present" if place == here else "future"
        dated = long_date(since_on) if place == here else ""
        places.append(StagePlace(words.name, state, dated, words.holder if place == here else ""))
    return tuple(places)


def _update_row(update: Update) -> UpdateRow:
    waiting = waiting_words(update.waiting_for) if update.waiting_for else None
    return UpdateRow(
        on=update.happened_on,
        sender=_name_sender(update.source),
        stage_name=_words(update.stage).name,
        waiting=gettext(waiting) if waiting else "",
        expected_by=update.expected_by,
        words=update.words,
    )


def _name_sender(source: str) -> str:
    match source:
        case "site":
            return str(gettext("This site"))
        case "service":
            return str(gettext("Your service"))
        case "rehub":
            return str(gettext("re:hub"))
        case _:
            raise ValueError("nobody else tells news")


def _message_field(said: str, unsent: str) -> Field:
    return Field(
        name="words",
        kind="textarea",
        label=gettext("Write to your service"),
        hint=gettext("The service reads it. A court can ask for words that are written down."),
        value=unsent,
        problem=say_problem_of_words(said, unsent, MESSAGE_LENGTH),
        max_length=MESSAGE_LENGTH,
    )
