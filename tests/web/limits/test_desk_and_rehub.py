"""Too many tries at the desk's sign-in and at re:hub's API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.holders import Role
from portal.web.desk_app import create_desk_app
from portal.web.rehub.models import Problem
from tests.builders import MovableClock, PortalData
from tests.web.desk.visitor import Visitor, read_words
from tests.web.limits.conftest import LimitedSite
from tests.web.rehub.sender import Rehub
from tests.web.scene import Scene

SIGN_INS, UPDATES, ASKED = 20, 600, 240


@pytest.fixture
def desk_app(sqlite_portal_data: PortalData, clock: MovableClock) -> Iterator[Flask]:
    """Give the desk with limits on."""
    app = create_desk_app(sqlite_portal_data.settings(Role.DESK, PORTAL_RATE_LIMITS="on"), clock=clock)
    yield app
    app.extensions["portal"].side.store.close()


def test_the_21st_sign_in_of_a_minute_must_wait(desk_app: Flask, clock: MovableClock) -> None:
    """From one address, besides the lock of each account; what was typed is not repeated."""
    stranger = Visitor(desk_app, clock)
    form = {"email": "nobody@desk.invalid", "password": "a-wrong-password", "otp": "123456"}
    form["csrf_token"] = stranger.find_token("/sign-in")
    answers = [stranger.client.post("/sign-in", data=form) for _ in range(SIGN_INS + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {303}
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert "Please wait a little" in read_words(answers[-1])
    assert "a-wrong-password" not in answers[-1].get_data(as_text=True)
    led = stranger.client.post("/sign-in", data=form, headers={"Sec-Fetch-Mode": "navigate"})
    assert (led.status_code, led.headers["Location"]) == (303, "/wait")
    assert stranger.get("/wait").status_code == 429
    clock.move(seconds=61)
    assert stranger.get("/wait").headers["Location"] == "/sign-in"


def test_rehub_is_told_when_to_send_again(site: LimitedSite, scene: Scene) -> None:
    """Before the signature is looked at; as JSON, and nothing of the message in it."""
    rehub = Rehub(site.app, scene.portal.side.rehub_secret, "RJ-AAAA-2222")
    for _ in range(UPDATES):
        assert rehub.post(b"{}", {}).status_code == 401
    answer = rehub.send()
    assert (answer.status_code, answer.content_type) == (429, "application/problem+json")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert Problem.model_validate_json(answer.data).status == 429
    document = site.app.test_client().get("/api/rehub/v1/openapi.json").json
    assert document is not None
    described = document["paths"]["/api/rehub/v1/updates"]["post"]["responses"]["429"]
    assert "Retry-After" in document["components"]["responses"][described["$ref"].rsplit("/", 1)[1]]["headers"]


def test_who_guesses_at_links_of_rehubs_must_wait(site: LimitedSite) -> None:
    """Looking counts as well as sending; the answer is the page for whoever has to wait."""
    guesser = site.visitor("192.0.2.9")
    tries = [guesser.ask(f"/rehub/{number}") for number in range(ASKED + 1)]
    assert {answer.status_code for answer in tries[:-1]} == {404}
    assert tries[-1].status_code == 429
    assert guesser.post("/rehub/x", {"stage": "rehub_check"}).status_code == 429
    assert site.visitor("192.0.2.10").ask("/rehub/x").status_code == 404
