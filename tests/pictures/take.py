"""Takes pictures of our own site, as it runs, with made-up cases: a page, a step of the form, a private page."""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from portal.prepare import build_files
from portal.settings import ROOT
from tests.builders import AMIRAS_PAGES
from tests.journeys.navigators import Asker
from tests.processes import BROWSER_FLAGS, RunningSite, clean_environment, run_python, start_portal
from tests.system_parts import find_chromium

FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES = 80_000
QUALITIES = (90, 80, 70, 60)
CASES = 30
PATIENCE_MS = 10_000
ARABIC_STEPS = ("who", "age", "begin", "now")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, the size of its window, and how to get to what it shows."""

    name: str
    width: int
    height: int
    go: Callable[[Page, RunningSite], None]


def go_home(page: Page, site: RunningSite) -> None:
    """Open the first page."""
    page.goto(f"{site.public_url}/en/")


def go_to_a_step_in_arabic(page: Page, site: RunningSite) -> None:
    """Answer as far as "what happened"."""
    asker = Asker(page, site, "ar")
    asker.begins()
    for slug in ARABIC_STEPS:
        asker.answers(AMIRAS_PAGES[slug])


def go_to_a_private_page(page: Page, site: RunningSite) -> None:
    """Open the page of a made-up case that is with re:hub, and what is happening there."""
    made = [line.split() for line in (site.data_dir / "demo-codes").read_text().splitlines()]
    code = next(code for _, code, stage, language in made if (stage, language) == ("rehub_check", "en"))
    Asker(page, site).types_code(code)
    page.locator("main details summary").first.click()


PICTURES = (
    Picture("home", 1280, 800, go_home),
    Picture("step-in-arabic", 390, 844, go_to_a_step_in_arabic),
    Picture("private-page", 390, 844, go_to_a_private_page),
)


def take(browser: Browser, site: RunningSite, picture: Picture) -> bytes:
    """Return a picture as WebP, as fine as fits."""
    size: ViewportSize = {"width": picture.width, "height": picture.height}
    context = browser.new_context(locale="en-GB", viewport=size, color_scheme="light", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    picture.go(page, site)
    page.mouse.move(0, 0)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    lens = context.new_cdp_session(page)
    for quality in QUALITIES:
        told = lens.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        content = base64.b64decode(told["data"])
        if len(content) <= MOST_BYTES:
            break
    context.close()
    return content


def take_all() -> None:
    """Start a portal with made-up cases and write every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    build_files()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data_dir = Path(folder) / "data"
        env = clean_environment(data_dir=str(data_dir))
        for words in (("prepare",), ("seed-demo", str(CASES))):
            run_python("-m", "portal", *words, env=env).check_returncode()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_FLAGS.split())
        with start_portal(data_dir, rate_limits="off") as site:
            for picture in PICTURES:
                content = take(browser, site, picture)
                (FOLDER / f"{picture.name}.webp").write_bytes(content)
                sys.stdout.write(f"docs/pictures/{picture.name}.webp: {len(content):,} bytes\n")
        browser.close()


if __name__ == "__main__":
    take_all()
