"""Walks through the desk: signing in, inbox, cases in each state, contact cards, moves, links, notices, error pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import update

from portal.casework.ask import ask
from portal.casework.follow import send_message, stop_contact
from portal.casework.rehub_sources import SignedRequest
from portal.casework.staff import NewStaff
from portal.casework.take_updates import RehubUpdate, take_update
from portal.domain.case import RequestKind
from portal.domain.errors import TooMany, Unavailable
from portal.domain.notices import NoticeState, Reason
from portal.domain.questions import QUESTIONS
from portal.domain.stages import Stage
from portal.holders import Role
from portal.store.staff import Role as StaffRole
from portal.store.tables import case
from portal.web.desk_app import create_desk_app
from portal.web.led import TOLD
from tests.builders import AMIRAS_PAGES, RIVERSIDE, Referred, StaffAccount, add_staff, change_pages, open_page, refer
from tests.notices.posting import CHLOES_PAGES, make_waiting_row
from tests.walk.album import DESK, Album, Walker
from tests.walk.form import STRICT, UNBROKEN
from tests.walk.reading import in_place_of, raises
from tests.web.desk.visitor import Visitor
from tests.web.reading import Page
from tests.web.scene import Scene

CHECKS = ["identity", "safety", "orders"]
NOTE = "They have moved. Please ring first."
NOORS_PAGES = change_pages(
    AMIRAS_PAGES, now={"in_danger": ["yes"]}, name={"name": ["نور"]}, more={"anything_else": ["أرجو الانتظار"]}
)


@dataclass(frozen=True)
class AtDesk:
    """The desk over a scene: who works there, and a browser in which Fay is signed in."""

    walker: Walker
    scene: Scene
    fay: StaffAccount
    browser: Visitor

    def look(self, path: str) -> Page:
        """Ask for a page and follow to the one that comes."""
        answer = self.browser.client.get(path, follow_redirects=True)
        return Page(answer.get_data(as_text=True), answer.status_code, answer.request.path)

    def see(self, name: str, path: str) -> Page:
        """See a page."""
        return self.walker.see(name, self.look(path))

    def sign_in_again(self) -> None:
        """Sign Fay in with a fresh code."""
        self.scene.clock.move(minutes=1)
        self.browser.sign_in(self.fay)

    def press(self, path: str, form: dict[str, str | list[str]] | None = None, *, on: str, **headers: str) -> Page:
        """Press the button of a form that stands on a page; return the page that comes."""
        data = {**(form or {}), "csrf_token": self.browser.find_token(on)}
        answer = self.browser.client.post(path, data=data, headers=headers, follow_redirects=True)
        return Page(answer.get_data(as_text=True), answer.status_code, answer.request.path)


@contextmanager
def open_desk(album: Album, scene: Scene, part: str) -> Iterator[AtDesk]:
    """Give the desk over a scene, with Fay signed in, until the block ends."""
    app = create_desk_app(scene.data.settings(Role.DESK), clock=scene.clock)
    side = app.extensions["portal"].side
    fay = add_staff(side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    browser = Visitor(app, scene.clock)
    with album.note_presses(app, DESK):
        browser.sign_in(fay)
        yield AtDesk(Walker(album, app, part, site=DESK), scene, fay, browser)
    side.store.close()


def walk_ways_in(desk: AtDesk) -> None:
    """See signing in and out, the inbox of whoever has nothing to see, and error pages."""
    stranger = AtDesk(desk.walker, desk.scene, desk.fay, Visitor(desk.walker.app, desk.scene.clock))
    stranger.see("sign in", "/")
    desk.walker.see("sign in, left empty", stranger.press("/sign-in", on="/sign-in"))
    wrong: dict[str, str | list[str]] = {"email": "fay@desk.invalid", "password": "x", "otp": "000000"}
    desk.walker.see("sign in, wrong", stranger.press("/sign-in", wrong, on="/sign-in"))
    desk.walker.see("signed out", desk.press("/sign-out", on="/"))
    side = desk.walker.app.extensions["portal"].side
    for name, role, service in (
        ("no cases to read", StaffRole.ADMINISTRATOR, "national"),
        ("nobody waits", StaffRole.FACILITATOR, RIVERSIDE),
    ):
        account = add_staff(side, NewStaff(f"{role}@desk.invalid", UNBROKEN[:30], role, service))
        stranger.browser.sign_in(account)
        stranger.see(name, "/")
        stranger.see(f"{name}: notices", "/notices")
        stranger.press("/sign-out", on="/")
    desk.sign_in_again()
    desk.scene.clock.move(minutes=16)
    desk.see("time over", "/")
    desk.sign_in_again()
    see_errors(desk)


def see_errors(desk: AtDesk) -> None:
    """See each error page, with and without somebody signed in."""
    for status in sorted(TOLD):
        desk.see(f"{status}", f"/again/{status}")
    desk.see("from another site", "/not-sent")
    desk.see("404 in place of a page", "/nothing")
    desk.see("no such case", "/case/nothing")
    path = f"/case/{desk.scene.amira.case.case_id}"
    for error in (Unavailable("away"), TooMany(90), RuntimeError("broken")):
        name = type(error).__name__
        with in_place_of(desk.walker.app.view_functions, "case.send", raises(error)):
            led = desk.press(f"{path}/messages", {"words": "Hello"}, on=path, Accept="text/html")
            desk.walker.see(f"{name}, after a form", led)
            desk.see(f"{name}, words kept", path)
        with in_place_of(desk.walker.app.view_functions, "desk.inbox", raises(error)):
            desk.see(f"{name}, in place of a page", "/")


def walk_cases(desk: AtDesk) -> None:
    """See the inbox full and cases in every state."""
    public, today = desk.scene.portal.side, desk.scene.clock.today()
    people = {
        "new": desk.scene.amira,
        "no contact": desk.scene.ben,
        "after abuse, no contact": desk.scene.sana,
        "strict, by letter, long words": refer(public, STRICT, "cy"),
        "not safe, in Arabic": refer(public, NOORS_PAGES, "ar"),
        "by e-mail": refer(public, CHLOES_PAGES, "ar"),
        "to be deleted": refer(public, AMIRAS_PAGES),
        "withdrawn": refer(public, AMIRAS_PAGES),
    }
    noor = people["not safe, in Arabic"]
    send_message(public, open_page(public, noor), f"هل من جديد؟\n{UNBROKEN}")
    stop_contact(public, open_page(public, noor))
    ask(public, open_page(public, people["to be deleted"]), RequestKind.ERASE)
    ask(public, open_page(public, people["withdrawn"]), RequestKind.WITHDRAW)
    desk.see("inbox", "/")
    for name, person in people.items():
        desk.see(f"case: {name}", url_of(person))
    see_asked(desk, people["by e-mail"])
    see_case_forms(desk, desk.scene.amira)
    see_rehub(desk, desk.scene.amira)
    desk.scene.clock.move(days=(today.replace(month=12, day=24) - today).days)
    desk.sign_in_again()
    desk.see("inbox, late", "/")
    desk.see("case: late", url_of(desk.scene.ben))
    desk.see("case: withdrawn, may be closed", url_of(people["withdrawn"]))
    withdrawn = url_of(people["withdrawn"])
    desk.walker.see("case: closed", desk.press(f"{withdrawn}/requests/close", on=withdrawn))
    tamper(desk)


def see_asked(desk: AtDesk, person: Referred) -> None:
    """See what somebody asked for on their page, and a locked page opened again."""
    side, path = desk.scene.portal.side, url_of(person)
    for kind, words in ((RequestKind.ADD, UNBROKEN), (RequestKind.OTHER_CONTACT, "By post"), (RequestKind.PAUSE, "")):
        ask(side, open_page(side, person), kind, words)
    desk.see("case: added, another way, paused", path)
    newest = desk.browser.find_value(path, "request")
    said = desk.press(f"{path}/requests/confirmed", {"request": newest}, on=path)
    desk.walker.see("case: confirmed by voice", said)
    ask(side, open_page(side, person), RequestKind.LOCK)
    desk.see("case: locked", path)
    desk.see("start code, locked", f"{path}/new-code")
    desk.see("inbox, locked", "/")
    desk.walker.see("case: lock lifted without the tick", desk.press(f"{path}/requests/lift", on=path))
    seen = desk.browser.find_value(path, "seen")
    lifted = desk.press(f"{path}/requests/lift", {"talked": "yes", "seen": seen}, on=path)
    desk.walker.see("case: lock lifted", lifted)


def see_case_forms(desk: AtDesk, person: Referred) -> None:
    """See each form of a case with its mistakes and when it has worked."""
    path = url_of(person)
    desk.walker.see("case: checked too little", desk.press(f"{path}/check", on=path))
    desk.walker.see("case: checked", desk.press(f"{path}/check", {"checked": CHECKS}, on=path))
    desk.walker.see("case: message left empty", desk.press(f"{path}/messages", on=path))
    long = {"words": f"{UNBROKEN} " * 60}
    desk.walker.see("case: message too long", desk.press(f"{path}/messages", {**long}, on=path))
    desk.walker.see("case: message sent", desk.press(f"{path}/messages", {"words": f"{UNBROKEN} مرحبا"}, on=path))
    desk.see("links off?", f"{path}/links")
    desk.walker.see("links off", desk.press(f"{path}/links", on=f"{path}/links"))
    see_new_code(desk, path)
    see_card(desk, path)
    for stage in (Stage.FIRST_CONTACT, Stage.NOT_GOING_AHEAD):
        form: dict[str, str | list[str]] = {"seen": Stage.RECEIVED.value, "then": stage.value}
        on = f"{path}/move?stage={stage}"
        desk.see(f"move: {stage}", on)
        desk.walker.see(f"move: {stage}, too long", desk.press(f"{path}/move", {**form, **long}, on=on))
    desk.walker.see("move: not talked", desk.press(f"{path}/move", form, on=on))
    form = {"seen": Stage.RECEIVED.value, "then": Stage.ENQUIRIES.value, "words": "Good morning."}
    desk.walker.see("case: moved", desk.press(f"{path}/move", form, on=f"{path}/move?stage=enquiries"))


def see_new_code(desk: AtDesk, path: str) -> None:
    """See a start code asked for, without the tick, and given."""
    on = f"{path}/new-code"
    desk.see("start code?", on)
    desk.walker.see("start code without the tick", desk.press(on, on=on))
    form: dict[str, str | list[str]] = {"proved": "yes", "seen": desk.browser.find_value(on, "seen")}
    desk.walker.see("start code", desk.press(on, form, on=on))


def see_card(desk: AtDesk, path: str) -> None:
    """See the new contact card for each way of contact, with everything missing, and recorded."""
    desk.see("contact card: which way", f"{path}/contact")
    desk.see("contact card: no way chosen", f"{path}/contact?go=1")
    for method in QUESTIONS["contact_method"].options:
        on = f"{path}/contact?contact_method={method}"
        desk.see(f"contact card: {method}", on)
        form: dict[str, str | list[str]] = {"contact_method": method, "seen": desk.browser.find_value(on, "seen")}
        after = desk.press(f"{path}/contact", form, on=on)
        desk.walker.see(f"contact card: {method}, {'left empty' if after.problems else 'recorded'}", after)


def see_rehub(desk: AtDesk, person: Referred) -> None:
    """See what re:hub sent: one shown, one that waits for a conversation."""
    today = desk.scene.clock.today()
    for number, is_sensitive in enumerate((False, True)):
        raw = json.dumps({"data": {"stage": "rehub_check", "happened_on": today.isoformat(), "note": NOTE}}).encode()
        said = RehubUpdate(person.case.case_reference, Stage.REHUB_CHECK, today, is_sensitive=is_sensitive)
        take_update(desk.scene.portal.side, SignedRequest(f"msg_{number}", "0", "", raw), said)
    desk.see("case: news from re:hub", url_of(person))


def tamper(desk: AtDesk) -> None:
    """See a case, and the inbox, after somebody wrote to the database."""
    with desk.scene.portal.side.store.work() as work:
        work.connection.execute(update(case).values(head_sequence=1))
    desk.see("case: not verified", url_of(desk.scene.sana))
    desk.see("start code, not verified", f"{url_of(desk.scene.sana)}/new-code")
    desk.see("inbox, not verified", "/")


def walk_notices(desk: AtDesk) -> None:
    """See the list of notices that were not sent, for every reason, and one taken off it."""
    side = desk.walker.app.extensions["portal"].side
    kinds = [(NoticeState.FAILED, reason) for reason in (*Reason, None)]
    for number, (state, reason) in enumerate([(NoticeState.UNSURE, Reason.NO_ANSWER), *kinds]):
        row = make_waiting_row(number, desk.scene.amira if number % 4 else None, side.clock.now())
        with side.store.work() as work:
            work.outbox.add(row)
            work.outbox.settle(row.notice_id, state, reason)
    desk.see("notices", "/notices")
    desk.walker.see("notices, one dealt with", desk.press(f"/notices/{1:032x}", on="/notices"))
    desk.see("inbox, with notices", "/")


def url_of(person: Referred) -> str:
    """Return the address of somebody's case."""
    return f"/case/{person.case.case_id}"
