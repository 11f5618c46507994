"""Too many tries at the public site: 429 before anything slow, for that address alone, and kindly."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.store.tables import draft
from tests.builders import AMIRAS_PAGES
from tests.web.limits.conftest import LimitedSite, MakeSite
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

ONE, OTHER = "192.0.2.1", "192.0.2.2"
CODES, SENDINGS, STARTS, SAVINGS = 30, 60, 60, 20
BROWSER = {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Site": "same-origin"}


def try_codes(site: LimitedSite, visitor: Visitor, count: int, **headers: str) -> TestResponse:
    """Type so many wrong codes, each a fresh one; return the last answer."""
    token = visitor.look("status").token
    for _ in range(count):
        answer = visitor.post("status", {"code": next(site.codes), "csrf_token": token}, **headers)
    return answer


def test_the_31st_code_in_a_minute_is_refused_before_the_slow_hash(site: LimitedSite, scene: Scene) -> None:
    """Also when it is the right one."""
    visitor = site.visitor(ONE)
    assert try_codes(site, visitor, CODES).status_code == 303
    assert site.turns.taken == CODES
    answer = visitor.send("status", {"code": scene.amira.code})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert site.turns.taken == CODES


def test_the_page_is_kind_and_repeats_no_code(site: LimitedSite, scene: Scene) -> None:
    """It says what to do, has the way to help, and sets no cookie of its own."""
    visitor = site.visitor(ONE)
    try_codes(site, visitor, CODES)
    answer = visitor.send("status", {"code": scene.amira.code})
    page = Page(answer.get_data(as_text=True))
    assert "Please wait a little" in page.words
    assert "Nothing that you sent before is lost." in page.words
    assert "Wait one minute. Then try again." in page.words
    assert scene.amira.code not in page.html
    assert "/en/get-help-now" in {link["href"] for link in page.list_tags("a")}
    assert "Set-Cookie" not in answer.headers


def test_another_address_is_not_affected(site: LimitedSite, scene: Scene) -> None:
    """Nor is a page that is open already at the same address."""
    neighbour = site.visitor(ONE)
    neighbour.open_page(scene.ben.code)
    assert try_codes(site, site.visitor(ONE), CODES).status_code == 429
    assert scene.ben.case.case_reference in neighbour.look("status").words
    assert scene.amira.case.case_reference in site.visitor(OTHER).open_page(scene.amira.code).words


def test_after_a_minute_it_goes_on(site: LimitedSite, scene: Scene) -> None:
    """Nobody is shut out for long."""
    with time_machine.travel(scene.clock.now()) as now:
        visitor = site.visitor(ONE)
        assert try_codes(site, visitor, CODES + 1).status_code == 429
        now.shift(61)
        assert scene.amira.case.case_reference in visitor.open_page(scene.amira.code).words


def test_a_browsers_form_is_led_to_a_page_that_says_so(site: LimitedSite, scene: Scene) -> None:
    """A page that answers a post would leave the code in the browser's session files."""
    visitor = site.visitor(ONE)
    answer = try_codes(site, visitor, CODES + 1, **BROWSER)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/wait")
    waiting = visitor.ask("wait")
    assert waiting.status_code == 429
    assert 0 < int(waiting.headers["Retry-After"]) <= 60
    assert "Please wait a little" in waiting.get_data(as_text=True)
    scene.clock.move(seconds=61)
    assert visitor.ask("wait").headers["Location"] == "/en/status"
    assert visitor.ask("wait").headers["Location"] == "/en/"


def test_who_need_not_wait_is_led_on(site: LimitedSite) -> None:
    """The address alone means nothing."""
    answer = site.visitor(ONE).ask("wait")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/")
    assert "Set-Cookie" not in answer.headers


def test_links_are_counted_apart_from_codes(site: LimitedSite, scene: Scene) -> None:
    """Thirty of each."""
    visitor = site.visitor(ONE)
    try_codes(site, visitor, CODES)
    token = visitor.look("status").token
    for _ in range(CODES):
        assert visitor.post("open/nothing", {"csrf_token": token}).status_code == 303
    assert visitor.post(f"open/{scene.amira.receipt.link}", {"csrf_token": token}).status_code == 429


def test_sending_is_limited_and_the_form_is_not_lost(site: LimitedSite, scene: Scene) -> None:
    """Sixty in an hour from one address."""
    visitor = site.visitor(ONE, scene.drafts["amira"])
    scene.clock.move(minutes=1)  # else it is a machine that sends
    stranger = site.visitor(ONE)
    token = stranger.look("status").token
    for _ in range(SENDINGS):
        assert stranger.post("refer/check", {"csrf_token": token}).status_code == 303
    answer = visitor.send("refer/check")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert visitor.look("refer/check").status == 200
    assert site.turns.taken == 0
    assert site.visitor(OTHER, scene.drafts["amira"]).go_on("refer/check").address == "/en/refer/sent"


