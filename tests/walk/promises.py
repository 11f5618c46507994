"""Walks through the private page as time goes by: on the day, late, no news yet, on hold, an answer that is due."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from portal.casework.ask_to_talk import ToTell, ask_to_talk
from portal.casework.desk import record_check, send_message
from portal.casework.desk_beside import put_beside, take_off
from portal.casework.keep_promises import keep_promises
from portal.casework.staff import NewStaff
from portal.casework.work import WorkerSide
from portal.domain.stages import LINE, Beside, Stage
from portal.holders import Role
from portal.store.staff import Role as StaffRole
from portal.wiring import wire_worker
from tests.builders import add_staff
from tests.walk.album import Walker
from tests.walk.form import UNBROKEN
from tests.walk.private import FIRST_WORDS, move
from tests.walk.visitor import arrive
from tests.web.scene import Scene

MOST_LATE = 40
REASON = "A court case has not ended. We ask again in March."


def walk_promises(walker: Walker, scene: Scene) -> None:
    """See no news yet, once and more often, and a first contact that does not come; each day as it is seen then."""
    visitor = arrive(scene, walker.lang)
    visitor.open_page(scene.ben.code)
    visitor.go_on("status/message", {"words": f"{UNBROKEN}"}, at="status")
    let_rehub_have(scene)
    with working(scene) as worker:
        pass_days(scene, worker, 2)  # it asks three working days before
        pass_days(scene, worker, 5)
        walker.see("the promised day is today", visitor.open_page(scene.ben.code))
        for _ in range(3):
            pass_days(scene, worker, 2)
            pass_days(scene, worker, 5)
        walker.see("no news yet, again and again", visitor.open_page(scene.amira.code))
        scene.clock.move(days=MOST_LATE - 21)
        walker.see("late by many days, no answer either", visitor.open_page(scene.ben.code))
        keep_promises(worker)
        walker.see("said late that there is no news", visitor.open_page(scene.amira.code))


def walk_beside(walker: Walker, scene: Scene) -> None:
    """See what stands beside the stage, an answer that is new and in another language, and that a talk is wanted."""
    let_rehub_have(scene)
    visitor, desk = arrive(scene, walker.lang), scene.wire_desk()
    sam = add_staff(desk.side, NewStaff("sam@desk.invalid", "Sam", StaffRole.SUPERVISOR)).signed_in
    case_id = scene.amira.case.case_id
    put_beside(desk.side, sam, case_id, Beside.ON_HOLD, REASON)
    put_beside(desk.side, sam, case_id, Beside.YOUTH_ROUTE, REASON)
    visitor.open_page(scene.amira.code)
    visitor.go_on("status/ask/pause")
    walker.see("paused, on hold and with another team", visitor.look("status"))
    for what in (Beside.ON_HOLD, Beside.YOUTH_ROUTE):
        take_off(desk.side, sam, case_id, what)
    visitor.go_on("status/ask/go-on")
    send_message(desk.side, sam, case_id, FIRST_WORDS, language="en")
    send_message(desk.side, sam, case_id, "Un neges arall.", language="cy")
    ask_to_talk(desk.side, sam, case_id, ToTell(), seen=Stage.REHUB_CHECK)
    walker.see("two new messages, and a talk is wanted", visitor.open_page(scene.amira.code))
    desk.side.store.close()


def let_rehub_have(scene: Scene) -> None:
    """Have Amira's case move on to re:hub."""
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    record_check(desk.side, fay.signed_in, scene.amira.case.case_id)
    stages = LINE[: LINE.index(Stage.REHUB_CHECK) + 1]
    for before, then in pairwise(stages):
        move(desk, fay, scene.amira, before, then)
    desk.side.store.close()


@contextmanager
def working(scene: Scene) -> Iterator[WorkerSide]:
    """Give the worker over a scene, until the block ends."""
    worker = wire_worker(scene.data.settings(Role.WORKER), scene.clock)
    yield worker
    worker.store.close()


def pass_days(scene: Scene, worker: WorkerSide, days: int) -> None:
    """Go on to an afternoon, and let the worker look at the promises."""
    scene.clock.move(days=days)
    scene.clock.at = scene.clock.at.replace(hour=15)
    keep_promises(worker)
    with worker.store.work() as work:
        for ask in work.asks.list_of_case(scene.amira.case.case_id):
            # as it is once the mail to re:hub has left
            work.asks.give_link(ask.ask_id, ask.ask_id.encode(), scene.clock.today())
