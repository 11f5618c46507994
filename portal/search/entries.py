"""What can be found: the pages of content, those of the part after abuse, and other places. Cut into sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape

from portal.search.own_words import OwnWords, Place
from portal.texts.glossary import take_out_words
from portal.texts.library import Library, Page

PAGES, INFORMATION, PLACES = "pages", "information", "places"
_SOURCE = re.compile(r'<p class="helpline-source">.*?</p>', re.DOTALL)
_BLOCK_END = re.compile(r"</(?:h2|h3|p|li|td|th)>")
_TAG = re.compile(r"<[^>]+>")
_SENTENCE_END = re.compile(r"(?<=[.!?؟۔।])\s+")
_GLOSSARY = "glossary"
_WHOLE = re.compile(r"\S+\s+\S+\s+\S+.*[.!?؟۔।]\W*$")  # a sentence, and no heading or name
_TOO_GENERAL = frozenset({"all-pages"})  # it names everything and so fits everything


@dataclass(frozen=True, slots=True)
class Entry:
    """One page or place, `name` as `pages/home`, its words in `lang`. `labels` are headings, links, names."""

    name: str
    lang: str
    title: str
    summary: str
    sentences: tuple[str, ...]
    labels: tuple[str, ...] = ()


def list_entries(library: Library, lang: str, words: tuple[OwnWords, ...]) -> Iterator[Entry]:
    """Give all that a reader of a language can find; places in the first of `words` that names them."""
    for slug in library.list_slugs():
        if slug not in _TOO_GENERAL:
            entry = _read(f"{PAGES}/{slug}", library.page(lang, slug))
            yield _add_terms(entry, library) if slug == _GLOSSARY else entry
    for word in library.list_information():
        yield _read(f"{INFORMATION}/{word}", library.information(lang, word))
    named: dict[str, tuple[str, Place]] = {}
    for own in words:
        for place in own.places:
            named.setdefault(place.name, (own.lang, place))
    for shown_lang, place in named.values():
        yield Entry(f"{PLACES}/{place.name}", shown_lang, place.title, place.summary, ())


def _add_terms(entry: Entry, library: Library) -> Entry:
    """Add the words explained, which stand beside the page's own text."""
    terms = library.glossary(entry.lang).terms
    meanings = (f"{term.term}: {term.meaning}" for term in terms)
    return replace(
        entry, sentences=(*entry.sentences, *meanings), labels=(*entry.labels, *(term.term for term in terms))
    )


def _read(name: str, page: Page) -> Entry:
    text = _SOURCE.sub("", take_out_words(page.html))
    blocks = (_TAG.sub("", block) for block in _BLOCK_END.split(text))
    sentences = (part for block in blocks for part in _SENTENCE_END.split(" ".join(unescape(block).split())))
    kept = tuple(dict.fromkeys(part for part in sentences if part))
    whole = tuple(part for part in kept if _WHOLE.search(part))
    return Entry(name, page.shown_lang, page.title, page.summary, whole, tuple(set(kept) - set(whole)))
