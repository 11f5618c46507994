"""Chromium as people have it: a profile on disk, none of a test driver's switches; closed properly, or killed."""

from __future__ import annotations

import base64
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page

from tests.eventually import eventually
from tests.journeys.conftest import NEUTRAL, PATIENCE_MS
from tests.processes import is_alive
from tests.system_parts import find_chromium

# What a test has to have: no screen, no other network, no question at the first start, no keyring of a desktop.
# Playwright's own switches are left out as a whole: some change what is stored (the store of pages for Back).
_SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--password-store=basic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
    *("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--remote-debugging-pipe"),
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A browser with a profile that will be searched: its folder, its one tab, and the switchboard of that tab."""

    folder: Path
    context: BrowserContext
    page: Page
    tab: CDPSession

    def close(self) -> None:
        """Close the browser as a person does; it writes what it still holds."""
        self.context.close()

    def kill(self) -> None:
        """End the browser and everything it started at once, as a crash or a pulled plug does."""
        process_id = int(os.readlink(self.folder / "SingletonLock").rsplit("-", 1)[1])
        group = os.getpgid(process_id)
        assert group != os.getpgrp(), "the browser is not in a group of its own"
        os.killpg(group, signal.SIGKILL)
        eventually(lambda: not is_alive(process_id))
        with suppress(Error):
            self.context.close()

    def count_entries(self) -> tuple[int, list[dict[str, Any]]]:
        """Return the place in the tab's own list of addresses, and the list."""
        history = self.tab.send("Page.getNavigationHistory")
        return history["currentIndex"], history["entries"]


@contextmanager
def open_profile(
    browser: Browser, folder: Path, *, has_script: bool = True, other_sites: str = NEUTRAL
) -> Iterator[Examined]:
    """Start the browser with a new profile in the folder; other sites all answer with the same page."""
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=find_chromium(),
        ignore_default_args=True,
        args=[*_SWITCHES, f"--user-data-dir={folder}", "about:blank"],
        java_script_enabled=has_script,
        locale="en-GB",
        no_viewport=True,
    )
    try:
        context.set_default_timeout(PATIENCE_MS)
        page = context.pages[0]
        yield Examined(folder, context, page, _stand_in(context, page, other_sites))
    finally:
        with suppress(Error):
            context.close()


def _stand_in(context: BrowserContext, page: Page, words: str) -> CDPSession:
    """Answer for other sites below Playwright, whose own way of doing it would switch the browser's cache off."""
    tab = context.new_cdp_session(page)

    def answer(paused: dict[str, Any]) -> None:
        body = base64.b64encode(words.encode()).decode()
        headers = [{"name": "Content-Type", "value": "text/html"}]
        asked = {"requestId": paused["requestId"], "responseCode": 200, "responseHeaders": headers, "body": body}
        tab.send("Fetch.fulfillRequest", asked)

    tab.on("Fetch.requestPaused", answer)
    tab.send("Fetch.enable", {"patterns": [{"urlPattern": "https://*"}]})
    return tab
