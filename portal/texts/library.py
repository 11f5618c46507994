"""The pages of content/ and the words of each stage, parsed and rendered once.

Falls back to English and says so; holds no interface words (those are gettext's) and never writes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from markupsafe import Markup

from portal.domain.errors import NotFound
from portal.texts.front_matter import (
    Change,
    ContentFault,
    ContentFile,
    Source,
    find_text,
    get_text,
    parse_care,
    parse_changed,
    parse_listing,
    parse_names,
    read_content_file,
    words_digest,
)
from portal.texts.glossary import Glossary, explain_words, load_glossary
from portal.texts.helplines import Helplines, load_helplines
from portal.texts.languages import DEFAULT, find_language
from portal.texts.markdown import MarkdownFault, Surroundings, render_markdown
from portal.texts.pictures import load_pictures
from portal.texts.places import load_area_names
from portal.texts.questions import mark_questions

Listings = Mapping[str, Mapping[str, str]]
_SECTION = re.compile(r"^## +(\w+) *$", re.MULTILINE)
_SECTIONS = ("now", "decides", "you_can")
_PAGES, _INFORMATION, _LEAFLETS, _EASY = "pages", "information", "leaflets", "easy"
_QUESTIONS = "questions"  # what a page says of itself whose headings ask and whose paragraphs answer
# What stays on a device after a visit, by code: the same codes in every language, for a test to compare with.
LISTINGS = ("stays_discreet", "stays_with_script", "stays_without_script")


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is shown: `lang` was asked for, `shown_lang` is what the words are in.

    `listings` are the lists of its front matter, by name and then by code; an empty one is not named. `changed` is what
    was changed on it, newest first; the words in `html` that the glossary has are explained where they first stand.
    """

    slug: str
    lang: str
    shown_lang: str
    title: str
    summary: str
    html: Markup
    sources: tuple[Source, ...]
    checked_on: date
    check_again_by: date
    owner: str
    reviewed_by_native_speaker: bool
    listings: Listings
    changed: tuple[Change, ...]

    @property
    def is_fallback(self) -> bool:
        """Say whether the page is missing in the language asked for."""
        return self.lang != self.shown_lang


@dataclass(frozen=True, slots=True)
class StageWords:
    """What a person reads about a stage; `limit` is None where no published limit was found."""

    code: str
    lang: str
    shown_lang: str
    name: str
    holder: str
    now: Markup
    decides: Markup
    you_can: Markup
    limit: str | None
    limit_source: str | None
    checked_on: date
    reviewed_by_native_speaker: bool

    @property
    def is_fallback(self) -> bool:
        """Say whether the words are missing in the language asked for."""
        return self.lang != self.shown_lang


