"""Every sample page walked with axe, narrow and wide, light and dark, both directions, forced colours."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.components.gallery import SAMPLES, Site

Show = Callable[..., Page]
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
PRESSED = (
    "button, .button, .exit, summary, .choice, select, textarea, .tools a, .foot a, .back a, .desk-bar a, "
    "input:not([type=radio]):not([type=checkbox]):not([type=hidden])"
)
SIGHTS: dict[str, tuple[int, str, dict[str, Any]]] = {
    "wide": (1280, "ltr", {}),
    "narrow": (320, "ltr", {}),
    "wide dark": (1280, "ltr", {"color_scheme": "dark"}),
    "narrow right to left": (320, "rtl", {}),
    "narrow forced colours": (320, "ltr", {"forced_colors": "active"}),
}


@pytest.fixture
def see(show: Show) -> Callable[[str, str], Page]:
    """Return a function that shows a sample page as one of SIGHTS."""

    def seen(name: str, sight: str) -> Page:
        width, direction, media = SIGHTS[sight]
        page = show(name, Site(lang="ar" if direction == "rtl" else "en", direction=direction))
        page.set_viewport_size({"width": width, "height": 640})
        page.emulate_media(reduced_motion="reduce", **media)
        return page

    return seen


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", SAMPLES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(see: Callable[[str, str], Page], name: str, sight: str) -> None:
    page = see(name, sight)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_pressed_is_48_pixels_high(see: Callable[[str, str], Page], name: str) -> None:
    page = see(name, "narrow")
    small = page.locator(PRESSED).evaluate_all(
        """all => all.filter(one => one.checkVisibility({visibilityProperty: true})
             && one.getBoundingClientRect().height < 47.9).map(one => one.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize("name", ["step", "status", "sent"])
def test_a_printed_page_shows_neither_the_name_nor_the_exit(see: Callable[[str, str], Page], name: str) -> None:
    page = see(name, "wide")
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
    assert "Heard" not in page.locator("body").inner_text()
    assert page.locator("h1").is_visible()
