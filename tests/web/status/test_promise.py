"""The promise on the private page: today, late and what we did about it, days without news; what it tells nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from portal.casework.desk_beside import put_beside
from portal.casework.follow import view_page
from portal.casework.staff import NewStaff
from portal.domain.asks import Ask, AskedOf, AskState, How, Promise
from portal.domain.stages import Beside, Stage
from portal.store.staff import Role as StaffRole
from portal.store.tables import case as case_table
from tests.builders import Referred, add_staff, open_page
from tests.web.limits.test_pins import counting_queries
from tests.web.scene import Scene, Visitor

MOST_QUERIES = 5  # the case, its service, its entries, what is held, and all promises and asks at once
TODAY = date(2026, 11, 23)


def keep_silence(scene: Scene, *days: tuple[int, int], of: AskedOf = AskedOf.REHUB, late: int = 0) -> None:
    """Let days pass without news: of each, how long ago it was and how long ago we asked; the oldest first."""
    case = scene.amira.case
    asks, promises = [], []
    for silence, (due, asked) in enumerate(days, start=1):
        due_on, asked_on = TODAY - timedelta(days=due), TODAY - timedelta(days=asked)
        more = {
            "stage": Stage.REHUB_CHECK,
            "asked_on": asked_on,
            "due_on": due_on,
            "of": of,
            "state": AskState.OVER,
            "until_on": due_on,
        }
        asks.append(Ask(f"{silence:032}", case.case_id, case.service_id, **more))
        promises.append(Promise(case.case_id, due_on, due_on + timedelta(days=late), How.NO_NEWS, silence))
    with scene.portal.side.store.work() as work:
        work.asks.add_all(asks)
        work.promises.keep_all(promises)
        work.connection.execute(
            update(case_table).where(case_table.c.case_id == case.case_id).values(silence=len(days))
        )


def read_news(visitor: Visitor, person: Referred) -> str:
    """Open somebody's page and return the words of its news."""
    return visitor.open_page(person.code).words.split("News so far")[1].split("Messages")[0]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([(1, 4)], ["We asked re:hub on 19 November 2026."]),
        ([(0, 0)], ["We asked re:hub today."]),
        (
            [(14, 19), (0, 0)],
            ["We asked re:hub on 4 November 2026 and again today.", "We asked re:hub on 4 November 2026."],
        ),
        ([(14, 19), (1, 4)], ["We asked re:hub on 4 November 2026 and again on 19 November 2026."]),
        (
            [(28, 33), (14, 19), (0, 0)],
            ["We asked re:hub 3 times since 21 October 2026. The last time was on 23 November 2026."],
        ),
    ],
)
def test_a_day_without_news_says_whom_we_asked_and_when(
    scene: Scene, visitor: Visitor, days: list[tuple[int, int]], said: list[str]
) -> None:
    """The newest on top, with the next day; never whether anybody answered."""
    keep_silence(scene, *days)
    words = read_news(visitor, scene.amira)
    for part in said:
        assert part in words
    assert words.count("There is nothing new to show here yet. You will hear from us by 30 November 2026.") == 1
    assert words.count("There was nothing new to show here.") == len(days) - 1
    assert words.count("So the person in charge at your service sees it too.") == (len(days) > 1)
    assert "answer" not in words.casefold()


def test_asking_the_service_is_called_that(scene: Scene, visitor: Visitor) -> None:
    keep_silence(scene, (1, 4), of=AskedOf.SERVICE, late=1)
    words = read_news(visitor, scene.amira)
    assert "We asked your service on 19 November 2026." in words
    assert "We told you this 1 day late. We are sorry." in words


def test_nobody_reads_of_the_days_of_another(scene: Scene, visitor: Visitor) -> None:
    keep_silence(scene, (1, 4))
    assert "nothing new" not in read_news(visitor, scene.ben)


