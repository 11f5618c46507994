"""Templates, styles and scripts: what a strict content policy and right-to-left pages ask of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contracts.sources import list_files, read

TEMPLATES = list_files(".html", "portal")
STYLES = list_files(".css", "portal")
SCRIPTS = list_files(".js", "portal")
GIVEN = re.compile(r"\{#-?\s*\S.*")
INLINE = {
    "a script in the page": r"<script(?![^>]*\bsrc=)[^>]*>",
    "a style in the page": r"<style\b",
    "a style attribute": r"\sstyle\s*=",
    "an event attribute": r"\son[a-z]+\s*=\s*[\"']",
    "a script address": r"javascript:",
}
PHYSICAL = re.compile(
    r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r"|(?<![\w-])(?:left|right)\s*:"
)


def find_inline(text: str) -> list[str]:
    """List what a strict content policy would refuse."""
    without_comments = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    return [what for what, pattern in INLINE.items() if re.search(pattern, without_comments, re.IGNORECASE)]


def find_physical_sides(text: str) -> list[str]:
    """List the declarations that would stand on the wrong side of a right-to-left page."""
    return PHYSICAL.findall(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_says_first_what_it_is_given(path: Path) -> None:
    """The first line is a comment that names it."""
    assert GIVEN.match(read(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_holds_no_script_and_no_style(path: Path) -> None:
    """The content policy has no exception to give it."""
    assert not find_inline(read(path))


@pytest.mark.parametrize("path", STYLES, ids=str)
def test_a_style_sheet_names_no_physical_side(path: Path) -> None:
    """One sheet serves both directions."""
    assert not find_physical_sides(read(path))


@pytest.mark.parametrize("path", STYLES + SCRIPTS + TEMPLATES, ids=str)
def test_nothing_is_loaded_from_another_origin(path: Path) -> None:
    """A link may lead elsewhere; a page may not fetch from there."""
    fetched = re.compile(r"(?:\bsrc=|<link[^>]*href=|url\(|@import\s|fetch\()\s*[\"']?(?:https?:)?//", re.IGNORECASE)
    assert not fetched.search(read(path))


@pytest.mark.parametrize(
    "text",
    ['<p style="x">', "<script>x</script>", "<style>", '<a onclick="x">', '<a href="javascript:x">'],
)
def test_the_check_finds_what_is_inline(text: str) -> None:
    """The contract itself can fail."""
    assert find_inline(text)
    assert not find_inline('<script src="/static/a.js" defer></script><p class="style">on = 1</p>')


@pytest.mark.parametrize("text", ["margin-left: 0", "text-align:right", "a { left : 0 }", "border-top-left-radius: 0"])
def test_the_check_finds_a_physical_side(text: str) -> None:
    """The contract itself can fail."""
    assert find_physical_sides(text)
    assert not find_physical_sides("margin-inline: 0; inset-inline-start: 0; /* left: */ text-align: start")
