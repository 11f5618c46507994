"""The figures as everybody meets them: the page in every language, the files, the feed, and before there are any."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date
from xml.etree import ElementTree as Xml

import pytest

from portal.domain.figures import edition_as_body
from portal.domain.stages import Stage
from portal.web.public.editions import Editions
from tests.editions import FOURTH, keep_edition
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

ATOM = "{http://www.w3.org/2005/Atom}"
FILES = ("/figures.csv", "/figures.json", "/en/figures.atom")


@pytest.fixture(autouse=True)
def own_editions(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the site, which other tests share, ask this test's database at every page."""
    know(scene, monkeypatch)


def know(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the site ask the database anew."""
    monkeypatch.setitem(scene.app.extensions, "editions", Editions(lambda: scene.portal.side, lambda: 0.0))


def read_rows(page: Page) -> list[list[str]]:
    """Return the words of the lines of all tables."""
    lines = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page.html.replace("<br>", " "), re.DOTALL)
    return [[Page(cell).words for cell in re.split(r"</t[hd]>(?:<td>)?", line)[:-1]] for line in lines]


@pytest.mark.parametrize("lang", LANGS)
def test_before_there_are_any_it_says_so_kindly_and_leads_to_what_is_known(scene: Scene, lang: str) -> None:
    page = scene.visitor(lang).look("figures")
    assert page.status == 200
    assert f"/{lang}/how-long-it-takes" in page.html
    assert "<table" not in page.html
    if lang == "en":
        assert "There are no figures yet" in page.words


@pytest.mark.parametrize("lang", LANGS)
def test_shows_the_newest_edition_in_every_language(scene: Scene, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    keep_edition(scene.portal.side.store)
    know(scene, monkeypatch)
    page = scene.visitor(lang).look("figures")
    rows = {cells[0]: cells[1:] for cells in read_rows(page)}
    rehub = scene.portal.library.stage(lang, Stage.REHUB_CHECK.value).name
    assert [number for number in ("140", "12", "30") if number not in rows[rehub][0]] == []
    assert len([each for each in page.list_tags("svg") if each.get("viewbox") == "0 0 100 10"]) == 2
    assert " style=" not in page.html


def test_the_page_says_the_numbers_of_a_calculation_by_hand(
    scene: Scene, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """88 asked; re:hub had 140, of which the 70th took 12 weeks and the 126th 30; 90 of 100 promises were kept."""
    keep_edition(scene.portal.side.store)
    know(scene, monkeypatch)
    page = visitor.look("figures")
    rows = {cells[0]: cells[1:] for cells in read_rows(page)}
    rehub = scene.portal.library.stage("en", Stage.REHUB_CHECK.value).name
    assert rows[rehub] == ["about 140 half within 12 weeks nine in ten within 30 weeks"]
    assert rows[scene.portal.library.stage("en", Stage.ENQUIRIES.value).name] == ["about 10 half within 1 week"]
    assert "About 90 people asked for restorative justice here, or somebody asked for them." in page.words
    assert rows["Gwent"] == [
        "\u2068People who asked, or were asked for\u2069: about 40 \u2068With re:hub\u2069: half within 12 weeks"
    ]
    assert rows["You heard late"] == ["about 10"]
    assert "About 90 in 100 times you heard by the day that we promised." in page.words
    assert "Norfolk" not in page.words


def test_the_bars_run_from_the_start_of_the_line(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """12 of 30 weeks are 40 hundredths: from the left, and in a page that reads from the right, from the right."""
    keep_edition(scene.portal.side.store)
    know(scene, monkeypatch)
    full = [each["x"] for each in scene.visitor("en").look("figures").list_tags("rect") if each["width"] == "40.0"]
    assert full == ["0"]
    full = [each["x"] for each in scene.visitor("ar").look("figures").list_tags("rect") if each["width"] == "40.0"]
    assert full == ["60.0"]


def test_earlier_editions_stay_and_can_be_asked_for(
    scene: Scene, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_edition(scene.portal.side.store)
    keep_edition(scene.portal.side.store, FOURTH, is_trial=True)
    know(scene, monkeypatch)
    newest = visitor.look("figures")
    assert "1 October 2026 to 31 December 2026" in newest.words
    assert "The cases are made up." in newest.words
    earlier = visitor.look("figures?quarter=2026-Q3")
    assert "1 July 2026 to 30 September 2026" in earlier.words
    assert "The cases are made up." not in earlier.words
    assert "quarter=2026-Q4" in earlier.html


@pytest.mark.parametrize("address", ["figures", *FILES])
@pytest.mark.parametrize("quarter", ["2026-Q2", "now", "", "2026-Q3%00"])
def test_a_quarter_without_an_edition_is_not_found(visitor: Visitor, address: str, quarter: str) -> None:
    if not address.endswith("atom"):
        assert visitor.ask(f"{address}?quarter={quarter}").status_code == 404


def test_csv_and_json_tell_the_same(scene: Scene, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = keep_edition(scene.portal.side.store)
    know(scene, monkeypatch)
    answer = visitor.ask("/figures.csv?quarter=2026-Q3")
    assert answer.content_type == "text/csv; charset=utf-8; header=present"
    assert 'filename="figures-2026-Q3.csv"' in answer.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    told = json.loads(visitor.ask("/figures.json").data)
    assert told["quarters"] == ["2026-Q3"]
    assert told["edition"] == edition_as_body(edition)
    assert [simplify(line) for line in lines] == [simplify(row) for row in told["edition"]["rows"]]
    assert {line["area_name"] for line in lines} == {"England and Wales", "Gwent"}
    assert {line["first_day"] for line in lines} == {"2026-07-01"}


def simplify(row: Mapping[str, object]) -> list[str]:
    """Return a line of either file in the same words."""
    names = ("measure", "stage", "area", "number", "median_weeks", "slowest_tenth_weeks")
    return ["" if row[name] in {None, "[c]"} else str(row[name]) for name in names]


def test_files_are_there_before_there_is_an_edition(visitor: Visitor) -> None:
    """Programs that ask each quarter need no case of their own for it."""
    assert visitor.ask("/figures.csv").get_data(as_text=True).splitlines()[0].startswith("quarter,first_day")
    assert json.loads(visitor.ask("/figures.json").data) == {"quarters": [], "edition": None}
    assert visitor.ask("/en/figures.atom").status_code == 200


@pytest.mark.parametrize("lang", LANGS)
def test_the_feed_is_valid_and_has_an_entry_for_each_edition(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """As RFC 4287 wants it: ids that stay, times, an author, a link to itself and one to each edition that works."""
    keep_edition(scene.portal.side.store)
    keep_edition(scene.portal.side.store, FOURTH)
    know(scene, monkeypatch)
    visitor = scene.visitor(lang)
    answer = visitor.ask("figures.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = Xml.fromstring(answer.data)  # noqa: S314 (our own feed)
    entries = feed.findall(f"{ATOM}entry")
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *entries):
        texts = {name: element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")}
        assert all(texts.values()), texts
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == ["2027-01-02T00:00:00Z", "2026-10-02T00:00:00Z"]
    assert feed.findtext(f"{ATOM}updated") == "2027-01-02T00:00:00Z"
    links = {link.get("rel"): link.get("href", "") for link in feed.findall(f"{ATOM}link")}
    assert links["self"].endswith(f"/{lang}/figures.atom")
    for entry in entries:
        address = next(link.get("href", "") for link in entry.findall(f"{ATOM}link"))
        assert visitor.ask(address.removeprefix(scene.portal.settings.public_url)).status_code == 200


def test_the_page_is_ready_and_made_anew_for_a_new_edition(
    scene: Scene, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the front's bytes, which an edition changes."""
    before = visitor.look("figures")
    keep_edition(scene.portal.side.store)
    assert visitor.look("figures").html == before.html, "asked once a minute, not once a page"
    know(scene, monkeypatch)
    after = visitor.ask("figures", Accept_Encoding="br")
    assert after.headers["Content-Encoding"] == "br"
    assert "Set-Cookie" not in after.headers
    assert "<table" in visitor.look("figures").html


def test_a_database_that_is_away_takes_no_page_away(
    scene: Scene, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError

    monkeypatch.setitem(scene.app.extensions, "editions", Editions(fail, lambda: 0.0))
    page = visitor.look("figures")
    assert (page.status, "We cannot show the figures just now" in page.words) == (200, True)
    assert visitor.ask("/figures.csv").status_code == 503


def test_what_is_known_is_kept_while_the_database_is_away(scene: Scene) -> None:
    keep_edition(scene.portal.side.store)
    times, sides = [0.0], [scene.portal.side]
    editions = Editions(lambda: sides[0], lambda: times[0])
    assert editions.find_typical(Stage.REHUB_CHECK) == 12
    assert editions.find_typical(Stage.APPROVAL_BOARD) is None
    sides.clear()
    times[0] = 61.0
    assert editions.find_mark() == "2026-Q3"
    assert [edition.frozen_on for edition in editions.list_now() or ()] == [date(2026, 10, 2)]


def test_another_language_shows_the_same_quarter(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_edition(scene.portal.side.store)
    keep_edition(scene.portal.side.store, FOURTH)
    know(scene, monkeypatch)
    page = scene.visitor().look("figures?quarter=2026-Q3")
    assert "/cy/figures?quarter=2026-Q3" in [link.get("href") for link in page.list_tags("a")]
