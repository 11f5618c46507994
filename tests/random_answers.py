"""Random ways through the form: a valid answer to each question of a page, or none where none is needed."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from portal.domain.areas import NOT_SURE
from portal.domain.questions import Answers, Kind, Question, Shape, Step

TEXTS = {Shape.PHONE: "07700 900123", Shape.EMAIL: "a@b.example", Shape.ANY: "some words"}


def draw_page(
    data: st.DataObject, step: Step, answers: Answers, places: Sequence[str], areas: Sequence[str]
) -> dict[str, list[str]]:
    """Return what one page sends: `places` are typed, `areas` chosen from the list."""
    if step.slug == "where":
        return data.draw(
            st.sampled_from(places).map(lambda place: {"place": [place]})
            | st.sampled_from([*areas, NOT_SURE]).map(lambda area: {"area": [area]})
        )
    return {question.code: draw_answer(data, question, answers) for question in step.questions}


def draw_answer(data: st.DataObject, question: Question, answers: Answers) -> list[str]:
    """Choose a valid answer, or none where none is needed."""
    if not question.is_required and data.draw(st.booleans()):
        return []
    match question.kind:
        case Kind.ONE | Kind.AGREEMENT:
            return [data.draw(st.sampled_from(question.options))]
        case Kind.CANDIDATE:
            return [data.draw(st.sampled_from((*answers["candidates"], NOT_SURE)))]
        case Kind.SEVERAL:
            together = [option for option in question.options if option not in question.alone]
            several = st.lists(st.sampled_from(together), min_size=1, unique=True)
            return data.draw(several | st.sampled_from(sorted(question.alone)).map(lambda option: [option]))
        case _:
            return [TEXTS[question.shape]]
