"""The boxes for a PIN, where one is asked for and where one is chosen, and what to put right. No rule is here."""

from dataclasses import replace

from flask_babel import gettext

from portal.domain.pins import LONGEST, SHORTEST, PinProblem, parse_pin, read_pin
from portal.web.fields import Field

DIFFERS, WRONG, WRONG_OFF = "pin_differs", "pin_wrong", "pin_off_wrong"
_LENGTHS = {"least": SHORTEST, "most": LONGEST}
_TYPED_LENGTH = 64  # longer than any PIN; the rest of a longer text cannot make it right


def read_typed_pin(text: str) -> str:
    """Return what was typed where a PIN is asked for; empty only when nothing was typed."""
    return read_pin(text[:_TYPED_LENGTH])


def parse_new_pin(typed: str, again: str) -> tuple[str, str]:
    """Return the PIN chosen and no problem, or the code of the problem."""
    parsed = parse_pin(typed[:_TYPED_LENGTH])
    if isinstance(parsed, PinProblem):
        return "", parsed.value
    return (parsed, "") if read_typed_pin(again) == parsed else ("", DIFFERS)


def make_asked_field() -> Field:
    """Return the box beside a code or a link, which is always there, so that nobody sees who has a PIN."""
    return _field("pin", gettext("Your PIN"), gettext("Leave this empty if you did not set one."))


def make_current_field(said: str, *, name: str = "current") -> Field:
    """Return the box for the PIN of now."""
    is_wrong = said == (WRONG if name == "current" else WRONG_OFF)
    problem = gettext("That is not your PIN. Type the one you have now") if is_wrong else ""
    return _field(name, gettext("The PIN you have now"), "", problem)


def make_new_fields(said: str) -> tuple[Field, Field]:
    """Return the boxes for a new PIN, typed twice so that a slip shuts nobody out."""
    words = gettext("%(least)d to %(most)d digits. Not a birthday, and nothing like 123456.", **_LENGTHS)
    differs = gettext("Type the same PIN twice") if said == DIFFERS else ""
    return _field("new", gettext("New PIN"), words, _say(said)), _field("again", gettext("New PIN again"), "", differs)


def _say(said: str) -> str:
    words = {
        PinProblem.NOT_DIGITS: gettext("Use digits only for your PIN"),
        PinProblem.LENGTH: gettext("Choose a PIN with %(least)d to %(most)d digits", **_LENGTHS),
        PinProblem.EASY: gettext("Choose another PIN. This one is among the first that somebody would try"),
    }
    return words.get(PinProblem(said), "") if said in set(PinProblem) else ""


def _field(name: str, label: str, hint: str, problem: str = "") -> Field:
    numeric = Field(name=name, kind="text", label=label, inputmode="numeric", width="half", direction="ltr")
    return replace(numeric, hint=hint, problem=problem)
