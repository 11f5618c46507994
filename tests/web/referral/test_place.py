"""Where it happened: the area is kept and nothing finer; a full postcode points at a few doors."""

from __future__ import annotations

import pytest

from tests.builders import AMIRAS_PAGES
from tests.web.referral.drafts import read_all, read_answers
from tests.web.scene import Scene, Visitor

# typed -> what must not stay anywhere of it
TYPED = [
    ("LS1 4AP", ["4AP", "LS1"]),
    ("ls14ap", ["4ap", "4AP", "ls1", "LS1"]),
    ("GL50", ["GL50"]),
    ("Truro", ["Truro"]),
]


@pytest.mark.parametrize(("typed", "gone"), TYPED)
def test_a_place_that_is_known_is_kept_as_its_area_only(scene: Scene, typed: str, gone: list[str]) -> None:
    """Neither in the draft nor in the cookie is there anything of what was typed."""
    visitor = scene.with_draft()
    assert visitor.go_on("refer/where", {"place": typed}).address == "/en/refer/check"
    assert "place" not in read_answers(scene, visitor)
    for part in gone:
        assert part not in read_all(scene, visitor)


@pytest.mark.parametrize("typed", ["EH1 1YZ", "eh11yz", " EH1  1yz ", "ZZ99 1YZ"])
@pytest.mark.parametrize("area", ["", "atlantis"])
def test_a_full_postcode_is_not_kept_either_when_it_leads_nowhere(scene: Scene, typed: str, area: str) -> None:
    """The page asks again with its first half, which is all it ever asked for."""
    visitor = scene.with_draft()
    page = visitor.go_on("refer/where", {"place": typed, "area": area})
    assert page.problems
    assert page.typed_in("place") in {"EH1", "ZZ99"}
    kept = read_all(scene, visitor)
    assert "1yz" not in kept.lower()


def test_a_place_in_more_than_one_area_asks_which(scene: Scene) -> None:
    """With the areas it may be, and "I am not sure"; the rest of the form stays."""
    visitor = scene.with_draft()
    page = visitor.go_on("refer/where", {"place": "AL3"})
    assert page.address == "/en/refer/which"
    offered = [each["value"] for each in page.list_tags("input") if each.get("name") == "candidate"]
    assert offered == ["bedfordshire", "hertfordshire", "not_sure"]
    assert visitor.go_on("refer/which", {"candidate": "kent"}).problems == ["candidate"]
    assert visitor.go_on("refer/which", {"candidate": "hertfordshire"}).address == "/en/refer/check"
    assert read_answers(scene, visitor)["area"] == ["hertfordshire"]
    assert visitor.look("refer/check").address == "/en/refer/check"


def test_another_place_drops_the_area_of_the_one_before(scene: Scene) -> None:
    """So that nobody is sent to the wrong service."""
    visitor = scene.with_draft()
    visitor.send("refer/where", {"place": "AL3"})
    assert "area" not in read_answers(scene, visitor)
    visitor.send("refer/where", {"area": "cumbria"})
    answers = read_answers(scene, visitor)
    assert (answers["area"], "candidates" in answers, "place_found" in answers) == (["cumbria"], False, False)
    assert visitor.look("refer/which").address == "/en/refer/check"


def test_one_may_be_not_sure_of_the_area(visitor: Visitor) -> None:
    """Then the national desk reads it."""
    visitor.fill_in({**AMIRAS_PAGES, "where": {"area": ["not_sure"]}})
    assert "I am not sure" in visitor.look("refer/check").words
    assert visitor.go_on("refer/check").code
