"""Someone at the public site without a screen: fills in, sends, opens with the code, writes, presses stop."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from portal.domain.lifetimes import SHORTEST_FORM
from tests.builders import BENS_PAGES
from tests.eventually import eventually
from tests.faults.plain_browser import Answer, LostAnswer, PlainBrowser, Typed

_CODE = re.compile(r'id="access-code"[^>]*>(.*?)</p>', re.DOTALL)
_REFERENCE = re.compile(r"RJ-\w{4}-\w{4}")


@dataclass(slots=True)
class PlainVisitor(PlainBrowser):
    """Asks for help and follows their case."""

    cookie_name: ClassVar[str] = "v"

    def fills_in(self, pages: Mapping[str, Typed] = BENS_PAGES) -> None:
        """Begin a form and answer every page, up to the check."""
        self.goes_on(self.send("/en/refer", {}).location, pages)

    def goes_on(self, here: str, pages: Mapping[str, Typed], until: str = "check") -> str:
        """Answer page after page from an address on; return the address that ends so."""
        for _ in range(30):
            slug = here.rsplit("/", 1)[1]
            if slug == until:
                return here
            here = self.send(here, pages.get(slug, {})).location
        raise AssertionError(f"still at {here}")

    def sends(self) -> str:
        """Press send and return the code of the receipt; a form filled in within seconds is to be sent once more."""
        if not self.presses_send().location.endswith("/refer/sent"):
            # not press after press: these are counted
            until = time.monotonic() + SHORTEST_FORM.total_seconds() + 1
            eventually(lambda: time.monotonic() > until, 60, what="enough time for a person")
            assert self.presses_send().location.endswith("/refer/sent")
        return self.reads_code()

    def presses_send(self) -> Answer:
        return self.send("/en/refer/check", {})

    def reads_code(self) -> str:
        page = self.look("/en/refer/sent")
        found = _CODE.search(page.words)
        if found is None:
            raise AssertionError(f"no code on the sent page: {page}")
        return re.sub(r"\D", "", re.sub(r"<[^>]+>", "", found[1]))

    def reads_reference(self) -> str:
        """Return the reference on the receipt or the open page."""
        found = _REFERENCE.search(self.look("/en/refer/sent").words) or _REFERENCE.search(self.reads())
        if found is None:
            raise AssertionError("no reference on either page")
        return found[0]

    def opens(self, code: str) -> str:
        """Open a page by its code and return its words; empty when it did not open."""
        self.send("/en/status", {"code": [code]})
        return self.reads()

    def reads(self) -> str:
        """Return the words of the open page; empty when none is open."""
        page = self.look("/en/status").words
        return page if "RJ-" in page else ""

    def writes(self, words: str) -> None:
        """Send a message; returning means that it was acknowledged."""
        self.send("/en/status/message", {"words": [words]}, at="/en/status")
        if "Your message is sent" not in self.look("/en/status").words:
            raise LostAnswer("not acknowledged")
