"""The self-referral as data: steps in order, their questions, and when each is asked. Words live in texts.labels.

One declaration drives the page, the parse, check-your-answers, the desk's view and what is sealed.
Source: journeys.md 3; safe contact after facts.md 4.4 and 5.5; ask nothing the first call does not need (4.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Answers = Mapping[str, tuple[str, ...]]


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    TEXT = "text"
    LONG_TEXT = "long_text"
    PLACE = "place"
    AREA = "area"
    CANDIDATE = "candidate"
    AGREEMENT = "agreement"


class Shape(StrEnum):
    """What a line of text must look like to be of use; kind to every way of writing it."""

    ANY = "any"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class When:
    """Asked only when `question` was answered with one of `values`."""

    question: str
    values: frozenset[str]

    def holds(self, answers: Answers) -> bool:
        """Say whether the answers so far make the question apply."""
        return not self.values.isdisjoint(answers.get(self.question, ()))


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `options` are codes, `alone` those that stand alone in a multiple choice."""

    code: str
    kind: Kind
    options: tuple[str, ...] = ()
    is_required: bool = False
    alone: frozenset[str] = frozenset()
    max_length: int = 200
    shape: Shape = Shape.ANY
    when: When | None = None

    def applies(self, answers: Answers) -> bool:
        """Say whether this is asked at all, given the answers."""
        return self.when is None or self.when.holds(answers)


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form."""

    slug: str
    questions: tuple[Question, ...]
    when: When | None = None

    def applies(self, answers: Answers) -> bool:
        """Say whether the step is part of this person's way."""
        return self.when is None or self.when.holds(answers)


ABUSE_KINDS = frozenset({"domestic_abuse", "sexual", "stalking"})
FOR_OTHERS = frozenset({"someone_supported", "someone_worked_with"})
_SELF = When("who_for", frozenset({"me"}))
_OTHERS = When("who_for", FOR_OTHERS)
_SUPPORTER = When("who_for", frozenset({"someone_supported"}))
_PROFESSIONAL = When("who_for", frozenset({"someone_worked_with"}))
_BY_PHONE = frozenset({"call", "text", "someone_else"})
_TALKS = When("contact_method", frozenset({"call", "someone_else"}))
_REACHES = When("contact_method", frozenset({"call", "text", "email", "letter", "someone_else"}))
_WRITES = When("contact_method", frozenset({"text", "email", "letter"}))
_YES_NO_UNKNOWN = ("yes", "no", "unknown")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "any_day")
_HOURS = ("morning", "midday", "afternoon", "evening", "any_time")
_METHODS = ("none", "call", "text", "email", "letter", "someone_else")
_HARMS = ("theft", "damage", "violence", "domestic_abuse", "sexual", "stalking", "hate", "fraud", "driving", "death")


def _needed(
    code: str, max_length: int, when: When | None = None, *, shape: Shape = Shape.ANY, kind: Kind = Kind.TEXT
) -> Question:
    """Return a text that is needed where it is asked."""
    return Question(code, kind, is_required=True, max_length=max_length, shape=shape, when=when)


def _one_of(question: str, *values: str) -> When:
    return When(question, frozenset(values))


