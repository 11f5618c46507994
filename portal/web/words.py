"""The words of templates and views in the reader's language: each catalogue loaded once, each phrase marked safe once.

A page has a hundred phrases. Flask-Babel asks for the locale again at each, and Jinja wraps each in three calls; these
take the place of both, under gettext's own names and arguments, so that extraction finds them. Holds no words.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import has_request_context
from jinja2 import Environment
from markupsafe import Markup

from portal.web.site import choose_language, find_locale

_MANY = 4096  # more than there are phrases in all languages together
_ENGLISH = NullTranslations()


class Words:
    """Takes the place of Flask-Babel's domain: what its gettext, ngettext, pgettext and npgettext ask."""

    def __init__(self, catalogues_dir: Path) -> None:
        """Remember the folder; a catalogue is read when its language is first spoken."""
        self._dir = catalogues_dir
        self._catalogues: dict[str, NullTranslations] = {}
        self.mark = lru_cache(maxsize=_MANY)(self._mark)

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the reader's language; English words stand for themselves."""
        return self.find(choose_language()) if has_request_context() else _ENGLISH

    def find(self, lang: str) -> NullTranslations:
        """Return the catalogue of a language."""
        found = self._catalogues.get(lang)
        if found is None:
            found = self._catalogues[lang] = Translations.load(str(self._dir), [find_locale(lang)])
        return found

    def _mark(self, lang: str, name: str, *given: str | int) -> Markup:
        """Return a phrase, such as mark("ar", "gettext", "Continue"), as markup; its variables are still to come."""
        return Markup(getattr(self.find(lang), name)(*given))  # noqa: S704 (a translation, read by us)

    def gettext(self, string: str, **variables: Any) -> str:
        """Translate a phrase."""
        words = str(self.get_translations().gettext(string))
        return words % variables if variables else words

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        """Translate a phrase that depends on a number."""
        words = str(self.get_translations().ngettext(singular, plural, num))
        return words % {"num": num, **variables}

    def pgettext(self, context: str, string: str, **variables: Any) -> str:
        """Translate a phrase that depends on where it stands."""
        words = str(self.get_translations().pgettext(context, string))
        return words % variables if variables else words

    def npgettext(self, context: str, singular: str, plural: str, num: int, **variables: Any) -> str:
        """Translate a phrase that depends on where it stands and on a number."""
        words = str(self.get_translations().npgettext(context, singular, plural, num))
        return words % {"num": num, **variables}


def bind_words(environment: Environment, words: Words) -> None:
    """Give an environment's templates these words; variables are escaped, the phrases themselves are ours."""

    def say(name: str, given: tuple[str | int, ...], variables: dict[str, Any]) -> Markup:
        # as Jinja has it, "%%" stands for "%" also where there are no variables
        return words.mark(choose_language(), name, *given) % variables

    def gettext(string: str, /, **variables: Any) -> Markup:
        return say("gettext", (string,), variables)

    def ngettext(singular: str, plural: str, num: int, /, **variables: Any) -> Markup:
        return say("ngettext", (singular, plural, num), {"num": num, **variables})

    def pgettext(context: str, string: str, /, **variables: Any) -> Markup:
        return say("pgettext", (context, string), variables)

    def npgettext(context: str, singular: str, plural: str, num: int, /, **variables: Any) -> Markup:
        return say("npgettext", (context, singular, plural, num), {"num": num, **variables})

    def fill_in(phrase: Markup, /, **variables: Any) -> Markup:
        return phrase % variables

    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext, pgettext=pgettext, npgettext=npgettext)
    environment.globals["fill_in"] = fill_in  # what quick_templates puts in the place of a phrase that takes something
