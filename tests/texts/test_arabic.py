"""The Arabic words of the interface: none missing, none in English, nothing in them that only the English may say.

What a page looks like from right to left is tested in a browser; here only the words are read.
"""

import gettext
import re
from collections.abc import Mapping
from configparser import ConfigParser
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from portal.texts.catalogues import compile_catalogues
from portal.texts.labels import question_words

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "translations"
PO = TRANSLATIONS / "ar" / "LC_MESSAGES" / "messages.po"
# As in translations/README.md.
KEYWORDS = ("_", "gettext", "ngettext:1,2", "pgettext:1c,2", "npgettext:1c,2,3", "N_", "NC_:1c,2")
LAZY_KEYWORDS = ("lazy_gettext", "lazy_pgettext:1c,2", "lazy_ngettext:1,2")

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
ARABIC = re.compile(r"[\u0621-\u064a]")
LATIN = re.compile(r"[A-Za-z]")
NUMBER = re.compile(r"\d+")
# Names without an Arabic form, and English terms that stand on the papers a person holds.
LATIN_ALLOWED = re.compile(
    r"re:hub|BSL|Shift|Childline|GL50|name@example\.com|restraining order|non.molestation order"
    r"|Victims' Code|Parliamentary and Health Service Ombudsman"
)
DESK_FILES = ("portal/web/desk", "portal/web/templates/desk/", "portal/web/templates/layouts/desk", "portal/commands/")
DESK_WORDS = re.compile(r"\b(inbox|desk|caseload|colleague|passwords?|authenticator|sign in|signed in)\b", re.I)
# What a notice, or the page seen while leaving, must never let another person guess.
TELLING = re.compile("عدال|تصالح|جريم|شرط|ضحي|سجن|إساء|أذى|محكم")

Key = tuple[str | None, str]  # context and English words


def _read_rules() -> tuple[list[tuple[str, str]], dict[str, dict[str, str]]]:
    """Read babel.cfg: which files are read, how and in which order, and the options of each pattern."""
    rules = ConfigParser(interpolation=None)
    rules.read(TRANSLATIONS / "babel.cfg", encoding="utf-8")
    methods = [(pattern.strip(), method) for method, _, pattern in (name.partition(":") for name in rules.sections())]
    return methods, {name.partition(":")[2].strip(): dict(rules[name]) for name in rules.sections()}


@cache
def _extracted() -> Mapping[Key, frozenset[str]]:
    """Find the messages of the public side, each with the files it stands in."""
    methods, options = _read_rules()
    found: dict[Key, frozenset[str]] = {}
    keywords = parse_keywords(KEYWORDS + LAZY_KEYWORDS)
    for path, _line, ids, _comments, context in extract_from_dir(ROOT, methods, options, keywords):
        key = (context, ids if isinstance(ids, str) else ids[0])
        found[key] = found.get(key, frozenset()) | {path}
    return found


@cache
def _catalogue() -> Catalog:
    with PO.open("rb") as stream:
        return read_po(stream, locale="ar", abort_invalid=True)


def _pairs() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """List the English forms and the Arabic forms of each message."""
    messages = [message for message in _catalogue() if message.id]
    return [(_forms(message.id), _forms(message.string)) for message in messages]


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text) if isinstance(text, (tuple, list)) else ()


@pytest.fixture
def translate(tmp_path: Path) -> gettext.NullTranslations:
    compile_catalogues(TRANSLATIONS, tmp_path)
    return gettext.translation("messages", tmp_path / "catalogues", ["ar"])


def test_every_message_of_the_public_side_is_translated_and_none_is_left_over() -> None:
    extracted = set(_extracted())
    kept = {(message.context, _forms(message.id)[0]) for message in _catalogue() if message.id}
    assert len(extracted) > 300
    assert not extracted - kept, "not in the file: run the commands of translations/README.md"
    assert not kept - extracted, "no longer used: run the commands of translations/README.md"
    assert not [english for english, arabic in _pairs() if not (arabic and all(arabic))]


def test_nothing_is_marked_unsure_and_the_file_says_that_nobody_has_read_it() -> None:
    assert not [message.id for message in _catalogue() if message.id and message.fuzzy]
    assert "# X-Reviewed: no" in _catalogue().header_comment


def test_the_desk_is_not_part_of_it() -> None:
    files = frozenset().union(*_extracted().values())
    assert not [path for path in files if path.startswith((*DESK_FILES, "tests/"))]
    assert not [english for english, _ in _pairs() if any(DESK_WORDS.search(form) for form in english)]
    assert any(path.startswith("portal/web/templates/components/") for path in files)


def test_the_placeholders_of_every_form_are_those_of_the_english() -> None:
    for english, arabic in _pairs():
        wanted = set(PLACEHOLDER.findall(" ".join(english)))
        may_be_words = {"%(num)s", "%(num)d"} if len(english) > 1 else set()
        for form in arabic:
            found = set(PLACEHOLDER.findall(form))
            assert wanted - may_be_words <= found <= wanted, english[0]


def test_no_english_is_left_in_the_arabic() -> None:
    for english, arabic in _pairs():
        for form in (PLACEHOLDER.sub("", each) for each in arabic):
            assert ARABIC.search(form) or english == ("re:hub",), english[0]
            assert not LATIN.search(LATIN_ALLOWED.sub("", form)), english[0]


def test_numbers_are_those_of_the_english_and_no_telephone_number_is_typed() -> None:
    for english, arabic in _pairs():
        numbers = set(NUMBER.findall(" ".join(arabic)))
        assert numbers <= set(NUMBER.findall(" ".join(english))), english[0]
        assert not [number for number in numbers if len(number) > 2], english[0]


def test_arabic_has_its_own_comma_and_question_mark() -> None:
    for english, arabic in _pairs():
        assert not re.search(r"[,;?]", "".join(arabic)), english[0]
        assert english[0].endswith(":") == arabic[0].endswith(":") or len(english) > 1, english[0]


@pytest.mark.parametrize(
    ("days", "words"), [(1, "واحد"), (2, "يومان"), (3, "3 أيام"), (11, "11 يومًا"), (100, "100 يوم")]
)
def test_each_number_has_its_form(translate: gettext.NullTranslations, days: int, words: str) -> None:
    # Babel's own order of the Arabic forms is another one: the file's header decides.
    said = translate.ngettext("That is %(num)d day late.", "That is %(num)d days late.", days) % {"num": days}
    assert said.endswith(f"{words}.")


def test_what_others_may_see_says_nothing(translate: gettext.NullTranslations) -> None:
    notices = [translate.gettext(option.label) for option in question_words("wording").options.values()]
    context = "the only word on the blank page while leaving; neutral"
    leaving = translate.pgettext(context, "Loading")
    assert len(notices) == 3
    assert leaving != "Loading"
    for seen in (*notices, leaving):
        assert ARABIC.search(seen)
        assert not TELLING.search(seen), seen
