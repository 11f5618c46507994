"""Opening the private page: by code, by link, and what the first look says."""

from __future__ import annotations

import pytest

from tests.languages import LANGS
from tests.web.scene import Scene, Visitor

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def in_groups(code: str, between: str) -> str:
    """Write a code as five groups of four."""
    return between.join(code[start : start + 4] for start in range(0, 20, 4))


@pytest.mark.parametrize("between", ["", " ", "-", "   ", " – ", "\u200f \u200f"])
@pytest.mark.parametrize("digits", [{}, ARABIC_INDIC], ids=["latin", "arabic_indic"])
def test_a_code_opens_however_it_is_spaced_and_in_the_digits_of_any_script(
    scene: Scene, visitor: Visitor, between: str, digits: dict[int, int]
) -> None:
    """As a telephone's keyboard types them, or a page copies them."""
    page = visitor.open_page(in_groups(scene.amira.code.translate(digits), between))
    assert page.address == "/en/status"
    assert scene.amira.case.case_reference in page.words


def test_the_entry_asks_for_the_code_and_keeps_it_nowhere(visitor: Visitor) -> None:
    """No browser fills it in, and nothing stands in it."""
    field = visitor.look("status").find_by_id("code")
    assert (field["type"], field["inputmode"], field["autocomplete"]) == ("text", "numeric", "off")
    assert not field.get("value")


def test_opening_is_answered_with_a_redirect(scene: Scene, visitor: Visitor) -> None:
    """So that Back and reload send nothing twice."""
    answer = visitor.send("status", {"code": scene.amira.code})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/status")


def test_looking_at_a_link_opens_nothing(scene: Scene, visitor: Visitor) -> None:
    """Mail programmes and curious people look at links."""
    for _ in range(3):
        page = visitor.look(f"open/{scene.sana.receipt.link}")
        assert page.status == 200
        assert visitor.look("status").find_by_id("code")
    assert len(page.list_tags("button")) == 1
    assert visitor.go_on(f"open/{scene.sana.receipt.link}").find_by_id("main")
    assert scene.sana.case.case_reference in visitor.look("status").words


def test_pressing_the_button_of_a_link_opens_the_page(scene: Scene, visitor: Visitor) -> None:
    """And leads away from the link's address."""
    page = visitor.go_on(f"open/{scene.amira.receipt.link}")
    assert page.address == "/en/status"
    assert scene.amira.case.case_reference in page.words


@pytest.mark.parametrize("lang", LANGS)
def test_the_title_and_the_address_tell_nothing_of_the_person(scene: Scene, lang: str) -> None:
    """Neither stays in a history with anything in it."""
    visitor = scene.visitor(lang)
    page = visitor.open_page(scene.amira.code)
    assert page.address == f"/{lang}/status"
    for told in ("Amira", scene.amira.code, scene.amira.case.case_reference, "Step", "restorative"):
        assert told.lower() not in page.title.lower()


def test_the_first_view_says_little(scene: Scene, visitor: Visitor) -> None:
    """The step and the next date; everything else is behind a press."""
    page = visitor.open_page(scene.amira.code)
    main = page.html.split("<main", 1)[1].split("</main>")[0]
    assert "<details open" not in main.replace("\n", " ")
    before = main.split("<details", 1)[0]
    assert "Step 1 of" in before
    assert "Next news by" in before
    for hidden in (scene.amira.case.case_reference, "Amira", "Leeds", "violence", "National"):
        assert hidden not in before


def test_the_foot_of_the_page_tells_no_more_than_where_help_is(scene: Scene, visitor: Visitor) -> None:
    """Nothing of harm or danger stands in sight of whoever looks over a shoulder."""
    foot = visitor.open_page(scene.amira.code).html.split("</main>", 1)[1]
    assert "/en/get-help-now" in foot
    for hidden in ("harm", "danger", "999"):
        assert hidden not in foot


def test_the_page_shows_who_has_it_since_when_and_the_limit(scene: Scene, visitor: Visitor) -> None:
    """Behind the presses."""
    words = visitor.open_page(scene.amira.code).words
    limit = ("Time limit: 5 working days", "Our own aim")
    for shown in ("Who has it now:", "Since: 23 November 2026", *limit, "News so far", "All steps"):
        assert shown in words


def test_the_page_never_shows_how_a_person_is_reached(scene: Scene, visitor: Visitor) -> None:
    """Nor what they told us: nobody reads it over a shoulder."""
    html = visitor.open_page(scene.amira.code).html
    for hidden in (
        "07700",
        "7700900123",
        "the library",
        "green with a dent",
        "I want to know why",
        "Amira",
        scene.amira.code,
    ):
        assert hidden not in html


def test_ben_sees_nothing_of_amira(scene: Scene, visitor: Visitor) -> None:
    """In a browser that had her page open before."""
    hers = visitor.open_page(scene.amira.code)
    assert scene.amira.case.case_reference in hers.words
    visitor.go_on("status/close", at="status")
    his = visitor.open_page(scene.ben.code)
    assert scene.ben.case.case_reference in his.words
    assert scene.amira.case.case_reference not in his.html


def test_opening_another_page_ends_the_one_before(scene: Scene, visitor: Visitor) -> None:
    """The entry is not shown while a page is open, but another tab may still show it."""
    visitor.open_page(scene.amira.code)
    copied = visitor.cookie
    assert scene.ben.case.case_reference in visitor.open_page(scene.ben.code).words
    assert scene.visitor(cookie=copied).look("status").find_by_id("code")


def test_the_page_says_when_it_was_opened_before(scene: Scene, visitor: Visitor) -> None:
    """The day only: somebody else's look is noticed."""
    assert "This page was not opened before." in visitor.open_page(scene.amira.code).words
    visitor.send("status/close", at="status")
    scene.clock.move(days=2)
    assert "This page was last opened on 23 November 2026." in visitor.open_page(scene.amira.code).words


def test_opening_and_closing_the_page_keeps_an_unsent_form(scene: Scene) -> None:
    """Nothing typed is lost; the old cookie opens neither any more."""
    visitor = scene.with_draft()
    before = visitor.cookie
    visitor.open_page(scene.amira.code)
    assert visitor.look("refer/check").address == "/en/refer/check"
    visitor.send("status/close", at="status")
    assert visitor.look("status").find_by_id("code")
    assert visitor.look("refer/check").address == "/en/refer/check"
    copied = scene.visitor(cookie=before)
    assert copied.look("refer/check").address == "/en/refer"


def test_a_page_whose_time_is_over_leaves_the_unsent_form(scene: Scene) -> None:
    """Each has its own limit: twenty minutes for the page, thirty for the form."""
    visitor = scene.with_draft()
    visitor.open_page(scene.amira.code)
    scene.clock.move(minutes=15)
    visitor.look("refer/check")
    scene.clock.move(minutes=10)
    assert visitor.look("status").find_by_id("code")
    assert visitor.look("refer/check").address == "/en/refer/check"
