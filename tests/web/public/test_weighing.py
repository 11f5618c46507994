"""Is it for me?: questions whose answers never leave the screen, and what each of them leads to."""

from __future__ import annotations

from markupsafe import Markup

from portal.texts.weighing import take_apart
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor


def test_each_question_has_three_answers_and_none_is_chosen(visitor: Visitor) -> None:
    page = visitor.look("is-it-for-me")
    names = [each["name"] for each in page.list_tags("input") if each.get("type") == "radio"]
    assert {name: names.count(name) for name in names} == {f"q{number}": 3 for number in range(1, 8)}
    assert not [each for each in page.list_tags("input") if "checked" in each]


def test_nothing_of_an_answer_can_be_sent(scene: Scene, visitor: Visitor) -> None:
    """By a press or a key, and none is kept by the browser; no cookie, and the same bytes for everybody."""
    page = visitor.look("is-it-for-me")
    main = page.html[page.html.index("<main") : page.html.index("</main>")]
    (form,) = Page(main).list_tags("form")
    assert form == {"method": "dialog", "autocomplete": "off"}
    assert Page(main).list_tags("button") == [{"disabled": "", "hidden": ""}]
    places = [main.index(each) for each in ("<form", "<button", "<input", "</form")]
    assert places == sorted(places)
    assert main.rindex("<input") < places[-1]
    assert visitor.cookie == ""
    assert scene.with_draft().look("is-it-for-me").html == page.html


def test_nobody_is_told_that_it_is_not_for_them(visitor: Visitor) -> None:
    html = visitor.look("is-it-for-me").html
    words = Page(html[html.index("<main") : html.index("</main>")]).words.casefold()
    assert not [each for each in ("eligib", "qualif", "you cannot", "you can't", "not for you") if each in words]
    assert words.index("what this means") < words.index("what you can do now")


def test_after_abuse_it_leads_to_the_part_for_that(visitor: Visitor) -> None:
    page = visitor.look("is-it-for-me")
    meaning = page.html.split('id="q3-1"')[1].split('id="q3-2"')[0]
    assert "/en/information" in [each["href"] for each in Page(meaning).list_tags("a")]


def test_it_leads_on_in_every_language(scene: Scene) -> None:
    for lang in LANGS:
        links = {each.get("href") for each in scene.visitor(lang).look("is-it-for-me").list_tags("a")}
        assert {f"/{lang}/refer", f"/{lang}/find", f"/{lang}/information"} <= links


def test_a_page_without_questions_stays_whole() -> None:
    html = Markup("<p>One</p>\n<h2>Two</h2>\n<p>Three</p>")
    weighed = take_apart(html)
    assert (weighed.before, weighed.questions, weighed.after) == (html, (), "")
