"""The page of re:hub's link, as somebody at re:hub meets it: no account, no cookie, two languages, three presses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.casework.chase import revoke_ask
from portal.casework.desk import move_stage
from portal.casework.staff import NewStaff
from portal.domain.stages import Stage
from portal.holders import Role
from portal.store.staff import Role as StaffRole
from portal.wiring import DeskPortal, wire_worker
from tests.builders import StaffAccount, add_staff, find_case
from tests.casework.rehub_link import MAILBOX, Asker, hand_to_rehub, make_asker
from tests.web.scene import Scene, Visitor

GOOD = {"stage": "approval_board", "happened_on": "2026-11-23", "waiting_for": "panel", "expected_by": "2026-12-04"}


@dataclass(frozen=True, slots=True)
class Asked:
    """re:hub was asked about Amira's case: the link, who can ask again, the desk and Fay."""

    link: str
    asker: Asker
    desk: DeskPortal
    fay: StaffAccount

    @property
    def address(self) -> str:
        """The link's address."""
        return f"/rehub/{self.link}"


@pytest.fixture
def asked(scene: Scene) -> Iterator[Asked]:
    """Ask re:hub about Amira's case."""
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.example", "Fay", StaffRole.FACILITATOR, "national"))
    held = hand_to_rehub(desk, fay, scene.amira)
    settings = scene.data.settings(Role.WORKER, PORTAL_REHUB_MAILBOX=MAILBOX)
    asker = make_asker(wire_worker(settings, scene.clock))
    yield Asked(asker.ask(held), asker, desk, fay)
    asker.worker.store.close()
    desk.side.store.close()


def stage_of(scene: Scene) -> Stage:
    """Return where Amira's case stands."""
    return find_case(scene.portal.side.store, scene.amira.receipt.case_reference).stage


def said_in(address: str) -> str:
    """Return what stands sealed in an address."""
    return parse_qs(urlsplit(address).query)["said"][0]


def tell(visitor: Visitor, address: str, fields: dict[str, str] | None = None) -> str:
    """Fill in the page and send it; return the address that the last press leads to."""
    looked_over = visitor.post(address, GOOD if fields is None else fields)
    assert looked_over.status_code == 303
    sent = visitor.post(f"{address}/check", {"said": said_in(looked_over.headers["Location"])})
    assert sent.status_code == 303
    return sent.headers["Location"]


def test_it_shows_the_reference_and_the_stages_rehub_may_set_and_nothing_of_the_person(
    scene: Scene, asked: Asked, visitor: Visitor
) -> None:
    page = visitor.look(asked.address)
    stages = [each["value"] for each in page.list_tags("input") if each.get("name") == "stage"]
    assert scene.amira.receipt.case_reference in page.words
    assert stages == ["rehub_check", "approval_board", "asking_them"]
    assert page.values_of("stage") == ["rehub_check"]
    assert page.typed_in("happened_on") == "2026-11-23"
    assert "person" not in [each["value"] for each in page.list_tags("option")]
    for told in ("Amira", "Leeds", "LS1", asked.fay.email, scene.amira.case.case_id, "theft"):
        assert told not in page.html


def test_three_presses_move_the_case_and_the_person_reads_it_in_arabic_at_once(
    scene: Scene, asked: Asked, visitor: Visitor
) -> None:
    done = visitor.look(tell(visitor, asked.address))
    assert done.status == 200
    assert "Thank you" in done.words
    assert stage_of(scene) is Stage.APPROVAL_BOARD
    amira = scene.visitor("ar")
    page = amira.open_page(scene.amira.code)
    name = scene.portal.library.stage("ar", "approval_board").name
    assert name in page.words
    assert 'datetime="2026-12-04"' in page.html


def test_it_is_there_in_welsh_and_stays_so_through_all_its_pages(asked: Asked, visitor: Visitor) -> None:
    page = visitor.look(f"{asked.address}?lang=cy")
    assert page.list_tags("html")[0]["lang"] == "cy"
    languages = {each["hreflang"] for each in page.list_tags("a") if "hreflang" in each}
    assert languages == {"en", "cy"}
    action = page.list_tags("form")[0]["action"]
    looked_over = visitor.post(action, GOOD)
    assert visitor.look(looked_over.headers["Location"]).list_tags("html")[0]["lang"] == "cy"
    odd = visitor.look(f"{asked.address}?lang=ar&_scheme=ftp&_external=1&_anchor=x&link=y")
    assert odd.list_tags("html")[0]["lang"] == "en"
    assert all(each["href"].startswith(asked.address) for each in odd.list_tags("a") if "hreflang" in each)


def test_it_sets_no_cookie_and_is_kept_and_found_by_nobody(asked: Asked, visitor: Visitor) -> None:
    answers = [visitor.ask(asked.address), visitor.post(asked.address, GOOD)]
    answers.append(visitor.ask(answers[1].headers["Location"]))
    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "'unsafe" not in answer.headers["Content-Security-Policy"]


def test_a_machine_that_opens_every_link_of_a_mail_tells_nothing(scene: Scene, asked: Asked, visitor: Visitor) -> None:
    for _ in range(3):
        page = visitor.look(asked.address)
        for each in page.list_tags("a"):
            if each["href"].startswith("/"):
                visitor.ask(each["href"])
    visitor.client.head(asked.address)
    checked = visitor.post(asked.address, GOOD).headers["Location"]
    visitor.ask(checked)
    assert stage_of(scene) is Stage.REHUB_CHECK
    tell(visitor, asked.address)
    assert stage_of(scene) is Stage.APPROVAL_BOARD


