"""Whether what people say leads to pages that there are, in every language that has words of its own for the search."""

from collections.abc import Iterator
from pathlib import Path

from portal.proofreading.findings import Finding, Level
from portal.search.entries import INFORMATION, PAGES, PLACES
from portal.search.finder import FOR_DANGER
from portal.search.own_words import OwnWords, load_own_words
from portal.texts.languages import DEFAULT, OFFERED
from portal.texts.library import Library


def check_search(content_dir: Path, library: Library) -> Iterator[Finding]:
    """Give words that lead nowhere, and languages that are searched with the English words alone."""
    pages = {f"{PAGES}/{slug}" for slug in library.list_slugs()}
    known = pages | {f"{INFORMATION}/{word}" for word in library.list_information()}
    english = load_own_words(content_dir, DEFAULT)
    places = english.places if english else ()
    known |= {f"{PLACES}/{place.name}" for place in places}
    for name in sorted(set(FOR_DANGER) - known):
        # Safety: without this page a person in danger would be shown what merely fits the words
        yield Finding("", "search", "page of help that is gone", name)
    for language in OFFERED:
        own = load_own_words(content_dir, language.code)
        if own is None:
            yield Finding(language.code, "search.toml", "missing", "is searched in English", Level.WARNING)
        else:
            yield from _check_own(own, known)


def _check_own(own: OwnWords, known: set[str]) -> Iterator[Finding]:
    for name in sorted({name for said in own.said for name in said.leads_to} - known):
        yield Finding(own.lang, "search.toml", "leads nowhere", name)
    if not own.danger:
        yield Finding(own.lang, "search.toml", "no words of danger", "help could not be shown first")
    for place in own.places:
        if f"{PLACES}/{place.name}" not in known:
            yield Finding(own.lang, "search.toml", "left over", place.name)
