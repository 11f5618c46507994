"""Discreet mode in a browser: a whole visit at one address, under one title, heard and seen by whoever is there."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.builders import AMIRAS_PAGES, change_pages
from tests.eventually import eventually
from tests.journeys.conftest import NewPage
from tests.journeys.keyboard import KeyboardAsker
from tests.journeys.navigators import Asker, press_and_wait
from tests.processes import RunningSite

ABUSE = change_pages(AMIRAS_PAGES, what={"harm": ["domestic_abuse"]})
FOCUSED = "document.activeElement.textContent.trim()"


def watch(page: Page) -> list[str]:
    """Return the list of addresses that the tab moves to, which grows."""
    moved: list[str] = []
    page.on("framenavigated", lambda frame: moved.append(frame.url))
    page.on("pageerror", lambda error: moved.append(f"script error: {error}"))
    return moved


def enter(page: Page, site: RunningSite, lang: str = "en") -> str:
    """Come to the part after abuse and return its address."""
    address = f"{site.public_url}/{lang}/information"
    page.goto(address)
    return address


def check_page(page: Page, name: str) -> None:
    """Assert that axe finds nothing, and that nothing scrolls sideways."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": rules}, "resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"


def is_at(page: Page, heading: str) -> None:
    """Assert that a page has opened, has the focus on its heading, and that this is said."""
    expect(page.locator("main h1")).to_have_text(heading)
    assert page.evaluate(FOCUSED) == heading
    expect(page.locator("[data-told]")).to_have_text(f"New page: {heading}")


def test_a_whole_visit_stays_at_one_address_under_one_title(running_site: RunningSite, new_page: NewPage) -> None:
    amira = Asker(new_page(), running_site)
    page = amira.page
    entry = enter(page, running_site)
    moved, long = watch(page), page.evaluate("history.length")
    titles = {page.title()}
    amira.look = lambda shown, _name: titles.add(shown.title())
    amira.press(page.locator("main .button"))
    is_at(page, "After domestic abuse")
    amira.press(page.locator(".foot a", has_text="Ask for it"))
    amira.press(page.locator("main form button:visible").last)
    amira.goes_on()
    expect(page.locator(".problems")).to_be_focused()
    amira.fills_in(ABUSE)
    sent = amira.sends()
    assert page.locator("[data-copies]").count() == 0
    amira.keeps_the_code()
    amira.press(page.locator("main a[href$='/status']").first)
    page.locator("main [name=code]").fill(sent.code)
    amira.goes_on()
    is_at(page, "Your page")
    amira.writes("Hello")
    assert (page.url, page.evaluate("history.length"), moved, titles) == (entry, long, [], {"Loading"})
    page.locator(".exit").first.click()
    page.wait_for_url("https://www.bbc.co.uk/weather*")
    assert page.evaluate("history.length") == long


def test_every_kind_of_page_is_clean_for_axe_once_it_is_put_in(running_site: RunningSite, new_page: NewPage) -> None:
    """Reading, a form with a mistake, a page that is not there; and what stands at the foot."""
    amira = KeyboardAsker(new_page(viewport={"width": 320, "height": 640}), running_site, "ar")
    page = amira.page
    enter(page, running_site, "ar")
    check_page(page, "entry")
    amira.press(page.locator("main .button"))
    check_page(page, "reading")
    amira.press(page.locator(".foot a[href$='/refer']"))
    amira.press(page.locator("main form button:visible").last)
    amira.press(page.locator("main form button:visible").first)
    expect(page.locator(".problems")).to_be_focused()
    check_page(page, "a mistake")
    page.locator("aside details").evaluate("part => { part.open = true }")
    check_page(page, "the switch")


def test_the_language_changes_in_place(running_site: RunningSite, new_page: NewPage) -> None:
    """Words, direction, title, and where the exit leads; the answers stay."""
    amira = Asker(new_page(), running_site)
    entry = enter(amira.page, running_site)
    amira.press(amira.page.locator(".foot a", has_text="Ask for it"))
    amira.press(amira.page.locator("main form button:visible").last)
    amira.answers(AMIRAS_PAGES["who"])
    exit_button = amira.page.locator(".exit").element_handle()
    amira.press(amira.page.get_by_role("link", name="العربية"))
    html = amira.page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
    assert amira.page.title() == "جارٍ التحميل"
    assert (amira.page.url, amira.slug) == (entry, "age")
    same = amira.page.evaluate("link => link === document.querySelector('[data-exit]')", exit_button)
    assert same, "a press that had begun would be lost"
    amira.page.locator(".exit").first.click()
    amira.page.wait_for_url("https://www.bbc.com/arabic*")


