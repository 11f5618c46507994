"""What the private page's template is given."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup

from portal.casework.follow import Page
from portal.domain.stages import LINE, Stage
from portal.texts.library import Library, StageWords
from portal.web.alike import draw_marked
from portal.web.app import long_date
from portal.web.code_fields import make_code_field
from portal.web.fields import list_field_problems
from portal.web.public.editions import get_editions
from portal.web.site import choose_language
from portal.web.status.message_rows import find_answer_day, list_message_rows, make_message_field
from portal.web.status.news_rows import find_words_language, list_asked_rows, list_update_rows
from portal.web.status.pin_fields import make_asked_field
from portal.web.visits import get_portal, opened_before_on

_MESSAGE_NOT_SENT = frozenset({"message_empty", "message_too_long", "message_kept", "not_taken"})


@dataclass(frozen=True, slots=True)
class StagePlace:
    """One dot of the line of stages."""

    name: str
    state: str
    dated: Markup | str
    holder: str


def show_entry(said: str) -> str:
    """Draw the field for the code; it never holds what was typed before."""
    problem = {
        "not_a_code": gettext("Type all 20 digits of your code"),
        "not_opened": gettext("That did not open a page. Check the code, and the PIN if you set one"),
    }.get(said, "")
    fields = (make_code_field(gettext("Your code"), problem), make_asked_field())
    return render_template("status/entry.html", fields=fields, problems=list_field_problems(*fields), said=said)


def show_page(page: Page, *, said: str, unsent: str) -> str:
    """Draw the page, with marks for what is put in after: little first, the rest behind presses."""
    # Safety: what was typed elsewhere, such as a new number, does not turn up here for whoever looks next
    message = make_message_field(said, unsent if said in _MESSAGE_NOT_SENT else "")
    return draw_marked(
        "status/page.html",
        page=page,
        number=LINE.index(page.stage) + 1 if page.stage in LINE else 0,
        count=len(LINE),
        today=get_portal().side.clock.today(),
        now=_read_words(page.stage.value),
        stages=_line(get_portal().library, choose_language(), page.stage, page.stage_since_on),
        updates=list_update_rows(page),
        message=message,
        rows=list_message_rows(page),
        answer_day=find_answer_day(page),
        beside=tuple((_read_words(each.what.value), each, find_words_language(each.words)) for each in page.beside),
        typical=get_editions().find_typical(page.stage),
        asked=list_asked_rows(page.promised.asked),
        problems=list_field_problems(message),
        said=said,
        opened_before_on=opened_before_on(),
    )


def _read_words(code: str) -> StageWords:
    return get_portal().library.stage(choose_language(), code)


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
