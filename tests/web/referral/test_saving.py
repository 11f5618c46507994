"""Save and come back on the site: from every step, the code until it is kept, and one answer for every other code."""

from __future__ import annotations

import pytest

from tests.builders import AMIRAS_PAGES
from tests.web.reading import Page
from tests.web.referral.drafts import find_kept, read_answers
from tests.web.scene import Scene, Visitor

STEPS = [slug for slug in AMIRAS_PAGES if slug != "other"]
NO_FORM = "That code opens no form"


def save(visitor: Visitor, part: str = "refer/save", at: str = "refer/check", **typed: str) -> Page:
    """Press the button; return the page with the code."""
    page = visitor.go_on(part, typed, at=at)
    assert page.address == "/en/refer/save"
    return page


def come_back(scene: Scene, code: str) -> tuple[Visitor, Page]:
    """Type a return code in a fresh browser."""
    visitor = scene.visitor()
    return visitor, visitor.go_on("refer/return", {"code": code})


@pytest.mark.parametrize("slug", STEPS)
def test_every_step_can_be_saved_and_loses_nothing_typed(scene: Scene, slug: str) -> None:
    """The button goes with the page's own fields, after the one that goes on."""
    visitor = scene.with_draft()
    page = visitor.look(f"refer/{slug}")
    actions = [each.get("formaction", "") for each in page.list_tags("button")]
    assert actions.index(f"/en/refer/save?step={slug}") > actions.index("")
    before = read_answers(scene, visitor)
    saved = save(visitor, f"refer/save?step={slug}", f"refer/{slug}")
    assert read_answers(scene, visitor) == before
    assert come_back(scene, saved.code)[1].address == "/en/refer/check"


def test_what_is_typed_on_the_page_is_saved_with_it(scene: Scene) -> None:
    """A good answer, and one to put right, as typed."""
    visitor = scene.with_draft()
    code = save(visitor, "refer/save?step=name", "refer/name", name="Amy").code
    save(visitor, "refer/save?step=reach", "refer/reach", phone="077 and the rest later")
    back, _ = come_back(scene, code)
    assert read_answers(scene, back)["name"] == ["Amy"]
    assert back.look("refer/reach").typed_in("phone") == "077 and the rest later"


def test_the_code_is_shown_until_it_is_kept_and_the_form_goes_on(scene: Scene) -> None:
    """The same one when saved again; afterwards none, and it still opens the form."""
    visitor = scene.with_draft()
    page = save(visitor)
    assert len(page.code) == 20
    assert "Whoever has this code can read what you wrote." in page.words
    assert "30 November 2026" in page.words
    assert save(visitor, at="refer/name").code == visitor.look("refer/save").code == page.code
    kept = visitor.go_on("refer/save/kept", at="refer/save")
    assert (kept.address, kept.code) == ("/en/refer/save", "")
    assert save(visitor).code == ""
    assert page.code not in visitor.look("refer/save").html + visitor.look("refer/check").html
    assert visitor.look("refer/check").address == "/en/refer/check"
    assert come_back(scene, page.code)[1].address == "/en/refer/check"


@pytest.mark.parametrize(("name", "copies"), [("amira", True), ("sana", False)])
def test_after_abuse_the_code_has_no_copy_button(scene: Scene, name: str, copies: bool) -> None:
    """A clipboard may be shared."""
    page = save(scene.with_draft(name))
    assert bool([tag for _, tag in page.tags if "data-copies" in tag]) is copies


def test_exit_and_the_end_of_the_time_end_the_screen_and_not_the_saved_form(scene: Scene) -> None:
    """And the page said so before."""
    visitor = scene.with_draft()
    page = save(visitor)
    assert "The exit button ends this screen. It does not delete the saved form." in page.words
    copied = visitor.cookie
    visitor.ask("/leave")
    assert find_kept(scene, copied) is None
    scene.clock.move(days=6)
    back, _ = come_back(scene, page.code)
    assert read_answers(scene, back)["name"] == ["Amira"]
    scene.clock.move(minutes=31)
    assert back.look("refer/check").address == "/en/refer"
    assert come_back(scene, page.code)[1].address == "/en/refer/check"


