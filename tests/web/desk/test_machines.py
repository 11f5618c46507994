"""Addresses for machines, error pages, and what every answer of the desk carries."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.holders import Role, held
from portal.wiring import DeskPortal
from tests.builders import MovableClock, PortalData, Referred
from tests.web.desk.visitor import Visitor, read_words


def test_says_that_it_is_alive(stranger: Visitor) -> None:
    """Without anybody signed in, and without a cookie."""
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.data) == (200, b"ok\n")
    assert "Set-Cookie" not in answer.headers


def test_is_ready_while_a_worker_is_alive(stranger: Visitor, desk: DeskPortal, clock: MovableClock) -> None:
    """Three minutes without a sign of life are too many; strangers get no detail."""
    assert (stranger.get("/readyz").status_code, stranger.get("/readyz").data) == (503, b"not ready\n")
    with desk.side.store.work() as work:
        work.sessions.beat("worker", clock.now())
    assert (stranger.get("/readyz").status_code, stranger.get("/readyz").data) == (200, b"ready\n")
    clock.move(minutes=3)
    assert stranger.get("/readyz").status_code == 503


def test_is_not_ready_over_tables_of_another_shape(stranger: Visitor, desk: DeskPortal, clock: MovableClock) -> None:
    """An upgrade that was forgotten shows before anybody works with it."""
    with desk.side.store.work() as work:
        work.sessions.beat("worker", clock.now())
        work.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert stranger.get("/readyz").status_code == 503


def test_is_not_ready_without_a_key(
    stranger: Visitor, desk: DeskPortal, portal_data: PortalData, clock: MovableClock
) -> None:
    """A desk that opens nothing helps nobody."""
    with desk.side.store.work() as work:
        work.sessions.beat("worker", clock.now())
    for path in held(portal_data.settings(Role.DESK).keys_dir).glob("*.service.key"):
        path.unlink()
    assert stranger.get("/readyz").status_code == 503


def test_robots_are_kept_out(stranger: Visitor) -> None:
    """Of everything."""
    assert stranger.get("/robots.txt").data == b"User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("url", ["/", "/sign-in", "/nothing", "/not-sent", "/healthz"])
def test_every_answer_carries_the_headers(stranger: Visitor, url: str) -> None:
    """Nothing is kept, framed, or run from elsewhere."""
    headers = stranger.get(url).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_an_address_that_is_not_there_says_so_kindly(stranger: Visitor, at_desk: Visitor) -> None:
    """In the desk's own layout; who is signed in stays at the desk."""
    for visitor in (stranger, at_desk):
        answer = visitor.get("/nothing")
        assert answer.status_code == 404
        assert "This page is not here" in read_words(answer)
    assert "Sign out" in at_desk.read("/nothing")
    assert "Sign out" not in stranger.read("/nothing")


def test_a_mistake_of_ours_is_a_kind_page_and_tells_nothing(
    app: Flask, at_desk: Visitor, amira: Referred, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither page nor log quotes anything."""
    app.extensions["portal"].library.stage = None
    answer = at_desk.get(f"/case/{amira.case.case_id}")
    assert answer.status_code == 500
    assert "our mistake" in read_words(answer)
    assert "Amira" not in read_words(answer) + caplog.text


@pytest.mark.parametrize("table", ["staff_session", '"case"'])
def test_without_the_database_it_says_try_again(at_desk: Visitor, desk: DeskPortal, table: str) -> None:
    """503, and the page itself asks no database: neither who is signed in nor anything else."""
    with desk.side.store.work() as work:
        work.connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO gone")
    answer = at_desk.get("/")
    assert answer.status_code == 503
    assert "try again in a few minutes" in read_words(answer)


def test_too_much_at_once_is_refused(at_desk: Visitor, amira: Referred) -> None:
    """Before anything is read of it."""
    url = f"/case/{amira.case.case_id}"
    assert at_desk.post(f"{url}/messages", {"words": "x" * 200_000}, on=url).status_code == 413
