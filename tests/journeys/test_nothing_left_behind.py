"""What the portal keeps: no typed word in any file, and nothing lost when an answer is."""

from __future__ import annotations

import http.client
import sqlite3
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.builders import AMIRAS_PAGES, change_pages
from tests.eventually import eventually
from tests.journeys.conftest import NewPage
from tests.journeys.navigators import Asker, Practitioner
from tests.processes import RunningSite, end

CANARY = "Kanarienvogel"
FREE_TEXT = {
    "hopes": {"hopes": ["questions"], "hopes_words": [f"{CANARY}-hopes"]},
    "name": {"name": [f"{CANARY}-name"]},
    "reach": {"phone": ["07700 900 987"], "days": ["tuesday"]},
    "words": {
        "leave_message": ["no"],
        "say_who": ["no"],
        "if_others_answer": [f"{CANARY}-others"],
        "code_word": [f"{CANARY}-word"],
    },
    "phrase": {"phrase_prompt": [f"{CANARY}-prompt"], "check_phrase": [f"{CANARY}-phrase"]},
    "help": {"needs": ["access"], "needs_words": [f"{CANARY}-needs"]},
    "more": {"anything_else": [f"{CANARY}-more"]},
}


def find_words(folder: Path, *words: str) -> list[tuple[str, str]]:
    """Return (file, word) for every word found in any file below a folder, as UTF-8 or UTF-16."""
    wanted = [(word, word.encode(encoding)) for word in words for encoding in ("utf-8", "utf-16-le")]
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        found += [(path.name, word) for word, spelt in wanted if spelt in content]
    return found


def count_cases(data_dir: Path) -> int:
    """Count the cases in the database, from outside."""
    with sqlite3.connect(f"file:{data_dir / 'portal.db'}?mode=ro", uri=True) as connection:
        return int(connection.execute('SELECT count(*) FROM "case"').fetchone()[0])


def test_no_file_holds_what_people_write(own_site: RunningSite, new_page: NewPage) -> None:
    amira = Asker(new_page(), own_site)
    sent = amira.asks(change_pages(AMIRAS_PAGES, **FREE_TEXT))
    amira.types_code(sent.code)
    amira.writes(f"{CANARY}-message")
    fay = Practitioner(new_page(), own_site)
    fay.signs_in_first()
    assert f"{CANARY}-hopes" in fay.opens_case(sent.reference)
    fay.answers(f"{CANARY}-answer")
    half_done = Asker(new_page(), own_site)
    half_done.begins()
    half_done.answers({"who_for": ["me"]})
    half_done.page.goto(f"{half_done.base}/refer/name")
    half_done.answers({"name": [f"{CANARY}-draft"]})
    secrets = (CANARY, sent.code, sent.link.rsplit("/", 1)[1], "07700900987", "900 987")
    assert find_words(own_site.data_dir.parent, *secrets) == []
    end(own_site.process)
    assert find_words(own_site.data_dir.parent, *secrets) == []


def send_and_hang_up(asker: Asker, data_dir: Path) -> None:
    """Press "send" and cut the connection once it is stored, before the answer is read."""
    cookie = next(each for each in asker.page.context.cookies() if each["name"] == "v")
    token = asker.page.locator("main form [name=csrf_token]").first.input_value()
    where = urlsplit(asker.page.url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port)
    body = urlencode({"csrf_token": token})
    headers = {"Cookie": f"v={cookie['value']}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", where.path, body, headers)
    eventually(lambda: count_cases(data_dir) == 1, 10)
    connection.close()


def test_a_lost_answer_loses_nothing(own_site: RunningSite, new_page: NewPage) -> None:
    amira = Asker(new_page(), own_site)
    amira.begins()
    amira.fills_in(AMIRAS_PAGES)
    send_and_hang_up(amira, own_site.data_dir)
    amira.page.reload()
    assert amira.page.url.endswith("/refer/sent")
    first = amira.reads_receipt()
    amira.page.reload()
    assert amira.reads_receipt() == first
    amira.page.goto(f"{amira.base}/refer/check")
    assert amira.reads_receipt() == first
    assert count_cases(own_site.data_dir) == 1
    amira.keeps_the_code()
    amira.types_code(first.code)
    assert first.reference in amira.reads()