def test_a_mistake_is_said_beside_its_field_and_what_was_typed_stays(
    scene: Scene, asked: Asked, visitor: Visitor
) -> None:
    wrong = {"stage": "closed", "happened_on": "2027-01-01", "expected_by": "soon", "waiting_for": "person"}
    answer = visitor.post(asked.address, wrong)
    page = visitor.look(answer.headers["Location"])
    assert answer.status_code == 303
    assert page.problems == ["stage", "happened_on", "waiting_for", "expected_by"]
    assert page.typed_in("expected_by") == "soon"
    kinds = {each["name"]: each["type"] for each in page.list_tags("input") if each.get("name") in wrong}
    assert (kinds["happened_on"], kinds["expected_by"]) == ("date", "text")  # a calendar would show nothing of it
    assert "2027" not in answer.headers["Location"]
    assert visitor.post(f"{asked.address}/check", {"said": said_in(answer.headers["Location"])}).status_code == 303
    assert stage_of(scene) is Stage.REHUB_CHECK


@pytest.mark.parametrize("said", ["", "x", "A" * 4000, "é"])
def test_what_was_not_sealed_here_sends_nothing(scene: Scene, asked: Asked, visitor: Visitor, said: str) -> None:
    answer = visitor.post(f"{asked.address}/check", {"said": said})
    assert answer.status_code == 303
    assert visitor.look(answer.headers["Location"]).status == 200
    assert stage_of(scene) is Stage.REHUB_CHECK


def test_a_link_that_was_used_says_so_kindly_to_whoever_it_was_forwarded_to(
    scene: Scene, asked: Asked, visitor: Visitor
) -> None:
    tell(visitor, asked.address)
    somebody = scene.visitor()
    page = somebody.look(asked.address)
    assert "This link was used before" in page.words
    assert scene.amira.receipt.case_reference not in page.words
    assert not page.list_tags("form")
    page = somebody.look(tell_late(somebody, asked.address))
    assert "This link was used before" in page.words
    assert stage_of(scene) is Stage.APPROVAL_BOARD


def tell_late(visitor: Visitor, address: str) -> str:
    """Send the form of a page that is not open any more; return where the press leads."""
    answer = visitor.post(address, {**GOOD, "stage": "asking_them"})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_every_other_end_of_a_link_says_so_kindly_and_changes_nothing(
    scene: Scene, asked: Asked, visitor: Visitor
) -> None:
    with asked.desk.side.store.look() as work:
        ask = work.asks.list_of_case(scene.amira.case.case_id)[0]
    revoke_ask(asked.desk.side, asked.fay.signed_in, scene.amira.case.case_id, ask.ask_id)
    page = visitor.look(asked.address)
    assert (page.status, "This link was turned off" in page.words) == (410, True)
    assert "This link was turned off" in visitor.look(tell_late(visitor, asked.address)).words
    scene.clock.move(days=1)
    person = hand_back(scene, asked)
    assert "This has moved on" in visitor.look(f"/rehub/{person}").words
    assert stage_of(scene) is Stage.APPROVAL_BOARD


def hand_back(scene: Scene, asked: Asked) -> str:
    """Ask once more, and let the desk move the case on then; return the link."""
    link = asked.asker.ask(scene.amira, due_on=date(2027, 1, 4))
    move_stage(
        asked.desk.side, asked.fay.signed_in, scene.amira.case.case_id, Stage.APPROVAL_BOARD, seen=Stage.REHUB_CHECK
    )
    return link


def test_a_link_that_is_too_old_says_so(scene: Scene, asked: Asked, visitor: Visitor) -> None:
    scene.clock.move(days=22)
    page = visitor.look(asked.address)
    assert (page.status, "This link is too old" in page.words) == (410, True)
    assert visitor.look(tell_late(visitor, asked.address)).status == 410


@pytest.mark.parametrize("link", ["x", "A" * 80, "%00", "é", "..%2f", "A" * 36 + "." + "A" * 43])
def test_garbage_leads_to_a_page_that_says_what_to_do(visitor: Visitor, link: str) -> None:
    page = visitor.look(f"/rehub/{link}")
    assert page.status == 404
    if "%2f" not in link:
        assert "This link does not work" in page.words
        assert visitor.post(f"/rehub/{link}", GOOD).status_code == 303


def test_a_post_that_another_site_caused_is_not_taken(scene: Scene, asked: Asked, visitor: Visitor) -> None:
    said = said_in(visitor.post(asked.address, GOOD).headers["Location"])
    visitor.post(f"{asked.address}/check", {"said": said}, Sec_Fetch_Site="cross-site")
    assert stage_of(scene) is Stage.REHUB_CHECK


def test_hard_news_waits_for_a_conversation(scene: Scene, asked: Asked, visitor: Visitor) -> None:
    page = visitor.look(tell(visitor, asked.address, {**GOOD, "sensitive": "yes"}))
    assert "talks with the person first" in page.words
    assert stage_of(scene) is Stage.REHUB_CHECK


def test_no_link_is_ever_in_the_database(scene: Scene, asked: Asked) -> None:
    file = scene.data.database_url.removeprefix("sqlite+pysqlite:///")
    for path in (Path(file), Path(f"{file}-wal")):
        if path.exists():
            kept = path.read_bytes()
            assert asked.link.encode() not in kept
            assert asked.link.split(".")[0].encode() not in kept
    assert re.fullmatch(r"[\w-]{36}\.[\w-]{43}", asked.link)