def test_a_page_that_is_hidden_is_blank_until_one_comes_back(running_site: RunningSite, new_page: NewPage) -> None:
    """As behind another tab, or among the open apps of a telephone."""
    page = new_page()
    enter(page, running_site)
    hide = """is => { Object.defineProperty(document, 'hidden', { value: is, configurable: true })
      document.dispatchEvent(new Event('visibilitychange')) }"""
    seen = "getComputedStyle(document.body).opacity"
    for is_hidden in (True, False):
        page.evaluate(hide, is_hidden)
        assert page.evaluate(seen) == ("0" if is_hidden else "1")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate(seen) == "0"
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    assert page.evaluate(seen) == "1"


def test_after_a_reload_one_carries_on(running_site: RunningSite, new_page: NewPage) -> None:
    """The reload shows the entry page; from there the form goes on where it was."""
    amira = Asker(new_page(), running_site)
    enter(amira.page, running_site)
    amira.press(amira.page.locator(".foot a", has_text="Ask for it"))
    amira.press(amira.page.locator("main form button:visible").last)
    amira.answers(AMIRAS_PAGES["who"])
    amira.page.reload()
    assert amira.page.locator("h1").inner_text() == "Before you read on"
    amira.press(amira.page.get_by_role("link", name="Carry on where I was"))
    assert amira.slug == "age"


def test_the_ways_back_on_the_page_lead_back(running_site: RunningSite, new_page: NewPage) -> None:
    """Pages to read are given one; a link to a part of the page, and the skip link, move nothing else."""
    page = new_page()
    entry = enter(page, running_site)
    reader = Asker(page, running_site)
    reader.press(page.locator("main .button"))
    reader.press(page.locator(".foot a", has_text="Privacy"))
    for heading in ("After domestic abuse", "Before you read on"):
        reader.press(page.locator(".back a"))
        is_at(page, heading)
    assert page.locator(".back a").count() == 0
    page.keyboard.press("Tab")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    eventually(lambda: page.evaluate("document.activeElement.id") == "main")
    assert page.url == entry


def test_turned_on_anywhere_and_off_again(running_site: RunningSite, new_page: NewPage) -> None:
    """Turned off, the address of the page that is shown comes into the bar: that was said."""
    page = new_page()
    reader = Asker(page, running_site)
    page.goto(f"{running_site.public_url}/en/what-it-is")
    plain = page.title()
    page.locator("aside summary").click()
    reader.press(page.get_by_role("button", name="Turn discreet mode on"))
    assert (page.url, page.title()) == (f"{running_site.public_url}/en/what-it-is", "Loading")
    reader.press(page.locator(".foot a", has_text="Step by step"))
    assert page.url.endswith("/what-it-is")
    page.locator("aside summary").click()
    reader.press(page.get_by_role("button", name="Turn it off"))
    assert page.url.endswith("/step-by-step")
    assert page.title() not in {"Loading", plain}


def test_scripts_work_on_a_page_that_was_put_in_and_only_once(running_site: RunningSite, new_page: NewPage) -> None:
    """Letters are counted, a second press sends nothing, and the page knows how long it stays open."""
    amira = Asker(new_page(), running_site)
    page = amira.page
    enter(page, running_site)
    amira.press(page.locator(".foot a", has_text="Ask for it"))
    amira.press(page.locator("main form button:visible").last)
    while amira.slug != "more":
        amira.answers(AMIRAS_PAGES.get(amira.slug, {}))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("main textarea").fill("x" * 1990)
    expect(page.locator("[data-counts]")).to_have_text("You can write 10 more letters")
    amira.goes_on()
    assert len(sent) == 1
    twice = """() => { const form = document.querySelector('main form')
      for (const _ of [1, 2]) form.requestSubmit(form.querySelector('button')) }"""
    press_and_wait(page, lambda: page.evaluate(twice))
    expect(page.locator("[data-idle]")).to_have_count(1)
    assert len(sent) == 2


def test_words_searched_for_stay_out_of_the_history_in_discreet_mode(
    running_site: RunningSite, new_page: NewPage
) -> None:
    """As the page says. The address bar and the title stay, and what was found can be followed."""
    page = new_page()
    entry = enter(page, running_site)
    moved, long = watch(page), page.evaluate("history.length")
    page.locator(".foot a", has_text="Search").click()
    is_at(page, "Search")
    page.locator("main [name=q]").fill("prison visit")
    page.locator("main form button").first.click()
    found = page.locator("main .cards a").first
    expect(found).to_have_text("If they are in prison or on probation")
    assert (page.url, page.evaluate("history.length"), moved) == (entry, long, [])
    found.click()
    is_at(page, "If they are in prison or on probation")
    assert "prison" not in page.title()
    assert (page.url, moved) == (entry, [])
