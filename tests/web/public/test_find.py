"""The page that finds the local service: what it shows, what it keeps out of addresses, how it goes on."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.store.services import NATIONAL
from portal.texts.local_services import load_local_services
from portal.web.public.contact import WaysIn
from portal.wiring import CONTENT
from tests.builders import AMIRAS_PAGES, sign_told
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.referral.drafts import find_kept, read_answers
from tests.web.scene import Scene, Visitor


@pytest.fixture(autouse=True)
def own_ways_in(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the site, which other tests share, ask this test's database."""
    monkeypatch.setitem(scene.app.extensions, "ways_in", WaysIn(scene.portal.side, lambda: 0.0))


def type_in(visitor: Visitor, place: str) -> Page:
    """Type a place and press the button, as without a script; follow to the answer."""
    answer = visitor.post("find", {"q": place})
    assert answer.status_code == 303
    return visitor.look(answer.headers["Location"])


def read_answer(page: Page) -> str:
    """Return the words of the answer, empty when there is none."""
    found = re.search(r'<div class="panel" id="answer">(.*?)</div>\s*<form', page.html, re.DOTALL) or re.search(
        r'id="answer">(.*?)<form', page.html, re.DOTALL
    )
    return Page(found[1]).words if found else ""


def list_links(page: Page) -> list[str]:
    return [each["href"] for each in page.list_tags("a") if "href" in each]


def test_one_area_is_answered_with_its_service_its_source_and_the_day(visitor: Visitor) -> None:
    page = type_in(visitor, "CM1")
    words = read_answer(page)
    assert "Essex Restorative and Mediation Service" in words
    assert "We last looked on 22 November 2026." in words
    assert "Nobody has rung it for us to check it." in words
    assert "Nobody will answer what you send here." in words
    assert {"tel:01245291621", "https://restorativeessex.co.uk/", "/en/refer?area=essex"} <= set(list_links(page))
    assert visitor.cookie == ""


def test_a_service_that_is_not_confirmed_says_so_and_gives_no_number(visitor: Visitor) -> None:
    words = read_answer(visitor.look("find?area=humberside"))
    assert "We could not confirm this." in words
    assert "22 November 2026" in words
    assert "Telephone" not in words
    assert "We found no page of a service for this area." in read_answer(visitor.look("find?area=gwent"))


def test_every_area_has_an_answer_and_a_way_on_in_every_language(scene: Scene) -> None:
    for lang in LANGS:
        visitor = scene.visitor(lang)
        for code in load_local_services(CONTENT):
            page = visitor.look(f"find?area={code}")
            assert page.status == 200
            assert f"/{lang}/refer?area={code}" in list_links(page)


def test_a_whole_postcode_stands_in_no_address(visitor: Visitor) -> None:
    """Neither when it is typed into the form, nor when somebody writes it into the address."""
    assert "We kept only its first half, LS1." in type_in(visitor, "ls1 4ap").words
    posted = list(visitor.addresses)
    assert visitor.look("find?q=LS1+4AP").status == 200
    assert visitor.addresses[len(posted) + 1] == "/en/find?q=LS1&cut=1"
    assert not [each for each in posted if "4ap" in each.lower()]


def test_words_that_are_no_place_go_out_of_the_address(visitor: Visitor) -> None:
    page = type_in(visitor, "12 Acacia Avenue, my name is Amira")
    assert "We do not know that place" in read_answer(page)
    assert "/en/refer?area=not_sure" in list_links(page)
    assert visitor.addresses[-1] == "/en/find?unknown=1"
    assert visitor.ask("find?q=my+name+is+Amira").headers["Location"] == "/en/find?unknown=1"


def test_several_areas_and_near_spellings_are_offered_each_with_a_way_on(visitor: Visitor) -> None:
    several = type_in(visitor, "Newport")
    areas = [parse_qs(urlsplit(link).query)["area"][0] for link in list_links(several) if "/find?area=" in link]
    assert areas[:3] == ["gwent", "hampshire-and-isle-of-wight", "west-mercia"]
    near = type_in(visitor, "Glocester")
    assert "Did you mean one of these?" in read_answer(near)
    assert "Restorative Gloucestershire" in read_answer(visitor.look("find?q=Gloucester"))
    assert "/en/find?q=Gloucester" in list_links(near)


