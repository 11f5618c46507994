"""Every branch of the form to its end, in every language, by keyboard alone; in English axe looks on the way."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.builders import AMIRAS_PAGES, BENS_PAGES, Typed, change_pages
from tests.journeys.conftest import NewPage
from tests.journeys.keyboard import KeyboardAsker
from tests.journeys.navigators import look_away
from tests.languages import LANGS
from tests.processes import RunningSite
from tests.senders import DEES_PAGES, PATS_PAGES
from tests.walk.tab import TAGS

OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# all but "step 4 of 16" and how long the page stays, which differ from branch to branch
WORDS = """main => { const copy = main.cloneNode(true)
  copy.querySelectorAll('.caption, .time').forEach(each => each.remove())
  return copy.textContent.replace(/\\s+/g, ' ') }"""
STRICT: Typed = {"harm": ["domestic_abuse"]}
YOUNG, SAW = {"age": ["under_18"], "connection": ["self"]}, {"age": ["adult"], "connection": ["saw"]}
BRANCHES: Mapping[str, Mapping[str, Typed]] = {
    "after abuse": change_pages(AMIRAS_PAGES, what=STRICT, contact={"contact_method": ["none"]}),
    "supporter": DEES_PAGES,
    "professional": PATS_PAGES,
    "under 18": change_pages(BENS_PAGES, age=YOUNG),
    "witness": change_pages(BENS_PAGES, age=SAW),
}


class Looker:
    """Looks at each page with axe, once for all walks: the same page in another branch is not looked at again."""

    def __init__(self, axe: Axe) -> None:
        self.axe = axe
        self.seen: set[tuple[str, str]] = set()

    def look(self, page: Page, name: str) -> None:
        """Assert that axe finds nothing on a page not seen before."""
        key = (page.title(), page.locator("main").evaluate(WORDS))
        if key in self.seen:
            return
        self.seen.add(key)
        found = self.axe.run(page, options=OPTIONS)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


@pytest.fixture(scope="module")
def looker() -> Looker:
    """Give one memory of pages for all walks."""
    return Looker(Axe())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", BRANCHES)
def test_a_branch_goes_to_its_end(
    running_site: RunningSite, new_page: NewPage, looker: Looker, name: str, lang: str
) -> None:
    # the other languages' pages are looked at in every state by tests/walk
    asker = KeyboardAsker(new_page(), running_site, lang, look=looker.look if lang == "en" else look_away)
    asker.begins()
    asker.fills_in(BRANCHES[name])
    assert asker.slug == "check"
    asker.look(asker.page, "check")
    asker.goes_on()
    assert asker.slug == "sent"
    asker.look(asker.page, "sent")
    has_code = asker.page.locator("#access-code").count() == 1
    assert has_code is (name not in {"supporter", "professional"})
    assert (asker.page.locator("main a[href^='tel:']").count() > 0) is (name == "under 18")
    asker.keeps_the_code()
    assert asker.slug == ("kept" if has_code else "done")
    asker.look(asker.page, "finished")
