"""How long a page stays open: said on it from the start, and more of it for one press, as long as there is any."""

from __future__ import annotations

import pytest
from flask import request, session

from portal.web.staying import find_limit
from tests.web.reading import Attributes, Page
from tests.web.scene import Scene, Visitor


def find_box(page: Page) -> Attributes:
    """Return what the page tells the script; nothing where it does not close."""
    return next((each for _, each in page.tags if "data-idle" in each), {})


def find_script(scene: Scene) -> str:
    """Return the address of the script that closes pages."""
    return f"/static/{scene.app.extensions['manifest']['timeout.js']}"


def open_own_page(scene: Scene, name: str) -> Visitor:
    """Open somebody's private page."""
    visitor = scene.visitor()
    visitor.open_page(scene.sana.code if name == "sana" else scene.amira.code)
    return visitor


@pytest.mark.parametrize(
    ("name", "part", "minutes", "hours"),
    [
        ("amira", "refer/name", 30, 3),
        ("amira", "refer/check", 30, 3),
        ("sana", "refer/steps", 15, 3),
        ("sana", "refer/save", 15, 3),
        ("amira", "status", 20, 2),
        ("sana", "status", 10, 2),
        ("sana", "status/ask/pause", 10, 2),
        ("amira", "status/pin", 20, 2),
        ("sana", "status/copy", 10, 2),
        ("sana", "status/copy/all", 10, 2),
    ],
)
def test_a_page_says_how_long_it_stays_and_what_is_gone_then(
    scene: Scene, name: str, part: str, minutes: int, hours: int
) -> None:
    """Without script too; stricter after abuse."""
    visitor = open_own_page(scene, name) if part.startswith("status") else scene.with_draft(name)
    page = visitor.look(part)
    assert f"This page closes {minutes} minutes after your last press" in page.words
    assert f"{hours} hours after you began at the latest" in page.words
    assert ("Nothing that you sent is lost" in page.words) is part.startswith("status")
    assert ("What you wrote is then gone" in page.words) is part.startswith("refer")
    box = find_box(page)
    assert (box["data-idle"], "data-strict" in box) == (str(minutes * 60), name == "sana")
    assert 0 < int(box["data-left"]) <= hours * 3600
    assert find_script(scene) in [each["src"] for each in page.list_tags("script")]


@pytest.mark.parametrize("part", ["refer", "refer/return", "status", "", "get-help-now"])
def test_a_page_that_does_not_close_loads_no_script_for_it(scene: Scene, part: str) -> None:
    """The form and private pages only."""
    page = scene.visitor().look(part)
    assert find_box(page) == {}
    assert find_script(scene) not in [each["src"] for each in page.list_tags("script")]


def test_every_part_of_the_private_page_closes(scene: Scene) -> None:
    """A part that is added later is not forgotten: a page left open would stay on the screen."""
    prefixes = {each.name: each.url_prefix or "" for each in scene.app.blueprints.values()}
    own = {name for name, prefix in prefixes.items() if prefix.startswith("/<lang>/status")}
    endpoints = {rule.endpoint.partition(".")[0]: rule.endpoint for rule in scene.app.url_map.iter_rules()}
    assert {"requests", "talks"} <= own
    for name in own:
        with scene.app.test_request_context("/en/status"):
            request.url_rule = next(scene.app.url_map.iter_rules(endpoints[name]))
            now = int(scene.clock.now().timestamp())
            for kind in ("page", "start"):
                session[kind] = {"made": now, "seen": now, "strict": True}
            assert find_limit(), name


def test_the_code_has_its_half_hour_and_no_more(scene: Scene) -> None:
    """No press lengthens it."""
    visitor = scene.with_draft()
    visitor.go_on("refer/check")
    scene.clock.move(minutes=10)
    assert find_box(visitor.look("refer/sent"))["data-left"] == "1200"
    for _ in range(2):
        scene.clock.move(minutes=9)
        assert visitor.send("stay?what=receipt", at="refer/sent").status_code == 204
    scene.clock.move(minutes=2)
    assert visitor.look("refer/sent").address == "/en/refer"


@pytest.mark.parametrize(("what", "at", "idle", "most"), [("form", "refer/name", 30, 180), ("page", "status", 20, 120)])
def test_one_press_gives_more_time_until_there_is_none(scene: Scene, what: str, at: str, idle: int, most: int) -> None:
    """The browser stays where it is; the whole limit is not lengthened."""
    visitor = open_own_page(scene, "amira") if what == "page" else scene.with_draft()
    token, minutes = visitor.look(at).token, 0
    while minutes + idle - 1 < most:
        scene.clock.move(minutes=idle - 1)
        minutes += idle - 1
        answer = visitor.post(f"stay?what={what}", {"csrf_token": token})
        assert (answer.status_code, answer.data) == (204, b"")
    assert visitor.look(at).address == f"/en/{at}"
    assert int(find_box(visitor.look(at))["data-left"]) == (most - minutes) * 60
    scene.clock.move(minutes=most - minutes)
    late = visitor.post(f"stay?what={what}", {"csrf_token": token})
    assert (late.status_code, late.headers["Location"]) == (303, "/en/status" if what == "page" else "/en/refer")


def test_a_press_on_the_form_does_not_lengthen_an_open_page(scene: Scene) -> None:
    """Each has its own limit."""
    visitor = scene.with_draft()
    visitor.open_page(scene.amira.code)
    for _ in range(3):
        scene.clock.move(minutes=9)
        assert visitor.send("stay?what=form", at="refer/name").status_code == 204
    assert "Your page" not in visitor.look("status").title


def test_another_site_gives_nobody_more_time(scene: Scene) -> None:
    """Nor does a post without our token."""
    visitor = scene.with_draft()
    assert visitor.post("stay?what=form", {}).headers["Location"] == "/en/again"
    cross = visitor.send("stay?what=form", at="refer/name", Sec_Fetch_Site="cross-site")
    assert cross.headers["Location"] == "/en/again"
