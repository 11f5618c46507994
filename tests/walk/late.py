"""Walks the desk's lists as promises pass, and what it puts beside a stage."""

from __future__ import annotations

from portal.casework.desk import move_stage, record_check
from portal.domain.stages import Beside, Stage
from tests.walk.at_desk import AtDesk, url_of
from tests.walk.form import UNBROKEN
from tests.walk.promises import pass_days, working


def walk_late(desk: AtDesk) -> None:
    """See nobody late, whom to ask before the day, a first and a second silence, and a first contact that is late."""
    desk.see("nobody late", "/late")
    side, case_id = desk.walker.app.extensions["portal"].side, desk.scene.amira.case.case_id
    record_check(side, desk.fay.signed_in, case_id)
    move_stage(side, desk.fay.signed_in, case_id, Stage.REHUB_CHECK, seen=Stage.RECEIVED)
    with working(desk.scene) as worker:
        for name, days in (("asked before the day", 2), ("a first silence", 5), ("a second silence", 7)):
            pass_days(desk.scene, worker, days)
            desk.sign_in_again()
            desk.see(f"inbox, {name}", "/")
            desk.see(f"late, {name}", "/late")
    see_beside(desk)


def see_beside(desk: AtDesk) -> None:
    """See a hold and the youth route put beside a stage, with their mistakes, and ended."""
    case = url_of(desk.scene.amira)
    for what in (Beside.ON_HOLD, Beside.YOUTH_ROUTE):
        path = f"{case}/beside/{what}"
        desk.see(f"{what}?", path)
        desk.walker.see(f"{what}, too long", desk.press(path, {"act": "put", "words": "x" * 1001}, on=path))
        desk.walker.see(f"{what}, without a word", desk.press(path, {"act": "put", "words": " "}, on=path))
        desk.walker.see(f"{what}, put", desk.press(path, {"act": "put", "words": UNBROKEN}, on=path))
        desk.see(f"{what}, end it?", path)
    desk.see("inbox, something beside a stage", "/")
    desk.walker.see("on_hold, ended", desk.press(f"{case}/beside/on_hold", {"act": "end"}, on=f"{case}/beside/on_hold"))
