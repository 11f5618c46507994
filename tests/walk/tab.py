"""One browser's tab in which the pages of an album are shown as the sites send them, with their own sheets and scripts.

A small server on loopback hands out the kept pages; nothing else runs behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from whitenoise import WhiteNoise

from portal.web.app import BUILD
from portal.web.headers import CONTENT_SECURITY_POLICY
from tests.served import serve
from tests.walk.album import State

MEASURES = (Path(__file__).parent / "measures.js").read_text("utf-8")
WITHOUT_SCRIPT = CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'none'")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ("color-contrast", "color-contrast-enhanced")
PATIENCE_MS = 20_000
RUN_AXE = """async options => (await axe.run(document, options)).violations.map(
    each => each.id + ': ' + each.nodes.map(node => node.html.replace(/\\s+/g, ' ').slice(0, 120)).join(' | '))"""
IS_CHANGED = """async () => {
    const sent = new DOMParser().parseFromString(await (await fetch(location)).text(), 'text/html')
    return sent.documentElement.outerHTML !== document.documentElement.outerHTML }"""

Media = Mapping[str, Any]


class KeptPages:
    """Answers with the kept pages: /<number>, and /<number>/plain for a browser without script."""

    def __init__(self, states: Sequence[State]) -> None:
        self._states = states
        self.places = {id(state): number for number, state in enumerate(states)}

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer with one page."""
        number, _, kind = environ["PATH_INFO"].strip("/").partition("/")
        if not number.isdigit():
            start("204 No Content", [])
            return []
        body = self._states[int(number)].html.encode()
        policy = WITHOUT_SCRIPT if kind else CONTENT_SECURITY_POLICY
        start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", policy)])
        return [body]


@dataclass(frozen=True)
class Tab:
    """A tab, and where the kept pages are."""

    page: Page
    url: str
    places: Mapping[int, int]

    def show(self, state: State, *, has_script: bool = True) -> None:
        """Load a page in plain light, with or without its scripts."""
        self.page.emulate_media(color_scheme="light", forced_colors="none")  # else the last page's canvas may stay
        self.page.goto(f"{self.url}/{self.places[id(state)]}{'' if has_script else '/plain'}")

    def look(self, width: int, height: int, media: Media) -> None:
        """Change the screen, and what the reader wants of it."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(reduced_motion="reduce", **media)

    def ask_axe_everything(self, colours: Sequence[str]) -> list[str]:
        """Return what axe finds by all its rules; `colours` are those that judge contrast, none where nobody asks."""
        contrast = {rule: {"enabled": rule in colours} for rule in COLOURS}
        return self._run_axe({"runOnly": {"type": "tag", "values": TAGS}, "rules": contrast})

    def ask_axe(self, rules: Sequence[str]) -> list[str]:
        """Return what axe finds by some of its rules."""
        return self._run_axe({"runOnly": {"type": "rule", "values": list(rules)}})

    def _run_axe(self, options: dict[str, Any]) -> list[str]:
        found: list[str] = self.page.evaluate(RUN_AXE, {**options, "resultTypes": ["violations"]})
        return found

    def measure(self, name: str) -> Any:
        """Return what a measure of measures.js says."""
        return self.page.evaluate(f"measures.{name}()")

    def is_changed_by_script(self) -> bool:
        """Say whether the page is no longer as it was sent."""
        return bool(self.page.evaluate(IS_CHANGED))


@contextmanager
def open_tab(browser: Browser, states: Sequence[State]) -> Iterator[Tab]:
    """Give a tab for these pages until the block ends."""
    pages = KeptPages(states)
    files = WhiteNoise(pages, root=str(BUILD / "static"), prefix="static/", max_age=3600)
    with serve(files) as url:
        context = browser.new_context(locale="en-GB")
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(f"{AXE_SCRIPT}\n{MEASURES}")
        try:
            yield Tab(context.new_page(), url, pages.places)
        finally:
            context.close()