class Library:
    """Reads content/ on demand; a page or stage once read stays as it is until the process ends."""

    def __init__(self, content_dir: Path) -> None:
        """Remember the folder; nothing is read yet but the list of pages."""
        self._dir = content_dir
        self._names = {
            folder: tuple(sorted(path.stem for path in (content_dir / DEFAULT / folder).glob("*.md")))
            for folder in (_PAGES, _INFORMATION, _LEAFLETS, _EASY)
        }
        self._pages: dict[tuple[str, str, str], Page] = {}
        self._stages: dict[tuple[str, str], StageWords] = {}
        self._helplines: dict[str, Helplines] = {}
        self._area_names: dict[str, Mapping[str, str]] = {}
        self._glossaries: dict[str, Glossary] = {}
        self._pictures: dict[str, Mapping[str, str]] = {}

    def list_slugs(self) -> tuple[str, ...]:
        """List the pages there are in English, which are all the pages there are."""
        return self._names[_PAGES]

    def list_information(self) -> tuple[str, ...]:
        """List the words of the part after abuse, under which its pages are asked for."""
        return self._names[_INFORMATION]

    def page(self, lang: str, slug: str) -> Page:
        """Return a page, in English when the language has not got it.

        Raises NotFound for a language not offered or a page there is not; ContentFault for a bad file.
        """
        return self._find_page(lang, _PAGES, slug)

    def information(self, lang: str, word: str) -> Page:
        """Return a page of the part after abuse, as `page` does."""
        return self._find_page(lang, _INFORMATION, word)

    def leaflet(self, lang: str, name: str) -> Page:
        """Return the words of a leaflet, as `page` does."""
        return self._find_page(lang, _LEAFLETS, name)

    def list_easy(self) -> tuple[str, ...]:
        """List the pages that are easy to read."""
        return self._names[_EASY]

    def easy(self, lang: str, name: str) -> Page:
        """Return a page that is easy to read, as `page` does."""
        return self._find_page(lang, _EASY, name)

    def stage(self, lang: str, code: str) -> StageWords:
        """Return the words of a stage, in English when the language has not got them.

        Raises NotFound for a language not offered or a stage without a file; ContentFault for a bad file.
        """
        key = (lang, code)
        if key not in self._stages:
            known = {path.stem for path in (self._dir / DEFAULT / "stages").glob("*.md")}
            if code not in known or find_language(lang) is None:
                raise NotFound(f"no stage {code!r} in {lang!r}")
            self._stages[key] = self._read_stage(lang, code)
        return self._stages[key]

    def draw_number(self, lang: str, key: str) -> Markup:
        """Return a helpline's number as HTML for the middle of a sentence. Raises KeyError when unknown."""
        return Markup(self._list_helplines(lang).draw_number(key))  # noqa: S704 (escaped there)

    def area_names(self, lang: str) -> Mapping[str, str]:
        """Return the names of the areas by code, in the alphabetical order of the language; English without its own.

        Raises ContentFault for a file that does not name them all.
        """
        if lang not in self._area_names:
            # Safety: only a known language is ever joined to a path
            self._area_names[lang] = load_area_names(self._dir, lang if find_language(lang) else DEFAULT)
        return self._area_names[lang]

    def glossary(self, lang: str) -> Glossary:
        """Return the words of a language and what they mean; English where it has none of its own."""
        if lang not in self._glossaries:
            # Safety: only a known language is ever joined to a path
            self._glossaries[lang] = load_glossary(self._dir, lang if find_language(lang) else DEFAULT)
        return self._glossaries[lang]

    def _list_helplines(self, lang: str) -> Helplines:
        if lang not in self._helplines:
            self._helplines[lang] = load_helplines(self._dir, lang)
        return self._helplines[lang]

    def _list_pictures(self, lang: str) -> Mapping[str, str]:
        if lang not in self._pictures:
            self._pictures[lang] = load_pictures(self._dir, lang)
        return self._pictures[lang]

    def _find_page(self, lang: str, folder: str, name: str) -> Page:
        key = (lang, folder, name)
        if key not in self._pages:
            # Safety: both parts come from an address; only known ones are ever joined to a path
            if name not in self._names[folder] or find_language(lang) is None:
                raise NotFound(f"no page {name!r} in {lang!r}")
            self._pages[key] = self._read_page(lang, folder, name)
        return self._pages[key]

    def _read_page(self, lang: str, folder: str, name: str) -> Page:
        file, shown_lang = self._read(lang, folder, name)
        care = parse_care(file, is_translation=shown_lang != DEFAULT)
        listings = {listing: parse_listing(file, listing) for listing in LISTINGS if listing in file.front}
        return Page(
            slug=name,
            lang=lang,
            shown_lang=shown_lang,
            title=get_text(file, "title"),
            summary=get_text(file, "summary"),
            html=self._explain(self._render(file, file.body, lang, shown_lang, listings), shown_lang, folder, name),
            sources=care.sources,
            checked_on=care.checked_on,
            check_again_by=care.check_again_by,
            owner=care.owner,
            reviewed_by_native_speaker=care.reviewed_by_native_speaker,
            listings=listings,
            changed=parse_changed(file),
        )

    def _explain(self, html: Markup, shown_lang: str, folder: str, name: str) -> Markup:
        """Put meanings beside words; which of them a page explains itself, its English front matter says."""
        english = read_content_file(self._dir / DEFAULT / folder / f"{name}.md")
        explained = explain_words(html, self.glossary(shown_lang), parse_names(english, "explains"))
        if english.front.get("holds") == _QUESTIONS:
            explained = mark_questions(explained)
        return Markup(explained)  # noqa: S704 (our own HTML, and what is put in is escaped there)

    def _read_stage(self, lang: str, code: str) -> StageWords:
        file, shown_lang = self._read(lang, "stages", code)
        care = parse_care(file, is_translation=shown_lang != DEFAULT)
        if get_text(file, "code") != code:
            raise ContentFault(file.path, "code", "is not the name of the file")
        parts = {name: self._render(file, text, lang, shown_lang) for name, text in _split(file).items()}
        return StageWords(
            code=code,
            lang=lang,
            shown_lang=shown_lang,
            name=get_text(file, "name"),
            holder=get_text(file, "holder"),
            now=parts["now"],
            decides=parts["decides"],
            you_can=parts["you_can"],
            limit=find_text(file, "limit"),
            limit_source=find_text(file, "limit_source"),
            checked_on=care.checked_on,
            reviewed_by_native_speaker=care.reviewed_by_native_speaker,
        )

    def _read(self, lang: str, folder: str, name: str) -> tuple[ContentFile, str]:
        own = self._dir / lang / folder / f"{name}.md"
        shown_lang = lang if own.is_file() else DEFAULT
        return read_content_file(self._dir / shown_lang / folder / f"{name}.md"), shown_lang

    def _render(
        self, file: ContentFile, text: str, lang: str, shown_lang: str, listings: Listings = MappingProxyType({})
    ) -> Markup:
        """Render words of `shown_lang`; links stay in the reader's own language."""
        helplines, pictures = self._list_helplines(shown_lang), self._list_pictures(shown_lang)
        surroundings = Surroundings(lang, self._names[_PAGES], helplines, listings, pictures)
        try:
            return Markup(render_markdown(text, surroundings))  # noqa: S704 (made with html off, then cleaned)
        except MarkdownFault as error:
            raise ContentFault(file.path, "body", str(error)) from error


def english_digest(file: ContentFile) -> str:
    """Give the digest of an English file's words, which its translations name under `translates`."""
    fields = ("title", "summary", "name", "holder", "limit")
    listed = (" ".join(parse_listing(file, listing).values()) for listing in LISTINGS if listing in file.front)
    changed = (change.words for change in parse_changed(file))
    return words_digest(*(str(file.front.get(field) or "") for field in fields), file.body, *listed, *changed)


def _split(file: ContentFile) -> dict[str, str]:
    """Cut a stage's body at its `## now`, `## decides` and `## you_can` lines."""
    _, *rest = _SECTION.split(file.body)
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    for name in _SECTIONS:
        if not sections.get(name, "").strip():
            raise ContentFault(file.path, f"## {name}", "is missing or empty")
    if set(sections) != set(_SECTIONS):
        raise ContentFault(file.path, "body", f"has a section other than {', '.join(_SECTIONS)}")
    return sections
