"""Code, link, messages and requests: what nobody should send opens nothing and adds nothing to a case."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

import pytest

from portal.casework.follow import MESSAGE_LENGTH
from portal.domain.requests import WORDS_LENGTH
from portal.web.status.request_words import SLUGS
from tests.web.bad_input.stored import OF_VISITS, read_stored
from tests.web.bad_input.texts import BLANK, ODD
from tests.web.scene import Scene, Visitor

CANARY = "canary-7331"
WORDS = pytest.mark.parametrize(
    ("part", "page", "limit"),
    [
        ("status/message", "status", MESSAGE_LENGTH),
        ("status/ask/add", "status/ask/add", WORDS_LENGTH),
        ("status/ask/reach", "status/ask/reach", WORDS_LENGTH),
    ],
)


@pytest.fixture
def opened(calm: Scene) -> Iterator[Visitor]:
    """Give somebody whose page is open; but for their visit, nothing stored may change."""
    visitor = calm.visitor()
    visitor.open_page(calm.amira.code)
    before = read_stored(calm.portal.side.store, OF_VISITS)
    yield visitor
    assert read_stored(calm.portal.side.store, OF_VISITS) == before


NO_CODE = [
    *("", " ", "\x00" * 20, "1" * 19, "1" * 21, "0x" + "1" * 18, "1e19", "-" * 20, "²" * 20, "①" * 20, "🙂" * 20),
    *("1" * 10_000, "<script>", "1\x002" * 10, "1234-5678-9012-3456-789O", "' OR 1=1; --", "NaN", "null"),
]


@pytest.mark.parametrize(("part", "name"), [("status", "code"), ("refer/return", "return code")])
def test_what_cannot_be_a_code_says_what_a_code_is(
    calm: Scene, part: str, name: str, subtests: pytest.Subtests
) -> None:
    """At the field, and it is not repeated."""
    before, visitor = read_stored(calm.portal.side.store), calm.visitor()
    for typed in NO_CODE:
        with subtests.test(typed[:10]):
            page = visitor.go_on(part, {"code": typed})
            assert (page.status, page.problems) == (200, ["code"])
            assert f"Type all 20 digits of your {name}" in page.words
            assert not page.find_by_id("code").get("value")
    assert read_stored(calm.portal.side.store) == before


@pytest.mark.parametrize("zero", ["٠", "۰", "০", "੦", "૦", "０", "𝟎"])
def test_a_code_opens_its_page_in_the_digits_of_any_script(calm: Scene, zero: str) -> None:
    """With the signs that keyboards and pages put in between."""
    digits = [chr(ord(zero) + int(digit)) for digit in calm.amira.code]
    typed = "\u200f".join(digits[:10]) + " – " + "\u00a0".join(digits[10:]) + "\r\n"
    assert calm.amira.case.case_reference in calm.visitor().open_page(typed).words


def test_two_codes_at_once_open_at_most_the_first(calm: Scene) -> None:
    """There is one field on the page."""
    page = calm.visitor().go_on("status", {"code": ["0" * 20, calm.amira.code]})
    assert calm.amira.case.case_reference not in page.words


ODD_LINKS = ["%00", "..", "x" * 3000, "é", "\u202e", "a b", "%25", "1.2.3", "<b>", "🙂", "Im51bGwi.AAAA", "%ED%A0%80"]


def test_odd_links_open_nothing(calm: Scene, subtests: pytest.Subtests) -> None:
    """By looking, one button; by pressing, the same page as for every link that opens nothing."""
    before = read_stored(calm.portal.side.store)
    for link in (*ODD_LINKS, calm.amira.receipt.link[::-1], calm.amira.receipt.link + "\x00"):
        with subtests.test(link[:10]):
            visitor, path = calm.visitor(), f"open/{quote(link, safe='%')}"
            page = visitor.look(path)
            assert page.status in {200, 404}
            if page.status == 200:
                assert "That did not open a page." in visitor.go_on(path).words
    assert read_stored(calm.portal.side.store) == before


@WORDS
def test_words_that_are_missing_are_asked_for(
    calm: Scene, opened: Visitor, part: str, page: str, limit: int, subtests: pytest.Subtests
) -> None:
    """Not there at all, empty, or blanks of any kind."""
    for name, fields in [("missing", {}), *((name, {"words": blank}) for name, blank in BLANK.items())]:
        with subtests.test(name):
            shown = opened.go_on(part, fields, at=page)
            assert (shown.status, shown.problems) == (200, ["words"])
            assert "Write something before you send it" in shown.words


@WORDS
def test_words_that_are_too_many_are_kept_whole(
    calm: Scene, opened: Visitor, part: str, page: str, limit: int, subtests: pytest.Subtests
) -> None:
    """By one or by much: the page says by how much, and has them all."""
    for text in ("x" * (limit + 1), "م" * 15_000, "👍🏽" * limit, "a\n" * limit + CANARY):
        with subtests.test(text[:4], size=len(text)):
            shown = opened.go_on(part, {"words": text}, at=page)
            assert shown.problems == ["words"]
            assert f"and has {len(text) - limit} too many" in shown.words.replace(",", "")
            assert shown.typed_in("words") == text


@pytest.mark.parametrize("slug", ["nothing", "PAUSE", "pause%00", "..", "x" * 3000, "stop_contact", "\u202e"])
def test_what_cannot_be_asked_for_is_not_there(calm: Scene, opened: Visitor, slug: str) -> None:
    """To look at or to send."""
    path = f"status/ask/{quote(slug, safe='%')}"
    assert opened.ask(path).status_code == 404
    assert opened.send(path, {"words": CANARY}, at="status").status_code in {404, 405}


SENT = [("status/message", "status", name) for name in ODD]
SENT += [(part, part, name) for part in ("status/ask/add", "status/ask/reach") for name in list(ODD)[:3]]


@pytest.mark.parametrize(("part", "page", "name"), SENT)
def test_words_are_sent_by_the_one_rule(scene: Scene, part: str, page: str, name: str) -> None:
    """And the same ones again on the same day, however they were typed, are not sent twice."""
    visitor, typed = scene.visitor(), ODD[name]
    visitor.open_page(scene.ben.code)
    visitor.send(part, {"words": typed.sent}, at=page)
    once = read_stored(scene.portal.side.store)["case_entry"]
    token = visitor.look("status").token
    for again in (typed.sent, typed.lines, f"\u202e{typed.lines}\r\n"):
        answer = visitor.post(part, {"words": again, "csrf_token": token})
        assert answer.headers["Location"] == "/en/status"
    assert read_stored(scene.portal.side.store)["case_entry"] == once
    if part == "status/message":
        assert typed.lines in unescape(visitor.look("status").html)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_request_sent_again_changes_nothing_more(scene: Scene, slug: str) -> None:
    """With the same token, as after Back, and with fields that nobody asked for."""
    visitor = scene.visitor()
    visitor.open_page(scene.ben.code)
    token = visitor.look("status").token
    fields = {"words": "Ring my sister", "kind": "erase", "case_id": scene.amira.case.case_id, "csrf_token": token}
    visitor.post(f"status/ask/{slug}", fields)
    once = read_stored(scene.portal.side.store, OF_VISITS)
    for _ in range(2):
        assert visitor.post(f"status/ask/{slug}", fields).status_code in {303, 403}
        assert visitor.look("status").status == 200
    assert read_stored(scene.portal.side.store, OF_VISITS) == once


@pytest.mark.parametrize("until", [["stop"], ["x", "stop"], ["on"], ["STOP\u202e"]])
@pytest.mark.parametrize("words", ["", "Ring my sister", "x" * 5000])
def test_the_old_way_is_stopped_however_the_tick_is_sent(scene: Scene, until: list[str], words: str) -> None:
    """Less contact counts at once, also when the words beside it cannot be sent."""
    visitor = scene.visitor()
    visitor.open_page(scene.amira.code)
    visitor.send("status/ask/reach", {"words": words, "until": until})
    assert "All contact is stopped" in visitor.look("status").words
