"""The ways of reading the site that the safety page tells apart, and how each is walked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.forensic.visit import Visitor

EXIT, CRASH = "exit", "crash"


@dataclass(frozen=True, slots=True)
class Way:
    """One state of the site and the browser: the list of the safety page that is about it, and how it goes."""

    name: str
    listing: str
    entry: str
    walk: Callable[[Visitor], None]
    has_script: bool = True
    harm: str = "domestic_abuse"
    ends: tuple[str, ...] = (EXIT, CRASH)


def read_and_ask(visitor: Visitor) -> None:
    """Read two pages of the part after abuse, ask, and open one's own page."""
    visitor.follows("/information/start")
    visitor.follows("/information/choices")
    ask_only(visitor)


def ask_only(visitor: Visitor) -> None:
    """Ask, and open one's own page."""
    visitor.follows("/refer")
    visitor.asks()
    visitor.follows("/status")
    visitor.opens_own_page()


def turn_it_on(visitor: Visitor) -> None:
    """Turn discreet mode on by its switch, at the foot of a page that was not discreet, and go on."""
    visitor.examined.page.locator("#apart").click()
    visitor.press(visitor.examined.page.locator("button[name=on]"))
    visitor.follows("/status")


DISCREET = Way("discreet", "stays_discreet", "/en/information", read_and_ask)
PLAIN = Way("plain", "stays_with_script", "/en", ask_only, harm="theft")
WITHOUT_SCRIPT = Way("without script", "stays_without_script", "/en/information", read_and_ask, has_script=False)
SWITCHED = Way("switched on", "stays_discreet", "/en", turn_it_on, ends=(CRASH,))
WAYS = (DISCREET, PLAIN, WITHOUT_SCRIPT)  # with a list of the safety page each
ALL_WAYS = (*WAYS, SWITCHED)
