"""Walks through the form by every way it branches: pages fresh, left empty and mistaken; check, sent, kept, saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.questions import Kind, Question, Shape, Step, get_step
from portal.web.referral.junk import TRAP
from tests.builders import AMIRAS_PAGES, BENS_PAGES, Typed, change_pages
from tests.notices.posting import CHLOES_PAGES, change_contact
from tests.senders import DEES_PAGES, PATS_PAGES
from tests.walk.album import Walker
from tests.walk.visitor import arrive
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

UNBROKEN = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
MISTAKEN = {Shape.PHONE: "ring me", Shape.EMAIL: "nobody", Shape.ANY: ""}


@dataclass(frozen=True, slots=True)
class Way:
    """One way through the form; `slugs` are the pages that look different on it, every page when there are none."""

    pages: Mapping[str, Typed]
    slugs: frozenset[str] = frozenset()
    until: str = "check"
    is_sent: bool = False


# After abuse, under 18, in two areas, by letter, in danger: everything stricter; and words that nothing breaks.
STRICT = change_pages(
    AMIRAS_PAGES,
    age={"age": ["under_18"]},
    now={"in_danger": ["yes"], "device_safe": ["no"]},
    what={"harm": ["domestic_abuse", "sexual", "stalking"]},
    where={"place": ["AL3"]},
    which={"candidate": ["hertfordshire"]},
    hopes={"hopes": ["be_heard"], "hopes_words": [f"{UNBROKEN} " * 3 + "أريد أن أفهم لماذا"]},
    name={"name": [UNBROKEN]},
    contact={"contact_method": ["letter"]},
    reach={"address": ["1 Example Street\nSampletown"], "letter_warned": ["yes"]},
    words={"wording": ["news"]},
    phrase={"phrase_prompt": [UNBROKEN], "check_phrase": ["the blue gate"]},
)
SOMEONE_ELSE = {"other_name": ["Sam"], "phone": ["07700 900 123"], "days": ["any_day"]}
WAYS: Mapping[str, Way] = {
    "by telephone": Way(AMIRAS_PAGES, is_sent=True),
    "after abuse": Way(
        STRICT, frozenset({"begin", "now", "which", "contact", "reach", "words", "phrase", "more"}), is_sent=True
    ),
    "by text": Way(change_contact("text", {"phone": ["07700 900 123"]}), frozenset({"reach", "words"})),
    "by e-mail": Way(CHLOES_PAGES, frozenset({"reach", "words"})),
    "through someone else": Way(
        change_pages(AMIRAS_PAGES, contact={"contact_method": ["someone_else"]}, reach=SOMEONE_ELSE),
        frozenset({"reach", "words"}),
    ),
    # pages that speak of "them": after abuse and under 18, where they say most
    "for someone supported": Way(
        change_pages(DEES_PAGES, age={"age": ["under_18"]}, what=STRICT["what"]),
        frozenset(
            {
                "age",
                "begin",
                "agreed",
                "sender",
                "line",
                "now",
                "what",
                "them",
                "hopes",
                "name",
                "contact",
                "help",
                "more",
            }
        ),
        is_sent=True,
    ),
    "for someone worked with": Way(PATS_PAGES, frozenset({"sender", "line"}), is_sent=True),
    "no contact": Way(BENS_PAGES, frozenset({"phrase"}), is_sent=True),
}


def walk_form(walker: Walker, scene: Scene) -> None:
    """See the form from the first page to the last by every way."""
    walker.see("start", arrive(scene, walker.lang).look("refer"))
    for name, way in WAYS.items():
        visitor = arrive(scene, walker.lang)
        page = walk_way(walker, visitor, name, way)
        if way.is_sent:
            walker.see(f"{name}: check", page)
            walker.see(f"{name}: sent", visitor.go_on("refer/check"))
        if name in {"no contact", "for someone supported"}:
            walker.see(f"{name}: finished", visitor.go_on("refer/sent"))
    walk_beside(walker, scene)
    walk_trial(walker, scene)
    walk_saved(walker, scene)
    walk_code(walker, scene)


def walk_way(walker: Walker, visitor: Visitor, name: str, way: Way) -> Page:
    """Answer page after page and see those that matter on this way; return the last."""
    page = visitor.go_on("refer")
    while (slug := page.address.rsplit("/", 1)[1]) != way.until:
        if not way.slugs or slug in way.slugs:
            see_step(walker, visitor, f"{name}: {slug}", page)
        page = visitor.go_on(page.address, way.pages.get(slug, {}))
    if way.until in way.slugs:
        walker.see(f"{name}: {way.until}", page)
    return page


def see_step(walker: Walker, visitor: Visitor, name: str, page: Page) -> None:
    """See a page fresh, and with what it says to nothing and to mistakes, where it says anything."""
    walker.see(name, page)
    step = get_step(page.address.rsplit("/", 1)[1])
    is_required, mistakes = any(question.is_required for question in step.questions), make_mistakes(step)
    for what, typed, is_tried in (("left empty", {}, is_required), ("mistaken", mistakes, bool(mistakes))):
        after = visitor.go_on(page.address, typed) if is_tried else page
        if after.address == page.address and after.problems:
            walker.see(f"{name}, {what}", after)


def make_mistakes(step: Step) -> Typed:
    """Return a mistake for each question that lets one make any."""
    return {each.code: mistake for each in step.questions if (mistake := make_mistake(each))}


def make_mistake(question: Question) -> list[str]:
    """Return what cannot be taken: too much, no number, a choice that stands alone beside another."""
    match question.kind:
        case Kind.SEVERAL if question.alone:
            return [question.options[0], *question.alone]
        case Kind.PLACE:
            return ["Nowhere at all"]
        case Kind.TEXT | Kind.LONG_TEXT:
            return [MISTAKEN[question.shape] or UNBROKEN * (question.max_length // len(UNBROKEN) + 1)]
        case _:
            return []


def walk_beside(walker: Walker, scene: Scene) -> None:
    """See what stands beside the questions: all steps, carrying on, deleting, time that is over."""
    visitor = arrive(scene, walker.lang)
    visitor.fill_in(AMIRAS_PAGES, until="hopes")
    walker.see("all steps", visitor.look("refer/steps"))
    walker.see("answered before", visitor.look("refer/what"))
    walker.see("start, with a form begun", visitor.look("refer"))
    walker.see("start, deleted", visitor.go_on("refer/delete", at="refer/who"))
    visitor.fill_in(AMIRAS_PAGES)
    walker.see("changing one answer", visitor.look("refer/name?change=1"))
    visitor.go_on("refer/check")
    scene.clock.move(minutes=31)
    walker.see("start, sent and time over", visitor.look("refer/sent"))
    visitor.fill_in(PATS_PAGES)
    walker.see("changing whom it is for", visitor.look("refer/who?change=1"))
    visitor.go_on("refer/check")
    scene.clock.move(minutes=31)
    walker.see("start, sent for somebody else and time over", visitor.look("refer/sent"))
    visitor.fill_in(AMIRAS_PAGES, until="what")
    scene.clock.move(minutes=31)
    walker.see("start, time over", visitor.look("refer/what"))


def walk_trial(walker: Walker, scene: Scene) -> None:
    """See what is said after a trial notice was asked for, until none is left."""
    for name, pages in (("text", WAYS["by text"].pages), ("e-mail", change_pages(CHLOES_PAGES, what=STRICT["what"]))):
        visitor = arrive(scene, walker.lang)
        visitor.fill_in(pages, until="words")
        for number, wording in enumerate(("news", "library"), 1):
            page = visitor.go_on("refer/words/try", {"wording": wording}, at="refer/words")
            walker.see(f"trial notice by {name}: asked for {number}", page)
        walker.see(f"trial notice by {name}: no more", visitor.look("refer/words"))


def walk_saved(walker: Walker, scene: Scene) -> None:
    """See a form saved, and taken up again with its return code."""
    for name, pages in (("", AMIRAS_PAGES), (", after abuse", STRICT)):
        visitor = arrive(scene, walker.lang)
        visitor.fill_in(pages, until="hopes")
        walker.see(f"save?{name}", visitor.look("refer/save"))
        saved = walker.see(f"saved{name}", visitor.go_on("refer/save"))
        walker.see(f"saved, code kept{name}", visitor.go_on("refer/save/kept"))
        walker.see(f"next page of a saved form{name}", visitor.look("refer/hopes"))
    again = arrive(scene, walker.lang)
    walker.see("return", again.look("refer/return"))
    for name, typed in (("not a return code", "12"), ("opens no form", "0" * 20)):
        walker.see(f"return, {name}", again.go_on("refer/return", {"code": typed}))
    walker.see("return, taken up", again.go_on("refer/return", {"code": saved.code}))
    again.go_on("refer/delete")
    walker.see("start, sent or deleted elsewhere", visitor.look("refer/hopes"))


def walk_code(walker: Walker, scene: Scene) -> None:
    """See the code checked, with each answer, and somebody who goes without it; a form that a machine filled in."""
    visitor = arrive(scene, walker.lang)
    visitor.fill_in(AMIRAS_PAGES)
    walker.see("check, a box that nobody sees was filled in", visitor.go_on("refer/check", {TRAP: "x"}))
    code = visitor.go_on("refer/check").code
    for name, typed in (("right", code), ("another", "0" * 20), ("not a code", "12")):
        walker.see(f"sent, {name} code typed", visitor.go_on("refer/sent/check", {"typed": typed}))
    walker.see("without a code", visitor.go_on("refer/sent/without"))
