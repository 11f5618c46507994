"""Mails to re:hub's mailbox in English and Welsh, one below the other. They hold a reference and nobody's name.

They may say what they are about: they go to an office, never to somebody who may be watched.
"""

from collections.abc import Callable
from datetime import date
from gettext import translation
from pathlib import Path

from babel.dates import format_date

from portal.domain.case import Service
from portal.domain.notices import Words
from portal.domain.updates import Update
from portal.texts.languages import DEFAULT, find_language
from portal.texts.library import Library
from portal.texts.rehub_words import (
    CHASER,
    CHASER_SUBJECT,
    ECHO,
    ECHO_LINES,
    ECHO_SUBJECT,
    WAITING_CHOICES,
)

_LANGUAGES = (DEFAULT, "cy")
_BETWEEN = "\n\n* * *\n\n"
_Translate = Callable[[str], str]


class RehubMail:
    """The words, from the compiled catalogues and the stages' content; Welsh is left out where it is missing."""

    def __init__(self, catalogues_dir: Path, library: Library) -> None:
        """Remember where the words are."""
        self._dir = catalogues_dir
        self._library = library

    def for_chaser(self, case_reference: str, address: str, until_on: date) -> Words:
        """Return the mail that asks: the reference and the link."""

        def write(lang: str, say: _Translate) -> str:
            given = {"reference": case_reference, "until": _write_day(until_on, lang)}
            return say(CHASER) % {**given, "address": address if lang == DEFAULT else f"{address}?lang={lang}"}

        return self._write(case_reference, CHASER_SUBJECT, write)

    def for_echo(self, case_reference: str, told: Update, told_on: date, service: Service | None) -> Words:
        """Return the mail that repeats what was told, with the service's name and number where they are its own."""
        reach = "\n".join(part for part in (service.name, service.phone) if part) if service else ""

        def write(lang: str, say: _Translate) -> str:
            lines = "\n".join(say(ECHO_LINES[name]) % {"said": said} for name, said in self._tell(told, lang, say))
            given = {"reference": case_reference, "told_on": _write_day(told_on, lang), "told": lines}
            return "\n\n".join(part for part in (say(ECHO) % given, reach) if part)

        return self._write(case_reference, ECHO_SUBJECT, write)

    def _write(self, case_reference: str, subject: str, write: Callable[[str, _Translate], str]) -> Words:
        subjects, bodies = [], []
        for lang in _LANGUAGES:
            say = translation("messages", self._dir, [lang], fallback=True).gettext
            subjects.append(say(subject))
            bodies.append(write(lang, say))
        both = dict.fromkeys(subjects)
        return Words(f"{case_reference}: {' / '.join(both)}", _BETWEEN.join(bodies[: len(both)]), DEFAULT)

    def _tell(self, told: Update, lang: str, say: _Translate) -> list[tuple[str, str]]:
        lines = [
            ("stage", self._library.stage(lang, told.stage.value).name),
            ("happened_on", _write_day(told.happened_on, lang)),
        ]
        waiting = WAITING_CHOICES.get(told.waiting_for) if told.waiting_for else None
        if waiting:
            lines.append(("waiting_for", say(waiting)))
        if told.expected_by:
            lines.append(("expected_by", _write_day(told.expected_by, lang)))
        return lines


def _write_day(day: date, lang: str) -> str:
    language = find_language(lang)
    return format_date(day, "d MMMM y", locale=language.locale if language else "en_GB")
