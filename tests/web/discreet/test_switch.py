"""The switch of discreet mode: set from pages that everybody reads alike, with no token and no other cookie."""

from __future__ import annotations

import pytest

from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

HERE = {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "navigate", "Accept": "text/html"}
ELSEWHERE = {**HERE, "Sec_Fetch_Site": "cross-site"}


def find_switch(page: Page) -> dict[str, str]:
    """Return the button of the switch."""
    (button,) = (each for each in page.list_tags("button") if each.get("name") in {"on", "off"})
    return button


def press(visitor: Visitor, name: str, path: str, where: str = "/en/discreet", **headers: str) -> str:
    """Press it and return where it leads."""
    answer = visitor.client.post(
        where, data={name: path}, headers=[(k.replace("_", "-"), v) for k, v in headers.items()]
    )
    assert answer.status_code == 303
    return str(answer.headers["Location"])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", ["", "what-it-is", "contact", "refer", "status", "nothing-here", "again/413"])
def test_it_stands_on_every_page_and_leads_back_to_it(scene: Scene, part: str, lang: str) -> None:
    visitor = scene.visitor(lang)
    page = visitor.look(part)
    button, (form,) = find_switch(page), [each for each in page.list_tags("form") if "data-plain" in each]
    assert (form["action"], button["name"]) == (f"/{lang}/discreet", "on")
    goal = f"/{lang}/{part}"
    assert press(visitor, "on", button["value"], form["action"], **HERE) == goal
    assert visitor.client.get_cookie("n").value == "1"  # type: ignore[union-attr]  # it is there
    assert find_switch(visitor.look(goal))["name"] == "off"


def test_a_page_that_only_reads_still_sets_no_cookie(visitor: Visitor) -> None:
    """The form holds nothing that would need one."""
    page = visitor.look("what-it-is")
    assert page.token == ""
    assert visitor.client._cookies == {}  # all of them, also such as nobody thought of


@pytest.mark.parametrize(
    "path", ["//evil.invalid", "https://evil.invalid/en/", "/leave", "/static/x", "/en/../leave", "/xx/refer", "", "\\"]
)
def test_it_leads_nowhere_but_to_a_page_of_ours(visitor: Visitor, path: str) -> None:
    assert press(visitor, "on", path) == "/en/"


def test_the_page_of_a_link_has_one_button(scene: Scene) -> None:
    """And no switch that would send the link once more."""
    page = scene.visitor().look(f"open/{scene.amira.receipt.link}")
    assert len(page.list_tags("button")) == 1


@pytest.mark.parametrize("where", ["/discreet", "/en/discreet"])
def test_another_site_cannot_turn_it_off(visitor: Visitor, where: str) -> None:
    """A browser that tells where a post comes from is believed; one that does not sends the cookie with ours alone."""
    press(visitor, "on", "/en/", where, **HERE)
    press(visitor, "off", "/en/", where, **ELSEWHERE)
    assert visitor.client.get_cookie("n").value == "1"  # type: ignore[union-attr]  # it is there
    stranger = visitor.client.application.test_client()
    answer = stranger.post(where, data={"off": "/en/"})
    assert "Set-Cookie" not in answer.headers


def test_turned_off_it_stays_off_where_it_would_be_on_by_itself(scene: Scene) -> None:
    """Whoever chose is not chosen for: not in the part after abuse, and not on a strict form."""
    visitor = scene.with_draft("sana")
    visitor.look("information")
    press(visitor, "off", "/en/information", **HERE)
    for part in ("information", "refer/name"):
        assert find_switch(visitor.look(part))["name"] == "on"
    visitor.ask("/leave")
    assert visitor.client.get_cookie("n") is None
    assert find_switch(visitor.look("information"))["name"] == "off"


@pytest.mark.parametrize("where", ["/xx/discreet", "/en/discreet/more"])
def test_what_is_not_there_is_not_found(visitor: Visitor, where: str) -> None:
    assert visitor.client.post(where, data={"on": "/en/"}).status_code == 404


@pytest.mark.parametrize(("method", "status"), [("GET", 404), ("PUT", 405), ("DELETE", 405)])
def test_only_a_press_turns_it_on(visitor: Visitor, method: str, status: int) -> None:
    """Looking at the address does nothing; it is an address no page has."""
    assert visitor.client.open("/en/discreet", method=method, headers={"Accept": "*/*"}).status_code == status
    assert visitor.client.get_cookie("n") is None
