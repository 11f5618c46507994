"""The words of notices: the person's choice of a few neutral ones, in their language, and two lines to staff.

A notice says what its page promised, "this and nothing else": so the subject of an e-mail is the same words again.
"""

from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

from portal.domain.notices import Event, Words
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


@lru_cache(maxsize=4)
def load_telling(content_dir: Path) -> Mapping[str, frozenset[str]]:
    """Read content/<lang>/telling.txt: words, or parts of words, that would tell what a notice is about.

    Raises ContentFault for a language offered without a list.
    """
    return {language.code: _read_telling(content_dir / language.code / "telling.txt") for language in OFFERED}


def list_telling(text: str) -> list[str]:
    """Return the telling words, or parts of words, that a text holds in any language, sorted."""
    lowered = text.casefold()
    # Safety: in a sender, an address or a notice these would tell whoever reads along what it is about
    return sorted({word for words in load_telling(_CONTENT).values() for word in words if word in lowered})


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
        label = option_label("wording", wording)
        words = self._load(code).gettext(label)
        return Words(words, words, code if words != label else DEFAULT)

    def for_staff(self, event: Event) -> Words:
        """Return words to staff."""
        return Words(_STAFF_SUBJECT, _STAFF[event], DEFAULT)

    def _load(self, code: str) -> NullTranslations:
        if code not in self._loaded:
            self._loaded[code] = translation("messages", self._dir, [code], fallback=True)
        return self._loaded[code]
