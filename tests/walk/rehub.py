"""Walks through re:hub's page of one case, in the two languages it has, and the desk's part in asking re:hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

from portal.casework.answer_ask import answer_ask
from portal.casework.chase import revoke_ask
from portal.casework.staff import NewStaff
from portal.domain.rehub_answer import RehubAnswer
from portal.domain.stages import Stage
from portal.holders import Role
from portal.store.staff import Role as StaffRole
from portal.wiring import wire_worker
from tests.builders import StaffAccount, add_staff, find_case, open_page
from tests.casework.rehub_link import MAILBOX, Asker, hand_to_rehub, make_asker
from tests.walk.album import Walker
from tests.walk.at_desk import AtDesk, url_of
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

WRONG = {"stage": "closed", "happened_on": "2027-01-01", "expected_by": "soon", "waiting_for": "person"}


@contextmanager
def open_worker(scene: Scene) -> Iterator[Asker]:
    """Give a worker that has a mailbox of re:hub to write to."""
    asker = make_asker(wire_worker(scene.data.settings(Role.WORKER, PORTAL_REHUB_MAILBOX=MAILBOX), scene.clock))
    yield asker
    asker.worker.store.close()


def walk_link(walker: Walker, scene: Scene) -> None:
    """See the page with and without mistakes, looked over, sent, and each link that works no more."""
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    amira, ben, sana = (hand_to_rehub(desk, fay, person) for person in (scene.amira, scene.ben, scene.sana))
    visitor = scene.visitor(walker.lang)
    with open_worker(scene) as asker:
        path, query = f"/rehub/{asker.ask(amira)}", f"?lang={walker.lang}"
        walker.see("link", visitor.look(f"{path}{query}"))
        wrong = visitor.post(f"{path}{query}", WRONG).headers["Location"]
        walker.see("link, mistakes", visitor.look(wrong))
        for hard in ({}, {"sensitive": "yes"}):
            good = {"stage": "approval_board", "happened_on": "2026-11-23", "expected_by": "2026-12-04", **hard}
            looked_over = visitor.post(f"{path}{query}", good).headers["Location"]
            walker.see(f"link, looked over{' (hard news)' if hard else ''}", visitor.look(looked_over))
        walker.see("link, sent", send(visitor, path, looked_over, query))
        walker.see("link, used", visitor.look(f"{path}{query}"))
        path = f"/rehub/{asker.ask(ben)}"
        looked_over = visitor.post(f"{path}{query}", good | {"sensitive": ""}).headers["Location"]
        walker.see("link, sent and shown", send(visitor, path, looked_over, query))
        path = f"/rehub/{asker.ask(sana)}"
        scene.clock.move(days=22)
        walker.see("link, too old", visitor.look(f"{path}{query}"))
        turn_off(scene, fay)
        walker.see("link, turned off", visitor.look(f"{path}{query}"))
        sana = replace(sana, case=find_case(scene.portal.side.store, sana.case.case_reference))
        path = f"/rehub/{asker.ask(sana, due_on=date(2027, 3, 1))}"
        with scene.portal.side.store.work() as work:
            work.cases.move(sana.case, stage=Stage.ASKING_THEM, since_on=date(2026, 12, 1), next_update_by=None)
        walker.see("link, moved on", visitor.look(f"{path}{query}"))
    walker.see("link, garbage", visitor.look(f"/rehub/nothing{query}"))
    desk.side.store.close()


def send(visitor: Visitor, path: str, looked_over: str, query: str) -> Page:
    """Press "Send it" on the page that was looked over."""
    said = parse_qs(urlsplit(looked_over).query)["said"][0]
    return visitor.look(visitor.post(f"{path}/check{query}", {"said": said}).headers["Location"])


def turn_off(scene: Scene, fay: StaffAccount) -> None:
    """Turn off the link of Sana's ask at the desk."""
    desk = scene.wire_desk()
    with desk.side.store.look() as work:
        (ask,) = work.asks.list_of_case(scene.sana.case.case_id)
    revoke_ask(desk.side, fay.signed_in, scene.sana.case.case_id, ask.ask_id)
    desk.side.store.close()


def walk_rehub_at_desk(desk: AtDesk) -> None:
    """See a case about which re:hub was asked, before and after the answer, a link turned off, a mistake taken back."""
    office = desk.scene.wire_desk()
    side = desk.walker.app.extensions["portal"].side
    object.__setattr__(side, "has_rehub_mailbox", True)
    person = hand_to_rehub(office, desk.fay, desk.scene.amira)
    path = url_of(person)
    desk.see("case: re:hub may be asked", path)
    desk.walker.see("case: re:hub is asked", desk.press(f"{path}/rehub/ask", on=path))
    with open_worker(desk.scene) as asker:
        asker.deliver()
        desk.see("case: re:hub was asked", path)
        answer_ask(desk.scene.portal.side, asker.links[-1], RehubAnswer(Stage.ASKING_THEM, desk.scene.clock.today()))
    desk.see("case: re:hub answered", path)
    desk.see("take back?", f"{path}/rehub/undo")
    seen = desk.browser.find_value(f"{path}/rehub/undo", "seen")
    desk.walker.see("case: taken back", desk.press(f"{path}/rehub/undo", {"seen": seen}, on=f"{path}/rehub/undo"))
    desk.scene.clock.move(days=1)
    desk.sign_in_again()
    desk.press(f"{path}/rehub/ask", on=path)
    with open_worker(desk.scene) as asker:
        asker.deliver()
        ask_id = desk.browser.find_value(path, "ask")
        desk.walker.see("case: link turned off", desk.press(f"{path}/rehub/off", {"ask": ask_id}, on=path))
        desk.scene.clock.move(days=1)
        desk.sign_in_again()
        desk.press(f"{path}/rehub/ask", on=path)
        asker.deliver()
        answer_ask(desk.scene.portal.side, asker.links[-1], RehubAnswer(Stage.ASKING_THEM, desk.scene.clock.today()))
    open_page(desk.scene.portal.side, person)
    desk.see("take back? They may have seen it", f"{path}/rehub/undo")
    office.side.store.close()
