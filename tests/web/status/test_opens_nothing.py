"""What opens nothing: wrong codes, dead links, other sites. All the same page, so that nobody learns which it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.casework.follow import revoke_links
from tests.builders import open_page
from tests.web.scene import Scene, Visitor

NOT_OPENED = "That did not open a page."


def revoked(scene: Scene) -> str:
    """Return a link that was turned off."""
    revoke_links(scene.portal.side, open_page(scene.portal.side, scene.amira))
    return scene.amira.receipt.link


def used(scene: Scene) -> str:
    """Return a link of one use, used."""
    page = scene.visitor().go_on(f"open/{scene.sana.receipt.link}")
    assert scene.sana.case.case_reference in page.words
    return scene.sana.receipt.link


def expired(scene: Scene) -> str:
    """Return a link after its thirty days."""
    scene.clock.move(days=31)
    return scene.amira.receipt.link


DEAD_LINKS: dict[str, Callable[[Scene], str]] = {
    "never_made": lambda _scene: "bm90aGluZw.abcdefgh",
    "forged": lambda scene: scene.amira.receipt.link[:-3] + "abc",
    "cut": lambda scene: scene.amira.receipt.link[:20],
    "another_purpose": lambda scene: scene.amira.receipt.link.upper(),
    "revoked": revoked,
    "used": used,
    "expired": expired,
}


@pytest.mark.parametrize("kind", DEAD_LINKS)
def test_a_dead_link_opens_nothing(scene: Scene, visitor: Visitor, kind: str) -> None:
    """Whatever it died of; and its own page looks as that of a good one."""
    link = DEAD_LINKS[kind](scene)
    assert visitor.look(f"open/{link}").words == visitor.look("open/another").words
    page = visitor.go_on(f"open/{link}")
    assert NOT_OPENED in page.words
    assert page.problems == ["code"]


@pytest.mark.parametrize(
    "typed", ["", "1234", "1" * 19, "1" * 21, "x" * 20, "1234 5678 9012 3456 789O", "²" * 20, "1" * 90_000]
)
def test_what_cannot_be_a_code_says_how_long_a_code_is(visitor: Visitor, typed: str) -> None:
    """It is not derived from, so it may have its own answer; and it is not repeated."""
    page = visitor.open_page(typed)
    assert "Type all 20 digits of your code" in page.words
    assert page.problems == ["code"]
    assert not page.find_by_id("code").get("value")
    assert page.title.startswith("Error:")


def test_wrong_codes_and_dead_links_are_answered_with_the_same_page(scene: Scene) -> None:
    """Byte for byte, but for the token: nothing tells a near miss from nonsense."""
    wrong = scene.amira.code[:-1] + str((int(scene.amira.code[-1]) + 1) % 10)
    tries: list[tuple[str, dict[str, str]]] = [("status", {"code": wrong}), ("status", {"code": "0" * 20})]
    tries += [(f"open/{DEAD_LINKS[kind](scene)}", {}) for kind in ("never_made", "forged", "cut", "used", "revoked")]
    pages = []
    for part, fields in tries:
        visitor = scene.visitor()
        visitor.look("open/anything")  # whoever has looked at any link is shown everything in discreet mode
        answer = visitor.send(part, fields)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/en/status")
        pages.append(visitor.look("status"))
    assert len(pages) == 7
    assert len({page.without_tokens() for page in pages}) == 1
    assert NOT_OPENED in pages[0].words
    assert "the service that has your request can help" in pages[0].words


def test_a_wrong_code_leaves_the_open_page_as_it_is(scene: Scene, visitor: Visitor) -> None:
    """A slip in another tab loses nothing."""
    token = visitor.look("status").token
    visitor.open_page(scene.amira.code)
    token = visitor.look("status").token
    visitor.post("status", {"code": "0" * 20, "csrf_token": token})
    assert scene.amira.case.case_reference in visitor.look("status").words


OTHER_SITES = [
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"Origin": "https://elsewhere.invalid"},
    {"Origin": "http://localhost.elsewhere.invalid"},
    {"Origin": "http://localhost:9999"},
    {"Origin": "http://["},
    {"Sec_Fetch_Site": "cross-site", "Origin": "http://localhost"},
]


@pytest.mark.parametrize("headers", OTHER_SITES, ids=str)
@pytest.mark.parametrize("way", ["code", "link"])
def test_another_site_cannot_push_somebody_into_a_page(
    scene: Scene, visitor: Visitor, headers: dict[str, str], way: str
) -> None:
    """Even with a good token: the browser tells who caused it."""
    part, fields = ("status", {"code": scene.sana.code}) if way == "code" else (f"open/{scene.sana.receipt.link}", {})
    answer = visitor.send(part, fields, **headers)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/again")
    assert visitor.look("status").find_by_id("code")
    assert scene.sana.case.case_reference in scene.visitor().go_on(f"open/{scene.sana.receipt.link}").words


@pytest.mark.parametrize("token", [None, "", "made-up"])
@pytest.mark.parametrize("way", ["code", "link"])
def test_nothing_opens_without_the_token_of_our_form(
    scene: Scene, visitor: Visitor, token: str | None, way: str
) -> None:
    """Nor with one of another visitor's."""
    part, fields = ("status", {"code": scene.amira.code}) if way == "code" else (f"open/{scene.amira.receipt.link}", {})
    visitor.look(part)
    answer = visitor.post(part, fields if token is None else {**fields, "csrf_token": token})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/again")
    assert "Nothing was sent." in visitor.look("again").words
    assert visitor.look("status").find_by_id("code")


def test_anothers_token_opens_nothing(scene: Scene, visitor: Visitor) -> None:
    """A token belongs to one cookie."""
    token = scene.visitor().look("status").token
    visitor.look("status")
    answer = visitor.post("status", {"code": scene.amira.code, "csrf_token": token})
    assert answer.headers["Location"] == "/en/again"


@pytest.mark.parametrize(
    "headers", [{"Sec_Fetch_Site": "same-origin"}, {"Origin": "http://localhost"}, {"Origin": "null"}]
)
def test_our_own_form_opens_the_page(scene: Scene, visitor: Visitor, headers: dict[str, str]) -> None:
    """Browsers that hide the origin of a page without referrer write null."""
    answer = visitor.send("status", {"code": scene.amira.code}, **headers)
    assert answer.headers["Location"] == "/en/status"
    assert scene.amira.case.case_reference in visitor.look("status").words


PRIVATE = ["status/message", "status/stop", "status/link", "status/link/off", "status/close"]


@pytest.mark.parametrize("part", PRIVATE)
def test_without_an_open_page_nothing_is_done(scene: Scene, visitor: Visitor, part: str) -> None:
    """Every address of the page leads to the entry."""
    answer = visitor.send(part, {"words": "hello"}, at="status")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/status")
    assert visitor.look("status").find_by_id("code")


@pytest.mark.parametrize(
    ("method", "part", "allowed"),
    [
        ("GET", "status/message", {"POST"}),
        ("GET", "status/close", {"POST"}),
        ("GET", "status/link/off", {"POST"}),
        ("PUT", "status", {"GET", "HEAD", "POST"}),
        ("DELETE", "status/stop", {"GET", "HEAD", "POST"}),
    ],
)
def test_a_wrong_method_is_refused(visitor: Visitor, method: str, part: str, allowed: set[str]) -> None:
    """And says which are right."""
    answer = visitor.client.open(visitor.path(part), method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) - {"OPTIONS"} == allowed
