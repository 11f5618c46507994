"""Leaflets and cards: what is printed, where their codes lead, and that the quiet ones tell nothing."""

from __future__ import annotations

import re

import pytest
import segno

from portal.texts.languages import OFFERED
from portal.web.public.leaflets import CARDS, draw_code
from tests.web.scene import Scene, Visitor

LANGS = [language.code for language in OFFERED]
# what nobody may read over a shoulder, in the languages offered
TELLING = re.compile(
    r"restor|justice|crime|victim|harm|abuse|police|court|prison|adfer|cyfiawnder|trosedd|dioddef|niwed|camdrin|heddlu"
    r"|عدالة|جريمة|ضحي|أذى|ضرر|اعتداء|شرطة|محكمة|سجن",
    re.IGNORECASE,
)


def find_sheet(html: str) -> str:
    """Return what is printed."""
    return html.split('<div class="sheet', 1)[1].split("</section>\n</div>", 1)[0]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("name", "leads_to"), [("plain", "/"), ("quiet", "/information"), ("quiet-cards", "/information")]
)
def test_a_leaflet_leads_to_its_page_in_its_language(scene: Scene, lang: str, name: str, leads_to: str) -> None:
    sheet = find_sheet(scene.visitor(lang).look(f"leaflet/{name}").html)
    address = f"{scene.portal.settings.public_url}/{lang}{leads_to}"
    assert draw_code(address) in sheet
    assert address.removeprefix("http://") in sheet
    assert scene.visitor(lang).look(f"/{lang}{leads_to}").status == 200


def test_the_picture_is_the_address(scene: Scene) -> None:
    """Drawn anew by the library from the address alone, with a quarter to spare; nothing in it breaks our policy."""
    picture = draw_code("http://127.0.0.1:8000/en/")
    made = segno.make("http://127.0.0.1:8000/en/", error="q", micro=False)
    assert made.error == "Q"
    rows, columns = made.symbol_size()
    assert f'viewBox="0 0 {columns} {rows}"' in picture
    assert "style=" not in picture
    assert "<script" not in picture


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["quiet", "quiet-cards"])
def test_a_quiet_one_tells_nothing(scene: Scene, lang: str, name: str) -> None:
    """In what is printed, and in the title, by which a printer and a file are named."""
    html = scene.visitor(lang).look(f"leaflet/{name}").html
    words = re.sub(r"<[^>]+>", " ", find_sheet(html))
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title
    assert not TELLING.search(words), words
    assert not TELLING.search(title[1])


def test_ten_cards_are_read_out_once(visitor: Visitor) -> None:
    sections = re.findall(r"<section[^>]*>", visitor.look("leaflet/cards").html.split('class="sheet', 1)[1])
    assert len(sections) == CARDS
    assert [section for section in sections if "aria-hidden" not in section] == ["<section>"]


def test_there_is_no_other_leaflet(visitor: Visitor) -> None:
    assert visitor.look("leaflet/nothing").status == 404


def test_a_trial_copy_says_that_it_is_not_to_be_given_away(visitor: Visitor) -> None:
    page = visitor.look("leaflet/plain")
    assert "do not give this to anyone" in page.words
    assert "Trial copy: nobody will answer." in find_sheet(page.html)
    assert "Set-Cookie" not in visitor.ask("leaflet/plain").headers
