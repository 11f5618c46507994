"""A whole visit as one person makes it, with words that are found nowhere else in every field, and one mistake.

It presses what a person presses and waits until the old page has gone, whether the browser moved to another address or
the site put another page in its place. What it was given and where it has been is kept for the search.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, Locator, Request

from tests.eventually import eventually
from tests.forensic.profile import Examined
from tests.forensic.search import Wanted

CANARY = "Qanary"
FORM, CHANGE = "main form >> nth=0", "main .change a"
OUT = "https://www.bbc.co.uk/weather"
# Every field of the form by its name; made up, and none of it in any file of a new profile.
TYPED: Mapping[str, str] = {
    "hopes_words": f"{CANARY}-hopes, with a blank\nand a new line",
    "name": f"{CANARY}-name Ó Súilleabháin",
    "other_name": f"{CANARY}-friend",
    "phone": "07700 900 846",
    "email": f"{CANARY}-mail@example.org".lower(),
    "address": f"{CANARY}-house\n1 {CANARY}-street",
    "if_others_answer": f"{CANARY}-others",
    "code_word": f"{CANARY}-word",
    "phrase_prompt": f"{CANARY}-prompt",
    "check_phrase": f"{CANARY}-phrase",
    "needs_words": f"{CANARY}-needs",
    "anything_else": f"{CANARY}-more",
    "place": "LS1 4AP",
}
# What has to be chosen, and some of what need not be.
CHOSEN: Mapping[str, tuple[str, ...]] = {
    "who_for": ("me",),
    "understood": ("yes",),
    "device_safe": ("not_sure",),
    "custody": ("prison",),
    "hopes": ("questions",),
    "without_contact": ("talk_alone",),
    "letter_warned": ("yes",),
    "wording": ("library",),
    "leave_message": ("no",),
    "say_who": ("no",),
    "needs": ("access",),
    "rhythm": ("weekly",),
}
# One word for every page of discreet mode; behind the exit the browser puts the neutral site's in its place.
NEUTRAL_TITLES = frozenset({"Loading", "Weather"})
METHODS = ("letter", "email", "someone_else")  # between them they ask for every way to reach somebody
MISTAKE = f"{CANARY}-mistake, far too long for a name" + " and longer" * 6
MESSAGE = f"{CANARY}-message"
PIN = "73950284"
SECRETS = frozenset({CANARY, PIN, "domestic_abuse", "talk_alone", "900 846", "900846", "Súilleabháin", "LS1 4AP"})
_GONE = "document.querySelector('main') && !document.querySelector('[data-seen]') && document.readyState === 'complete'"
_SEEN = "document.querySelectorAll('main > *').forEach(each => each.setAttribute('data-seen', ''))"


@dataclass
class Visitor:
    """Somebody who reads, asks, opens their page and leaves, in a browser that will be searched."""

    examined: Examined
    site_url: str
    harm: str
    methods: tuple[str, ...] = METHODS
    code: str = ""
    return_code: str = ""
    link: str = ""
    reference: str = ""
    titles: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Note everything that the browser asks the site for."""
        self.examined.context.on("request", self._note_request)

    def comes_to(self, path: str) -> None:
        self.examined.page.goto(self.site_url + path)
        self._note_page()

    def follows(self, path: str) -> None:
        """Press a link of the page to a path."""
        self.press(self.examined.page.locator(f"a[href$='{path}']:visible").first)

    def asks(self) -> None:
        """Go through the form to the end, once for each way to be reached, with one mistake; keep the code."""
        self.goes_on()
        for method in self.methods:
            self._answers_all(method)
            if method != self.methods[-1]:
                self.press(self.examined.page.locator(f"{CHANGE}[href*='/contact?']").first)
        self._saves()
        self.goes_on()
        words = self.examined.page.locator("main").inner_text()
        self.code = self._reads_code()
        self.link = (self.examined.page.locator(".link-words").text_content() or "").strip().rsplit("/", 1)[1]
        self.reference = re.findall(r"RJ-\w{4}-\w{4}", words)[0]
        self.press(self.examined.page.locator("main form:not([action]) button:visible"))

    def opens_own_page(self) -> None:
        """Type the code, set a PIN, read everything, and write a message."""
        page = self.examined.page
        page.locator("main [name=code]").fill(self.code)
        self.goes_on()
        page.locator("main details", has=page.locator("[href$='/pin']")).locator("summary").first.click()
        self.follows("/status/pin")
        for name in ("new", "again"):
            page.locator(f"main [name={name}]").fill(PIN)
        self.goes_on()
        while page.locator("main details:not([open])").count():
            page.locator("main details:not([open]) > summary").first.click()
        page.locator("main [name=words]").fill(MESSAGE)
        self.press(page.locator("main form", has=page.locator("[name=words]")).locator("button").last)

    def leaves(self) -> None:
        """Press the exit button, and wait until the browser has done all that it was told to."""
        self.examined.page.locator(".exit").first.click()
        self.examined.page.wait_for_url(f"{OUT}*")
        eventually(lambda: self.examined.context.cookies() == [])

    def goes_on(self) -> None:
        self.press(self.examined.page.locator(FORM).locator("button:not([type=button]):visible").first)

    def press(self, button: Locator) -> None:
        self.examined.page.evaluate(_SEEN)
        button.click()
        eventually(self._is_new, what=f"another page after {self.examined.page.url}")
        self._note_page()

    def list_titles(self) -> set[str]:
        """Return every title that was shown, and the headings that are long enough to be found by themselves."""
        return self.titles | {heading for heading in self.headings if len(heading) > 11}

    def tells(self, titles: frozenset[str]) -> Wanted:
        """Return what a search has to look for; neutral titles tell nothing."""
        spaced = {re.sub("(....)", r"\1 ", code).strip() for code in (self.code, self.return_code)}
        secrets = {self.code, self.return_code, *spaced, self.link, self.reference, *SECRETS} - {""}
        return Wanted(self.site_url, frozenset(secrets), titles - NEUTRAL_TITLES, frozenset(self.paths), NEUTRAL_TITLES)

    def _saves(self) -> None:
        """Save the form, keep its return code, and go back to it."""
        form = self.examined.page.locator("main form[action$='/save']")
        self.press(form.locator("button:not([type=button])"))
        self.return_code = self._reads_code()
        self.press(self.examined.page.locator("main form[action$='/kept'] button:not([type=button])"))
        self.press(self.examined.page.locator("main a[href$='/check']"))

    def _reads_code(self) -> str:
        return re.sub(r"\D", "", self.examined.page.locator("#access-code").inner_text())

    def _answers_all(self, method: str) -> None:
        """Answer whatever the pages ask until everything can be checked."""
        has_erred = method != self.methods[0]
        for _ in range(30):
            if self.examined.page.locator(CHANGE).count():
                return
            names = self._list_fields()
            if "name" in names and not has_erred:
                self._fills("name", MISTAKE, method)
                self.goes_on()
                has_erred = True
            for name in names:
                self._fills(name, TYPED.get(name, ""), method)
            self.goes_on()
        raise AssertionError("the form has no end")

    def _list_fields(self) -> list[str]:
        """List the names of the fields that can be seen, once each."""
        names = "form => [...new Set([...form.elements].filter(each => each.offsetParent).map(each => each.name))]"
        known = {*TYPED, *CHOSEN, "contact_method", "harm"}
        found: list[str] = self.examined.page.locator(FORM).evaluate(names)
        return [name for name in found if name in known]

    def _fills(self, name: str, words: str, method: str) -> None:
        main = self.examined.page.locator("main")
        if words:
            main.locator(f"[name={name}]").fill(words)
        chosen = {**CHOSEN, "contact_method": (method,), "harm": (self.harm,)}
        for value in chosen.get(name, ()):
            main.locator(f"[name={name}][value={value}]").check()

    def _is_new(self) -> bool:
        try:
            return bool(self.examined.page.evaluate(_GONE))
        except Error:  # between two pages
            return False

    def _note_page(self) -> None:
        self.titles.add(self.examined.page.title())
        self.headings.add(self.examined.page.locator("h1").first.inner_text().rsplit("\n", 1)[-1])

    def _note_request(self, request: Request) -> None:
        if request.url.startswith(self.site_url):
            parts: Any = urlsplit(request.url)
            self.paths |= {parts.path, parts.path + (f"?{parts.query}" if parts.query else "")}
