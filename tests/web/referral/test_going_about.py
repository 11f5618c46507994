"""Going about the form: skipping, changing, going back, what a changed answer takes with it, and deleting all."""

from __future__ import annotations

import pytest

from tests.builders import AMIRAS_PAGES
from tests.web.referral.drafts import find_kept, read_all, read_answers
from tests.web.scene import Scene, Visitor

NOT_YET = ["check", "reach", "words", "which", "agreed", "line"]


@pytest.mark.parametrize("part", [f"refer/{slug}" for slug in NOT_YET])
def test_skipping_ahead_leads_to_the_first_unfinished_step(visitor: Visitor, part: str) -> None:
    """To the check, and to steps that are not asked yet."""
    visitor.fill_in(AMIRAS_PAGES, until="now")
    page = visitor.look(part)
    assert (page.address, page.status) == ("/en/refer/now", 200)


def test_sending_an_unfinished_form_leads_to_the_first_unfinished_step(scene: Scene, visitor: Visitor) -> None:
    """And sends nothing."""
    visitor.fill_in(AMIRAS_PAGES, until="phrase")
    assert visitor.go_on("refer/check", at="refer/phrase").address == "/en/refer/phrase"
    assert visitor.look("refer/sent").address == "/en/refer"
    assert find_kept(scene, visitor.cookie) is not None


def test_an_empty_form_is_not_sent(visitor: Visitor) -> None:
    """Nor one whose every page was only looked at."""
    token = visitor.go_on("refer").token
    visitor.post("refer/check", {"csrf_token": token})
    assert visitor.look("refer/check").address == "/en/refer/who"


def test_the_list_of_steps_says_what_is_done(visitor: Visitor) -> None:
    """And leads on to the next one."""
    visitor.fill_in(AMIRAS_PAGES, until="hopes")
    page = visitor.look("refer/steps")
    assert page.words.count("Done") == 7
    hrefs = [link["href"] for link in page.list_tags("a")]
    assert {"/en/refer/who", "/en/refer/name", "/en/refer/check"} <= set(hrefs)
    assert "/en/refer/which" not in hrefs


def test_check_shows_every_answer_with_a_way_to_change_it(scene: Scene) -> None:
    """In words, not codes; the person's own as they wrote them."""
    page = scene.with_draft().look("refer/check")
    for shown in (
        "Violence or threats",
        "I want to know why it was me.",
        "West Yorkshire",
        "07700900123",
        "Every week",
    ):
        assert shown in page.words
    assert "not_sure" not in page.html
    changes = [link["href"] for link in page.list_tags("a") if link["href"].endswith("?change=1")]
    assert len(set(changes)) == 15


@pytest.mark.parametrize("slug", [slug for slug in AMIRAS_PAGES if slug not in {"begin"}])
def test_a_change_comes_back_to_the_check(scene: Scene, slug: str) -> None:
    """Also after a mistake on the way."""
    visitor = scene.with_draft()
    bad = {"who_for": "forged", "name": "", "check_phrase": "", "rhythm": "x", "harm": "x", "age": "x"}
    if set(bad) & set(AMIRAS_PAGES[slug]):
        assert visitor.go_on(f"refer/{slug}?change=1", bad).problems
        assert visitor.addresses[-1] == f"/en/refer/{slug}?change=1"
    page = visitor.go_on(f"refer/{slug}?change=1", AMIRAS_PAGES[slug])
    assert page.address == "/en/refer/check"


def test_a_change_that_opens_new_questions_asks_them_first(scene: Scene) -> None:
    """The check cannot be reached before."""
    visitor = scene.with_draft()
    assert visitor.go_on("refer/contact?change=1", {"contact_method": "email"}).address == "/en/refer/reach"
    assert visitor.look("refer/check").address == "/en/refer/reach"


def test_the_address_bar_cannot_lead_a_redirect_elsewhere(scene: Scene) -> None:
    """Nothing of the query but `change` is taken over."""
    visitor = scene.with_draft()
    for query in ("slug=age", "lang=ar", "_scheme=evil&_external=1", "_external=1", "_anchor=x", "endpoint=x"):
        answer = visitor.send(f"refer/name?{query}", {"name": ""})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/en/refer/name")


HIDDEN = {
    "no_contact": ("contact", {"contact_method": "none"}, ["phone", "days", "leave_message", "code_word"]),
    "by_email": ("contact", {"contact_method": "email"}, ["phone", "leave_message", "if_others_answer"]),
    "for_another": ("who", {"who_for": "someone_supported"}, ["phone", "name", "harm", "check_phrase"]),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_an_answer_whose_question_is_gone_is_gone(scene: Scene, kind: str) -> None:
    """So that nothing stale is ever sent: a number must not stay behind a "do not contact me"."""
    slug, fields, gone = HIDDEN[kind]
    visitor = scene.with_draft()
    visitor.send(f"refer/{slug}", fields)
    answers = read_answers(scene, visitor)
    assert not set(gone) & set(answers)
    if "phone" in gone:
        assert "07700" not in read_all(scene, visitor)


def test_deleting_erases_what_was_written(scene: Scene) -> None:
    """At once; the cookie of before opens nothing."""
    visitor = scene.with_draft()
    copied = visitor.cookie
    page = visitor.go_on("refer/delete", at="refer/name")
    assert "What you wrote is deleted" in page.words
    assert find_kept(scene, copied) is None
    assert scene.visitor(cookie=copied).look("refer/name").address == "/en/refer"


def test_beginning_again_erases_the_form_before(scene: Scene) -> None:
    """One browser, one form; carrying on is offered first."""
    visitor = scene.with_draft()
    copied = visitor.cookie
    start = visitor.look("refer")
    assert "Carry on where I was" in start.words
    assert visitor.go_on("refer").address == "/en/refer/who"
    assert find_kept(scene, copied) is None
    assert visitor.look("refer/name").typed_in("name") == ""


def test_one_visitors_form_is_not_anothers(scene: Scene) -> None:
    """Two people at one site."""
    visitor, other = scene.with_draft("amira"), scene.with_draft("sana")
    visitor.send("refer/name", {"name": "Only here"})
    assert other.look("refer/name").typed_in("name") == "Sana"


@pytest.mark.parametrize("part", ["refer/name", "refer/check", "refer/delete", "refer"])
def test_nothing_is_done_without_the_token_of_our_form(scene: Scene, part: str) -> None:
    """And not for another site."""
    visitor = scene.with_draft()
    before = read_answers(scene, visitor)
    assert visitor.post(part, {"name": "forged"}).headers["Location"] == "/en/again"
    answer = visitor.send(part, {"name": "forged"}, at="refer/name", Sec_Fetch_Site="cross-site")
    assert answer.headers["Location"] == "/en/again"
    assert read_answers(scene, visitor) == before
    assert visitor.look("refer/check").address == "/en/refer/check"
