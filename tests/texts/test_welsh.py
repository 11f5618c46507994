"""Welsh is complete and equal to English: no page falls back, no word is left in English, and it says "chi".

What holds for the interface words of every language is tested in test_translations.py.
"""

import gettext
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from babel.dates import format_date

from portal.proofreading.running_text import read_html
from portal.proofreading.translations import FOLDERS
from portal.settings import ROOT
from portal.texts.catalogues import compile_catalogues
from portal.texts.front_matter import read_content_file
from portal.texts.glossary import take_out_words
from portal.texts.helplines import load_helplines
from portal.texts.labels import question_words
from portal.texts.languages import find_language
from portal.texts.library import Library, Page, english_digest
from portal.texts.notices import list_telling
from tests.texts.messages import TRANSLATIONS, list_pairs

CONTENT = ROOT / "content"
LIBRARY = Library(CONTENT)
SLUGS = LIBRARY.list_slugs()
INFORMATION = LIBRARY.list_information()
STAGES = sorted(path.stem for path in (CONTENT / "en" / "stages").glob("*.md"))
# Common English words that are no Welsh ones ("a", "all", "am", "does", "i", "on" are).
ENGLISH = re.compile(
    r"\b(the|and|of|you|your|is|are|was|with|for|this|that|it|its|not|have|has|can|will|what|when|who|how|why|we|our|us"
    r"|they|their|them|from|by|be|been|or|if|in|do|did|page|pages|service|services|write|letter|first|then|there|about"
    r"|after|before|again|next|ask|send|sent|day|days|more|other|any|to be|to the|justice|crime|harm|prison|police)\b",
    re.IGNORECASE,
)
# Names in English that stand on papers and websites.
NAMES = re.compile(
    r"Why me\?|Men's Advice Line|Restorative Practice Policy Framework|Parliamentary and Health Service Ombudsman"
    r"|Contemporary Justice Review|“identify input purpose”|“page titled”"
    r"|%\(\w+\)[sd]|\(([A-Z][\w/ ]+|restraining order|non-molestation order)\)"
)
SINGULAR = re.compile(r"\b(ti|rwyt|wyt|dy|gelli|byddi|dylet|wnei)\b", re.IGNORECASE)
# A name whose first letter nobody knows may not follow a word that changes it.
CHANGED = re.compile(r"\b(i|o|a|â|ar|at|am|dan|dros|drwy|heb|gan|hyd|wrth|neu|ei|fy|pan|na|ni|yn) %\((name|areas)\)s")
ALPHABET = re.findall(r"\w+", "a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z")


def list_texts() -> dict[str, str]:
    """Return the words of each Welsh page and stage by name."""
    pages = {slug: LIBRARY.page("cy", slug) for slug in SLUGS}
    pages |= {f"information/{word}": LIBRARY.information("cy", word) for word in INFORMATION}
    texts = {}
    for name, page in pages.items():
        headings = re.findall(r"<h[23]>(.*?)</h[23]>", page.html)
        texts[name] = "\n".join([page.title, page.summary, *headings, *read_html(page.html).blocks])
    for code in STAGES:
        words = LIBRARY.stage("cy", code)
        blocks = read_html(words.now + words.decides + words.you_can).blocks
        texts[code] = "\n".join([words.name, words.holder, words.limit or "", words.limit_source or "", *blocks])
    return texts


def list_english(text: str) -> list[str]:
    """Find English words that are part of no name."""
    return [found[0] for found in ENGLISH.finditer(NAMES.sub("", text))]


