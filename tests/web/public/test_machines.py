"""Addresses for machines, and the words on a copy that nobody answers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from portal.holders import Role
from portal.store.services import NATIONAL
from portal.store.shape import HEAD
from portal.web.public_app import create_public_app
from tests.builders import AMIRAS_PAGES
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

TRIAL = "Trial copy: nobody will answer."


def beat(scene: Scene) -> None:
    """Let a worker say that it is alive."""
    with scene.portal.side.store.work() as work:
        work.sessions.beat("worker", scene.clock.now())


def test_the_site_says_that_it_is_alive(visitor: Visitor) -> None:
    """In one word, and no more to strangers."""
    answer = visitor.ask("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_the_site_is_ready_while_a_worker_beats(scene: Scene, visitor: Visitor) -> None:
    """Not before, and not three minutes after; the reason is not told."""
    assert (visitor.ask("/readyz").status_code, visitor.ask("/readyz").text) == (503, "not ready\n")
    beat(scene)
    assert (visitor.ask("/readyz").status_code, visitor.ask("/readyz").text) == (200, "ready\n")
    scene.clock.move(minutes=3)
    assert visitor.ask("/readyz").status_code == 503


def test_the_site_is_not_ready_over_tables_of_another_shape(scene: Scene, visitor: Visitor) -> None:
    """An upgrade that was forgotten shows before people meet it; asked of the database once a minute at most."""
    beat(scene)
    answers = []
    for version in ("0001", "9999", HEAD, "0001"):
        with scene.portal.side.store.work() as work:
            work.connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (version,))
        answers.append(visitor.ask("/readyz").status_code)
    assert answers == [503, 503, 200, 200]


def test_robots_are_told_what_is_not_for_them(visitor: Visitor) -> None:
    """In every language."""
    lines = visitor.ask("/robots.txt").text.splitlines()
    for lang in LANGS:
        for part in ("refer", "status", "open"):
            assert f"Disallow: /{lang}/{part}" in lines
    assert "Disallow: /" not in lines


@pytest.mark.parametrize("part", ["refer", "status", "open/x", "again", "refer/kept", "nothing"])
def test_private_pages_are_never_indexed(visitor: Visitor, part: str) -> None:
    """Also those that a link leads to."""
    page = visitor.look(part)
    assert [each["content"] for each in page.list_tags("meta") if each.get("name") == "robots"] == ["noindex, nofollow"]


def test_the_icon_is_found_where_browsers_ask(visitor: Visitor) -> None:
    """One icon for all."""
    answer = visitor.ask("/favicon.ico")
    assert re.fullmatch(r"/static/[0-9a-f]+\.svg", answer.headers["Location"])
    icon = visitor.ask(answer.headers["Location"])
    assert icon.mimetype == "image/svg+xml"
    icon.close()


@pytest.mark.parametrize("part", ["", "privacy", "refer", "status", "open/x", "again", "nothing", "refer/kept"])
def test_every_page_of_a_trial_copy_says_that_nobody_answers(visitor: Visitor, part: str) -> None:
    """Nobody waits for an answer that does not come."""
    assert TRIAL in visitor.look(part).words


def test_sending_in_a_trial_copy_says_it_again(scene: Scene, visitor: Visitor) -> None:
    """Before the first answer, before the button, and on the page after it."""
    before = visitor.fill_in(AMIRAS_PAGES, until="begin")
    check = visitor.fill_in(AMIRAS_PAGES)
    sent = visitor.go_on("refer/check")
    for page in (before, check, sent):
        assert page.words.count(TRIAL) == 2
    assert "No service reads it." in check.words


def test_once_a_service_is_enrolled_no_page_says_so(scene: Scene) -> None:
    """Neither the layout nor the form."""
    with scene.portal.side.store.work() as work:
        work.services.save(replace(work.services.get(NATIONAL), is_trial=False), [])
    app = create_public_app(scene.data.settings(Role.PUBLIC))
    visitor = Visitor(app.test_client())
    pages: list[Page] = [visitor.look(part) for part in ("", "refer", "status", "nothing")]
    pages += [visitor.fill_in(AMIRAS_PAGES), visitor.go_on("refer/check")]
    app.extensions["portal"].side.store.close()
    assert not [page.address for page in pages if "Trial copy" in page.words]
