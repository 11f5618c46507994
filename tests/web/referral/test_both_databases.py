"""The whole way, once on each kind of database: ask, send twice, keep, open, write, stop, leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import AMIRAS_PAGES
from tests.web.referral.drafts import find_kept
from tests.web.scene import Scene, make_scene


@pytest.fixture
def whole_scene(tmp_path: Path, database_url: str) -> Iterator[Scene]:
    """Give a scene of its own, on SQLite and on PostgreSQL."""
    scene = make_scene(tmp_path, database_url)
    yield scene
    scene.portal.side.store.close()


def test_the_whole_way_works(whole_scene: Scene) -> None:
    """Nothing of it depends on the kind of database."""
    visitor = whole_scene.visitor()
    visitor.fill_in(AMIRAS_PAGES)
    token = visitor.look("refer/check").token
    sent = visitor.go_on("refer/check")
    visitor.post("refer/check", {"csrf_token": token})
    assert visitor.look("refer/check").code == sent.code
    visitor.go_on("refer/sent")
    assert visitor.look("refer/sent").code == ""
    assert "Your page" in visitor.open_page(sent.code).title
    assert "has 1 too many" in visitor.go_on("status/message", {"words": "x" * 2001}, at="status").words
    assert "Your message is sent" in visitor.go_on("status/message", {"words": "hello"}, at="status").words
    assert "All contact is stopped" in visitor.go_on("status/stop").words
    new = visitor.go_on("status/link").link
    visitor.ask("/leave")
    assert "Next news by" in whole_scene.visitor().go_on(new).words
    assert "That did not open a page" in whole_scene.visitor().go_on(sent.link).words


def test_leaving_erases_the_unsent_form(whole_scene: Scene) -> None:
    """On either."""
    cookie = whole_scene.drafts["amira"]
    assert find_kept(whole_scene, cookie) is not None
    whole_scene.visitor(cookie=cookie).ask("/leave")
    assert find_kept(whole_scene, cookie) is None
    assert whole_scene.visitor(cookie=cookie).look("refer/name").address == "/en/refer"