@pytest.mark.parametrize(("days", "late"), [(8, "That is 1 day late."), (47, "That is 40 days late.")])
def test_late_comes_with_what_we_did_and_how_to_complain(scene: Scene, visitor: Visitor, days: int, late: str) -> None:
    """One press further, in order: the service, the Code, the Ombudsman."""
    keep_silence(scene, (14, 19), (0, 4))
    scene.clock.move(days=days)
    words = visitor.open_page(scene.amira.code).words
    first, more = words.split("What we do about the delay")
    assert late in first
    assert "Ombudsman" not in first
    did = more.split("What is happening now")[0]
    assert "We asked re:hub on 4 November 2026 and again on 19 November 2026." in did
    places = [did.index(part) for part in ("Tell your service first", "Right 12", "Ombudsman")]
    assert places == sorted(places)


def test_the_copy_says_late_and_shows_the_days_without_news_too(scene: Scene, visitor: Visitor) -> None:
    keep_silence(scene, (14, 19), (0, 4))
    scene.clock.move(days=8)
    visitor.open_page(scene.amira.code)
    words = visitor.look("status/copy/all").words
    assert "That is 1 day late." in words
    assert "We asked re:hub on 4 November 2026 and again on 19 November 2026." in words


def test_what_is_not_late_says_nothing_of_delays(scene: Scene, visitor: Visitor) -> None:
    words = visitor.open_page(scene.amira.code).words
    assert "delay" not in words
    assert "Ombudsman" not in words


def test_what_stands_beside_the_step_is_named_first_and_told_below(scene: Scene, visitor: Visitor) -> None:
    """In words that say nothing to whoever looks over a shoulder; the reason takes a press."""
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR)).signed_in
    put_beside(desk.side, fay, scene.amira.case.case_id, Beside.ON_HOLD, "A court case runs.")
    desk.side.store.close()
    visitor.open_page(scene.amira.code)
    words = visitor.go_on("status/ask/pause").words
    first, told = words.split("What is happening now", 1)
    assert "Step 1 of 11. Paused. On hold. Next news by 30 November 2026." in first
    assert "court" not in first
    for part in ("You asked for a break.", "A court case runs.", "The step your request is at"):
        assert part in told


class Figures:
    """Figures as they were frozen: half of the cases left every step within so many weeks."""

    def __init__(self, weeks: int | None) -> None:
        self._weeks = weeks

    def find_typical(self, stage: Stage) -> int | None:  # noqa: ARG002 (the same for each)
        return self._weeks

    def find_mark(self) -> str:
        return f"{self._weeks}"


@pytest.mark.parametrize(
    ("weeks", "said"), [(1, "moved on within 1 week. This"), (5, "moved on within 5 weeks. This"), (None, "")]
)
def test_the_page_says_how_long_it_took_others(
    scene: Scene, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, weeks: int | None, said: str
) -> None:
    """And that it is no promise; nothing where too few cases were counted."""
    monkeypatch.setitem(scene.app.extensions, "editions", Figures(weeks))
    words = visitor.open_page(scene.amira.code).words
    assert said in words
    assert ("Half of the cases" in words) is (weeks is not None)


def test_the_first_view_says_little_and_the_title_nothing(scene: Scene, visitor: Visitor) -> None:
    """Whoever looks over a shoulder sees a step and a day."""
    keep_silence(scene, (14, 19), (0, 4))
    page = visitor.open_page(scene.amira.code)
    assert page.title.split(" – ")[0] == "Your page"
    main = page.html.split("<main")[1]
    seen = main.split("<details")[0]
    for telling in ("re:hub", "service", "Amira", "prison", scene.amira.case.case_reference):
        assert telling not in seen
    assert not [each for each in page.list_tags("details") if "open" in each and each.get("class") == "more"]


def test_a_page_asks_the_database_no_more_often_however_much_there_is(scene: Scene) -> None:
    """One question for all promises and asks; none in a loop."""
    side, ticket = scene.portal.side, open_page(scene.portal.side, scene.amira)
    with counting_queries() as before:
        assert not view_page(side, ticket).promised.lines
    keep_silence(scene, *((14 * weeks, 14 * weeks + 5) for weeks in range(6, 0, -1)))
    with counting_queries() as after:
        assert len(view_page(side, ticket).promised.lines) == 6
    assert len(after) == len(before) == MOST_QUERIES
