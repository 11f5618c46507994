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
    """One page of the form. `is_end` pages answer kindly where this form is not the right way."""

    slug: str
    questions: tuple[Question, ...]
    when: When | None = None
    is_end: bool = False

    def applies(self, answers: Answers) -> bool:
        """Say whether the step is part of this person's way."""
        return self.when is None or self.when.holds(answers)


ABUSE_KINDS = frozenset({"domestic_abuse", "sexual", "stalking"})
_BY_PHONE = frozenset({"call", "text", "someone_else"})
_TALKS = When("contact_method", frozenset({"call", "someone_else"}))
_REACHES = When("contact_method", frozenset({"call", "text", "email", "letter", "someone_else"}))
_WRITES = When("contact_method", frozenset({"text", "email", "letter"}))
_YES_NO_UNKNOWN = ("yes", "no", "unknown")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "any_day")
_HOURS = ("morning", "midday", "afternoon", "evening", "any_time")
_METHODS = ("none", "call", "text", "email", "letter", "someone_else")

FLOW: tuple[Step, ...] = (
    Step("who", (Question("who_for", Kind.ONE, ("me", "someone_supported", "someone_worked_with"), True),)),
    Step("other", (), When("who_for", frozenset({"someone_supported", "someone_worked_with"})), is_end=True),
    Step(
        "age",
        (
            Question("age", Kind.ONE, ("adult", "under_18", "not_said")),
            Question("connection", Kind.ONE, ("self", "saw", "family", "not_said")),
        ),
    ),
    Step("begin", (Question("understood", Kind.AGREEMENT, ("yes",), True),)),
    Step(
        "now",
        (
            Question("in_danger", Kind.ONE, ("no", "yes", "not_sure")),
            Question("device_safe", Kind.ONE, ("yes", "no", "not_sure")),
        ),
    ),
    Step(
        "what",
        (
            Question(
                "harm",
                Kind.SEVERAL,
                (
                    "theft",
                    "damage",
                    "violence",
                    "domestic_abuse",
                    "sexual",
                    "stalking",
                    "hate",
                    "fraud",
                    "driving",
                    "death",
                    "other",
                    "not_said",
                ),
                alone=frozenset({"not_said"}),
            ),
        ),
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
    Step("name", (Question("name", Kind.TEXT, is_required=True, max_length=80),)),
    Step("contact", (Question("contact_method", Kind.ONE, _METHODS, True),)),
    Step(
        "reach",
        (
            Question(
                "other_name",
                Kind.TEXT,
                is_required=True,
                max_length=80,
                when=When("contact_method", frozenset({"someone_else"})),
            ),
            Question(
                "phone",
                Kind.TEXT,
                is_required=True,
                max_length=30,
                shape=Shape.PHONE,
                when=When("contact_method", _BY_PHONE),
            ),
            Question(
                "email",
                Kind.TEXT,
                is_required=True,
                max_length=120,
                shape=Shape.EMAIL,
                when=When("contact_method", frozenset({"email"})),
            ),
            Question(
                "address",
                Kind.LONG_TEXT,
                is_required=True,
                max_length=300,
                when=When("contact_method", frozenset({"letter"})),
            ),
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
            Question("check_phrase", Kind.TEXT, is_required=True, max_length=80),
        ),
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
    Step("news", (Question("rhythm", Kind.ONE, ("two_weekly", "weekly", "monthly", "only_changes"), True),)),
)

CONTACT_CARD = (
    "contact_method",
    "other_name",
    "phone",
    "email",
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

QUESTIONS: Mapping[str, Question] = {question.code: question for step in FLOW for question in step.questions}


def get_step(slug: str) -> Step:
    """Return a step that there must be."""
    return next(step for step in FLOW if step.slug == slug)


def find_step(slug: str) -> Step | None:
    """Return the step of a slug, None when there is none."""
    return next((step for step in FLOW if step.slug == slug), None)
