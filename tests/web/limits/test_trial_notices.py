"""Too many trial notices: a kind page for who asks too often; for a number that had enough, the usual answer."""

from __future__ import annotations

import time_machine

from portal.casework.trial_notice import Pressed
from portal.domain.trial_notices import count_left
from tests.builders import fill_in
from tests.notices.posting import CHLOES_PAGES, change_contact
from tests.notices.trials import list_rows, press
from tests.web.limits.conftest import LimitedSite, MakeSite
from tests.web.scene import Scene, Visitor

ONE, OTHER = "192.0.2.1", "192.0.2.2"
AN_HOUR, A_DAY_TO_ONE = 10, 3
STEP, TRY = "refer/words", "refer/words/try"


def ask_anew(site: LimitedSite, address: str) -> tuple[Pressed, int]:
    """Ask for one on a form of its own; return what is said, and how many more that form has."""
    side = site.app.extensions["portal"].side
    draft, pressed = press(side, fill_in(side, change_contact("email", {"email": [address]})))
    return pressed, count_left(draft.tried)


def count_asked(scene: Scene) -> int:
    return len(list_rows(scene.portal.side.store))


def press_often(visitor: Visitor, token: str, count: int) -> list[int]:
    return [visitor.post(TRY, {"wording": "news", "csrf_token": token}).status_code for _ in range(count)]


def test_the_11th_press_of_an_hour_must_wait_and_another_client_need_not(site: LimitedSite) -> None:
    """Whatever form it is pressed on; the form is not lost."""
    visitor, other = site.visitor(ONE), site.visitor(OTHER)
    visitor.fill_in(CHLOES_PAGES, until="words")
    token = visitor.look(STEP).token
    assert press_often(visitor, token, AN_HOUR + 1) == [303] * AN_HOUR + [429]
    led = visitor.send(TRY, {"wording": "news"}, at=STEP, Sec_Fetch_Mode="navigate")
    assert led.headers["Location"] == "/en/wait"
    assert visitor.look(STEP).values_of("wording") == ["news"]
    assert visitor.look("refer/check").address == "/en/refer/words"
    assert press_often(other, other.look("status").token, 1) == [303]


def test_one_mailbox_gets_three_a_day_and_the_answer_does_not_tell(site: LimitedSite, scene: Scene) -> None:
    """However it is written, on whichever form."""
    written = ("chloe@example.org", "Chloe@Example.Org", "chloe+1@example.org", "CHLOE+2@example.org")
    with time_machine.travel(scene.clock.now()) as now:
        assert {ask_anew(site, address) for address in written} == {(Pressed.ASKED, 1)}
        assert count_asked(scene) == A_DAY_TO_ONE
        ask_anew(site, "ben@example.org")
        assert count_asked(scene) == A_DAY_TO_ONE + 1
        now.shift(24 * 3600 + 1)
        ask_anew(site, "chloe@example.org")
        assert count_asked(scene) == A_DAY_TO_ONE + 2


def test_the_page_does_not_tell_that_a_mailbox_had_enough(site: LimitedSite, scene: Scene) -> None:
    """The same words as for the first."""
    for _ in range(A_DAY_TO_ONE):
        ask_anew(site, "chloe@example.org")
    visitor = site.visitor(ONE)
    visitor.fill_in(CHLOES_PAGES, until="words")
    words = visitor.go_on(TRY, {"wording": "news"}, at=STEP).words
    assert "We have asked for one message" in words
    assert "You can do this once more." in words
    assert count_asked(scene) == A_DAY_TO_ONE


def test_without_limits_a_form_still_has_two(make_site: MakeSite, scene: Scene) -> None:
    """Turning them off is for measuring on one machine."""
    site = make_site(PORTAL_RATE_LIMITS="off")
    visitor = site.visitor(ONE)
    visitor.fill_in(CHLOES_PAGES, until="words")
    token = visitor.look(STEP).token
    for _ in range(AN_HOUR + 2):
        assert press_often(visitor, token, 1) == [303]
        scene.clock.move(seconds=30)
    assert count_asked(scene) == 2
    for _ in range(A_DAY_TO_ONE):
        ask_anew(site, "chloe@example.org")
    assert count_asked(scene) == 2 + A_DAY_TO_ONE