@pytest.mark.parametrize(("typed", "said"), [("Glasgow", "in Scotland"), ("BT1", "in Northern Ireland")])
def test_elsewhere_is_said_kindly(visitor: Visitor, typed: str, said: str) -> None:
    words = read_answer(type_in(visitor, typed))
    assert said in words
    assert "Did it happen in England or Wales?" in words


@pytest.mark.parametrize(
    "typed", ["<i>Leedz", "\u202eLeeds", "%", "'", "Leeds\r\nSet-Cookie: a=b", "\x00", "ß" * 400, "🏡", '">x']
)
def test_odd_input_is_answered_with_a_page(visitor: Visitor, typed: str) -> None:
    """With nothing of it as markup, and nothing that turns the direction of words."""
    page = type_in(visitor, typed)
    assert page.status == 200
    assert "<i>" not in page.html
    assert "\u202e" not in page.html
    assert visitor.cookie == ""


def test_pages_where_people_wonder_whom_to_ask_lead_here(visitor: Visitor) -> None:
    """One press from the first page, so three from anywhere."""
    for part in ("", "you-can-ask", "contact", "all-pages"):
        assert "/en/find" in list_links(visitor.look(part)), part
    for part in ("", "what-it-is", "all-pages"):
        assert "/en/is-it-for-me" in list_links(visitor.look(part)), part


def test_the_answer_is_for_no_search_engine_and_the_form_is(visitor: Visitor) -> None:
    robots = {"name": "robots", "content": "noindex, nofollow"}
    assert robots in type_in(visitor, "Leeds").list_tags("meta")
    assert robots not in visitor.look("find").list_tags("meta")


def test_another_language_keeps_the_place(visitor: Visitor) -> None:
    page = type_in(visitor, "Newport")
    assert "/cy/find?q=Newport" in list_links(page)
    assert "/ar/refer?area=gwent" in list_links(visitor.look("refer?area=gwent"))


def test_who_takes_a_request_is_told_with_what_the_service_signed(scene: Scene, visitor: Visitor) -> None:
    with scene.portal.side.store.work() as work:
        told = replace(work.services.get(NATIONAL), is_trial=False, phone="01632 960 003")
        work.services.save(sign_told(scene.data, told))
    words = read_answer(visitor.look("find?area=kent"))
    assert "goes to National desk" in words
    assert "01632 960 003" in words


def test_a_row_past_its_day_says_so(scene: Scene, visitor: Visitor) -> None:
    scene.clock.move(days=400)
    assert "We meant to look again before today." in read_answer(visitor.look("find?area=essex"))


def test_the_form_begins_with_the_area_and_lets_it_be_changed(scene: Scene, visitor: Visitor) -> None:
    """Looking stores nothing; whoever writes another place beside the area that stands there gets that place."""
    start = visitor.look("refer?area=gwent")
    assert "You chose Gwent." in start.words
    assert find_kept(scene, visitor.cookie) is None
    visitor.post("refer", {"area": "gwent", "csrf_token": start.token})
    page = visitor.look("refer/who")
    while not page.address.endswith("/where"):
        page = visitor.go_on(page.address, AMIRAS_PAGES[page.address.rsplit("/", 1)[1]])
    chosen = [each["value"] for each in page.list_tags("option") if "selected" in each]
    assert chosen == ["gwent"]
    visitor.go_on("refer/where", {"area": "gwent", "place": ""})
    assert read_answers(scene, visitor)["area"] == ["gwent"]
    visitor.go_on("refer/where", {"area": "gwent", "place": "Truro"})
    assert read_answers(scene, visitor)["area"] == ["devon-and-cornwall"]


@pytest.mark.parametrize(("area", "kept"), [("gwent", ["gwent"]), ("not_sure", ["not_sure"]), ("atlantis", None)])
def test_the_area_stays_when_somebody_asks_for_another_person(
    scene: Scene, visitor: Visitor, area: str, kept: list[str] | None
) -> None:
    token = visitor.look(f"refer?area={area}").token
    visitor.post("refer", {"area": area, "csrf_token": token})
    visitor.go_on("refer/who", {"who_for": "someone_supported"})
    assert read_answers(scene, visitor).get("area") == kept


def test_an_answer_costs_little(visitor: Visitor) -> None:
    """The tables are read once: the worst, a misspelling, costs a few milliseconds of the processor."""
    visitor.look("find?q=Glocester")
    began = time.process_time()
    for _ in range(20):
        assert visitor.ask("find?q=Glocester").status_code == 200
    assert (time.process_time() - began) / 20 < 0.05
