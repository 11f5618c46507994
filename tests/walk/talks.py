"""Walks through being asked to talk: the person's page with every answer, and the desk's page about a talk."""

from __future__ import annotations

from portal.casework.answer_talk import answer_talk
from portal.casework.follow import stop_contact
from portal.casework.staff import NewStaff
from portal.domain.case import RequestKind
from portal.domain.talks import Ground
from portal.store.staff import Role as StaffRole
from tests.builders import add_staff, open_page, refer
from tests.casework.talking import BAD, GOOD, ORDINARY, Talking
from tests.notices.posting import CHLOES_PAGES
from tests.walk.album import Walker
from tests.walk.at_desk import AtDesk, url_of
from tests.walk.form import UNBROKEN
from tests.walk.visitor import arrive
from tests.web.scene import Scene


def walk_talks(walker: Walker, scene: Scene) -> None:
    """See the page before and after each answer, with contact stopped, and once the talk is over."""
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    talking = Talking(desk, scene.portal, fay, scene.amira).begin()
    talking.hold(ORDINARY)
    visitor = arrive(scene, walker.lang)
    walker.see("asked to talk", visitor.open_page(scene.amira.code))
    for answer in ("call", "later"):
        walker.see(f"answered: {answer}", visitor.go_on("status/answer", {"answer": answer}, at="status"))
    walker.see("told here?", visitor.look("status/answer/here"))
    walker.see("answered: here", visitor.go_on("status/answer/here"))
    stop_contact(scene.portal.side, open_page(scene.portal.side, scene.amira))
    walker.see("asked to talk, contact stopped", visitor.look("status"))
    token = visitor.look("status").token
    talking.end(Ground.TALKED)
    late = visitor.post("status/answer", {"answer": "later", "csrf_token": token})
    walker.see("answered too late", visitor.look(late.headers["Location"]))
    desk.side.store.close()


def walk_talks_at_desk(desk: AtDesk) -> None:
    """See a talk asked for, held news, tries, every mistake of ending it, and its end."""
    person = refer(desk.scene.portal.side, CHLOES_PAGES)
    office = desk.scene.wire_desk()
    talking = Talking(office, desk.scene.portal, desk.fay, person).begin()
    path = f"{url_of(person)}/talk"
    desk.see("talk: none", path)
    on = f"{url_of(person)}/move?stage=not_going_ahead"
    desk.see("move that may wait", on)
    asked: dict[str, str | list[str]] = {"seen": "asking_them", "words": f"{UNBROKEN} " * 30}
    desk.walker.see("talk: too long", desk.press(f"{path}/ask", asked, on=path))
    asked |= {"then": "not_going_ahead", "words": f"{UNBROKEN}\nمرحبا"}
    desk.walker.see("talk: asked", desk.press(f"{path}/ask", asked, on=on))
    desk.see("case: talk asked", url_of(person))
    desk.see("move that has to wait", on)
    desk.see("inbox, talk asked", "/")
    desk.walker.see("talk: no try", desk.press(f"{path}/try", on=path))
    desk.walker.see("talk: tried", desk.press(f"{path}/try", {"how": "called"}, on=path))
    talking.hold(GOOD)
    side = desk.scene.portal.side
    for answer in (RequestKind.TALK_CALL, RequestKind.TALK_LATER, RequestKind.TALK_HERE):
        answer_talk(side, open_page(side, person), answer)
        desk.see(f"talk: {answer}", path)
        desk.see(f"case: {answer}", url_of(person))
    stop_contact(side, open_page(side, person))
    desk.see("talk: contact stopped", path)
    see_endings(desk, path)
    desk.scene.clock.move(days=5)
    desk.sign_in_again()
    talking.hold(BAD)
    desk.scene.clock.move(days=5)
    desk.sign_in_again()
    desk.see("talk: overdue", path)
    desk.see("inbox, talk overdue", "/")
    talking.end(Ground.TALKED)
    desk.see("talk: case ended", path)
    office.side.store.close()


def see_endings(desk: AtDesk, path: str) -> None:
    """See ending a talk without a ground, without a choice, with nothing to read, and done."""
    held: dict[str, str | list[str]] = {"seen": desk.browser.find_value(path, "seen"), "has_held": "yes"}
    desk.walker.see("talk: no ground", desk.press(f"{path}/end", held, on=path))
    desk.walker.see("talk: no choice", desk.press(f"{path}/end", {**held, "ground": "talked"}, on=path))
    nothing: dict[str, str | list[str]] = {**held, "ground": "chosen", "shows": "nothing"}
    desk.walker.see("talk: nothing to read", desk.press(f"{path}/end", nothing, on=path))
    desk.walker.see("talk: ended", desk.press(f"{path}/end", {**nothing, "ground": "talked"}, on=path))
