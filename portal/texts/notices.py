"""The words of notices: the person's choice of a few neutral ones, in their language, and two lines to staff.

A notice says what its page promised, "this and nothing else": so the subject of an e-mail is the same words again.
What would tell is listed for each language in content/<lang>/telling.txt; here it is looked for.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

from portal.domain.notices import Event, Words
from portal.domain.questions import QUESTIONS
from portal.texts.front_matter import ContentFault
from portal.texts.labels import option_label
from portal.texts.languages import DEFAULT, OFFERED, find_language

# The desk is in English. Neither line says that there is a case, whose it is, or how many there are.
_STAFF = {
    Event.STAFF_ALERT: "There is something new at the desk.",
    Event.STAFF_DIGEST: "Please look at the desk. This comes at 9:00 and at 14:00 on every working day, "
    "whether or not anything is new.",
}
_STAFF_SUBJECT = "The desk"

_CONTENT = Path(__file__).resolve().parents[2] / "content"
_STRETCHED = "\N{ARABIC TATWEEL}"
_LONGEST = 70  # a text message of one part in every script, and a subject that no telephone cuts off
_LINK_OR_NUMBER = re.compile(r"https?:|www\.|\w\.\w{2}|\d|@|%|RJ-", re.IGNORECASE)
_log = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def load_telling(content_dir: Path) -> Mapping[str, frozenset[str]]:
    """Read content/<lang>/telling.txt: words, or parts of words, that would tell what a notice is about.

    Raises ContentFault for a language offered without a list.
    """
    return {language.code: _read_telling(content_dir / language.code / "telling.txt") for language in OFFERED}


def list_telling(text: str) -> list[str]:
    """Return the telling words, or parts of words, that a text holds in any language, sorted."""
    plain = _fold(text)
    # Safety: in a sender, an address or a notice these would tell whoever reads along what it is about
    return sorted({word for words in load_telling(_CONTENT).values() for word in words if _fold(word) in plain})


def list_faults(words: Words) -> list[str]:
    """Return, in English, everything about a notice that may not leave like that; none for one that may.

    A telling word of any language, a link, an address, a number or a name to fill in, nothing at all, or too long.
    """
    faults = [f"tells: {word}" for word in list_telling(f"{words.subject} {words.body}")]
    for text in (words.subject, words.body):
        if _LINK_OR_NUMBER.search(text):
            faults.append("holds a link, an address, a number or something to fill in")
        if not 0 < len(text.strip()) <= _LONGEST:
            faults.append(f"has no words, or more than {_LONGEST} characters")
    return list(dict.fromkeys(faults))


@lru_cache(maxsize=1024)
def _fold(text: str) -> str:
    """Return a text as it is compared: no marks, no characters that nobody sees, one form of each letter, lower case.

    Whoever writes a word with vowel marks, a stretched line or an invisible hyphen writes the same word.
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = (each for each in apart if unicodedata.category(each) not in ("Mn", "Cf") and each != _STRETCHED)
    return "".join(kept)


def _read_telling(path: Path) -> frozenset[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        # Safety: without its list, a language's telling words would pass
        raise ContentFault(path, "file", f"cannot be read: {error}") from error
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Notices:
    """The words, from the compiled catalogues; English where a catalogue or a translation is missing."""

    def __init__(self, catalogues_dir: Path) -> None:
        """Remember where the catalogues are."""
        self._dir = catalogues_dir
        self._loaded: dict[str, NullTranslations] = {}

    def for_person(self, language: str, wording: str) -> Words:
        """Return the words a person chose, in their language."""
        found = find_language(language)
        code = found.code if found else DEFAULT
        words = self._translate(code, wording)
        if code != DEFAULT and list_faults(words):
            # Safety: a translation that tells never leaves; the English words stand in this program and are tested
            _log.error("the words of a notice in %s may not leave as they are: portal content check says why", code)
            return self._translate(DEFAULT, wording)
        return words

    def list_all_faults(self) -> Iterator[tuple[str, str, str]]:
        """Give the language, the code of the wording and what is wrong, for all words to people in every language."""
        for language in OFFERED:
            for wording in QUESTIONS["wording"].options:
                for fault in list_faults(self._translate(language.code, wording)):
                    yield language.code, wording, fault

    def for_staff(self, event: Event) -> Words:
        """Return words to staff."""
        return Words(_STAFF_SUBJECT, _STAFF[event], DEFAULT)

    def _translate(self, code: str, wording: str) -> Words:
        label = option_label("wording", wording)
        words = self._load(code).gettext(label)
        return Words(words, words, code if words != label else DEFAULT)

    def _load(self, code: str) -> NullTranslations:
        if code not in self._loaded:
            self._loaded[code] = translation("messages", self._dir, [code], fallback=True)
        return self._loaded[code]
