"""The album of a walk: every page of both sites as it was met in each state and language, and what was pressed.

Holds HTML and where it came from. Opens no browser and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, request, request_started
from werkzeug.exceptions import HTTPException

from tests.web.reading import Page

Address = tuple[str, str, str]  # site, method, rule of the site's list of addresses
PUBLIC, DESK = "public", "desk"
# Addresses that show no page of ours, with what they do instead. Every other one is walked.
WITHOUT_PAGE = {
    (PUBLIC, "/"): "leads to a language",
    (PUBLIC, "/leave"): "leads out",
    (PUBLIC, "/discreet"): "leads to a page, as the address with a language does",
    (PUBLIC, "/api/rehub/v1/updates"): "for machines",
    (PUBLIC, "/hooks/notify"): "for machines",
    **{(PUBLIC, each): "a file" for each in ("/figures.csv", "/figures.json", "/<lang>/figures.atom")},
    **{(PUBLIC, each): "for machines" for each in ("/sitemap.xml", "/<lang>/changes.atom")},
    (PUBLIC, "/api/rehub/v1/openapi.json"): "for machines",
    **{
        (site, f"/{name}"): "for machines"
        for site in (PUBLIC, DESK)
        for name in ("favicon.ico", "healthz", "readyz", "robots.txt")
    },
}

# Addresses whose page is for re:hub's people, and is not in every language of the site.
IN_FEWER = {"/rehub/<link>": ("en", "cy"), "/rehub/<link>/check": ("en", "cy")}


@dataclass(frozen=True, slots=True)
class State:
    """One page as somebody meets it: the site, the part of it, what it shows just now, in which language."""

    site: str
    part: str
    name: str
    lang: str
    rule: str
    status: int
    html: str

    @property
    def label(self) -> str:
        """Say which it is."""
        return f"{self.lang} {self.part}: {self.name}"


@dataclass
class Album:
    """Everything met so far."""

    states: list[State] = field(default_factory=list)
    pressed: set[Address] = field(default_factory=set)

    def keep(self, state: State) -> None:
        """Add a state; each has a name of its own."""
        if any((each.part, each.name, each.lang) == (state.part, state.name, state.lang) for each in self.states):
            raise AssertionError(f"there are two states called {state.label}")
        self.states.append(state)

    def list_of(self, part: str = "", lang: str = "") -> list[State]:
        """List the states of a part and a language, or of all of them."""
        return [each for each in self.states if part in ("", each.part) and lang in ("", each.lang)]

    @contextmanager
    def note_presses(self, app: Flask, site: str) -> Iterator[None]:
        """Note each address of an app that is asked for, and how, while the block runs."""

        def note(_sender: Flask, **_given: object) -> None:
            if request.url_rule is not None:
                self.pressed.add((site, request.method, request.url_rule.rule))

        with request_started.connected_to(note, app):
            yield


@dataclass(frozen=True)
class Walker:
    """Somebody who walks through one part of a site in one language and keeps what they see."""

    album: Album
    app: Flask
    part: str
    lang: str = "en"
    site: str = PUBLIC

    def see(self, name: str, page: Page) -> Page:
        """Keep a page under a name; return it."""
        if "<html" not in page.html:
            raise AssertionError(f"{name} is no page: {page.status} {page.address}")
        rule = find_rule(self.app, page.address)
        self.album.keep(State(self.site, self.part, name, self.lang, rule, page.status, page.html))
        return page


def find_rule(app: Flask, path: str) -> str:
    """Return the rule that answers GET at a path; empty where there is none."""
    try:
        rule, _ = app.url_map.bind("").match(path, "GET", return_rule=True)
    except HTTPException:
        return ""
    return str(rule.rule)
