"""What stands beside the pages: helplines, areas and their services, the glossary, search words, notices."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from portal.proofreading.date_rules import SHORT_TRUST, check_age
from portal.proofreading.findings import Finding, Level
from portal.proofreading.page_rules import Text, check_text
from portal.proofreading.running_text import RunningText
from portal.proofreading.word_lists import WordLists
from portal.texts.front_matter import ContentFault
from portal.texts.glossary import Glossary, load_glossary
from portal.texts.helplines import load_helplines
from portal.texts.languages import DEFAULT, OFFERED
from portal.texts.local_services import list_overdue, load_local_services
from portal.texts.notices import Notices, load_telling
from portal.texts.places import load_area_names, load_areas


def check_helplines(content_dir: Path, today: date) -> Iterator[Finding]:
    """Give helplines looked up too long ago, and words for helplines that there are not."""
    by_key = load_helplines(content_dir, DEFAULT).by_key
    looked_up = [(key, line.checked_on) for key, line in by_key.items()]
    yield from check_age("helplines.toml", looked_up, SHORT_TRUST, today)
    for language in OFFERED:
        words = load_helplines(content_dir, language.code).words
        for key in sorted(set(words.of) - set(by_key)):
            yield Finding(words.lang, "helplines.toml", "left over", f"there is no helpline {key!r}")


def check_areas(content_dir: Path, today: date) -> Iterator[Finding]:
    """Give areas that nobody described, and rows and tables that are past their day."""
    codes = {area.code for area in load_areas(content_dir).areas}
    for code in sorted(codes - set(load_local_services(content_dir))):
        yield Finding("", "areas/services.csv", "area without a row", code)
    for language in OFFERED:
        load_area_names(content_dir, language.code)
    for each in list_overdue(content_dir, today):
        words = f"{each.row or 'the table'} was to be checked again by {each.check_again_by}"
        yield Finding("", each.file, "past its date", words, Level.WARNING)


def check_glossary(content_dir: Path, lists: dict[str, WordLists]) -> Iterator[Finding]:
    """Give meanings that are hard to read, and terms that a language lacks or has too many."""
    english = load_glossary(content_dir, DEFAULT)
    for language in OFFERED:
        own = load_glossary(content_dir, language.code)
        if own.lang != language.code:
            yield Finding(language.code, "glossary.toml", "missing", "is shown in English", Level.WARNING)
            continue
        missing = {term.code for term in english.terms} - {term.code for term in own.terms}
        more = {term.code for term in own.terms} - {term.code for term in english.terms}
        for code in sorted(missing):
            yield Finding(own.lang, "glossary.toml", "missing", code, Level.WARNING)
        for code in sorted(more):
            yield Finding(own.lang, "glossary.toml", "left over", code)
        yield from check_text(_read_glossary(own), lists[own.lang], frozenset(_list_capitals(own)))


def check_notices(catalogues_dir: Path, content_dir: Path) -> Iterator[Finding]:
    """Give the words of notices that may not leave as they are, and languages without a list of telling words."""
    load_telling(content_dir)
    for lang, wording, fault in Notices(catalogues_dir).list_all_faults():
        yield Finding(lang, f"notice {wording}", "notice that may not leave", fault)


def list_capitals(content_dir: Path) -> frozenset[str]:
    """List the abbreviations that the glossary explains."""
    return frozenset(_list_capitals(load_glossary(content_dir, DEFAULT)))


def find_data_fault(error: ContentFault, content_dir: Path) -> Finding:
    """Return a file that cannot be read as something to put right."""
    place = error.path.relative_to(content_dir) if error.path.is_relative_to(content_dir) else error.path
    lang = place.parts[0] if len(place.parts) > 1 and len(place.parts[0]) == 2 else ""
    name = str(place).removeprefix(f"{lang}/").removesuffix(".md")
    return Finding(lang, name, error.field, error.reason)


def _read_glossary(glossary: Glossary) -> Text:
    reading = RunningText(blocks=[term.meaning for term in glossary.terms])
    return Text(glossary.lang, "glossary.toml", "", "", reading)


def _list_capitals(glossary: Glossary) -> Iterator[str]:
    for term in glossary.terms:
        yield from (word.strip("(),") for word in term.term.split() if word.strip("(),").isupper())
