"""Against machines: a box nobody sees and a shortest time. Nothing is lost, and no shared address is shut out."""

from __future__ import annotations

import pytest

from portal.domain.lifetimes import SHORTEST_FORM
from tests.builders import BENS_PAGES, change_pages, fill_in
from tests.web.limits.conftest import LimitedSite, MakeSite
from tests.web.referral.drafts import find_kept
from tests.web.referral.junk import count_cases, with_draft_of
from tests.web.scene import Scene

REFUGE = "192.0.2.7"
SECONDS = SHORTEST_FORM.total_seconds()


def test_a_whole_form_within_seconds_is_shown_again_and_loses_nothing(site: LimitedSite, scene: Scene) -> None:
    """One second more, and it is sent."""
    visitor = site.visitor(REFUGE, scene.drafts["amira"])
    before, cases = find_kept(scene, visitor.cookie), count_cases(scene)
    scene.clock.move(seconds=SECONDS - 1)
    page = visitor.go_on("refer/check")
    assert (page.address, page.code) == ("/en/refer/check", "")
    assert "One moment, please" in page.words
    assert "One moment, please" not in visitor.look("refer/check").words
    assert (find_kept(scene, visitor.cookie), count_cases(scene)) == (before, cases)
    scene.clock.move(seconds=1)
    assert visitor.go_on("refer/check").code


def test_a_second_press_after_sending_is_never_too_quick(site: LimitedSite, scene: Scene) -> None:
    """It shows the same code."""
    visitor = site.visitor(REFUGE, scene.drafts["amira"])
    scene.clock.move(seconds=SECONDS)
    token = visitor.look("refer/check").token
    code = visitor.go_on("refer/check").code
    assert visitor.post("refer/check", {"csrf_token": token}).headers["Location"] == "/en/refer/sent"
    assert visitor.look("refer/sent").code == code


def test_a_form_taken_up_again_may_be_sent_at_once(site: LimitedSite, scene: Scene) -> None:
    """Its time was spent before."""
    code = site.visitor(REFUGE, scene.drafts["amira"]).go_on("refer/save", at="refer/check").code
    visitor = site.visitor(REFUGE)
    visitor.go_on("refer/return", {"code": code})
    assert visitor.go_on("refer/check").address == "/en/refer/sent"


def test_the_shortest_time_is_off_with_the_limits(make_site: MakeSite, scene: Scene) -> None:
    """For measuring, on loopback only."""
    site = make_site(PORTAL_RATE_LIMITS="off")
    assert site.visitor(REFUGE, scene.drafts["amira"]).go_on("refer/check").code


@pytest.mark.parametrize("limits", ["on", "off"])
def test_the_box_that_nobody_sees_sends_nothing_when_it_is_filled(
    make_site: MakeSite, scene: Scene, limits: str
) -> None:
    """Who met it all the same is told, and the next press sends."""
    visitor = make_site(PORTAL_RATE_LIMITS=limits).visitor(REFUGE, scene.drafts["amira"])
    scene.clock.move(seconds=SECONDS)
    cases = count_cases(scene)
    page = visitor.go_on("refer/check", {"website": "https://spam.invalid"})
    assert (page.address, count_cases(scene)) == ("/en/refer/check", cases)
    assert "Please press once more" in page.words
    assert "spam" not in page.html
    assert visitor.go_on("refer/check", {"website": ""}).code


def test_the_box_is_out_of_the_way_of_people(scene: Scene) -> None:
    """Neither by keyboard nor by a screen reader, and the browser does not fill it in."""
    page = scene.with_draft().look("refer/check")
    box = page.find_by_id("website")
    assert (box["tabindex"], box["autocomplete"]) == ("-1", "off")
    assert '<div class="trap" aria-hidden="true">' in page.html


def test_thirty_people_behind_one_address_send_within_the_hour(site: LimitedSite, scene: Scene) -> None:
    """A refuge, a library, a prison: each from a browser of their own."""
    before = count_cases(scene)
    for number in range(30):
        pages = change_pages(BENS_PAGES, name={"name": [f"Person {number}"]})
        visitor = with_draft_of(scene, site.visitor(REFUGE), fill_in(scene.portal.side, pages))
        scene.clock.move(seconds=100)
        assert visitor.go_on("refer/check").code
    assert count_cases(scene) == before + 30
