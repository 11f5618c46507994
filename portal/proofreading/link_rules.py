"""Whether the links of a page to other places of the site lead somewhere, and to a part of it that is there.

Knows pages from the library, other places from content/check.toml; a test holds those to the site's own addresses.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from portal.proofreading.findings import Finding
from portal.proofreading.page_rules import Text


@dataclass(frozen=True, slots=True)
class Places:
    """Where a link may lead: pages by slug, pages below a part of the site, other places, and the anchors of a page."""

    slugs: Collection[str]
    parts: Mapping[str, Collection[str]]  # a part, as "information" -> its pages; "" where the part has a first page
    others: Collection[str]
    list_anchors: Callable[[str], Collection[str]]  # of a page's slug

    def find_fault(self, path: str, anchor: str) -> str:
        """Return what is wrong with a path within a language; empty when nothing is."""
        part, _, name = path.partition("/")
        is_known = name in self.parts[part] if part in self.parts else path in {*self.others, *self.slugs, ""}
        if not is_known:
            return "there is no such place"
        if anchor and anchor not in self.list_anchors(path):
            return f"there is no {anchor!r} on it"
        return ""


def check_links(text: Text, places: Places) -> Iterator[Finding]:
    """Give the links that lead nowhere, or out of the reader's language."""
    own = f"/{text.lang}/"
    for link in dict.fromkeys(text.reading.links):
        if not link.startswith("/"):
            continue  # another site, or a number to ring; both are checked when the page is read
        if not link.startswith(own):
            yield Finding(text.lang, text.place, "link", f"{link} leaves the language")
            continue
        path, _, anchor = link.removeprefix(own).partition("#")
        fault = places.find_fault(path, anchor)
        if fault:
            yield Finding(text.lang, text.place, "link", f"{link}: {fault}")
