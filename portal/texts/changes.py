"""What was changed on the pages, newest first: for whoever wants to know when the law or re:hub's ways have changed."""

from dataclasses import dataclass
from datetime import date

from portal.texts.languages import DEFAULT
from portal.texts.library import Library


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of one page; `shown_lang` is what title and words are written in."""

    slug: str
    title: str
    shown_lang: str
    changed_on: date
    words: str


def list_changes(library: Library, lang: str) -> tuple[Changed, ...]:
    """List the changes of all pages; in English where a translation has not got one yet."""
    changes = []
    for slug in library.list_slugs():
        english, own = library.page(DEFAULT, slug), library.page(lang, slug)
        translated = {change.changed_on: change.words for change in own.changed}
        for change in english.changed:
            is_translated = change.changed_on in translated and not own.is_fallback
            page = own if is_translated else english
            words = translated[change.changed_on] if is_translated else change.words
            changes.append(Changed(slug, page.title, page.shown_lang, change.changed_on, words))
    return tuple(sorted(changes, key=lambda change: (change.changed_on, change.slug), reverse=True))