@pytest.mark.parametrize(("proxies", "status"), [("0", 429), ("1", 303), ("2", 429)])
def test_a_forwarded_address_counts_only_when_proxies_are_trusted(
    make_site: MakeSite, proxies: str, status: int
) -> None:
    """Anybody can write the header; only the last hops that are ours are believed."""
    site = make_site(PORTAL_TRUSTED_PROXIES=proxies)
    visitor = site.visitor(ONE)
    try_codes(site, visitor, CODES, X_Forwarded_For="198.51.100.9, 203.0.113.1")
    answer = try_codes(site, visitor, 1, X_Forwarded_For="198.51.100.9, 203.0.113.2")
    assert answer.status_code == status


def test_a_network_of_one_subscriber_counts_as_one(site: LimitedSite) -> None:
    """IPv6 gives everybody more addresses than can be counted."""
    for number in range(CODES):
        try_codes(site, site.visitor(f"2001:db8:0:1::{number:x}"), 1)
    assert try_codes(site, site.visitor("2001:db8:0:1:ffff::1"), 1).status_code == 429
    assert try_codes(site, site.visitor("2001:db8:0:2::1"), 1).status_code == 303


def test_processes_share_what_is_allowed(make_site: MakeSite) -> None:
    """Each counts its part, as none sees the others."""
    site = make_site(PORTAL_WEB_WORKERS="4")
    visitor = site.visitor(ONE)
    assert try_codes(site, visitor, 8).status_code == 303
    assert try_codes(site, visitor, 1).status_code == 429


def test_limits_can_be_turned_off_for_measuring(make_site: MakeSite) -> None:
    """On loopback only: the settings see to that."""
    site = make_site(PORTAL_RATE_LIMITS="off")
    assert try_codes(site, site.visitor(ONE), CODES + 5).status_code == 303
    assert site.turns.taken == CODES + 5


def test_return_codes_are_counted_as_codes_are(site: LimitedSite, scene: Scene) -> None:
    """Together with them: one thief, one count."""
    visitor = site.visitor(ONE)
    try_codes(site, visitor, CODES - 1)
    token = visitor.look("refer/return").token
    assert visitor.post("refer/return", {"code": next(site.codes), "csrf_token": token}).status_code == 303
    assert visitor.post("refer/return", {"code": next(site.codes), "csrf_token": token}).status_code == 429
    assert site.turns.taken == CODES


def test_starting_forms_is_limited_and_nobody_who_writes_loses_anything(site: LimitedSite, scene: Scene) -> None:
    """Sixty a minute and six hundred an hour from one address: a library full of people never gets there."""
    writer = site.visitor(ONE)
    page = writer.fill_in(AMIRAS_PAGES, until="hopes")
    robot = site.visitor(ONE)
    answers = [robot.send("refer", **BROWSER) for _ in range(STARTS)]
    assert {answer.headers["Location"] for answer in answers[: STARTS - 1]} == {"/en/refer/who"}
    assert answers[-1].headers["Location"] == "/en/wait"
    assert robot.ask("wait").status_code == 429
    assert writer.go_on(page.address, AMIRAS_PAGES["hopes"]).address == "/en/refer/name"
    assert "I want to know why it was me." in writer.look("refer/hopes").html
    assert site.visitor(OTHER).go_on("refer").address == "/en/refer/who"


def test_however_often_its_pages_are_answered_one_form_is_one_row(site: LimitedSite, scene: Scene) -> None:
    """So that what may be started bounds what is stored; without a start nothing is."""
    count = select(func.count()).select_from(draft)
    with scene.portal.side.store.look() as work:
        before = work.connection.execute(count).scalar_one()
    robot = site.visitor(ONE)
    page = robot.go_on("refer")
    for _ in range(70):
        robot.send(page.address, AMIRAS_PAGES["who"])
    stranger = site.visitor(ONE)
    stranger.send("refer/name", {"name": "x"}, at="refer")
    with scene.portal.side.store.look() as work:
        assert work.connection.execute(count).scalar_one() == before + 1


def test_saving_is_limited_and_the_form_goes_on(site: LimitedSite, scene: Scene) -> None:
    """Twenty a minute from one address; what is saved stays for a week."""
    visitor = site.visitor(ONE, scene.drafts["amira"])
    answers = [visitor.send("refer/save", **BROWSER).headers["Location"] for _ in range(SAVINGS + 1)]
    assert answers.count("/en/wait") == 1
    assert answers[-1] == "/en/wait"
    assert visitor.look("refer/check").status == 200
