"""What the self-referral's templates are given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from flask import render_template, url_for
from flask_babel import gettext

from portal.casework.refer import Draft, Receipt, SenderReceipt
from portal.casework.without_code import may_go_without
from portal.domain.answers import is_done, is_unsafe_now, list_steps, parse_step
from portal.domain.questions import FLOW, Question, Step, is_for_other
from portal.domain.safe_contact import Method
from portal.domain.trial_notices import count_left, find_trial_method
from portal.domain.voices import Voice, is_under_18, list_voices
from portal.texts.labels import question_words, short_name, step_name
from portal.web.alike import LEFT, TOKEN, draw_alike, find_form_token, mark
from portal.web.code_fields import make_typed_field
from portal.web.fields import Field, list_field_problems
from portal.web.referral.drawing import draw_step, list_problems, say_answer
from portal.web.referral.junk import TRAP
from portal.web.site import choose_language
from portal.web.status.pin_fields import make_new_fields
from portal.web.staying import find_left
from portal.web.visits import get_portal
from portal.wiring import are_notices_files, list_methods


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


@dataclass(frozen=True, slots=True)
class NoticeSource:
    """By which way of contact a notice comes, and for an e-mail from which address, where this site knows it."""

    method: str
    mail_from: str


@dataclass(frozen=True, slots=True)
class TrialOffer:
    """What is said of one notice now, to see it: `left` is how many more this form may have sent."""

    method: str
    url: str
    left: int
    has_channel: bool
    becomes_file: bool
    may_be_seen: bool


def show_step(step: Step, draft: Draft, *, is_change: bool, said: str = "") -> str:
    """Draw one step, with the last try's words and problems when there were any."""
    areas = get_portal().side.areas
    has_tried = draft.attempt is not None and draft.attempt[0] == step.slug
    attempt = draft.attempt[1] if draft.attempt and has_tried else {}
    problems = parse_step(step, attempt, draft.answers, areas).problems if has_tried else ()
    way = list_steps(draft.answers)
    place = way.index(step)
    fields = _warn_of_clearing(step, draft, draw_step(step, draft.answers, attempt, problems, _name_areas()))
    name = gettext(step_name(step.slug, list_voices(draft.answers)))
    fields, own = _take_typed(fields)
    return draw_alike(
        "referral/step.html",
        {TOKEN: find_form_token, LEFT: find_left, **own},
        title=name,
        heading="" if any(field.is_page_heading for field in fields) else name,
        caption=gettext("Step %(number)d of %(count)d", number=place + 1, count=len(way)),
        problems=list_problems(problems, list_voices(draft.answers)),
        back_url=_back_url(way, place, is_change=is_change),
        slug=step.slug,
        fields=fields,
        wordings=list_wordings() if step.slug == "contact" else (),
        is_strict=draft.is_strict,
        is_saved=draft.saved is not None,
        is_under_18=is_under_18(draft.answers),
        is_for_other=is_for_other(draft.answers),
        harms=draft.answers.get("harm", ()),
        said=said,
        notice=_find_source(draft) if any(field.name == "wording" for field in fields) else None,
        trial_notice=_offer_trial(draft, is_change=is_change) if step.slug == "words" else None,
    )


def show_steps(draft: Draft) -> str:
    """Draw the list of steps."""
    tasks = tuple(
        Task(
            name=gettext(step_name(step.slug, list_voices(draft.answers))),
            url=url_for("referral.step", slug=step.slug),
            state=gettext("Done") if is_done(step, draft.answers, draft.visited) else gettext("Not yet"),
            is_done=is_done(step, draft.answers, draft.visited),
        )
        for step in list_steps(draft.answers)
    )
    return render_template("referral/steps.html", tasks=tasks)


