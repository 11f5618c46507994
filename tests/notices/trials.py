"""Presses the button for a trial notice, and looks into what it put in the outbox. Checks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal.casework.refer import Draft
from portal.casework.tickets import DraftTicket
from portal.casework.trial_notice import Pressed, ask_for_one
from portal.casework.work import PublicSide
from portal.domain.questions import get_step
from portal.domain.trial_notices import TrialNotice
from portal.holders import Role
from portal.store.tables import outbox
from portal.store.work import Store
from portal.vault.envelopes import Place, open_envelope
from portal.vault.key_files import load_notice_identities
from tests.builders import PortalData


def press(
    side: PublicSide, ticket: DraftTicket, wording: Sequence[str] = ("news",), language: str = "en"
) -> tuple[Draft, Pressed]:
    """Press it on the step with the wording."""
    return ask_for_one(side, ticket, get_step("words"), {"wording": wording}, language)


def list_rows(store: Store) -> list[Any]:
    """Return every row of the outbox."""
    with store.look() as work:
        return list(work.connection.execute(select(outbox)))


def open_trials(side: PublicSide, data: PortalData) -> list[TrialNotice]:
    """Open every row as the worker of its service would."""
    keys_dir = data.settings(Role.WORKER).notice_keys_dir
    assert keys_dir
    keys = load_notice_identities(keys_dir)
    return [
        TrialNotice.from_body(
            open_envelope(
                row.envelope,
                Place("notice", row.notice_id),
                reader=keys[row.service_id],
                author_key=side.site_key.sign_key,
            )
        )
        for row in list_rows(side.store)
    ]
