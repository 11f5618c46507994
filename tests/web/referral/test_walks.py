"""Random walks through the form on the site, back and forth: each ends at a check that holds, and sends just that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.desk import read_case
from portal.casework.desk_case import DeskCase
from portal.casework.sign_in import SignedIn
from portal.casework.staff import NewStaff
from portal.domain.answers import drop_hidden, find_unfinished, list_steps
from portal.domain.questions import CHECK_PHRASE, CONTACT_CARD, FLOW, SENDER, Answers, find_step, is_for_other
from portal.store.staff import Role
from portal.wiring import DeskPortal
from tests.builders import add_staff
from tests.random_answers import draw_page
from tests.web.reading import Page
from tests.web.referral.drafts import find_kept
from tests.web.scene import Scene, Visitor, copy_scene

PLACES, AREAS = ("LS1 4AP", "AL3", "Truro"), ("kent", "gwent")
FOR_WHOM = st.sampled_from(["me", "me", "someone_supported", "someone_worked_with"])
ENOUGH = 3 * len(FLOW)
NOT_SENT = {"candidates", "place_found", "candidate", "understood"}


@dataclass(frozen=True, slots=True)
class Office:
    """The site, and Fay at the desk who reads what arrives."""

    scene: Scene
    desk: DeskPortal
    fay: SignedIn
    seen: set[str]

    def read_newest(self) -> DeskCase:
        """Return the case that arrived last."""
        with self.desk.side.store.look() as work:
            known = {case.case_id for case in work.cases.list_of_service("national", limit=1000)}
        newest = known - self.seen
        self.seen.update(newest)
        assert len(newest) == 1
        return read_case(self.desk.side, self.fay, newest.pop())


@pytest.fixture(scope="module")
def office(made_scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give one site and desk for all walks."""
    scene = copy_scene(made_scene, tmp_path_factory.mktemp("walks"))
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", Role.FACILITATOR)).signed_in
    with desk.side.store.look() as work:
        seen = {case.case_id for case in work.cases.list_of_service("national", limit=1000)}
    yield Office(scene, desk, fay, seen)
    desk.side.store.close()
    scene.portal.side.store.close()


def read_kept(scene: Scene, visitor: Visitor) -> tuple[Answers, frozenset[str]]:
    """Return what is kept of a form: the answers, and the pages that were answered."""
    kept = find_kept(scene, visitor.cookie) or {"answers": {}, "visited": []}
    return {code: tuple(values) for code, values in kept["answers"].items()}, frozenset(kept["visited"])


def walk(data: st.DataObject, scene: Scene, visitor: Visitor, wandering: int) -> Page:
    """Answer what comes, and sometimes go back to a page that was answered; return the page where no more comes."""
    page = visitor.go_on("refer")
    for number in range(ENOUGH + wandering):
        answers, visited = read_kept(scene, visitor)
        slug = page.address.rsplit("/", 1)[1]
        if number < wandering and visited and (slug == "check" or data.draw(st.booleans())):
            slug = data.draw(st.sampled_from([step.slug for step in list_steps(answers) if step.slug in visited]))
        step = find_step(slug)
        if step is None:
            return page
        fields = draw_page(data, step, answers, PLACES, AREAS) if slug != "who" else {"who_for": data.draw(FOR_WHOM)}
        page = visitor.go_on(f"refer/{slug}", fields)
        assert (page.status, page.problems) == (200, [])
        check_nothing_stale(read_kept(scene, visitor)[0])
    raise AssertionError(f"no end in sight at {page.address}")


def check_nothing_stale(answers: Answers) -> None:
    """Check that every answer kept belongs to a question that is asked."""
    asked = {question.code for step in list_steps(answers) for question in step.questions if question.applies(answers)}
    assert set(answers) <= asked | {"place_found", "candidates"}
    assert drop_hidden(answers) == answers


def check_sent(case: DeskCase, answers: Answers) -> None:
    """Check that the service reads what was on the check page, and nothing else."""
    told: Mapping[str, tuple[str, ...]] = {code: answers[code] for code in answers if code not in NOT_SENT}
    assert case.answers == {code: told[code] for code in told if code not in {*CONTACT_CARD, *CHECK_PHRASE, *SENDER}}
    assert (case.sender is not None) is is_for_other(answers) is case.is_unconfirmed
    assert (case.sender.answers if case.sender else {}) == {code: told[code] for code in SENDER if code in told}
    assert case.contact_card == {code: told[code] for code in CONTACT_CARD if code in told}
    assert case.check_phrase == {code: told[code][0] for code in CHECK_PHRASE if code in told}


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.data(), st.integers(0, 8))
def test_every_walk_ends_where_the_person_can_go_on(office: Office, data: st.DataObject, wandering: int) -> None:
    """At a check that sends what it shows, whoever it is for."""
    scene, visitor = office.scene, office.scene.visitor()
    page = walk(data, scene, visitor, wandering)
    answers, visited = read_kept(scene, visitor)
    assert (page.address, find_unfinished(answers, visited)) == ("/en/refer/check", None)
    changes = {link["href"] for link in page.list_tags("a") if link["href"].endswith("?change=1")}
    assert changes == {
        f"/en/refer/{step.slug}?change=1" for step in list_steps(answers) if step.slug not in {"begin", "which"}
    }
    assert bool(visitor.go_on("refer/check").code) is not is_for_other(answers)
    check_sent(office.read_newest(), answers)


def test_every_step_of_every_branch_is_reached(office: Office) -> None:
    """So that the walks above mean something: each page opens for somebody."""
    reached: set[str] = set()

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.data())
    def go(data: st.DataObject) -> None:
        answers: Answers = {}
        for step in FLOW:
            if step.applies(answers):
                reached.add(step.slug)
                drawn = draw_page(data, step, answers, PLACES, AREAS)
                answers = {**answers, **{code: tuple(values) for code, values in drawn.items() if values}}
                if "AL3" in drawn.get("place", ()):
                    answers = {**answers, "place_found": ("several",), "candidates": ("bedfordshire",)}

    go()
    assert reached == {step.slug for step in FLOW}
