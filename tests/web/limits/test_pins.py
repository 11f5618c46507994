"""Wrong PINs: five a day, then a kind page; a code that has one cannot be told from one that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident

import pytest
from sqlalchemy import Engine, event

from portal.casework.pins import change_pin
from tests.builders import open_page
from tests.web.limits.conftest import LimitedSite
from tests.web.scene import Scene, Visitor

PIN, WRONG = "493027", "718263"
NOBODYS = "12345678901234567890"
OWN = {"Set-Cookie", "Date"}  # the nonce of a sealed cookie, and the time


@contextmanager
def counting_queries() -> Iterator[list[str]]:
    """Count what is asked of any database, statement by statement, by whoever asks for the page.

    What the site asks once a minute, in a thread of its own, belongs to no page.
    """
    asked: list[str] = []
    here = get_ident()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if get_ident() == here:
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


def try_once(site: LimitedSite, visitor: Visitor, code: str, pin: str) -> tuple[object, ...]:
    """Try a code with a PIN as a browser does; return all that can be seen of the answer and what it cost."""
    token = visitor.look("status").token
    before = site.turns.taken
    with counting_queries() as asked:
        fields = {"code": code, "pin": pin, "csrf_token": token}
        answer = visitor.post("status", fields, Sec_Fetch_Mode="navigate")
    headers = sorted((name, value) for name, value in answer.headers if name not in OWN)
    lengths = sorted(len(value) for name, value in answer.headers if name == "Set-Cookie")
    page = visitor.look(answer.headers["Location"])
    seen = (answer.status_code, headers, lengths, answer.data, page.status, page.without_tokens())
    return (*seen, site.turns.taken - before, asked)


@pytest.mark.parametrize("pin", [WRONG, ""])
def test_wrong_pins_and_wrong_codes_cannot_be_told_apart(site: LimitedSite, scene: Scene, pin: str) -> None:
    """Status, headers, page, slow hashes and queries, from the first try to the one that is refused."""
    assert change_pin(scene.portal.side, open_page(scene.portal.side, scene.amira), current="", new=PIN)
    known, unknown = site.visitor("192.0.2.1"), site.visitor("192.0.2.2")
    for number in range(7):
        of_known = try_once(site, known, scene.amira.code, pin)
        assert of_known == try_once(site, unknown, NOBODYS, pin), number
        assert of_known[4] == (200 if number < 5 else 429)
        # Safety: a code that had its tries costs the one hash that finds out which it is, and no more
        assert of_known[6] == (1 + bool(pin) if number < 5 else 1)


def test_who_had_their_tries_is_told_kindly_what_to_do(site: LimitedSite, scene: Scene) -> None:
    assert change_pin(scene.portal.side, open_page(scene.portal.side, scene.amira), current="", new=PIN)
    visitor = site.visitor("192.0.2.1")
    for _ in range(5):
        try_once(site, visitor, scene.amira.code, WRONG)
    token = visitor.look("status").token
    fields = {"code": scene.amira.code, "pin": PIN, "csrf_token": token}
    answer = visitor.post("status", fields, Sec_Fetch_Mode="navigate")
    page = visitor.look(answer.headers["Location"])
    assert page.status == 429
    assert "Wait 24 hours." in page.words
    assert "If you need your page today, ring or write to the service." in page.words
    assert 'href="/en/contact"' in page.html
