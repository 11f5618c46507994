"""GOV.UK Notify's reports: believed by their token only, kept as a mark, twice as once; a forged one sends nothing."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.casework.deliver import deliver
from portal.casework.desk import send_message
from portal.casework.undelivered import list_undelivered
from portal.domain.notices import Delivery, Reason
from portal.holders import Role
from portal.store.tables import outbox
from portal.store.work import Store
from portal.web.public_app import create_public_app
from portal.wiring import DeskPortal, PublicPortal, wire_worker
from tests.builders import MovableClock, PortalData, StaffAccount, refer
from tests.channels.notify_stand_in import open_notify
from tests.notices.posting import CHLOES_ADDRESS, CHLOES_PAGES

TOKEN = "a-token-that-nobody-guesses-in-time-1"
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """Give a data folder on SQLite; that the site's role may mark a row on PostgreSQL is tested in test_as_roles."""
    return sqlite_portal_data


@pytest.fixture
def sent(
    portal_data: PortalData, public: PublicPortal, desk: DeskPortal, *, fay: StaffAccount, clock: MovableClock
) -> str:
    """Have one notice leave through Notify; return its reference there."""
    chloe = refer(public.side, CHLOES_PAGES)
    send_message(desk.side, fay.signed_in, chloe.case.case_id, "There is news for you.")
    with open_notify() as notify:
        worker = wire_worker(portal_data.settings(Role.WORKER, **notify.settings()), clock)
        assert deliver(worker, "one") == 1
        worker.store.close()
        return str(notify.taken[0]["reference"])


@pytest.fixture
def site(portal_data: PortalData) -> Iterator[Flask]:
    """Give the public site with a token for reports."""
    app = create_public_app(portal_data.settings(Role.PUBLIC, PORTAL_NOTIFY_CALLBACK_TOKEN=TOKEN))
    yield app
    app.extensions["portal"].side.store.close()


def write_report(reference: object, status: object = "delivered") -> dict[str, Any]:
    """Return a report as Notify documents it, and a field more."""
    return {
        "id": "740e5834-3a29-46b4-9a6f-16142fde533a",
        "reference": reference,
        "to": CHLOES_ADDRESS,
        "status": status,
        "created_at": "2026-11-23T10:15:30.000000Z",
        "completed_at": None,
        "notification_type": "email",
        "template_version": 1,
        "a_field_of_next_year": {"more": []},
    }


