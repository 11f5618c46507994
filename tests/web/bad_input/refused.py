"""What the form does with an answer that nobody should send: said at the field, and the draft is as it was."""

from __future__ import annotations

from portal.domain.questions import FLOW
from tests.web.referral.drafts import read_answers
from tests.web.scene import Scene, Visitor

STEP_OF = {question.code: step.slug for step in FLOW for question in step.questions}


def check_refused(scene: Scene, visitor: Visitor, code: str, fields: dict[str, object]) -> None:
    """Check that a step leads back to itself, with a summary that leads to the field; the answers are as before."""
    slug = STEP_OF[code]
    before = read_answers(scene, visitor)
    page = visitor.go_on(f"refer/{slug}", fields)
    assert (page.status, page.address) == (200, f"/en/refer/{slug}")
    assert code in page.problems
    page.find_by_id(code)
    assert page.find_by_id(f"{code}-problem")
    assert page.title.startswith("Error:")
    assert read_answers(scene, visitor) == before