def sort_key(name: str) -> list[list[int]]:
    """Order names by the Welsh alphabet, in which "ff" is a letter and stands after "f"."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(each))
    words = plain.replace("caerh", "caer-h").replace("gaerh", "gaer-h").split()  # not the letter "rh"
    return [[ALPHABET.index(each) for each in re.findall(r"ch|dd|ff|ng|ll|ph|rh|th|[a-z]", word)] for word in words]


@pytest.fixture
def translate(tmp_path: Path) -> gettext.NullTranslations:
    compile_catalogues(TRANSLATIONS, tmp_path)
    return gettext.translation("messages", tmp_path / "catalogues", ["cy"])


@pytest.mark.parametrize("slug", SLUGS)
def test_no_page_falls_back(slug: str) -> None:
    compare_with_english(LIBRARY.page("cy", slug), LIBRARY.page("en", slug))


@pytest.mark.parametrize("word", INFORMATION)
def test_no_page_of_the_part_after_abuse_falls_back(word: str) -> None:
    page, english = LIBRARY.information("cy", word), LIBRARY.information("en", word)
    compare_with_english(page, english)
    assert {name: set(words) for name, words in page.listings.items()} == {
        name: set(words) for name, words in english.listings.items()
    }


def test_nothing_is_older_than_its_english() -> None:
    for path in sorted(path for folder in FOLDERS for path in (CONTENT / "en" / folder).glob("*.md")):
        own = read_content_file(CONTENT / "cy" / path.parent.name / path.name)
        assert own.front["translates"] == english_digest(read_content_file(path)), own.path


def compare_with_english(page: Page, english: Page) -> None:
    """Check that a Welsh page has all the parts and links of its English."""
    assert page.shown_lang == "cy"
    assert not page.reviewed_by_native_speaker
    for tag in ("<h2>", "<h3>", "<li>", "<p>", "<blockquote>", "<strong>", 'class="helpline"'):
        assert take_out_words(page.html).count(tag) == take_out_words(english.html).count(tag), tag
    links = [re.findall(r'href="([^"]*)"', each.html) for each in (page, english)]
    assert links[0] == [link.replace("/en/", "/cy/") for link in links[1]]


def test_no_stage_and_no_helpline_falls_back() -> None:
    assert {LIBRARY.stage("cy", code).shown_lang for code in STAGES} == {"cy"}
    lines = load_helplines(CONTENT, "cy")
    assert {key: set(lines.words.of[key]) for key in lines.by_key} == {
        key: set(lines.english.of[key]) for key in lines.by_key
    }


def test_no_english_is_left_in_the_pages() -> None:
    found = {name: list_english(text) for name, text in list_texts().items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_english_is_left_in_the_interface() -> None:
    for english, welsh in list_pairs("cy"):
        assert [form for form in welsh if list_english(form)] == [], english[0]
        assert welsh != english or english == ("re:hub",)


def test_readers_are_called_chi() -> None:
    texts = [*list_texts().values(), *(form for _, welsh in list_pairs("cy") for form in welsh)]
    assert [text for text in texts if SINGULAR.search(text)] == []


def test_no_word_changes_the_first_letter_of_a_name_filled_in() -> None:
    assert [form for _, welsh in list_pairs("cy") for form in welsh if CHANGED.search(form)] == []


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "un diwrnod"),
        (2, "ddau ddiwrnod"),
        (3, "dri diwrnod"),
        (6, "chwe diwrnod"),
        (4, "4 diwrnod"),
        (22, "22 diwrnod"),
    ],
)
def test_each_number_has_its_form(translate: gettext.NullTranslations, days: int, words: str) -> None:
    said = translate.ngettext("That is %(num)d day late.", "That is %(num)d days late.", days) % {"num": days}
    assert said == f"Mae hynny {words} yn hwyr."


@pytest.mark.parametrize(
    ("question", "yes"),
    [("in_danger", "Ydw"), ("device_safe", "Ydy"), ("court_case", "Oes"), ("leave_message", "Cewch")],
)
def test_a_question_is_answered_in_its_own_way(translate: gettext.NullTranslations, question: str, yes: str) -> None:
    words = question_words(question).options["yes"]
    assert translate.pgettext(words.context, words.label) == yes


def test_what_others_may_see_says_nothing(translate: gettext.NullTranslations) -> None:
    notices = [translate.gettext(option.label) for option in question_words("wording").options.values()]
    leaving = translate.pgettext("the only word on the blank page while leaving; neutral", "Loading")
    names = [LIBRARY.stage("cy", code).name for code in STAGES]
    assert len(set(notices)) == 3
    assert {
        text: list_telling(text) for text in (*notices, leaving, *names) if list_telling(text.replace("re:hub", ""))
    } == {}


def test_a_date_is_written_in_welsh() -> None:
    welsh = find_language("cy")
    assert welsh
    assert format_date(date(2026, 11, 22), "d MMMM y", locale=welsh.locale) == "22 Tachwedd 2026"


def test_areas_have_welsh_names_in_the_order_of_the_welsh_alphabet() -> None:
    names = LIBRARY.area_names("cy")
    assert names.keys() == LIBRARY.area_names("en").keys()
    assert names["south-wales"] == "De Cymru"
    assert list(names.values()) == sorted(names.values(), key=sort_key)
