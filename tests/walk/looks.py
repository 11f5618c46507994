"""The ways of looking at a page, and what must hold in each. Knows no page by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.walk.album import State
from tests.walk.tab import Tab

CONTRAST = "color-contrast"  # what WCAG asks of AA
STRONG = "color-contrast-enhanced"  # 7:1, as this site has it
LIGHT = {"color_scheme": "light", "forced_colors": "none"}
MEASURED = ("sideways", "cut", "overlaps")


@dataclass(frozen=True, slots=True)
class Look:
    """One way of looking: the screen, what the reader wants; which rule of axe judges colours; what else can differ."""

    name: str
    width: int
    height: int
    media: Mapping[str, Any] = field(default_factory=lambda: LIGHT)
    colours: str = ""
    rules: Sequence[str] = ()
    measures: Sequence[str] = MEASURED


WIDE = Look("1280 px", 1280, 800, colours=STRONG, measures=(*MEASURED, "isOneHeading"))
ZOOMED = Look("1280 px at 400 %", 320, 256, measures=(*MEASURED, "exitInView"))
NARROW = Look("320 px", 320, 640, rules=("target-size",), measures=(*MEASURED, "small", "exitInView"))
DARK = Look("dark", 320, 640, {**LIGHT, "color_scheme": "dark"}, colours=STRONG, measures=())
FORCED = Look("forced colours", 320, 640, {**LIGHT, "forced_colors": "active"}, CONTRAST, measures=("exitInView",))
LOOKS = (WIDE, ZOOMED, NARROW, DARK, FORCED)
WITHOUT_SCRIPT = "without script"


def find_faults(tab: Tab, state: State, *, is_thorough: bool = False) -> list[str]:
    """Return what is wrong with a page in every way of looking, and without script.

    All that axe knows is asked in the first look, and elsewhere what can differ there: colours are the sheet's and no
    language's, so English is asked about them; without script only pages that script had changed, English ones about
    all that axe knows. `is_thorough`: everything everywhere.
    """
    tab.show(state)
    is_changed = tab.is_changed_by_script()
    faults = []
    for look in LOOKS:
        tab.look(look.width, look.height, look.media)
        faults += name_faults(state, look.name, judge(tab, state, look, is_thorough=is_thorough))
    if is_changed or is_thorough:
        tab.show(state, has_script=False)
        tab.look(NARROW.width, NARROW.height, NARROW.media)
        is_asked_all = is_thorough or state.lang == "en"  # what script changes is the same in every language
        faults += name_faults(state, WITHOUT_SCRIPT, judge(tab, state, NARROW, is_thorough=is_asked_all))
    return faults


def judge(tab: Tab, state: State, look: Look, *, is_thorough: bool) -> list[str]:
    """Return what is wrong with the page shown in one way of looking."""
    tab.measure("openAll")
    found: list[str] = [fault for name in look.measures for fault in tab.measure(name)]
    colours = [look.colours] if look.colours and (is_thorough or state.lang == "en") else []
    if is_thorough or look is LOOKS[0]:
        return found + tab.ask_axe_everything(colours)
    asked = [*look.rules, *colours]
    return found + (tab.ask_axe(asked) if asked else [])


def name_faults(state: State, look: str, found: Sequence[str]) -> list[str]:
    """Return faults with where they are."""
    return [f"{state.label} ({look}): {fault}" for fault in found]
