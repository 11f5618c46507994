"""The words of notices: the person's choice of a few neutral ones, in their language, and two lines to staff.

A notice says what its page promised, "this and nothing else": so the subject of an e-mail is the same words again.
"""

from gettext import NullTranslations, translation
from pathlib import Path

from portal.domain.notices import Event, Words
from portal.texts.labels import option_label
from portal.texts.languages import DEFAULT, find_language

# The desk is in English. Neither line says that there is a case, whose it is, or how many there are.
_STAFF = {
    Event.STAFF_ALERT: "There is something new at the desk.",
    Event.STAFF_DIGEST: "Please look at the desk. This comes at 9:00 and at 14:00 on every working day, "
    "whether or not anything is new.",
}
_STAFF_SUBJECT = "The desk"

# Safety: in a sender, an address or a notice these would tell whoever reads along what it is about. Words, or the
# beginnings of words, by language.
TELLING = {
    "en": """abuse assault attack case complain convict court crim custody domestic harass harm helpline justice legal
        mediat murder offen parole perpetrator police prison probation prosecut rape rehub re:hub referral refuge
        restorative rj sexual stalk survivor trial victim violen witness""",
    "ar": """جريمة جرائم جنائي عدالة محكمة ضحية ضحايا شرطة سجن اعتداء عنف إساءة تصالح قانون جاني الجاني مجرم اغتصاب
        تحرش مطاردة ناجية ناجي قضية شاهد إفراج""",
}


def list_telling(text: str) -> list[str]:
    """Return the telling words, or beginnings of words, that a text holds in any language."""
    lowered = text.casefold()
    return [word for words in TELLING.values() for word in words.split() if word in lowered]


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
