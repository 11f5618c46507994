"""What the self-referral's templates are given."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext

from portal.casework.refer import Draft, Receipt
from portal.domain.answers import is_done, list_steps, parse_step
from portal.domain.questions import Question, Step
from portal.texts.labels import STEP_NAMES, question_words, short_name
from portal.web.referral.drawing import draw_step, list_problems, say_answer
from portal.web.visits import get_portal


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One line of check-your-answers."""

    question: str
    answer: tuple[str, ...]
    change_url: str


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list of steps."""

    name: str
    url: str
    state: str
    is_done: bool


def show_step(step: Step, draft: Draft, *, is_change: bool) -> str:
    """Draw one step, with the last try's words and problems when there were any."""
    areas = get_portal().side.areas
    has_tried = draft.attempt is not None and draft.attempt[0] == step.slug
    attempt = draft.attempt[1] if draft.attempt and has_tried else {}
    problems = parse_step(step, attempt, draft.answers, areas).problems if has_tried else ()
    way = list_steps(draft.answers)
    place = way.index(step)
    fields = draw_step(step, draft.answers, attempt, problems, areas)
    name = gettext(STEP_NAMES[step.slug])
    return render_template(
        "referral/step.html",
        title=name,
        heading="" if any(field.is_page_heading for field in fields) else name,
        caption=gettext("Step %(number)d of %(count)d", number=place + 1, count=len(way)),
        problems=list_problems(problems),
        back_url=_back_url(way, place, is_change=is_change),
        step=step,
        fields=fields,
        wordings=list_wordings() if step.slug == "contact" else (),
        is_strict=draft.is_strict,
        is_under_18=draft.answers.get("age") == ("under_18",),
    )


def show_steps(draft: Draft) -> str:
    """Draw the list of steps."""
    tasks = tuple(
        Task(
            name=gettext(STEP_NAMES[step.slug]),
            url=url_for("referral.step", slug=step.slug),
            state=gettext("Done") if is_done(step, draft.answers, draft.visited) else gettext("Not yet"),
            is_done=is_done(step, draft.answers, draft.visited),
        )
        for step in list_steps(draft.answers)
    )
    return render_template("referral/steps.html", tasks=tasks)


def show_check(draft: Draft) -> str:
    """Draw everything that will be sent."""
    asked = (
        (step, question)
        for step in list_steps(draft.answers)
        for question in step.questions
        if question.applies(draft.answers) and question.code not in {"understood", "place", "candidate"}
    )
    rows = tuple(_answer_row(step, question, draft) for step, question in asked)
    return render_template(
        "referral/check.html", rows=rows, back_url=url_for("referral.step", slug=list_steps(draft.answers)[-1].slug)
    )


def show_receipt(receipt: Receipt) -> str:
    """Draw the sent page."""
    settings = get_portal().settings
    link = settings.public_url + url_for("status.link_entry", link=receipt.link)
    return render_template("referral/sent.html", receipt=receipt, code="".join(receipt.access_code.groups()), link=link)


def _answer_row(step: Step, question: Question, draft: Draft) -> AnswerRow:
    said = say_answer(question, draft.answers.get(question.code, ()), get_portal().side.areas)
    return AnswerRow(
        question=gettext(short_name(question.code)),
        answer=said or (gettext("Not answered"),),
        change_url=url_for("referral.step", slug=step.slug, change="1"),
    )


def _back_url(way: tuple[Step, ...], place: int, *, is_change: bool) -> str:
    if is_change:
        return url_for("referral.check")
    return url_for("referral.step", slug=way[place - 1].slug) if place else url_for("referral.start")


def list_wordings() -> tuple[str, ...]:
    """Return the neutral words a notice may have, one of which the person chooses."""
    return tuple(gettext(option.label) for option in question_words("wording").options.values())
