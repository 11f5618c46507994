"""The worker's own loop: it sends without being asked, ends when told, and logs nothing personal."""

from __future__ import annotations

import logging
import threading

import pytest

from portal import worker as worker_module
from portal.casework.desk import send_message
from portal.holders import Role
from portal.wiring import DeskPortal, PublicPortal, SystemClock
from portal.worker import run
from tests.builders import MovableClock, PortalData, StaffAccount, refer
from tests.eventually import eventually
from tests.notices.posting import CHLOES_ADDRESS, CHLOES_PAGES


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: the loop knows no database."""
    return sqlite_portal_data


def test_a_notice_becomes_a_file_by_itself(
    portal_data: PortalData,
    public: PublicPortal,
    desk: DeskPortal,
    *,
    fay: StaffAccount,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As in the embedded default, at ten in the morning of a working day."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(SystemClock, "now", lambda _self: clock.now())
    monkeypatch.setattr(SystemClock, "today", lambda _self: clock.today())
    monkeypatch.setattr(worker_module, "PAUSE_SECONDS", 0.05)
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(portal_data.settings(Role.WORKER), stop))
    thread.start()
    try:
        chloe = refer(public.side, CHLOES_PAGES)
        send_message(desk.side, fay.signed_in, chloe.case.case_id, "words for Chloe")
        notices = portal_data.data_dir / "notices"
        said = eventually(lambda: [p.read_text() for p in notices.glob("*.txt") if "item you asked" in p.read_text()])
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()
    assert "To: c***@e***" in said[0]
    told = " ".join(record.getMessage() for record in caplog.records)
    for secret in (CHLOES_ADDRESS, "Chloe", "words for", chloe.case.case_id, chloe.case.case_reference):
        assert secret not in told
        assert secret not in said[0]
