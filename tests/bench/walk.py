"""The whole walk with everything everywhere: every page and state × language × way of looking, by all that axe knows.

The tests look at the same pages and ask in each way of looking only what can differ there (tests/walk/looks.py).
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

from portal.store.migrations import upgrade
from tests.bench.figures import Figure, Target
from tests.processes import BROWSER_FLAGS
from tests.quick_folder import find_quick_folder
from tests.system_parts import find_chromium
from tests.walk.album import Album
from tests.walk.everything import walk_everything
from tests.walk.looks import LOOKS, WITHOUT_SCRIPT, find_faults
from tests.walk.tab import open_tab


def make_album(folder: Path) -> Album:
    """Walk through every state of both sites, as the tests do; errors are asked for, so nothing is logged."""
    logging.disable(logging.CRITICAL)
    database_url = f"sqlite+pysqlite:///{folder / 'made.db'}"
    upgrade(database_url)
    return walk_everything(folder, database_url)


def measure_walk() -> list[Figure]:
    """Look at every page in every way; what is wrong is told on standard error, a line each."""
    begun, found = time.monotonic(), Counter[str]()
    with tempfile.TemporaryDirectory(dir=find_quick_folder()) as place, sync_playwright() as playwright:
        states = make_album(Path(place)).states
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_FLAGS.split())
        with open_tab(browser, states) as tab:
            for state in states:
                found.update(find_faults(tab, state, is_thorough=True))
        browser.close()
    for line, count in sorted(found.items()):
        sys.stderr.write(f"{count} × {line}\n")
    ways = [look.name for look in LOOKS] + [WITHOUT_SCRIPT]
    per_language = Counter(state.lang for state in states)
    return [
        Figure(
            "pages and states", len(states), "pages", None, ", ".join(f"{n} {lang}" for lang, n in per_language.items())
        ),
        Figure("looked at", len(states) * len(ways), "looks", None, ", ".join(ways)),
        Figure("faults", found.total(), "in them", Target(0, is_least=False)),
        Figure("time for the walk", round(time.monotonic() - begun), "s"),
    ]
