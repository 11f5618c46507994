"""Sample pages drawn with the real layouts, macros, sheet and scripts, for tests and for eyes.

Holds a bare Jinja environment, a made-up site and the sample values. No Flask, no server: the browser is
answered from memory under a strict content security policy.
"""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal.web.assets import write_data_url
from portal.web.fields import Choice, Field, Problem

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "portal" / "web" / "static"
TEMPLATES = ROOT / "portal" / "web" / "templates"
ORIGIN = "http://gallery.test"
WAY_OUT = "http://elsewhere.test/weather"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    name: str
    direction: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Site:
    name: str = "Heard"
    lang: str = "en"
    direction: str = "ltr"
    languages: tuple[Language, ...] = (
        Language("en", "English", "ltr", "/en/x", True),
        Language("ar", "العربية", "rtl", "/ar/x", False),
    )
    is_trial: bool = True
    exit_url: str = "/leave"
    exit_destination: str = WAY_OUT
    home_url: str = "/en"
    ask_url: str = "/en/ask"
    status_url: str = "/en/status"
    help_url: str = "/en/help-now"
    privacy_url: str = "/en/privacy"
    page_links: tuple[tuple[str, str], ...] = (
        ("Using this site safely", "/en/safe"),
        ("Privacy", "/en/privacy"),
        ("Cookies", "/en/cookies"),
        ("Accessibility", "/en/accessibility"),
        ("Contact us", "/en/contact"),
    )


@dataclass(frozen=True, slots=True)
class Desk:
    links: tuple[tuple[str, str, bool], ...] = (
        ("Inbox", "/desk", True),
        ("My cases", "/desk/mine", False),
        ("Promises", "/desk/promises", False),
        ("Staff", "/desk/staff", False),
    )
    staff_name: str = "Fay Okafor"
    sign_out_url: str = "/desk/sign-out"


