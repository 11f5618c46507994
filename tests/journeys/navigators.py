"""People's journeys as sentences: what someone does on the site and at the desk, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyotp
from playwright.sync_api import Locator, Page

from tests.processes import RunningSite

Typed = Mapping[str, Sequence[str]]
Look = Callable[[Page, str], None]
STEP_FORM = "main form >> nth=0"
SEEN = "main => main.setAttribute('data-seen', '')"


def look_away(page: Page, name: str) -> None:
    """Do nothing at a stop of the journey."""


def press_and_wait(page: Page, press: Callable[[], None]) -> None:
    """Press, and wait for another page: at another address, or, in discreet mode, put in the place of this one."""
    page.locator("main").evaluate(SEEN)
    press()
    page.locator("main:not([data-seen])").wait_for()
    page.wait_for_load_state("load")


@dataclass(frozen=True, slots=True)
class Sent:
    """What someone keeps after sending."""

    code: str
    link: str
    reference: str


class Asker:
    """Someone who asks, keeps a code and follows their case; fills fields by name, presses what a person presses."""

    def __init__(self, page: Page, site: RunningSite, lang: str = "en", look: Look = look_away) -> None:
        self.page = page
        self.base = f"{site.public_url}/{lang}"
        self.look = look

    def begins(self) -> None:
        self.page.goto(f"{self.base}/refer")
        self.look(self.page, "start")
        self.press(self.page.locator("main form button:visible").last)

    def fills_in(self, pages: Mapping[str, Typed]) -> None:
        """Answer every page that comes until everything can be checked."""
        for _ in range(30):
            slug = self.slug
            if slug == "check":
                return
            self.answers(pages.get(slug, {}))
            self.look(self.page, f"after {slug}")
        raise AssertionError(f"still at {self.slug}")

    def answers(self, values: Typed) -> None:
        for name, chosen in values.items():
            for value in chosen:
                self.fills(name, value)
        self.goes_on()

    def fills(self, name: str, value: str) -> None:
        choice = self.page.locator(f"main [name={name}][value='{value}']")
        if choice.count():
            choice.check()
            return
        field = self.page.locator(f"main [name={name}]")
        if field.evaluate("field => field.localName") == "select":
            field.select_option(value)
        else:
            field.fill(value)

    def goes_on(self) -> None:
        self.press(self.page.locator(STEP_FORM).locator("button:not([type=button])").first)

    def press(self, button: Locator) -> None:
        press_and_wait(self.page, button.click)

    @property
    def slug(self) -> str:
        """The last part of the page's address, which the bar does not show in discreet mode."""
        off = self.page.locator("button[name=off]")
        path = off.get_attribute("value") if off.count() else self.page.url
        return (path or "").partition("?")[0].rsplit("/", 1)[1]

    def sends(self) -> Sent:
        self.look(self.page, "check")
        self.goes_on()
        self.look(self.page, "sent")
        return self.reads_receipt()

    def reads_receipt(self) -> Sent:
        code = re.sub(r"\D", "", self.page.locator("#access-code").inner_text())
        link = self.page.locator(".link-words").inner_text() if self.opens(".link-words") else ""
        reference = re.search(r"RJ-\w{4}-\w{4}", self.page.locator("main").inner_text())
        assert reference is not None
        return Sent(code, link.strip(), reference[0])

    def opens(self, inside: str) -> bool:
        """Press every closed part that holds something."""
        self.press_open("main details:not([open])", has=self.page.locator(inside))
        return self.page.locator(inside).count() > 0

    def opens_everything(self) -> None:
        self.press_open("main details:not([open])")

    def press_open(self, closed: str, has: Locator | None = None) -> None:
        """Open the first closed part until none is left."""
        while self.page.locator(closed, has=has).count():
            self.page.locator(closed, has=has).first.locator("summary").first.click()

    def keeps_the_code(self) -> None:
        # the forms beside it, to check the code or to do without it, have addresses of their own
        self.press(self.page.locator("main form:not([action]) button:visible"))

    def asks(self, pages: Mapping[str, Typed]) -> Sent:
        """Walk the whole way and keep the code."""
        self.begins()
        self.fills_in(pages)
        sent = self.sends()
        self.keeps_the_code()
        return sent

    def types_code(self, code: str) -> None:
        self.page.goto(f"{self.base}/status")
        self.page.locator("main [name=code]").fill(code)
        self.goes_on()

    def follows_link(self, link: str) -> None:
        self.page.goto(link)
        self.goes_on()

    def reads(self) -> str:
        """Open every part of the page and return its words."""
        self.opens_everything()
        return self.page.locator("main").inner_text()

    def writes(self, words: str) -> None:
        self.opens("[name=words]")
        self.page.locator("[name=words]").fill(words)
        self.press(self.page.locator("form", has=self.page.locator("[name=words]")).locator("button").last)


class Practitioner:
    """Someone at the desk: signs in, reads, records, moves, answers."""

    def __init__(self, page: Page, site: RunningSite) -> None:
        self.page = page
        self.site = site

    def signs_in_first(self) -> None:
        """Sign in with what the portal wrote at its first start."""
        self.signs_in_with(self.site.data_dir / "first-sign-in")

    def signs_in_with(self, file: Path) -> None:
        """Sign in with a file of first secrets; it is gone then."""
        written = json.loads(file.read_text())
        self.signs_in(written["email"], written["password"], written["otpauth"])
        assert not file.exists()

    def signs_in(self, email: str, password: str, otpauth: str) -> None:
        otp = pyotp.parse_uri(otpauth).at(datetime.now(UTC))  # type: ignore[attr-defined]  # always time-based here
        self.page.goto(self.site.desk_url)
        for name, value in (("email", email), ("password", password), ("otp", otp)):
            self.page.locator(f"[name={name}]").fill(value)
        self.press_words("Sign in")

    def press_words(self, words: str) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name=words).click()

    def opens_case(self, reference: str) -> str:
        """Open the case of a reference and return all its words."""
        self.page.goto(self.site.desk_url)
        row = self.page.locator("main :is([role=row], li, article)", has_text=reference).last
        with self.page.expect_navigation(wait_until="load"):
            row.get_by_role("link").first.click()
        while self.page.locator("details:not([open])").count():
            self.page.locator("details:not([open])").first.locator("summary").first.click()
        return self.page.locator("body").inner_text()

    def records_first_conversation(self) -> None:
        for box in self.page.locator("[name=checked]").all():
            box.check()
        self.press_words("Record the conversation")

    def moves_to(self, stage: str, words: str = "") -> str:
        """Move the case and return what the preview showed."""
        field = self.page.locator("[name=stage]")
        if field.first.evaluate("field => field.localName") == "select":
            field.select_option(stage)
        else:
            self.page.locator(f"[name=stage][value={stage}]").check()
        self.press_words("See what they will read")
        preview = self.page.locator("main").inner_text()
        if words:
            self.page.locator("[name=words]").fill(words)
        self.press_words("Move, and tell them")
        return preview

    def answers(self, words: str) -> None:
        self.page.locator("[name=words]").fill(words)
        self.press_words("Put this on their page")
