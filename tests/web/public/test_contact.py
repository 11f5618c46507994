"""Ringing or writing instead: each service with what it has filled in, and never a promise that nobody keeps."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from portal.casework.reach import list_ways_in
from portal.store.services import NATIONAL
from portal.store.work import Store
from portal.web.public.contact import WaysIn
from tests.builders import sign_told
from tests.eventually import eventually
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

NOT_FILLED_IN = ("has not filled in its telephone number yet", "has not filled in an address for letters yet")


@pytest.fixture(autouse=True)
def own_ways_in(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the site, which other tests share, ask this test's database."""
    monkeypatch.setitem(scene.app.extensions, "ways_in", WaysIn(scene.portal.side, lambda: 0.0))


def enrol_national(scene: Scene, **told: str) -> None:
    """End the trial; the national desk has all areas, and what it does not tell is empty."""
    with scene.portal.side.store.work() as work:
        told_of = replace(work.services.get(NATIONAL), is_trial=False, **told)
        work.services.save(sign_told(scene.data, told_of), ["cumbria"])


def list_cards(page: Page) -> dict[str, str]:
    """Return the words of each service's card by the name of the service."""
    cards = re.findall(r'<div class="card">\s*<h2>(.*?)</h2>(.*?)</div>', page.html, re.DOTALL)
    return {name: Page(html).words for name, html in cards}


def test_a_trial_copy_says_that_nobody_answers(scene: Scene, visitor: Visitor) -> None:
    """And shows no number, even if one was filled in."""
    with scene.portal.side.store.work() as work:
        national = replace(work.services.get(NATIONAL), phone="01632 960 003")
        work.services.save(sign_told(scene.data, national), [])
    page = visitor.look("contact")
    assert "Trial copy: nobody will answer." in list_cards(page)["National desk"]
    assert "01632 960 003" not in page.html


def test_a_service_is_shown_with_all_that_it_has_filled_in(scene: Scene, visitor: Visitor) -> None:
    """Its number can be pressed, its address stands line by line, its areas in the reader's own way of listing."""
    enrol_national(
        scene, phone="01632 960 003", hours="Monday to Friday, 9 to 5", postal_address="PO Box 1\nSampletown"
    )
    page = visitor.look("contact")
    words = list_cards(page)["National desk"]
    assert "For all of England and Wales." in words
    assert "Hours: Monday to Friday, 9 to 5" in words
    assert "PO Box 1</bdi><br>" in page.html
    assert "tel:01632960003" in [link["href"] for link in page.list_tags("a")]
    assert not [each for each in NOT_FILLED_IN if each in words]


def test_a_number_that_the_service_did_not_sign_is_shown_to_nobody(scene: Scene, visitor: Visitor) -> None:
    """Whoever writes to the database could else have people ring them; the page has other numbers to ring."""
    enrol_national(scene, phone="01632 960 003", postal_address="PO Box 1\nSampletown")
    with scene.portal.side.store.work() as work:
        work.services.save(replace(work.services.get(NATIONAL), phone="01632 960 666"), [])
    page = visitor.look("contact")
    assert not [each for each in ("01632 960 666", "01632 960 003", "PO Box 1", "National desk") if each in page.html]
    assert "We cannot show how to reach this service just now" in list_cards(page)["A restorative justice service"]
    assert "Victim Support" in page.words


def test_what_a_service_has_not_filled_in_is_said(scene: Scene, visitor: Visitor) -> None:
    """In plain words, with somebody else to ring below."""
    enrol_national(scene)
    page = visitor.look("contact")
    assert [each for each in NOT_FILLED_IN if each in list_cards(page)["National desk"]] == list(NOT_FILLED_IN)
    assert "Victim Support" in page.words


def test_only_services_that_somebody_is_sent_to_are_shown(scene: Scene) -> None:
    """By name, the national one last; none without an area, none whose keys nobody has pinned."""
    with scene.portal.side.store.work() as work:
        national = work.services.get(NATIONAL)
        made = {name: replace(national, service_id=name, name=name.title()) for name in ("calder", "abbey", "idle")}
        forged = replace(national, service_id="forged", name="Forged", box_key=bytes(32))
        areas = {"calder": ["west-yorkshire", "cumbria"], "abbey": ["norfolk"], "idle": []}
        for name, codes in areas.items():
            work.services.save(sign_told(scene.data, made[name]), codes)
        work.services.save(sign_told(scene.data, forged), ["kent"])
    ways = list_ways_in(scene.portal.side)
    assert [way.name for way in ways] == ["Abbey", "Calder", "National desk"]  # riverside lost its one area
    assert ways[1].areas == ("cumbria", "west-yorkshire")
    assert (ways[2].is_national, ways[2].is_everywhere) == (True, False)


def test_areas_are_listed_in_the_readers_language(scene: Scene) -> None:
    """By their names and in its own way."""
    with scene.portal.side.store.work() as work:
        national = work.services.get(NATIONAL)
        calder = sign_told(scene.data, replace(national, service_id="calder", name="Calder"))
        work.services.save(calder, ["west-yorkshire", "kent", "cumbria"])
    assert "For Cumbria, Kent and West Yorkshire." in say_plainly(scene.visitor().look("contact"))
    assert "Caint" in say_plainly(scene.visitor("cy").look("contact"))


def say_plainly(page: Page) -> str:
    """Return the words of the Calder card without the marks that keep names apart."""
    return list_cards(page)["Calder"].replace("\u2068", "").replace("\u2069", "")


def test_the_services_are_asked_for_once_a_minute(scene: Scene) -> None:
    """And the last known ones stay while the database is away; before any were known nothing is made up."""
    seconds = [0.0]
    side = scene.portal.side
    ways_in = WaysIn(side, lambda: seconds[0])
    assert [way.is_trial for way in ways_in.list_now() or ()] == [False, True]
    enrol_national(scene)
    seconds[0] = 59
    assert [way.is_trial for way in ways_in.list_now() or ()] == [False, True]
    seconds[0] = 60
    eventually(lambda: [way.is_trial for way in ways_in.list_now() or ()] == [False], what="they are asked for anew")
    away = replace(side, store=Store("sqlite+pysqlite:////nowhere/at/all.db"))
    assert WaysIn(away, lambda: seconds[0]).list_now() is None


def test_the_page_stays_while_the_database_is_away(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the other ways to help."""
    away = replace(scene.portal.side, store=Store("sqlite+pysqlite:////nowhere/at/all.db"))
    monkeypatch.setitem(scene.app.extensions, "ways_in", WaysIn(away, lambda: 0.0))
    page = scene.visitor().look("contact")
    assert page.status == 200
    assert "We cannot show numbers and addresses just now." in page.words
    assert "Victim Support" in page.words


@pytest.mark.parametrize("part", ["", "privacy", "refer", "status", "nothing"])
def test_every_page_leads_to_it(visitor: Visitor, part: str) -> None:
    """From the foot."""
    assert "/en/contact" in [link["href"] for link in visitor.look(part).list_tags("a")]
