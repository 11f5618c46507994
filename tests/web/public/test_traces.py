"""What a whole visit leaves behind: in addresses, which browsers keep and servers log, and in our own log. Nothing."""

from __future__ import annotations

import logging

import pytest

from tests.builders import AMIRAS_PAGES, Typed, change_pages
from tests.web.scene import Scene, Visitor

TYPED = {
    "Qanary-hope": ("hopes", "hopes_words"),
    "Qanary-name": ("name", "name"),
    "Qanary-house": ("words", "if_others_answer"),
    "Qanary-word": ("words", "code_word"),
    "Qanary-prompt": ("phrase", "phrase_prompt"),
    "Qanary-phrase": ("phrase", "check_phrase"),
    "Qanary-need": ("help", "needs_words"),
    "Qanary-more": ("more", "anything_else"),
}
PIN = "493027"
MESSAGE = "Qanary-message"
ANSWERS = ("LS1", "4AP", "07700", "violence", "theft", "prison", "interpreter", "questions", "west-yorkshire")


def make_pages() -> dict[str, Typed]:
    """Return Amira's pages with words that are found nowhere else."""
    pages = change_pages(AMIRAS_PAGES)
    for words, (slug, code) in TYPED.items():
        pages[slug] = {**pages[slug], code: [words]}
    return pages


def travel(scene: Scene, visitor: Visitor) -> list[str]:
    """Go through everything, mistakes among it; return the secrets that were shown on the way."""
    pages = make_pages()
    visitor.fill_in(pages)
    visitor.send("refer/name?change=1", {"name": "Qanary-name" * 20})
    visitor.go_on("refer/name?change=1", pages["name"])
    visitor.go_on("refer/where", {"place": "Qanary-Atlantis"})
    visitor.go_on("refer/where", pages["where"])
    sent = visitor.go_on("refer/check")
    visitor.go_on("refer/sent")
    wrong = "12345678901234567890"
    visitor.open_page(wrong)
    opened = visitor.open_page(sent.code)
    visitor.go_on("status/message", {"words": MESSAGE + "x" * 2000}, at="status")
    visitor.go_on("status/message", {"words": MESSAGE}, at="status")
    new = visitor.go_on("status/link").link
    visitor.go_on("status/stop")
    visitor.post("status/message", {"words": MESSAGE})
    visitor.go_on("status/close", at="status")
    visitor.go_on(new)
    visitor.go_on("status/pin", {"new": PIN, "again": PIN})
    visitor.go_on("status", {"code": sent.code, "pin": PIN})
    visitor.go_on("status/start", {"code": wrong})
    visitor.ask("/leave")
    assert "Your page" in opened.title
    return [sent.code, wrong, PIN, *(link.rsplit("/", 1)[1] for link in (sent.link, new))]


def test_no_address_holds_anything_of_the_person(scene: Scene, visitor: Visitor) -> None:
    """Neither one that was asked for nor one that an answer led to; a link's own address alone holds the link."""
    secrets = travel(scene, visitor)
    addresses = [address for address in visitor.addresses if not address.startswith("/en/open/")]
    assert len(addresses) > 60
    for address in addresses:
        for told in (*secrets, *ANSWERS, "anary", "RJ-", "Amira"):
            assert told.lower() not in address.lower()
    assert {address for address in visitor.addresses if "/open/" in address} == {f"/en/open/{secrets[-1]}"}


@pytest.mark.parametrize(
    ("name", "level"),
    [("", logging.DEBUG), ("portal", logging.DEBUG), ("flask", logging.DEBUG), ("sqlalchemy", logging.INFO)],
)
def test_no_log_holds_anything_of_the_person(
    scene: Scene, visitor: Visitor, caplog: pytest.LogCaptureFixture, name: str, level: int
) -> None:
    """Not even when a part is told to log all it can; of the database only the statements, never the rows."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(level, logger=name)
    secrets = travel(scene, visitor)
    for told in (*secrets, *ANSWERS, "Qanary", "RJ-"):
        assert told not in caplog.text


def test_what_travels_is_found_when_it_is_there(scene: Scene, visitor: Visitor) -> None:
    """The search itself can fail: the words are on the page that shows them."""
    check = visitor.fill_in(make_pages())
    for words in TYPED:
        assert words in check.words
