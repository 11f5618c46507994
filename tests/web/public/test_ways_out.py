"""Leaving: everything the server can end is ended, and the way leads to a neutral site."""

from __future__ import annotations

import pytest

from portal.holders import Role
from portal.web.public_app import create_public_app
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.referral.drafts import find_kept
from tests.web.scene import Scene, Visitor

CLEARED = {'"cache"', '"cookies"', '"storage"'}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("lang", "wish", "goal"),
    [
        ("en", "ar", "https://www.bbc.co.uk/weather"),
        ("cy", "en", "https://www.bbc.co.uk/cymrufyw"),
        ("ar", "en", "https://www.bbc.com/arabic"),
        ("", "ar", "https://www.bbc.com/arabic"),
        ("xx", "", "https://www.bbc.co.uk/weather"),
    ],
)
def test_leaving_goes_to_the_neutral_site_of_the_language(
    visitor: Visitor, method: str, lang: str, wish: str, goal: str
) -> None:
    """A plain link and a post alike, with no token asked for; the browser is told to forget."""
    answer = visitor.client.open(f"/leave?lang={lang}", method=method, headers={"Accept-Language": wish})
    assert (answer.status_code, answer.headers["Location"]) == (303, goal)
    assert set(answer.headers["Clear-Site-Data"].split(", ")) == CLEARED
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_neutral_site_is_a_setting_of_each_language(scene: Scene) -> None:
    """For services that know a better one."""
    urls = {"PORTAL_LEAVE_URL": "https://one.invalid/", "PORTAL_LEAVE_URL_AR": "https://two.invalid/"}
    app = create_public_app(scene.data.settings(Role.PUBLIC, **urls))
    goals = [app.test_client().get(f"/leave?lang={lang}").headers["Location"] for lang in ("en", "ar")]
    app.extensions["portal"].side.store.close()
    assert goals == ["https://one.invalid/", "https://two.invalid/"]


@pytest.mark.parametrize(
    "query", ["lang=en&next=https://evil.invalid", "lang=//evil.invalid", "url=https://evil.invalid"]
)
def test_nothing_in_the_address_leads_elsewhere(visitor: Visitor, query: str) -> None:
    """Nobody makes a link of ours that leads to a site of theirs."""
    assert visitor.ask(f"/leave?{query}").headers["Location"] == "https://www.bbc.co.uk/weather"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_leaving_erases_the_unsent_form(scene: Scene, method: str) -> None:
    """It is gone from the store, not only from the browser; and the copied cookie opens nothing."""
    visitor = scene.with_draft()
    visitor.look("refer/name")
    copied = visitor.cookie
    assert find_kept(scene, copied) is not None
    visitor.client.open("/leave", method=method)
    assert visitor.cookie == ""
    assert find_kept(scene, copied) is None
    thief = scene.visitor(cookie=copied)
    assert thief.look("refer/name").address == "/en/refer"
    assert "Your time on the form was over" not in thief.look("refer").words


def test_leaving_ends_the_receipt(scene: Scene) -> None:
    """The code is shown to nobody after an exit."""
    visitor = scene.with_draft()
    code = visitor.go_on("refer/check").code
    copied = visitor.cookie
    visitor.ask("/leave")
    for cookie in (copied, scene.drafts["amira"], ""):
        assert code not in scene.visitor(cookie=cookie).look("refer/sent").html
    assert "Your page" in scene.visitor().open_page(code).title


def test_leaving_closes_the_private_page(scene: Scene, visitor: Visitor) -> None:
    """A copy of the cookie opens nothing; the code does."""
    visitor.open_page(scene.amira.code)
    copied = visitor.cookie
    visitor.ask("/leave")
    for cookie in (copied, visitor.cookie):
        assert scene.visitor(cookie=cookie).look("status").find_by_id("code")
    assert scene.amira.case.case_reference in visitor.open_page(scene.amira.code).words


def test_leaving_leaves_other_peoples_forms_alone(scene: Scene) -> None:
    """It ends one visit."""
    other = scene.with_draft("sana")
    scene.with_draft("amira").ask("/leave")
    assert other.look("refer/name").typed_in("name") == "Sana"


def test_leaving_with_nothing_open_is_no_mistake(scene: Scene) -> None:
    """Nor twice, nor with a cookie of somebody's making."""
    for cookie in ("", "nonsense"):
        visitor = scene.visitor(cookie=cookie)
        assert [visitor.ask("/leave").status_code for _ in range(2)] == [303, 303]


@pytest.mark.parametrize("part", ["", "privacy", "refer", "status", "open/x", "again", "nothing", "refer/kept"])
@pytest.mark.parametrize("lang", LANGS)
def test_the_way_out_is_the_first_link_after_the_skip_link(scene: Scene, part: str, lang: str) -> None:
    """On every page, a plain link in the reader's language."""
    skip, leave = scene.visitor(lang).look(part).list_tags("a")[:2]
    assert skip["href"] == "#main"
    assert leave["href"] == f"/leave?lang={lang}"
    assert "data-exit" in leave


def test_the_neutral_page_says_nothing(visitor: Visitor) -> None:
    """Not where one came from, not what this site is."""
    page = visitor.look("/neutral")
    assert page.title == "Home"
    assert page.words == "Home There is nothing here."
    assert not page.list_tags("a")


@pytest.mark.parametrize(("wish", "lang", "direction"), [("ar", "ar", "rtl"), ("en", "en", "ltr"), ("", "en", "ltr")])
def test_the_neutral_page_is_in_the_language_the_browser_asks_for(
    visitor: Visitor, wish: str, lang: str, direction: str
) -> None:
    """And caches are told by what it was chosen."""
    answer = visitor.ask("/neutral", Accept_Language=wish)
    (html,) = Page(answer.get_data(as_text=True)).list_tags("html")
    assert html == {"lang": lang, "dir": direction}
    assert "Accept-Language" in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_wrong_method_is_refused(visitor: Visitor, method: str) -> None:
    """With the right ones named."""
    answer = visitor.client.open("/leave", method=method)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
