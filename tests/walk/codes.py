"""Walks through what there is about codes: a PIN, on one's page and beside a code just made; from a start code on."""

from __future__ import annotations

from portal.casework.staff import NewStaff
from portal.store.staff import Role as StaffRole
from tests.builders import add_staff
from tests.new_codes import issue
from tests.walk.album import Walker
from tests.walk.visitor import arrive
from tests.web.scene import Scene, Visitor

PIN, OTHER = "493027", "718263"
SLIPS = {"left empty": ("", ""), "too short": ("4930", "4930"), "easy": ("123456", "123456"), "differs": (PIN, OTHER)}


def walk_codes(walker: Walker, scene: Scene) -> None:
    """See everything, each with its mistakes."""
    visitor = arrive(scene, walker.lang)
    visitor.open_page(scene.amira.code)
    see_pin(walker, visitor)
    see_start(walker, scene, arrive(scene, walker.lang))
    visitor = arrive(scene, walker.lang)
    visitor.take_cookie(scene.drafts["amira"])
    visitor.go_on("refer/check")
    see_choice(walker, visitor, "sent", "refer/sent/pin", "refer/sent")


def see_pin(walker: Walker, visitor: Visitor) -> None:
    """See a PIN set, asked for, changed and taken off."""
    walker.see("PIN?", visitor.look("status/pin"))
    see_choice(walker, visitor, "PIN", "status/pin", "status/pin")
    walker.see("change PIN?", visitor.look("status/pin"))
    wrong = {"new": OTHER, "again": OTHER, "current": OTHER}
    walker.see("change PIN, wrong", visitor.go_on("status/pin", wrong))
    walker.see("PIN off, wrong", visitor.go_on("status/pin/off", {"off": OTHER}, at="status/pin"))
    walker.see("PIN off", visitor.go_on("status/pin/off", {"off": PIN}, at="status/pin"))


def see_choice(walker: Walker, visitor: Visitor, name: str, part: str, at: str) -> None:
    """See a PIN chosen, and each slip before it."""
    for slip, (new, again) in SLIPS.items():
        walker.see(f"{name}, PIN {slip}", visitor.go_on(part, {"new": new, "again": again}, at=at))
    walker.see(f"{name}, PIN set", visitor.go_on(part, {"new": PIN, "again": PIN}, at=at))


def see_start(walker: Walker, scene: Scene, visitor: Visitor) -> None:
    """See the way from a start code to a new code."""
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    walker.see("start code?", visitor.look("status/start"))
    walker.see("no start code", visitor.go_on("status/start", {"code": "12"}))
    walker.see("start code that leads nowhere", visitor.go_on("status/start", {"code": "1" * 20}))
    walker.see("new code?", visitor.go_on("status/start", {"code": issue(desk, fay, scene.ben)}))
    page = visitor.go_on("status/start/make", at="status/start")
    walker.see("new code", page)
    for name, typed in (("right", page.code), ("wrong", "1" * 20), ("half", "12")):
        typed_page = visitor.go_on("status/start/check", {"typed": typed}, at="status/start")
        walker.see(f"new code, {name} typed", typed_page)
    see_choice(walker, visitor, "new code", "status/start/pin", "status/start")
    walker.see("new code, loaded again", visitor.look("status/start"))
    walker.see("new code kept", visitor.go_on("status/start/kept", at="status/start"))
    desk.side.store.close()
