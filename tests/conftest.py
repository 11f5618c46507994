"""What every test may ask for; the bigger fixtures live in databases.py and processes.py."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser, BrowserContext, Page

from portal.prepare import build_files
from portal.texts.places import load_areas
from tests.quick_folder import find_quick_folder

pytest_plugins = ["tests.databases", "tests.embedded", "tests.people", "tests.processes"]

PATIENCE_MS = 10_000
# the longest first; but while one process walks for the others, the next one is not kept waiting
LONG = ("walk/test_addresses", "forensic/test_traces", "walk", "forensic", "journeys", "faults", "house")


class CompiledTemplates(BytecodeCache):
    """Compiled templates by name and content, in memory."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, unless the template is new here."""
        compiled = self._compiled.get((bucket.key, bucket.checksum))
        if compiled:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket."""
        self._compiled[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' own files in memory where there is room; make the catalogues and assets that the sites read."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", find_quick_folder())
    if not hasattr(config, "workerinput"):  # once, before processes of pytest's own start side by side
        build_files()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, such as a walk in a browser, so that processes side by side end together."""

    def order(item: pytest.Item) -> int:
        return next((at for at, part in enumerate(LONG) if item.nodeid.startswith(f"tests/{part}")), len(LONG))

    items.sort(key=order)


@pytest.fixture(scope="session", autouse=True)
def areas_read_once() -> Iterator[None]:
    """Share the police areas, which nothing changes, among all the sites that tests build."""
    read_once = cache(load_areas)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("portal.wiring", "portal.embedded"):
            patch.setattr(f"{module}.load_areas", read_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once() -> Iterator[None]:
    """Share compiled templates among all the sites that tests build; a changed template is another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", CompiledTemplates())
        yield


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
