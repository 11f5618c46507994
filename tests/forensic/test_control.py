"""That the examined browser does keep what no site tells it to forget: else it would be no news to find nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.eventually import eventually
from tests.forensic.profile import Examined, open_profile
from tests.forensic.search import Kind, Wanted, search_profile

OTHER = "https://careless.example"
CARELESS = """<!doctype html><title>Qanary-title</title><form method=post action=/sent><input name=words></form>
<script>localStorage.kept = "Qanary-kept"; document.cookie = "kept=1; max-age=9999"</script>"""


def crash(examined: Examined) -> None:
    """End the browser by force, once it has written its list of tabs."""
    tabs = examined.folder / "Default" / "Sessions"
    eventually(lambda: any("/sent".encode("utf-16-le") in path.read_bytes() for path in tabs.iterdir()))
    examined.kill()


@pytest.mark.parametrize(
    ("end", "stores"), [(Examined.close, {"last_tabs", "site_storage", "form_store"}), (crash, {"last_tabs"})]
)
def test_a_careless_site_is_found_out(
    browser: Browser, tmp_path: Path, end: Callable[[Examined], None], stores: set[str]
) -> None:
    """Address, title, typed words and what a script stored, after closing the browser and after a crash."""
    with open_profile(browser, tmp_path, other_sites=CARELESS) as examined:
        examined.page.goto(f"{OTHER}/qanary-path")
        examined.page.locator("input").fill("Qanary-typed")
        examined.page.keyboard.press("Enter")
        examined.page.wait_for_url("**/sent")
        examined.page.locator("input").fill("Qanary-again")
        end(examined)
    secrets = frozenset({"Qanary-typed", "Qanary-again", "Qanary-kept"})
    wanted = Wanted(OTHER, secrets, frozenset({"Qanary-title"}), frozenset({"/qanary-path"}))
    found = search_profile(tmp_path, wanted)
    assert {trace.store for trace in found if trace.kind is Kind.SECRET} >= stores
    assert {trace.words for trace in found if trace.kind is not Kind.SECRET} >= {"Qanary-title", "/qanary-path"}