CONTACT = Field(
    name="contact",
    kind="radios",
    label="How may we reach you?",
    hint="Choose what is safest. You can change this at any time.",
    problem="Choose how we may reach you, or choose “do not contact me”",
    is_page_heading=True,
    choices=(
        Choice(
            "text",
            "Text message",
            reveals=(
                Field(
                    name="mobile",
                    kind="text",
                    label="Mobile number",
                    hint="Only a number that nobody else looks at.",
                    inputmode="tel",
                    direction="ltr",
                    width="half",
                ),
            ),
        ),
        Choice("call", "Telephone call", hint="You will choose days and hours on the next page."),
        Choice("letter", "Letter"),
        Choice("none", "Do not contact me: I will look here", is_chosen=True, is_divider_before=True),
    ),
)
HOPES = Field(
    name="hopes",
    kind="checkboxes",
    label="What do you hope for?",
    hint="Choose as many as you like, or none.",
    choices=(
        Choice("questions", "To ask questions"),
        Choice("heard", "To be heard", is_chosen=True),
        Choice("unsure", "I am not sure yet", is_divider_before=True),
    ),
)
STORY = Field(
    name="story",
    kind="textarea",
    label="Is there anything else?",
    hint="You can leave this empty.",
    value="Please ring after ten.",
    max_length=200,
)
AREA = Field(
    name="area",
    kind="text",
    label="First half of a postcode",
    hint="For example, LS6",
    width="short",
    problem="Write the first half of a postcode, such as LS6",
)
LANGUAGE = Field(
    name="spoken",
    kind="select",
    label="Which language shall we speak?",
    choices=(Choice("en", "English"), Choice("cy", "Cymraeg", is_chosen=True)),
)
STAGES = (
    {"name": "You asked", "state": "past", "dated": "3 September 2026", "holder": "You"},
    {"name": "We talked", "state": "past", "dated": "17 September 2026", "holder": "North local service"},
    {"name": "With re:hub", "state": "present", "dated": "Since 2 October 2026", "holder": "re:hub"},
    {"name": "Preparation", "state": "future"},
    {"name": "Meeting, letter or another way", "state": "future"},
)
ANSWERS = (
    {"question": "Who is this for?", "answer": "Me", "change_url": "/en/ask/who"},
    {"question": "What do you hope for?", "answer": ("To be heard", "To ask questions"), "change_url": "/en/ask/hopes"},
    {
        "question": "How may we reach you?",
        "answer": "Do not contact me: I will look here",
        "change_url": "/en/ask/contact",
    },
    {"question": "Anything else", "answer": "You left this empty", "change_url": "/en/ask/else"},
)
TASKS = (
    {"name": "Before you begin", "url": "/en/ask/before", "state": "Done", "is_done": True},
    {"name": "What you hope for", "url": "/en/ask/hopes", "state": "Next", "is_done": False},
    {"name": "Check and send", "url": "", "state": "Later", "is_done": False},
)
PROBLEMS = (Problem("contact", CONTACT.problem),)


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample page: its template and what is given beside site and desk."""

    template: str
    given: dict[str, Any] = field(default_factory=dict)


SAMPLES = {
    "home": Sample("home.html", {"heading": "You can ask to be heard", "title": "Heard"}),
    "step": Sample(
        "step.html", {"title": CONTACT.label, "problems": PROBLEMS, "field": CONTACT, "back_url": "/en/ask"}
    ),
    "parts": Sample(
        "parts.html",
        {"heading": "Every part", "hopes": HOPES, "story": STORY, "area": AREA, "spoken": LANGUAGE, "tasks": TASKS},
    ),
    "check": Sample("check.html", {"heading": "Check what you will send", "rows": ANSWERS, "back_url": "/en/ask/else"}),
    "sent": Sample("sent.html", {"heading": "We have your request", "title": "Done"}),
    "status": Sample("status.html", {"heading": "Step 3 of 5", "title": "Where things are", "stages": STAGES}),
    "arabic": Sample(
        "arabic.html",
        {"heading": "يمكنك أن تطلب أن يُسمع صوتك", "field": replace(CONTACT, problem="", is_page_heading=False)},
    ),
    "desk_inbox": Sample("desk_inbox.html", {"heading": "Inbox", "desk": Desk()}),
    "desk_case": Sample(
        "desk_case.html", {"heading": "Amira", "caption": "Case 4417-20", "desk": Desk(), "stages": STAGES}
    ),
}


def make_environment() -> Environment:
    """Build the environment as the site does: strict, escaped, with newstyle gettext that translates nothing."""
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES, Path(__file__).parent / "pages"]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    environment.globals |= {
        "asset": lambda name: f"/static/{name}",
        "icon": lambda name: write_data_url((STATIC / name).read_text("utf-8")),
        "kept": lambda name, site, **given: _mark(environment.get_template(name).render(site=site, **given)),
        "once": lambda macro, *given, **named: macro(*given, **named),
        "csrf_token": lambda: "made-up",
    }
    return environment


def _mark(part: str) -> Markup:
    return Markup(part)  # noqa: S704 (our own template, escaped as it was drawn)


def draw(call: str, **given: object) -> str:
    """Render one call of a macro, such as `radios(field)`, imported from the file of its name."""
    name = call.partition("(")[0]
    source = f'{{% from "components/{name}.html" import {name} %}}{{{{ {call} }}}}'
    return make_environment().from_string(source).render(**given)


def draw_sample(name: str, site: Site | None = None, **given: object) -> str:
    """Render one sample page."""
    sample = SAMPLES[name]
    return make_environment().get_template(sample.template).render(**{"site": site or Site(), **sample.given, **given})


def answer_from_memory(html_of: Callable[[str], str]) -> Callable[[Any], None]:
    """Return a Playwright route handler: pages by name, static files by name, 204 for anything else."""

    def answer(route: Any) -> None:
        if route.request.url == WAY_OUT:
            route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>")
            return
        path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
        name = path.rpartition("/")[2]
        if path.startswith("/static/"):
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            route.fulfill(status=200, content_type=kind, body=(STATIC / name).read_bytes())
        elif path.startswith("/see/"):
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(status=200, headers=headers, body=html_of(name))
        else:
            route.fulfill(status=204, body="")

    return answer
