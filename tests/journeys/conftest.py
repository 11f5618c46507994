"""Browsers and portals for journeys: a portal of a test's own where it looks at files or signs in first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page

from portal.commands.staff import staff_group
from portal.vault.randomness import random_id
from tests.processes import RunningSite, start_portal

NewPage = Callable[..., Page]
PATIENCE_MS = 10_000
NEUTRAL = "<!doctype html><title>Weather</title><h1>Sunny</h1>"


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[RunningSite]:
    """Give a portal with a data folder of its own, as a person starts it."""
    with start_portal(tmp_path / "data", rate_limits="off") as site:
        yield site


@pytest.fixture
def sign_in_file(running_site: RunningSite) -> Path:
    """Give the file that brings somebody new at the running site's desk their first secrets."""
    operator = CliRunner(env={"PORTAL_DATA_DIR": str(running_site.data_dir)})
    done = operator.invoke(staff_group, ["add", f"{random_id()[:8]}@desk.invalid", "--name", "Fay"])
    assert done.exit_code == 0, done.output
    return Path(done.output.rsplit(": ", 1)[1].strip())


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Return a function that opens a tab in a browser of its own; other sites are stood in for."""
    contexts: list[BrowserContext] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(locale="en-GB", reduced_motion="reduce", **options)  # type: ignore[arg-type]  # theirs are typed one by one
        context.set_default_timeout(PATIENCE_MS)
        context.route(
            lambda url: "127.0.0.1" not in url and "localhost" not in url,
            lambda route: route.fulfill(body=NEUTRAL, content_type="text/html"),
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