FLOW: tuple[Step, ...] = (
    Step("who", (Question("who_for", Kind.ONE, ("me", "someone_supported", "someone_worked_with"), True),)),
    Step(
        "age",
        (
            Question("age", Kind.ONE, ("adult", "under_18", "not_said")),
            Question("connection", Kind.ONE, ("self", "saw", "family", "not_said")),
        ),
    ),
    Step("begin", (Question("understood", Kind.AGREEMENT, ("yes",), True),)),
    # Safety: nobody is asked for without their agreement, which is recorded before anything is said of them
    Step(
        "agreed",
        (
            Question("agreement", Kind.AGREEMENT, ("yes",), True),
            Question("knows_what", Kind.ONE, ("all", "roughly"), True),
            _needed("agreed_how", 120),
        ),
        _OTHERS,
    ),
    Step(
        "sender",
        (
            _needed("sender_name", 80),
            Question("sender_tie", Kind.ONE, ("partner", "family", "friend", "carer", "other"), when=_SUPPORTER),
            _needed("organisation", 120, _PROFESSIONAL),
            _needed("role", 80, _PROFESSIONAL),
            Question("sender_way", Kind.ONE, ("call", "email"), True),
        ),
        _OTHERS,
    ),
    Step(
        "line",
        (
            _needed("sender_phone", 30, _one_of("sender_way", "call"), shape=Shape.PHONE),
            _needed("sender_email", 120, _one_of("sender_way", "email"), shape=Shape.EMAIL),
        ),
        _one_of("sender_way", "call", "email"),
    ),
    Step(
        "now",
        (
            Question("in_danger", Kind.ONE, ("no", "yes", "not_sure")),
            Question("device_safe", Kind.ONE, ("yes", "no", "not_sure")),
        ),
    ),
    Step(
        "what",
        (Question("harm", Kind.SEVERAL, (*_HARMS, "other", "not_said"), alone=frozenset({"not_said"})),),
    ),
    Step(
        "them",
        (
            Question("know_who", Kind.ONE, _YES_NO_UNKNOWN),
            Question("their_age", Kind.ONE, ("adult", "under_18", "unknown")),
            Question("custody", Kind.ONE, ("prison", "probation", "neither", "unknown")),
            Question("court_case", Kind.ONE, _YES_NO_UNKNOWN),
            Question("court_order", Kind.ONE, _YES_NO_UNKNOWN),
        ),
    ),
    Step("where", (Question("place", Kind.PLACE, max_length=80), Question("area", Kind.AREA))),
    Step(
        "which",
        (Question("candidate", Kind.CANDIDATE, is_required=True),),
        When("place_found", frozenset({"several"})),
    ),
    Step(
        "hopes",
        (
            Question(
                "hopes",
                Kind.SEVERAL,
                ("questions", "be_heard", "apology", "feel_safer", "other", "not_sure"),
                alone=frozenset({"not_sure"}),
            ),
            # Safety: after abuse, help that brings no contact can be asked for as such (facts.md 5.2)
            Question(
                "without_contact",
                Kind.SEVERAL,
                ("talk_alone", "letter_not_sent", "someone_similar", "support_only", "not_sure"),
                alone=frozenset({"not_sure"}),
                when=When("harm", ABUSE_KINDS),
            ),
            Question("hopes_words", Kind.LONG_TEXT, max_length=1000),
        ),
    ),
    Step("name", (_needed("name", 80),)),
    Step("contact", (Question("contact_method", Kind.ONE, _METHODS, True),)),
    Step(
        "reach",
        (
            _needed("other_name", 80, _one_of("contact_method", "someone_else")),
            _needed("phone", 30, When("contact_method", _BY_PHONE), shape=Shape.PHONE),
            _needed("email", 120, _one_of("contact_method", "email"), shape=Shape.EMAIL),
            # Safety: post lies where others see it; nobody is sent any before they were told so (facts.md 5.5)
            Question("letter_warned", Kind.AGREEMENT, ("yes",), True, when=_one_of("contact_method", "letter")),
            _needed("address", 300, _one_of("contact_method", "letter"), kind=Kind.LONG_TEXT),
            Question("days", Kind.SEVERAL, _DAYS, alone=frozenset({"any_day"})),
            Question("hours", Kind.SEVERAL, _HOURS, alone=frozenset({"any_time"})),
        ),
        _REACHES,
    ),
    Step(
        "words",
        (
            Question("wording", Kind.ONE, ("news", "appointment", "library"), True, when=_WRITES),
            Question("leave_message", Kind.ONE, ("no", "yes"), True, when=_TALKS),
            Question("say_who", Kind.ONE, ("no", "yes"), True, when=_TALKS),
            Question("if_others_answer", Kind.TEXT, max_length=120, when=_TALKS),
            Question("code_word", Kind.TEXT, max_length=40, when=_TALKS),
        ),
        _REACHES,
    ),
    Step(
        "phrase",
        (
            Question("phrase_prompt", Kind.TEXT, max_length=120),
            _needed("check_phrase", 80),
        ),
        _SELF,  # for somebody else the person picks it themself, with the service
    ),
    Step(
        "help",
        (
            Question(
                "needs",
                Kind.SEVERAL,
                ("interpreter", "bsl", "easy_read", "access", "supporter", "none"),
                alone=frozenset({"none"}),
            ),
            Question("needs_words", Kind.TEXT, max_length=200),
        ),
    ),
    Step("more", (Question("anything_else", Kind.LONG_TEXT, max_length=2000),)),
    Step("news", (Question("rhythm", Kind.ONE, ("two_weekly", "weekly", "monthly", "only_changes"), True),), _SELF),
)

CONTACT_CARD = (
    "contact_method",
    "other_name",
    "phone",
    "email",
    "letter_warned",
    "address",
    "days",
    "hours",
    "wording",
    "leave_message",
    "say_who",
    "if_others_answer",
    "code_word",
)
CHECK_PHRASE = ("phrase_prompt", "check_phrase")
# What is about whoever sends for somebody else: their agreement, and how the service reaches the sender.
SENDER = tuple(
    question.code for step in FLOW if step.slug in {"agreed", "sender", "line"} for question in step.questions
)

QUESTIONS: Mapping[str, Question] = {question.code: question for step in FLOW for question in step.questions}


def is_for_other(answers: Answers) -> bool:
    """Say whether somebody asks for a person whom they support or work with."""
    return not FOR_OTHERS.isdisjoint(answers.get("who_for", ()))


def get_step(slug: str) -> Step:
    """Return a step that there must be."""
    return next(step for step in FLOW if step.slug == slug)


def find_step(slug: str) -> Step | None:
    """Return the step of a slug, None when there is none."""
    return next((step for step in FLOW if step.slug == slug), None)
