"""The boxes for twenty digits, to open something with them or to check them. None holds what was typed before."""

from flask_babel import gettext

from portal.web.fields import Field


def make_code_field(label: str, problem: str) -> Field:
    """Return the box for a code that opens something."""
    return Field(
        name="code",
        kind="text",
        label=label,
        hint=gettext("20 digits, for example in five groups of four"),
        problem=problem,
        inputmode="numeric",
        direction="ltr",
    )


def make_typed_field(said: str) -> Field:
    """Return the box to type a code in that is on the screen, to check it."""
    problems = {
        "not_a_code": gettext("Type all 20 digits of your code"),
        "other_code": gettext("That is not the same. Compare each group with the code above"),
    }
    return Field(
        name="typed",
        kind="text",
        label=gettext("Type your code to check it"),
        hint=gettext("Type it from where you wrote it down. You need not do this."),
        problem=problems.get(said, ""),
        inputmode="numeric",
        direction="ltr",
    )