def show_check(draft: Draft, said: str) -> str:
    """Draw everything that will be sent; `said` is why a press sent nothing."""
    asked = (
        (step, question)
        for step in list_steps(draft.answers)
        for question in step.questions
        if question.applies(draft.answers) and question.code not in {"understood", "place", "candidate"}
    )
    rows = tuple(_answer_row(step, question, draft) for step, question in asked)
    return render_template(
        "referral/check.html",
        rows=rows,
        said=said,
        trap_name=TRAP,
        back_url=url_for("referral.step", slug=list_steps(draft.answers)[-1].slug),
        is_under_18=is_under_18(draft.answers),
        is_for_other=is_for_other(draft.answers),
        was_harmed=not {Voice.SAW, Voice.FAMILY} & set(list_voices(draft.answers)),
    )


def show_receipt(receipt: Receipt, said: str) -> str:
    """Draw the sent page; `said` is what came of typing the code."""
    settings = get_portal().settings
    link = settings.public_url + url_for("status.link_entry", link=receipt.link)
    typed, pin_fields = make_typed_field(said), make_new_fields(said)
    return render_template(
        "referral/sent.html",
        receipt=receipt,
        code=receipt.access_code.digits,
        link=link,
        said=said,
        typed=typed,
        pin_fields=pin_fields,
        problems=list_field_problems(typed, *pin_fields),
        may_go_without=may_go_without(receipt),
    )


def show_sender_receipt(receipt: SenderReceipt) -> str:
    """Draw the sent page of somebody who sent for another person."""
    return render_template("referral/sent_other.html", receipt=receipt)


def _take_typed(fields: tuple[Field, ...]) -> tuple[tuple[Field, ...], dict[str, Callable[[], str]]]:
    """Return the fields with marks in the places of what was typed, and what was typed by its mark."""
    typed = {field.name: field.value for field in fields if field.value}
    # Safety: the page is kept for others; what a person typed is put into their own copy of it alone
    marked = tuple(replace(field, value=mark(field.name)) if field.value else field for field in fields)
    return marked, {name: partial(str, value) for name, value in typed.items()}


def _warn_of_clearing(step: Step, draft: Draft, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Say at the first question, once others are answered, what another answer to it clears."""
    if step.slug != FLOW[0].slug or draft.visited <= {step.slug}:
        return fields
    words = gettext("If you change from yourself to somebody else, or back, we clear what you wrote so far.")
    return tuple(replace(field, hint=words) for field in fields)


def _find_source(draft: Draft) -> NoticeSource:
    method = draft.answers["contact_method"][0]
    return NoticeSource(method, get_portal().settings.smtp_from if method == Method.EMAIL else "")


def _offer_trial(draft: Draft, *, is_change: bool) -> TrialOffer | None:
    method = find_trial_method(draft.answers)
    if method is None:
        return None
    settings = get_portal().settings
    return TrialOffer(
        method=method.value,
        url=url_for("referral.try_words", change="1" if is_change else None),
        left=count_left(draft.tried),
        has_channel=method in list_methods(settings),
        # Safety: whoever reads "nothing leaves this computer" may press where somebody else sees the telephone
        becomes_file=are_notices_files(settings),
        # Safety: who may be watched is told before, not after
        may_be_seen=draft.is_strict or is_unsafe_now(draft.answers),
    )


def _answer_row(step: Step, question: Question, draft: Draft) -> AnswerRow:
    said = say_answer(question, draft.answers, _name_areas())
    return AnswerRow(
        question=gettext(short_name(question.code, list_voices(draft.answers))),
        answer=said or (gettext("Not answered"),),
        change_url=url_for("referral.step", slug=step.slug, change="1"),
    )


def _name_areas() -> Mapping[str, str]:
    return get_portal().library.area_names(choose_language())


def _back_url(way: tuple[Step, ...], place: int, *, is_change: bool) -> str:
    if is_change:
        return url_for("referral.check")
    return url_for("referral.step", slug=way[place - 1].slug) if place else url_for("referral.start")


def list_wordings() -> tuple[str, ...]:
    """Return the neutral words a notice may have, one of which the person chooses."""
    return tuple(gettext(option.label) for option in question_words("wording").options.values())
