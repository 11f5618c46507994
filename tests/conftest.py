"""What every test may ask for; the bigger fixtures live in databases.py and processes.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from portal.prepare import build_files

pytest_plugins = ["tests.databases", "tests.embedded", "tests.people", "tests.processes"]

PATIENCE_MS = 10_000


@pytest.fixture(scope="session", autouse=True)
def built_files() -> None:
    """Make the catalogues and assets that the sites read."""
    build_files()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a visitor's browser of their own: no cookies, English, a small laptop's screen."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1024, "height": 768})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Give a tab in a visitor's browser."""
    return context.new_page()


@pytest.fixture
def page_without_script(browser: Browser) -> Iterator[Page]:
    """Give a tab in which no script runs."""
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()
