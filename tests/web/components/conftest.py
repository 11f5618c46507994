"""A tab that shows sample pages from memory, and the same with a clock the test moves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.web.components.gallery import ORIGIN, Site, answer_from_memory, draw_sample

Show = Callable[..., Page]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def show(page: Page) -> Show:
    """Return a function that opens a sample page (or the page given as html) and fails on any script error."""

    def open_sample(name: str, site: Site | None = None, html: str = "", **given: Any) -> Page:
        page.on("pageerror", lambda error: pytest.fail(f"script error on {name}: {error}"))
        page.route("**/*", answer_from_memory(lambda shown: html or draw_sample(shown, site, **given)))
        page.goto(f"{ORIGIN}/see/{name}")
        return page

    return open_sample


@pytest.fixture
def show_with_clock(page: Page, show: Show) -> Show:
    """As `show`, with a clock that stands still until the test moves it."""
    page.clock.install(time=NOON)

    def open_sample(name: str) -> Page:
        show(name)
        page.clock.pause_at(NOON + timedelta(hours=1))
        return page

    return open_sample
