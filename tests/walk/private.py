"""Walks through the private page: the entry, the page in each of its states, everything asked for on it, links."""

from __future__ import annotations

from sqlalchemy import update

from portal.casework.desk import move_stage, record_check, send_message
from portal.casework.rehub_sources import SignedRequest
from portal.casework.staff import NewStaff
from portal.casework.take_updates import RehubUpdate, take_update
from portal.domain.stages import LINE, Stage
from portal.domain.updates import WaitingFor
from portal.store.staff import Role as StaffRole
from portal.store.tables import case
from portal.web.status.request_words import SLUGS
from portal.wiring import DeskPortal
from tests.builders import Referred, StaffAccount, add_staff
from tests.walk.album import Walker
from tests.walk.form import UNBROKEN
from tests.walk.visitor import arrive
from tests.web.scene import Scene, Visitor

WITH_WORDS = frozenset({"add", "reach", "help", "news"})  # or a choice that can be missing
FIRST_WORDS = "We spoke on the telephone.\nWe go on as you wished."


def walk_entry(walker: Walker, scene: Scene) -> None:
    """See the entry, what opens nothing, and the button of a link."""
    visitor = arrive(scene, walker.lang)
    walker.see("entry", visitor.look("status"))
    walker.see("not a code", visitor.open_page("12"))
    walker.see("opens nothing", visitor.open_page("0" * 20))
    walker.see("link", visitor.look(f"open/{scene.amira.receipt.link}"))
    walker.see("link that opens nothing", visitor.go_on("open/anything"))
    visitor.go_on(f"open/{scene.amira.receipt.link}")
    walker.see("closed", visitor.go_on("status/close", at="status"))
    visitor.open_page(scene.amira.code)
    scene.clock.move(minutes=31)
    walker.see("time over", visitor.look("status"))


def walk_page(walker: Walker, scene: Scene) -> None:
    """See the open page: messages, links, stopping all contact; after abuse; tampered with."""
    visitor = arrive(scene, walker.lang)
    walker.see("open", visitor.open_page(scene.amira.code))
    assert visitor.send("stay?what=page").status_code == 204  # a press that gives more time shows no other page
    walker.see("message left empty", visitor.go_on("status/message", {"words": ""}, at="status"))
    walker.see("message too long", visitor.go_on("status/message", {"words": f"{UNBROKEN} " * 60}, at="status"))
    walker.see("message sent", visitor.go_on("status/message", {"words": f"{UNBROKEN}\nمرحبا"}, at="status"))
    walker.see("new link?", visitor.look("status/link"))
    walker.see("new link", visitor.go_on("status/link"))
    walker.see("links off", visitor.go_on("status/link/off", at="status/link"))
    walker.see("stop?", visitor.look("status/stop"))
    walker.see("stopped", visitor.go_on("status/stop"))
    walker.see("after abuse", visitor.open_page(scene.sana.code))
    walker.see("after abuse, message sent", visitor.go_on("status/message", {"words": "Hello"}, at="status"))
    with scene.portal.side.store.work() as work:
        work.connection.execute(update(case).values(head_sequence=1))
    walker.see("not trusted", visitor.open_page(scene.ben.code))
    walker.see("not taken", visitor.go_on("status/message", {"words": "Hello"}, at="status"))


def walk_requests(walker: Walker, scene: Scene) -> None:
    """See everything that can be asked for before and after, and each page that its owner shut."""
    visitor = arrive(scene, walker.lang)
    visitor.open_page(scene.amira.code)
    for slug in ("add", "reach", "help", "news", "pause", "go-on", "end", "undo", "delete"):
        ask_for(walker, visitor, slug)
    ask_for(walker, visitor, "undo", " deleting")
    ask_for(walker, visitor, "lock")
    walker.see("copy, after abuse", visitor.open_page(scene.sana.code) and visitor.look("status/copy"))
    visitor.open_page(scene.ben.code)
    walker.see("copy", visitor.look("status/copy"))
    visitor.go_on("status/message", {"words": f"{UNBROKEN}"}, at="status")
    visitor.go_on("status/ask/news", {"rhythm": "weekly"})
    walker.see("all of the copy", visitor.look("status/copy/all"))
    visitor.go_on("status/ask/end")
    scene.clock.move(days=14)
    walker.see("ended", visitor.open_page(scene.ben.code))


def ask_for(walker: Walker, visitor: Visitor, slug: str, more: str = "") -> None:
    """See one request before it, with its problem if it can have one, and after it."""
    if slug not in SLUGS:
        raise AssertionError(f"nobody can ask for {slug}")
    walker.see(f"{slug}{more}?", visitor.look(f"status/ask/{slug}"))
    if slug in WITH_WORDS:
        walker.see(f"{slug}{more}, left empty", visitor.go_on(f"status/ask/{slug}", {"words": ""}))
    said = {"words": "It was in May.", "needs": "bsl", "rhythm": "monthly"}
    walker.see(f"after {slug}{more}", visitor.go_on(f"status/ask/{slug}", said))


def walk_stages(walker: Walker, scene: Scene) -> None:
    """See the page at every stage, with words of the service and of re:hub, and once news is late."""
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    visitor = arrive(scene, walker.lang)
    visitor.open_page(scene.amira.code)
    record_check(desk.side, fay.signed_in, scene.amira.case.case_id)
    before = Stage.RECEIVED
    for stage in (*LINE[1:], Stage.NOT_GOING_AHEAD):
        if stage is Stage.REHUB_CHECK:
            let_rehub_move(scene, scene.amira, stage)
        else:
            move(desk, fay, scene.amira, before, stage)
        walker.see(f"at {stage}", visitor.look("status"))
        before = stage
    send_message(desk.side, fay.signed_in, scene.ben.case.case_id, FIRST_WORDS)
    scene.clock.move(days=60)
    walker.see("late, with an answer", visitor.open_page(scene.ben.code))
    desk.side.store.close()


def move(desk: DeskPortal, fay: StaffAccount, person: Referred, before: Stage, then: Stage) -> None:
    """Move a case on, with words of the service's own."""
    move_stage(desk.side, fay.signed_in, person.case.case_id, then, seen=before, words=FIRST_WORDS, has_talked=True)


def let_rehub_move(scene: Scene, person: Referred, stage: Stage) -> None:
    """Let re:hub say that it waits for the prison, and until when."""
    today = scene.clock.today()
    said = RehubUpdate(person.case.case_reference, stage, today, today.replace(day=30), WaitingFor.PRISON)
    take_update(scene.portal.side, SignedRequest("msg_1", "1", "v1,", b'{"data": {}}'), said)
