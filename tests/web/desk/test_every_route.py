"""Every address of the desk, from the application's own map: what is not open by name needs somebody signed in."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.web.desk.access import OPEN
from tests.builders import MovableClock, StaffAccount
from tests.web.desk.visitor import Visitor

MADE_UP = {"case_id": "a" * 32, "what": "on_hold", "notice_id": "b" * 32, "status": "404"}
MADE_UP |= {"filename": "none.css", "path": "none.css"}


def list_closed(app: Flask) -> list[tuple[str, str, str]]:
    """Return (endpoint, method, address) of everything that is neither open by name nor a style sheet."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN or rule.endpoint == "static":
            continue
        address = adapter.build(rule.endpoint, {name: MADE_UP[name] for name in rule.arguments})
        found += [(rule.endpoint, method, address) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


def test_there_are_addresses_to_walk_and_what_is_open_exists(app: Flask) -> None:
    """The walk can fail: it goes through most of the desk."""
    assert len(list_closed(app)) >= 12
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= OPEN


def test_every_address_that_is_not_open_leads_to_the_sign_in(app: Flask, stranger: Visitor) -> None:
    """A page and a form alike, whether or not there is such a case."""
    token = stranger.find_token("/sign-in")
    for endpoint, method, address in list_closed(app):
        fields = {"csrf_token": token} if method == "POST" else {}
        answer = stranger.client.open(address, method=method, data=fields)
        assert (answer.status_code, answer.location) == (303, "/sign-in"), (endpoint, method)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_was_signed_in_and_is_out_meets_the_same(
    app: Flask, clock: MovableClock, fay: StaffAccount, method: str
) -> None:
    """With the cookie that opened everything a moment ago."""
    visitor = Visitor(app, clock)
    visitor.sign_in(fay)
    kept = visitor.client.get_cookie("desk") or next(iter(visitor.client._cookies.values()))
    token = visitor.find_token("/")
    visitor.post("/sign-out")
    for endpoint, each, address in list_closed(app):
        if each == method:
            visitor.client.set_cookie(kept.key, kept.value)
            answer = visitor.client.open(address, method=method, data={"csrf_token": token} if method == "POST" else {})
            assert (answer.status_code, answer.location) == (303, "/sign-in"), endpoint
