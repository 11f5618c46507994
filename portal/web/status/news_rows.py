"""News as the private page draws it: updates and the days that passed without any, in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext

from portal.casework.follow import Page
from portal.casework.promised import AskedFact, NoNews
from portal.domain.asks import AskedOf
from portal.domain.updates import Update
from portal.texts.labels import waiting_words
from portal.texts.languages import DEFAULT
from portal.texts.written import find_by_letters
from portal.web.site import choose_language
from portal.web.visits import get_portal


@dataclass(frozen=True, slots=True)
class AskedRow:
    """Whom we asked, how often since the last news, and on which days first and last."""

    of: AskedOf
    times: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """One update, or a day without news: then `silence` is not None. `words` are a facilitator's own.

    `language` is theirs, empty where it is not known.
    """

    on: date
    sender: str
    stage_name: str = ""
    waiting: str = ""
    expected_by: date | None = None
    words: str = ""
    language: str = ""
    is_new: bool = False
    silence: NoNews | None = None
    asked: tuple[AskedRow, ...] = ()


def list_update_rows(page: Page) -> tuple[UpdateRow, ...]:
    """Return the news of a page and the days without any, newest first."""
    updates = [_update_row(update, is_new=place < page.new_update_count) for place, update in enumerate(page.updates)]
    silences = [_silence_row(line) for line in page.promised.lines]
    # news of a day stands above "no news yet" of the same day, which it came after
    return tuple(sorted((*updates, *silences), key=lambda row: row.on, reverse=True))


def find_words_language(words: str) -> str:
    """Return the language of words that the desk wrote, English or the reader's; empty where letters tell none."""
    return find_by_letters(words, {choose_language(), DEFAULT}) if words else ""


def list_asked_rows(asked: Sequence[AskedFact]) -> tuple[AskedRow, ...]:
    """Return whom we asked, those asked first on top."""
    return tuple(sorted(_group(asked), key=lambda row: row.first_on))


def _group(asked: Iterable[AskedFact]) -> Iterable[AskedRow]:
    for of, facts in groupby(sorted(asked, key=lambda fact: (fact.of, fact.on)), key=lambda fact: fact.of):
        days = [fact.on for fact in facts]
        yield AskedRow(of, len(days), days[0], days[-1])


def _update_row(update: Update, *, is_new: bool) -> UpdateRow:
    waiting = waiting_words(update.waiting_for) if update.waiting_for else None
    return UpdateRow(
        on=update.happened_on,
        sender=_name_sender(update.source),
        stage_name=get_portal().library.stage(choose_language(), update.stage.value).name,
        waiting=gettext(waiting) if waiting else "",
        expected_by=update.expected_by,
        words=update.words,
        language=find_words_language(update.words),
        is_new=is_new,
    )


def _silence_row(line: NoNews) -> UpdateRow:
    return UpdateRow(on=line.on, sender=_name_sender("site"), silence=line, asked=list_asked_rows(line.asked))


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
