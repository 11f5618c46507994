"""Asking for somebody else on the site: only with their agreement; a receipt that opens nothing and no word of news."""

from __future__ import annotations

import pytest

from portal.domain.lifetimes import RECEIPT
from tests.builders import AMIRAS_PAGES, Typed, change_pages
from tests.languages import LANGS
from tests.senders import DEES_PAGES, PATS_PAGES
from tests.web.referral.drafts import find_kept, has_receipt, read_all, read_answers
from tests.web.scene import Scene, Visitor

SENDERS = {"supporter": DEES_PAGES, "professional": PATS_PAGES}
CHILDLINE = "0800 1111"


@pytest.fixture(params=SENDERS)
def pages(request: pytest.FixtureRequest) -> dict[str, Typed]:
    """Give what each of the two sends."""
    return dict(SENDERS[request.param])


def test_what_to_tell_them_is_said_before_the_first_box(visitor: Visitor) -> None:
    """And that whoever sends hears nothing of what they decide."""
    page = visitor.fill_in(DEES_PAGES, until="begin")
    for said in (
        "Send this only if they want it and know of it.",
        "only in the way you write here",
        "They can say no, now or later.",
        "You will not be told what they decide.",
        "staff may have to tell others",
        "A court may ask for words that are written down.",
        "This is not an emergency line.",
    ):
        assert said in page.words


def test_without_agreement_there_is_no_way_on_but_saving_or_asking_themself(visitor: Visitor) -> None:
    """The agreement is ticked, and when and how is written."""
    visitor.fill_in(DEES_PAGES, until="agreed")
    page = visitor.go_on("refer/agreed", {"knows_what": "all", "agreed_how": "On Sunday"})
    assert page.problems == ["agreement"]
    assert "If they have not, ask them first" in page.words
    assert "/en/refer/who" in [link["href"] for link in page.list_tags("a")]
    assert visitor.look("refer/check").address == "/en/refer/agreed"
    assert visitor.look("refer/name").address == "/en/refer/name"
    assert len(visitor.go_on("refer/save?step=agreed", DEES_PAGES["agreed"], at="refer/agreed").code) == 20


def test_the_whole_way_ends_with_a_receipt_and_neither_code_nor_link_nor_reference(
    visitor: Visitor, pages: dict[str, Typed]
) -> None:
    """The person's words, not the sender's: they are spoken of as "they"."""
    check = visitor.fill_in(pages)
    assert "You will not hear from us what they decide" in check.words
    assert "harmed you" not in check.html.split("<main")[1].split("</main>")[0]
    page = visitor.go_on("refer/check")
    assert (page.address, page.code, page.link) == ("/en/refer/sent", "", "")
    assert "RJ-" not in page.words
    assert "The number of your receipt: N-" in page.words
    assert "Nothing about what they decide, or how it goes on." in page.words
    assert visitor.look("refer/sent").without_tokens() == page.without_tokens()
    assert visitor.look("refer/check").address == "/en/refer/sent"


def test_double_sending_gives_the_same_receipt(scene: Scene) -> None:
    """Also when the first answer was lost."""
    visitor = scene.with_draft("dee")
    token = visitor.look("refer/check").token
    for _ in range(3):
        assert visitor.post("refer/check", {"csrf_token": token}).headers["Location"] == "/en/refer/sent"
    with scene.portal.side.store.look() as work:
        assert len(work.cases.list_of_service("national", limit=100)) == 4  # three people's of before, and this


def test_finished_takes_the_receipt_away_and_the_next_page_tells_nothing(scene: Scene) -> None:
    """Of whoever looks."""
    visitor = scene.with_draft("pat")
    visitor.go_on("refer/check")
    cookie = visitor.cookie
    page = visitor.go_on("refer/sent")
    assert page.address == "/en/refer/done"
    assert "code" not in page.words.split("</main>")[0].split("Good.")[1].split("Exit")[0]
    assert not has_receipt(scene, cookie)
    assert scene.visitor(cookie=cookie).look("refer/sent").address == "/en/refer"


