"""A sample of pages, one of each address: where the keyboard is can be seen, words may be spaced out, time may pass."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import Browser

from tests.languages import LANGS
from tests.walk.album import Album, State
from tests.walk.looks import LIGHT, MEASURED, NARROW, WIDE, judge
from tests.walk.tab import Tab, open_tab

FURTHEST = 120
CLOSING = {
    ("form", "by telephone: name"),
    ("form", "after abuse: reach"),
    ("form", "after abuse: sent"),
    ("page", "open"),
}
HOW_LONG = "box => [box.dataset.idle - 299, 310]"  # seconds until it warns, and from there until it has closed
SCREENS = [(WIDE.width, 500), (NARROW.width, NARROW.height)]


def pick(states: Iterable[State]) -> list[State]:
    """Return the longest page of each address: what can go wrong with a page goes wrong there."""
    longest: dict[str, State] = {}
    for state in states:
        if len(state.html) > len(longest.get(state.rule, state).html) or state.rule not in longest:
            longest[state.rule] = state
    return list(longest.values())


def walk_by_keyboard(tab: Tab, key: str) -> list[str]:
    """Press a key from stop to stop, once round; return what is wrong with any stop."""
    tab.page.evaluate("document.activeElement.blur()")
    faults: list[str] = []
    first = ""
    for _ in range(FURTHEST):
        tab.page.keyboard.press(key)
        stop = tab.measure("focused")
        if stop is None or stop["name"] == first:
            return faults
        first = first or stop["name"]
        seen = {
            "is not marked": stop["isMarked"],
            "is out of view": stop["isInView"],
            "is covered": not stop["covered"],
        }
        faults += [f"{key}: {fault}: {stop['name']}" for fault, is_well in seen.items() if not is_well]
    raise AssertionError("the keyboard never comes round")


@pytest.mark.parametrize(("part", "lang"), [("", "en"), ("form", "ar")])
def test_the_focus_is_marked_and_never_under_what_sticks_to_the_screen(
    album: Album, tab: Tab, part: str, lang: str
) -> None:
    """Forwards and, where a page comes from below the bar, backwards. WCAG 2.4.7, 2.4.11, and as 2.4.12 has it."""
    faults = []
    for state in pick(album.list_of(part, lang)):
        tab.show(state)
        tab.look(*SCREENS[1], LIGHT)
        for key in ("Tab", "Shift+Tab"):
            faults += [f"{state.label}: {fault}" for fault in walk_by_keyboard(tab, key)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("lang", LANGS)
def test_words_can_be_spaced_out(album: Album, tab: Tab, lang: str) -> None:
    """No words are lost when a reader sets lines, letters and paragraphs further apart. WCAG 1.4.12."""
    faults = []
    for state in pick(album.list_of(lang=lang)):
        tab.show(state)
        tab.measure("openAll")
        tab.measure("space")
        for width, height in SCREENS:
            tab.look(width, height, LIGHT)
            faults += [f"{state.label} ({width} px): {fault}" for name in MEASURED for fault in tab.measure(name)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_that_closes_is_for_everybody_until_it_has_closed(album: Album, browser: Browser, lang: str) -> None:
    """When it warns, and when its words are gone."""
    faults, states = [], [state for state in album.list_of(lang=lang) if (state.part, state.name) in CLOSING]
    assert len(states) == len(CLOSING)
    with open_tab(browser, states) as tab:
        tab.page.clock.install()
        for state in states:
            tab.show(state)
            tab.look(NARROW.width, NARROW.height, LIGHT)
            for passed in tab.page.eval_on_selector(".time", HOW_LONG):
                tab.page.clock.fast_forward(passed * 1000)
                faults += [f"{state.label}, later: {each}" for each in judge(tab, state, NARROW, is_thorough=True)]
    assert not faults, "\n".join(faults)
