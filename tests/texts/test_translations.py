"""What holds for the interface words of every language but English: whole, sure, and safe to put into a page."""

import re
from gettext import c2py

import pytest
from babel import Locale

from portal.texts.languages import OFFERED, Language
from tests.texts.messages import list_extracted, list_kept, list_pairs, read_catalogue

TRANSLATED = [language for language in OFFERED if language.code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
NUMBER = re.compile(r"\d+")
DAY = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")  # the day that shows how to write one
DESK_FILES = ("portal/web/desk", "portal/web/templates/desk/", "portal/web/templates/layouts/desk", "portal/commands/")
DESK_WORDS = re.compile(r"\b(inbox|desk|caseload|colleague|passwords?|authenticator|sign in|signed in)\b", re.I)

pytestmark = pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)


def test_every_message_of_the_public_side_is_translated_and_none_is_left_over(language: Language) -> None:
    extracted, kept = set(list_extracted()), list_kept(language.code)
    assert len(extracted) > 300
    assert not extracted - kept, "not in the file: run the commands of translations/README.md"
    assert not kept - extracted, "no longer used: run the commands of translations/README.md"
    assert not [english for english, own in list_pairs(language.code) if not (own and all(own))]


def test_nothing_is_marked_unsure_and_the_file_says_whether_somebody_has_read_it(language: Language) -> None:
    catalogue = read_catalogue(language.code)
    assert not [message.id for message in catalogue if message.id and message.fuzzy]
    assert ("# X-Reviewed: no" in catalogue.header_comment) is not language.is_reviewed


def test_the_desk_is_not_part_of_it(language: Language) -> None:
    files = frozenset().union(*list_extracted().values())
    assert not [path for path in files if path.startswith((*DESK_FILES, "tests/"))]
    assert not [english for english, _ in list_pairs(language.code) if any(DESK_WORDS.search(each) for each in english)]
    assert any(path.startswith("portal/web/templates/components/") for path in files)


def test_the_placeholders_of_every_form_are_those_of_the_english(language: Language) -> None:
    for english, own in list_pairs(language.code):
        wanted = set(PLACEHOLDER.findall(" ".join(english)))
        may_be_words = {"%(num)s", "%(num)d"} if len(english) > 1 else set()
        for form in own:
            found = set(PLACEHOLDER.findall(form))
            assert wanted - may_be_words <= found <= wanted, english[0]


def test_numbers_are_those_of_the_english_and_no_telephone_number_is_typed(language: Language) -> None:
    for english, own in list_pairs(language.code):
        numbers = set(NUMBER.findall(" ".join(own)))
        assert numbers <= set(NUMBER.findall(" ".join(english))), english[0]
        assert not [number for number in NUMBER.findall(DAY.sub("", " ".join(own))) if len(number) > 2], english[0]


def test_words_that_lead_to_something_still_do(language: Language) -> None:
    for english, own in list_pairs(language.code):
        assert english[0].endswith(":") == own[0].endswith(":") or len(english) > 1, english[0]


def test_the_way_out_is_short_enough_to_stand_beside_the_name_on_a_small_phone(language: Language) -> None:
    (words,) = [own for english, own in list_pairs(language.code) if english == ("Leave this site",)]
    assert len(words[0]) <= 16


def test_the_plural_forms_are_those_of_the_language(language: Language) -> None:
    """Each category of CLDR has a form of its own, whatever the order in which the file's header has them."""
    catalogue, category_of = read_catalogue(language.code), Locale.parse(language.locale).plural_form
    form_of = c2py(catalogue.plural_expr)
    pairs = {(category_of(number), form_of(number)) for number in range(300)}
    assert sorted(category for category, _ in pairs) == sorted({*category_of.tags, "other"})
    assert sorted(form for _, form in pairs) == list(range(catalogue.num_plurals))
