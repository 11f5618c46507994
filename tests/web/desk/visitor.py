"""A browser for tests of the desk: keeps its cookie, finds the form's token, signs in as a person would."""

from __future__ import annotations

import re
from html import unescape

from flask import Flask
from werkzeug.test import TestResponse

from tests.builders import MovableClock, StaffAccount

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
TAG = re.compile(r"<[^>]+>")


class Visitor:
    """One browser. `post` takes the token from the page the form stands on."""

    def __init__(self, app: Flask, clock: MovableClock) -> None:
        self.client = app.test_client()
        self.clock = clock

    def get(self, url: str) -> TestResponse:
        """Load an address."""
        return self.client.get(url)

    def read(self, url: str) -> str:
        """Load a page, through redirects, and return its words without tags and doubled blanks."""
        return read_words(self.client.get(url, follow_redirects=True))

    def find_token(self, url: str) -> str:
        """Return the token of the forms on a page."""
        found = TOKEN.search(self.client.get(url, follow_redirects=True).get_data(as_text=True))
        assert found, f"there is no form on {url}"
        return found[1]

    def find_value(self, url: str, name: str) -> str:
        """Return what a hidden field on a page holds."""
        page = self.client.get(url, follow_redirects=True).get_data(as_text=True)
        found = re.search(rf'name="{name}" value="([^"]*)"', page)
        assert found, f"there is no {name} on {url}"
        return unescape(found[1])

    def post(self, url: str, form: dict[str, str | list[str]] | None = None, *, on: str = "/") -> TestResponse:
        """Send a form that stands on the page `on`."""
        return self.client.post(url, data={**(form or {}), "csrf_token": self.find_token(on)})

    def try_to_sign_in(self, email: str, password: str, otp: str) -> TestResponse:
        """Send the sign-in form."""
        return self.post("/sign-in", {"email": email, "password": password, "otp": otp}, on="/sign-in")

    def sign_in(self, account: StaffAccount) -> TestResponse:
        """Sign in with everything right."""
        answer = self.try_to_sign_in(account.email, account.password, account.otp(self.clock.now()))
        assert answer.status_code == 303
        assert not answer.location.endswith("/sign-in"), "signing in did not work"
        return answer


def read_words(answer: TestResponse) -> str:
    """Return the words of an answered page."""
    return " ".join(unescape(TAG.sub(" ", answer.get_data(as_text=True))).split())


def find_title(answer: TestResponse) -> str:
    """Return the title of an answered page."""
    found = re.search(r"<title>(.*?)</title>", answer.get_data(as_text=True), re.DOTALL)
    assert found
    return unescape(found[1]).strip()
