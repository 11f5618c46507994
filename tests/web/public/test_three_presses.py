"""Somebody who knows nothing comes to the first page and finds what matters in at most three presses."""

from __future__ import annotations

import re

import pytest

from tests.languages import LANGS
from tests.web.scene import Scene, Visitor

PRESSES = 3
# What somebody looks for -> where it stands.
WANTED = {
    "what it is": "what-it-is",
    "whether they can ask": "you-can-ask",
    "what happens next": "step-by-step",
    "help now": "get-help-now",
    "their local service": "find",
    "the form": "refer",
    "their own page": "status",
    "what a word means": "glossary",
    "a page by their own words": "search",
    "the part after abuse": "information",
}


def list_links(visitor: Visitor, address: str) -> set[str]:
    """List where a page leads within the site, in its words and at its foot, but not out of it or into a language."""
    html = visitor.look(address).html
    found = set(re.findall(rf'<a [^>]*href="(/{visitor.lang}/[^"#?]*)', html))
    return {each for each in found if not each.startswith("/leave")}


@pytest.mark.parametrize("lang", LANGS)
def test_everything_that_matters_is_at_most_three_presses_away(scene: Scene, lang: str) -> None:
    """In every language; most of it is one press away."""
    visitor = scene.visitor(lang)
    reached, presses_to = {f"/{lang}/"}, {f"/{lang}/": 0}
    for presses in range(1, PRESSES + 1):
        new = {link for each in reached for link in list_links(visitor, each)} - presses_to.keys()
        presses_to |= dict.fromkeys(new, presses)
        reached = new
        if all(f"/{lang}/{slug}" in presses_to for slug in WANTED.values()):
            break
    missing = {what for what, slug in WANTED.items() if f"/{lang}/{slug}" not in presses_to}
    assert not missing
    assert sum(presses_to[f"/{lang}/{slug}"] == 1 for slug in WANTED.values()) >= len(WANTED) - 3