def test_after_half_an_hour_it_is_said_that_it_was_sent_and_nothing_of_a_code(scene: Scene) -> None:
    """Else they would look for one."""
    visitor = scene.with_draft("pat")
    visitor.go_on("refer/check")
    scene.clock.move(minutes=RECEIPT.seconds // 60 + 1)
    page = visitor.look("refer/sent")
    assert page.address == "/en/refer"
    assert "The service for their area has it." in page.words
    assert "Your code is no longer" not in page.words


def test_finished_after_half_an_hour_says_nothing_of_a_code_either(scene: Scene) -> None:
    """The receipt is over, and still it is known whose visit it was."""
    visitor = scene.with_draft("pat")
    token = visitor.go_on("refer/check").token
    scene.clock.move(minutes=31)
    assert visitor.post("refer/sent", {"csrf_token": token}).headers["Location"] == "/en/refer/done"


@pytest.mark.parametrize("name", ["amira", "dee"])
def test_turning_to_another_person_clears_everything_and_asks_anew(scene: Scene, name: str) -> None:
    """Said before; and what was cleared is nowhere any more."""
    visitor = scene.with_draft(name)
    whom = "someone_supported" if name == "amira" else "me"
    assert "we clear what you wrote so far" in visitor.look("refer/who").words
    page = visitor.go_on("refer/who?change=1", {"who_for": whom}, at="refer/who")
    assert page.address == "/en/refer/age"
    assert read_answers(scene, visitor) == {"who_for": [whom]}
    kept = read_all(scene, visitor)
    assert not [each for each in ("07700", "Noor", "Dee", "Amira", "kitchen", "bus") if each in kept]
    assert visitor.look("refer/check").address == "/en/refer/age"


def test_a_form_for_somebody_else_is_taken_up_again_with_its_return_code(scene: Scene) -> None:
    """As every form; and sent from there it is gone."""
    visitor = scene.with_draft("dee")
    code = visitor.go_on("refer/save", at="refer/check").code
    again = scene.visitor()
    assert again.go_on("refer/return", {"code": code}).address == "/en/refer/check"
    assert "Noor" in again.look("refer/check").words
    assert again.go_on("refer/check").address == "/en/refer/sent"
    assert "That code opens no form" in scene.visitor().go_on("refer/return", {"code": code}).words


def test_under_18_a_person_takes_over_and_no_parent_is_asked_for(visitor: Visitor) -> None:
    """Childline is theirs to ring, and named on every step."""
    young = change_pages(DEES_PAGES, age={"age": ["under_18"]})
    assert "You need not give us a parent's name" in visitor.fill_in(young, until="begin").words
    page = visitor.fill_in(young, until="name")
    assert "They can talk to Childline" in page.words
    assert "What should we call them?" in page.words
    visitor.fill_in(young)
    sent = visitor.go_on("refer/check")
    assert "A person at the service takes over from here and talks with them first." in sent.words
    assert CHILDLINE in sent.words


def test_after_abuse_nobody_is_contacted_unless_the_sender_says_how(visitor: Visitor) -> None:
    """The service talks with the sender first."""
    page = visitor.fill_in(DEES_PAGES, until="contact")
    assert page.values_of("contact_method") == ["none"]
    assert "Do not contact them. Talk with me first" in page.words
    assert "Think of who can see their phone" in page.words


def test_a_machine_is_asked_to_press_again(scene: Scene) -> None:
    """The box that nobody sees counts here too."""
    visitor = scene.with_draft("dee")
    assert visitor.go_on("refer/check", {"website": "x"}).address == "/en/refer/check"
    assert find_kept(scene, visitor.cookie) is not None


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_of_this_way_is_there_in_every_language(scene: Scene, lang: str, pages: dict[str, Typed]) -> None:
    """To the receipt; each with one heading and the way back."""
    visitor = scene.visitor(lang)
    visitor.fill_in(pages)
    for slug in pages:
        page = visitor.look(f"refer/{slug}")
        if page.address.endswith(slug):
            assert (page.status, len(page.list_tags("h1"))) == (200, 1)
    assert visitor.go_on("refer/check").address == f"/{lang}/refer/sent"


def test_nobody_elses_form_is_changed_by_these_pages(scene: Scene) -> None:
    """Amira's way has none of them."""
    visitor = scene.with_draft("amira")
    hrefs = [link["href"] for link in visitor.look("refer/steps").list_tags("a")]
    assert not {"/en/refer/agreed", "/en/refer/sender", "/en/refer/line"} & set(hrefs)
    assert {f"/en/refer/{slug}" for slug in AMIRAS_PAGES} <= set(hrefs)
