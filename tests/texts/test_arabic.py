"""Arabic is complete: no page falls back, none is older than its English, and no word is left in English.

What a page looks like from right to left is tested in a browser; what holds for every language is tested in
test_translations.py.
"""

import gettext
import re
from pathlib import Path

import pytest

from portal.proofreading.running_text import read_html
from portal.settings import ROOT
from portal.texts.catalogues import compile_catalogues
from portal.texts.front_matter import read_content_file
from portal.texts.glossary import take_out_words
from portal.texts.helplines import load_helplines
from portal.texts.labels import question_words
from portal.texts.library import Library, Page, english_digest
from tests.texts.messages import TRANSLATIONS, list_pairs

CONTENT = ROOT / "content"
LIBRARY = Library(CONTENT)
SLUGS = LIBRARY.list_slugs()
# Every page in Arabic, then in English; leaflets and those of the part after abuse by their place in an address.
PAGES: dict[str, tuple[Page, Page]] = {
    **{slug: (LIBRARY.page("ar", slug), LIBRARY.page("en", slug)) for slug in SLUGS},
    **{
        f"information/{word}": (LIBRARY.information("ar", word), LIBRARY.information("en", word))
        for word in LIBRARY.list_information()
    },
    **{f"leaflet/{name}": (LIBRARY.leaflet("ar", name), LIBRARY.leaflet("en", name)) for name in ("plain", "quiet")},
}
STAGES = sorted(path.stem for path in (CONTENT / "en" / "stages").glob("*.md"))
FOLDERS = ("information", "leaflets", "pages", "stages")
ENGLISH_FILES = sorted(path for folder in FOLDERS for path in (CONTENT / "en" / folder).glob("*.md"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
ARABIC = re.compile(r"[\u0621-\u064a]")
LATIN = re.compile(r"[A-Za-z]")
# Names without an Arabic form, and English terms that stand on the papers a person holds.
LATIN_ALLOWED = re.compile(
    r"re:hub|BSL|Shift|Childline|GL50|name@example\.com|restraining order|non.molestation order"
    r"|Victims' Code|Parliamentary and Health Service Ombudsman|notices|Samaritans|\((?:CSV|JSON|Atom)\)|\bA[45]\b"
)
# In pages an English term stands in brackets after its Arabic one; the rest are names.
LATIN_IN_PAGES = re.compile(
    r"\([A-Za-z][A-Za-z' -]+\)|re:hub|Why me\?|HMPPS|Calm\b|Refuge|Thriving Survivors|Inside Time|Victim Support"
    r"|Childline|WCAG 2\.2|GOV\.UK(?: Notify)?|\bAA\b|axe\b|Chromium|«v»|«n»|REGISTER|Shift\b|Make Amends|D\. Brookes"
    r"|«refer/what»|bsl\.co\.uk|why-me\.org|\bA[45]\b"
    r"|Public Sector Bodies \(Websites and Mobile Applications\) \(No\. 2\) Accessibility Regulations 2018"
)
# What a notice, or the page seen while leaving, must never let another person guess.
TELLING = re.compile("عدال|تصالح|جريم|شرط|ضحي|سجن|إساء|أذى|محكم")


def list_texts() -> dict[str, str]:
    """Return the words of each Arabic page and stage by name."""
    texts = {}
    for name, (page, _) in PAGES.items():
        headings = re.findall(r"<h[23]>(.*?)</h[23]>", page.html)
        texts[name] = "\n".join([page.title, page.summary, *headings, *read_html(page.html).blocks])
    for code in STAGES:
        words = LIBRARY.stage("ar", code)
        blocks = read_html(words.now + words.decides + words.you_can).blocks
        texts[code] = "\n".join([words.name, words.holder, words.limit or "", words.limit_source or "", *blocks])
    return texts


@pytest.fixture
def translate(tmp_path: Path) -> gettext.NullTranslations:
    compile_catalogues(TRANSLATIONS, tmp_path)
    return gettext.translation("messages", tmp_path / "catalogues", ["ar"])


@pytest.mark.parametrize("path", ENGLISH_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_page_and_stage_is_there_and_as_new_as_its_english(path: Path) -> None:
    own = CONTENT / "ar" / path.parent.name / path.name
    assert own.is_file(), "not translated"
    digest = english_digest(read_content_file(path))
    assert read_content_file(own).front["translates"] == digest, "the English has changed since"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_all_the_parts_and_links_of_its_english(name: str) -> None:
    page, english = PAGES[name]
    assert page.shown_lang == "ar"
    for tag in ("<h2>", "<h3>", "<li>", "<p>", "<blockquote>", "<strong>", 'class="helpline"'):
        assert take_out_words(page.html).count(tag) == take_out_words(english.html).count(tag), tag
    links = [re.findall(r'href="([^"]*)"', each.html) for each in (page, english)]
    assert links[0] == [link.replace("/en/", "/ar/") for link in links[1]]


def test_no_stage_and_no_helpline_falls_back() -> None:
    assert {LIBRARY.stage("ar", code).shown_lang for code in STAGES} == {"ar"}
    lines = load_helplines(CONTENT, "ar")
    assert {key: set(lines.words.of[key]) for key in lines.by_key} == {
        key: set(lines.english.of[key]) for key in lines.by_key
    }


def test_no_english_is_left_in_the_pages() -> None:
    left = {name: LATIN.findall(LATIN_IN_PAGES.sub("", text)) for name, text in list_texts().items()}
    assert {name: letters for name, letters in left.items() if letters} == {}


def test_a_page_types_no_number_that_its_english_lacks() -> None:
    for name, pages in PAGES.items():
        own, english = ("\n".join(read_html(page.html).blocks) for page in pages)
        assert set(re.findall(r"\d+", own)) <= set(re.findall(r"\d+", english)), name


def test_signs_in_pages_are_arabic_or_kept_on_the_side_of_their_name() -> None:
    # Without the mark, the sign of "Why me?" would be shown before the name.
    for name, text in list_texts().items():
        assert not re.search("[,;]|\\?(?!\u200e)|[\u0660-\u0669\u06f0-\u06f9]", text), name


def test_no_english_is_left_in_the_interface() -> None:
    for english, arabic in list_pairs("ar"):
        for form in (PLACEHOLDER.sub("", each) for each in arabic):
            assert ARABIC.search(form) or english == ("re:hub",), english[0]
            assert not LATIN.search(LATIN_ALLOWED.sub("", form)), english[0]


def test_arabic_has_its_own_comma_and_question_mark() -> None:
    for english, arabic in list_pairs("ar"):
        assert not re.search(r"[,;?]", "".join(arabic)), english[0]


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
    neutral = [
        translate.pgettext("the whole heading of a page that tells nothing; neutral", "Home"),
        translate.pgettext("on a page that tells nothing; neutral", "There is nothing here."),
    ]
    assert len(notices) == 3
    assert leaving != "Loading"
    for seen in (*notices, leaving, *neutral):
        assert ARABIC.search(seen)
        assert not TELLING.search(seen), seen
