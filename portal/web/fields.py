"""What the form macros are given to draw: a field, its choices, and a problem to put right.

Holds values only. No parsing, no rule, no words of its own: labels arrive translated, problems arrive
as sentences, and what a field means is for `portal.domain.questions` to say.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

FieldKind = Literal["radios", "checkboxes", "text", "textarea", "select", "file"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a radios, checkboxes or select field."""

    value: str
    label: str
    hint: str = ""
    is_chosen: bool = False
    reveals: tuple["Field", ...] = ()  # drawn under the choice; without script always seen
    is_divider_before: bool = False  # draws "or" before it: for "none of these", "I would rather not say"


@dataclass(frozen=True, slots=True)
class Field:
    """One question as a macro draws it.

    The input's id is `name`; in a group the first input has id `name`, the others `name-2`, `name-3`, …
    Ids of its parts: `name-hint`, `name-problem`, `name-count`.
    """

    name: str
    kind: FieldKind
    label: str
    hint: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    problem: str = ""  # what to do, as a sentence; empty when there is nothing to put right
    max_length: int | None = None  # counted for the reader, never enforced by the browser
    autocomplete: str = "off"
    inputmode: str = ""  # "numeric", "tel", "email"; never type="number"
    rows: int = 5
    is_page_heading: bool = False  # the label or legend is the page's one h1
    is_label_hidden: bool = False  # the label is for screen readers only
    spellcheck: bool = False
    prefix: str = ""
    width: Literal["full", "half", "short"] = "full"
    direction: Literal["", "ltr", "rtl"] = ""  # "ltr" for telephone numbers, addresses and codes
    is_secret: bool = False  # drawn as a password input

    @property
    def is_day(self) -> bool:
        """Say whether a calendar can show the value: a day, or nothing yet."""
        try:
            return not self.value or date.fromisoformat(self.value).isoformat() == self.value
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary: the id of the input to go to, and what to do there."""

    target_id: str
    words: str


def list_field_problems(*fields: Field) -> tuple[Problem, ...]:
    """Return the lines of the error summary for fields that say themselves what to put right."""
    return tuple(Problem(field.name, field.problem) for field in fields if field.problem)
