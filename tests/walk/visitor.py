"""Somebody who walks quickly: presses the button of the page just seen instead of asking for the page again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.test import TestResponse

from tests.web.reading import Page
from tests.web.scene import Scene, Visitor


@dataclass(repr=False)
class Walking(Visitor):
    """A visitor who keeps in mind the page that was seen last."""

    last: Page | None = None

    def look(self, part: str) -> Page:
        """Ask for an address and follow to the page that it leads to."""
        self.last = super().look(part)
        return self.last

    def send(
        self, part: str, fields: Mapping[str, object] | None = None, *, at: str = "", **headers: str
    ) -> TestResponse:
        """Press the button of a form with the token of the page just seen, where it has one."""
        if self.last is None or not self.last.token:
            return super().send(part, fields, at=at, **headers)
        return self.post(part, {**(fields or {}), "csrf_token": self.last.token}, **headers)

    def go_on(self, part: str, fields: Mapping[str, object] | None = None, *, at: str = "") -> Page:
        """Press the button of a form and follow to the page that comes, which is never "start again"."""
        page = super().go_on(part, fields, at=at)
        assert not page.address.endswith("/again"), f"{part} was not believed"
        return page


def arrive(scene: Scene, lang: str, cookie: str = "") -> Walking:
    """Return somebody who comes for the first time, or with a cookie from before."""
    visitor = Walking(scene.app.test_client(), lang)
    if cookie:
        visitor.take_cookie(cookie)
    return visitor
