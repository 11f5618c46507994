"""Which way each kind of notice leaves, by what an operator has set; never one for another."""

from __future__ import annotations

import pytest

from portal.channels.files import Files
from portal.channels.govuk_notify import NotifyChannel
from portal.channels.smtp import Smtp
from portal.domain.safe_contact import Method
from portal.holders import Role
from portal.wiring import are_notices_files, list_methods, wire_worker
from tests.builders import PortalData
from tests.channels.notify_stand_in import API_KEY, EMAIL_TEMPLATE, TEXT_TEMPLATE

MAIL = {"PORTAL_SMTP_HOST": "mail.example", "PORTAL_SMTP_FROM": "news@post.example"}
KEY = {"PORTAL_NOTIFY_API_KEY": API_KEY}
TEXTS = KEY | {"PORTAL_NOTIFY_TEXT_TEMPLATE": TEXT_TEMPLATE}
MAILS = KEY | {"PORTAL_NOTIFY_EMAIL_TEMPLATE": EMAIL_TEMPLATE}


@pytest.mark.parametrize(
    ("given", "text", "email"),
    [
        ({}, Files, Files),
        (MAIL, None, Smtp),
        (TEXTS, NotifyChannel, None),
        (MAILS, None, NotifyChannel),
        (TEXTS | MAILS, NotifyChannel, NotifyChannel),
        (TEXTS | MAIL, NotifyChannel, Smtp),
    ],
)
def test_each_kind_leaves_the_way_that_is_set(
    sqlite_portal_data: PortalData, given: dict[str, str], text: type | None, email: type | None
) -> None:
    """Where one way is real, the other is never a file that nobody receives."""
    settings = sqlite_portal_data.settings(Role.WORKER, **given)
    worker = wire_worker(settings)
    worker.store.close()
    kinds = {method: type(channel) for method, channel in worker.channels.items()}
    assert kinds == {method: kind for method, kind in ((Method.TEXT, text), (Method.EMAIL, email)) if kind}
    assert set(list_methods(settings)) == set(kinds)
    assert are_notices_files(settings) == (Files in kinds.values())
    asked = set(worker.enquiry.methods) if worker.enquiry else set()
    assert asked == {method for method, kind in kinds.items() if kind is NotifyChannel}
