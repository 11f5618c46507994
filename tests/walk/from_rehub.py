"""Walks through what re:hub sends at the desk: letters that came to nothing, and a spreadsheet, good and bad."""

from __future__ import annotations

from io import BytesIO

from portal.casework.dead_letters import take_or_keep
from portal.casework.rehub_sources import SignedRequest
from portal.casework.staff import NewStaff
from portal.casework.take_updates import RehubUpdate
from portal.domain.stages import Stage
from portal.store.staff import Role as StaffRole
from tests.builders import Referred, add_staff
from tests.sheets.writing import HEAD, write_csv
from tests.walk.at_desk import AtDesk
from tests.walk.form import UNBROKEN
from tests.web.desk.visitor import Visitor
from tests.web.reading import Page


def walk_from_rehub(desk: AtDesk) -> None:
    """See letters and spreadsheets: nothing there, something wrong, rows to take in, taken in."""
    desk.see("letters: none", "/letters")
    see_sheets(desk, desk.scene.ben)
    see_letters(desk, desk.scene.ben)


def see_letters(desk: AtDesk, person: Referred) -> None:
    """See what re:hub sent to no purpose, as a facilitator and as a national supervisor, and one taken off."""
    public, today = desk.scene.portal.side, desk.scene.clock.today()
    for number, reference in enumerate((person.case.case_reference, UNBROKEN[:40], "RJ-AAAA-2222")):
        raw = b'{"data": {"stage": "closed"}}'
        update = RehubUpdate(reference, Stage.CLOSED, today)
        take_or_keep(public, SignedRequest(f"letter_{number}", "0", "", raw), update)
    desk.see("letters", "/letters")
    side = desk.walker.app.extensions["portal"].side
    sam = add_staff(side, NewStaff("sam@desk.invalid", UNBROKEN[:30], StaffRole.SUPERVISOR))
    supervisor = AtDesk(desk.walker, desk.scene, sam, Visitor(desk.walker.app, desk.scene.clock))
    supervisor.browser.sign_in(sam)
    supervisor.see("letters, for a supervisor", "/letters")
    unknown: dict[str, str | list[str]] = {"kind": "unknown", "message": "letter_2"}
    desk.walker.see("letters, one dealt with", supervisor.press("/letters", unknown, on="/letters"))


def see_sheets(desk: AtDesk, person: Referred) -> None:
    """See a file asked for, refused, looked at, taken in and deleted."""
    desk.see("sheet", "/sheet")
    desk.see("sheet: over", "/sheet/check")
    desk.walker.see("sheet: none chosen", desk.press("/sheet", on="/sheet"))
    bad = [(UNBROKEN, "nowhere", "soon", *[""] * 4), ("", *[""] * 6), (person.case.case_reference, "", "31/02/2026")]
    desk.walker.see("sheet: something wrong", choose(desk, write_csv((HEAD, *bad)).encode()))
    rows = [(person.case.case_reference, stage.value, "2026-11-20", *[""] * 4) for stage in Stage]
    desk.walker.see("sheet: rows to take in", choose(desk, write_csv((HEAD, *rows)).encode()))
    desk.walker.see("sheet: taken in", desk.press("/sheet/check", on="/sheet/check"))
    desk.see("sheet, with a file chosen", "/sheet")
    desk.walker.see("sheet: deleted", desk.press("/sheet/forget", on="/sheet/check"))


def choose(desk: AtDesk, raw: bytes) -> Page:
    """Choose a file; return the page that comes."""
    form = {"sheet": (BytesIO(raw), "rows.csv"), "csrf_token": desk.browser.find_token("/sheet")}
    answer = desk.browser.client.post("/sheet", data=form, follow_redirects=True)
    return Page(answer.get_data(as_text=True), answer.status_code, answer.request.path)
