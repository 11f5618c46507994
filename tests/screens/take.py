"""Takes a picture of each page of the walk in several ways of looking; its file is named after language and state."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from portal.prepare import build_files
from tests.languages import LANGS
from tests.processes import BROWSER_FLAGS
from tests.quick_folder import find_quick_folder
from tests.system_parts import find_chromium
from tests.walk.album import State
from tests.walk.everything import DESK_PARTS, PUBLIC_PARTS, walk_everything
from tests.walk.looks import DARK, FORCED, NARROW, WIDE
from tests.walk.tab import Tab, open_tab

OPENED = "opened"  # as narrow, with every part open; only of pages that have closed parts
LOOKS = {"wide": WIDE, "narrow": NARROW, OPENED: NARROW, "dark": DARK, "forced": FORCED}
IS_CLOSED = "document.querySelector('main details:not([open])') !== null"


def name_file(state: State, number: int, look: str) -> str:
    """Return the name of a picture below its folder; numbers keep the order in which pages are met."""
    plain = re.sub(r"[^a-z0-9]+", "-", state.name.lower()).strip("-")
    return f"{state.lang}/{state.part}/{number:03}-{plain}-{look}.png"


def take(tab: Tab, state: State, number: int, folder: Path, looks: list[str]) -> None:
    """Write the pictures of one page."""
    tab.show(state)
    for name in looks:
        if name == OPENED and not tab.page.evaluate(IS_CLOSED):
            continue
        if name == OPENED:
            tab.measure("openAll")
        look = LOOKS[name]
        tab.look(look.width, look.height, look.media)
        file = folder / name_file(state, number, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=file, full_page=True)


def take_all(folder: Path, langs: list[str], parts: list[str], looks: list[str]) -> int:
    """Walk, and write every picture that was asked for; return of how many pages."""
    build_files()
    with tempfile.TemporaryDirectory(dir=find_quick_folder()) as place, sync_playwright() as playwright:
        chosen = [(part, lang) for part in parts for lang in langs]
        states = walk_everything(Path(place), f"sqlite+pysqlite:///{place}/made.db", chosen).states
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_FLAGS.split())
        with open_tab(browser, states) as tab:
            for number, state in enumerate(states):
                take(tab, state, number, folder, looks)
        browser.close()
    return len(states)


def main() -> None:
    """Read what is asked for, and do it."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.screens", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", action="append", choices=LANGS)
    parser.add_argument("--part", action="append", choices=[*PUBLIC_PARTS, *DESK_PARTS])
    parser.add_argument("--look", action="append", choices=LOOKS)
    asked = parser.parse_args()
    count = take_all(
        asked.folder, asked.lang or LANGS, asked.part or [*PUBLIC_PARTS, *DESK_PARTS], asked.look or [*LOOKS]
    )
    sys.stdout.write(f"{count} pages in {asked.folder}\n")


if __name__ == "__main__":
    main()
