"""Walks through what somebody else sent: the case that waits, the person's yes with its mistakes, their no."""

from __future__ import annotations

from tests.builders import Typed, change_pages
from tests.senders import DEES_PAGES, PATS_PAGES, refer_other
from tests.walk.at_desk import AtDesk
from tests.walk.form import UNBROKEN

BY_TEXT = change_pages(DEES_PAGES, contact={"contact_method": ["text"]}, words={"wording": ["news"]})
LONG: Typed = {"sender_name": [UNBROKEN], "sender_tie": ["partner"], "sender_way": ["call"]}
YES: dict[str, str | list[str]] = {
    "checked": ["agreed", "identity", "safety", "orders"],
    "check_phrase": UNBROKEN,
    "language": "cy",
    "card": "other",
}


def walk_answers(desk: AtDesk) -> None:
    """See cases that wait for the person's word, and each thing that may be recorded of it."""
    public = desk.scene.portal.side
    kinds = {
        "by telephone, long words": change_pages(DEES_PAGES, sender=LONG),
        "by text": BY_TEXT,
        "no contact": PATS_PAGES,
    }
    urls = {name: f"/case/{refer_other(public, pages).case.case_id}" for name, pages in kinds.items()}
    desk.see("inbox", "/")
    for name, url in urls.items():
        desk.see(f"case: {name}", url)
    url = urls["by telephone, long words"]
    on = f"{url}/answer"
    desk.see("what did they say", on)
    desk.walker.see("a yes left empty", desk.press(on, on=on))
    form = {**YES, "seen": desk.browser.find_value(on, "seen")}
    desk.walker.see("a yes with too many words", desk.press(on, {**form, "check_phrase": UNBROKEN * 2}, on=on))
    desk.walker.see("another way for them", desk.press(on, form, on=on))
    desk.see("case: agreed", url)
    no = f"{urls['by text']}/answer/no"
    desk.see("a no?", no)
    desk.walker.see("case: they said no", desk.press(no, {"seen": desk.browser.find_value(no, "seen")}, on=no))
