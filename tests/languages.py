"""The codes of the languages offered, for tests that hold in each of them."""

from portal.texts.languages import OFFERED

LANGS = [language.code for language in OFFERED]
