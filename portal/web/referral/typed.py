"""What one page of the form sent, cut down to what may be kept. What it means is for portal.domain.answers to say."""

from werkzeug.datastructures import MultiDict

from portal.domain.answers import RawAnswers
from portal.domain.areas import parse_outward_code
from portal.domain.free_text import clean_text
from portal.domain.questions import Kind, Question, Step

_TYPED = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.PLACE})


def read_typed(step: Step, form: MultiDict[str, str]) -> RawAnswers:
    """Return what was typed for the questions of a step, and nothing else of the form."""
    return {
        question.code: [_cut(question, value) for value in form.getlist(question.code)] for question in step.questions
    }


def _cut(question: Question, value: str) -> str:
    if question.kind not in _TYPED:
        return value
    # cleaned here already, since a page with a problem is kept and shown again as typed
    typed = clean_text(value, keep_lines=question.kind is Kind.LONG_TEXT)
    # Safety: a full postcode is never kept
    return (parse_outward_code(typed) or typed) if question.kind is Kind.PLACE else typed