def report(site: Flask, body: object, headers: dict[str, str] | None = None) -> TestResponse:
    """Post a report, by default with the token."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = AUTHORISED if headers is None else headers
    return site.test_client().post("/hooks/notify", data=content, headers=headers, content_type="application/json")


def read_rows(store: Store) -> list[dict[str, Any]]:
    with store.look() as work:
        return [dict(row._mapping) for row in work.connection.execute(select(outbox))]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("permanent-failure", Reason.NO_SUCH_ADDRESS),
        ("temporary-failure", Reason.NOT_REACHED),
        ("technical-failure", Reason.CARRIER_FAULT),
    ],
)
def test_what_did_not_arrive_comes_to_the_desk(
    site: Flask, desk: DeskPortal, fay: StaffAccount, *, sent: str, status: str, reason: Reason
) -> None:
    assert list_undelivered(desk.side, fay.signed_in) == []
    assert report(site, write_report(sent, status)).status_code == 204
    (shown,) = list_undelivered(desk.side, fay.signed_in)
    assert shown.reason is reason
    with desk.side.store.work() as work:
        assert work.outbox.count_shown("national") == 1
        assert work.outbox.erase_sent(shown.made_on.replace(year=2030)) == 0
        assert work.outbox.take_shown(shown.notice_id, "national").failure is reason


def test_what_was_delivered_stays_so_whatever_comes_later(site: Flask, public: PublicPortal, sent: str) -> None:
    """A report may come twice, and late."""
    for status in ("temporary-failure", "delivered", "delivered", "permanent-failure"):
        assert report(site, write_report(sent, status)).status_code == 204
    (row,) = read_rows(public.side.store)
    assert (row["state"], row["delivery"]) == ("sent", "delivered")


def test_once_delivered_nothing_ties_the_row_to_notifys_records(
    site: Flask, public: PublicPortal, sent: str, clock: MovableClock
) -> None:
    report(site, write_report(sent))
    with public.side.store.work() as work:
        work.outbox.forget_references()
    assert read_rows(public.side.store)[0]["reference"] is None
    assert report(site, write_report(sent, "permanent-failure")).status_code == 204
    assert read_rows(public.side.store)[0]["delivery"] == "delivered"


@pytest.mark.parametrize("status", [each.value for each in Delivery])
def test_a_forged_report_moves_a_mark_and_nothing_that_could_be_sent(
    site: Flask, portal_data: PortalData, public: PublicPortal, *, sent: str, status: str, clock: MovableClock
) -> None:
    """Somebody who has the token and the reference."""
    (before,) = read_rows(public.side.store)
    report(site, write_report(sent, status))
    (after,) = read_rows(public.side.store)
    assert after == before | {"delivery": status}
    with open_notify() as notify:
        worker = wire_worker(portal_data.settings(Role.WORKER, **notify.settings()), clock)
        assert deliver(worker, "two") == 0
        worker.store.close()
        assert notify.taken == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": TOKEN},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": f"Bearer {TOKEN}1"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer é"},
        {"Authorization": f"bearer {TOKEN}"},
    ],
)
def test_who_does_not_show_the_token_changes_nothing(
    site: Flask, public: PublicPortal, sent: str, headers: dict[str, str]
) -> None:
    answer = report(site, write_report(sent), headers)
    assert (answer.status_code, answer.data) == (401, b"")
    assert read_rows(public.side.store)[0]["delivery"] is None


def test_a_site_without_a_token_takes_no_reports(portal_data: PortalData, sent: str) -> None:
    app = create_public_app(portal_data.settings(Role.PUBLIC))
    for headers in (AUTHORISED, {"Authorization": "Bearer "}, {}):
        assert report(app, write_report(sent), headers).status_code == 404
    app.extensions["portal"].side.store.close()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 9000, 400),
        (b"\xff", 400),
        ([], 400),
        (b" " * 16 * 1024 + b"{}", 413),
        ({}, 204),
        (write_report(None), 204),
        (write_report("a reference of another system"), 204),
        (write_report("0" * 32), 204),
        (write_report(["0" * 32]), 204),
        (write_report("0" * 31 + "\0"), 204),
    ],
    ids=lambda each: str(each)[:40],
)
def test_what_is_no_report_about_us_is_answered_and_kept_nowhere(
    site: Flask, public: PublicPortal, sent: str, *, body: object, status: int
) -> None:
    before = read_rows(public.side.store)
    answer = report(site, body)
    assert (answer.status_code, answer.data) == (status, b"")
    assert read_rows(public.side.store) == before


@pytest.mark.parametrize("status", ["sending", "sent", "", None, 7, ["delivered"]])
def test_a_status_that_says_nothing_final_is_let_go(
    site: Flask, public: PublicPortal, sent: str, status: object
) -> None:
    assert report(site, write_report(sent, status)).status_code == 204
    assert read_rows(public.side.store)[0]["delivery"] is None


def test_no_words_of_a_report_are_kept_or_logged(
    site: Flask, public: PublicPortal, sent: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    report(site, write_report(sent, "permanent-failure"))
    report(site, b"{" + json.dumps(write_report(sent)).encode())
    for secret in (CHLOES_ADDRESS, sent, TOKEN):
        assert secret not in caplog.text
    assert CHLOES_ADDRESS not in str(read_rows(public.side.store))


def test_until_it_is_kept_notify_is_told_to_come_again(
    site: Flask, sent: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A 2xx only after the commit."""
    portal = site.extensions["portal"]
    away = Store("sqlite+pysqlite:////nowhere/at/all.db")
    site.extensions["portal"] = replace(portal, side=replace(portal.side, store=away))
    answer = report(site, write_report(sent))
    site.extensions["portal"] = portal
    assert (answer.status_code, answer.data) == (503, b"")
    assert sent not in caplog.text