@pytest.mark.parametrize("name", ["amira", "sana"])
def test_the_screen_of_a_form_taken_up_has_the_limits_of_its_part(scene: Scene, name: str) -> None:
    """Sooner after abuse, from the first page on."""
    code = save(scene.with_draft(name)).code
    back, _ = come_back(scene, code)
    scene.clock.move(minutes=16)
    assert (back.look("refer/check").address == "/en/refer/check") is (name == "amira")


def test_every_code_that_opens_no_form_gets_the_same_answer(scene: Scene) -> None:
    """Unknown, over, sent, deleted, and the code of a page."""
    codes = ["0" * 20, scene.amira.code, save(scene.with_draft()).code]
    scene.clock.move(days=7)
    sent, deleted = scene.visitor(), scene.visitor()
    deleted.go_on("refer")
    sent.fill_in(AMIRAS_PAGES)
    codes += [save(sent).code, save(deleted, at="refer/who").code]
    sent.go_on("refer/check")
    deleted.go_on("refer/delete", at="refer/who")
    pages = [come_back(scene, code)[1] for code in codes]
    assert {(page.address, NO_FORM in page.words) for page in pages} == {("/en/refer/return", True)}
    assert len({page.words for page in pages}) == 1
    assert all(code not in page.html for code, page in zip(codes, pages, strict=True))
    assert {"/en/contact", "/en/refer", "/en/status"} <= {link["href"] for link in pages[0].list_tags("a")}


def test_what_cannot_be_a_code_is_said_to_be_too_short(scene: Scene) -> None:
    """Before anything slow."""
    page = come_back(scene, "1234")[1]
    assert page.problems == ["code"]
    assert "Type all 20 digits of your return code" in page.words


def test_a_return_code_opens_no_page(scene: Scene) -> None:
    """And is told so as any other."""
    assert "Error" in scene.visitor().open_page(save(scene.with_draft()).code).title


def test_a_form_sent_from_another_screen_is_closed_on_this_one(scene: Scene) -> None:
    """One referral, and nobody is told that it went out from here."""
    here = scene.with_draft()
    there, _ = come_back(scene, save(here).code)
    assert there.go_on("refer/check").code
    copied = here.cookie
    page = here.go_on("refer/check")
    assert (page.address, page.code) == ("/en/refer", "")
    assert "This form is closed" in page.words
    assert find_kept(scene, copied) is None


@pytest.mark.parametrize("part", ["refer/save", "refer/save/kept", "refer/return"])
def test_nothing_happens_without_our_token_or_from_another_site(scene: Scene, part: str) -> None:
    """A form cannot be pushed on anybody, nor saved behind their back."""
    code = save(scene.with_draft("sana")).code
    visitor = scene.with_draft()
    assert visitor.post(part, {"code": code}).headers["Location"] == "/en/again"
    forged = visitor.send(part, {"code": code}, at="refer/name", Sec_Fetch_Site="cross-site")
    assert forged.headers["Location"] == "/en/again"
    kept = find_kept(scene, visitor.cookie)
    assert kept is not None
    assert (kept["answers"]["name"], kept["saved"]) == (["Amira"], None)
    assert (visitor.look("refer/name").address, code not in visitor.look("refer/name").html) == ("/en/refer/name", True)


def test_after_sending_there_is_nothing_to_save(scene: Scene) -> None:
    """The page with the code of the case comes instead."""
    visitor = scene.with_draft()
    code = visitor.go_on("refer/check").code
    for part in ("refer/save", "refer/save/kept"):
        assert visitor.go_on(part, at="refer/sent").code == code
    assert visitor.look("refer/save").code == code


@pytest.mark.parametrize("part", ["refer/save", "refer/save/kept"])
def test_without_a_form_there_is_nothing_to_save(visitor: Visitor, part: str) -> None:
    """It leads to the beginning."""
    assert visitor.go_on(part, at="refer").address == "/en/refer"
