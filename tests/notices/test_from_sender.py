"""An address that somebody else gave: no machine writes to it before the person has said yes."""

from __future__ import annotations

import pytest

from portal.casework.deliver import deliver
from portal.casework.desk import read_case
from portal.casework.desk_confirm import SaidYes, confirm
from portal.casework.notify import notify_as_site
from portal.casework.work import WorkerSide
from portal.domain.notices import Event, NoticeState, Reason
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import PortalData, StaffAccount, change_pages
from tests.notices.posting import Post, list_states
from tests.senders import PATS_PAGES, ReferredOther, refer_other

LEES_ADDRESS = "lee@example.org"
BY_EMAIL = change_pages(
    PATS_PAGES,
    contact={"contact_method": ["email"]},
    reach={"email": [LEES_ADDRESS]},
    words={"wording": ["library"]},
)


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


@pytest.fixture
def lee(public: PublicPortal) -> ReferredOther:
    """Pat has asked for Lee, whom an e-mail would reach."""
    return refer_other(public.side, BY_EMAIL)


def cause_notice(public: PublicPortal, lee: ReferredOther) -> None:
    """Cause a notice as re:hub's news would; nothing of ours does for such a case."""
    with public.side.store.work() as work:
        notify_as_site(public.side, work, lee.case, work.services.get("national"), Event.STAGE)


def test_nothing_leaves_before_the_person_has_said_yes(
    public: PublicPortal, worker: WorkerSide, post: Post, lee: ReferredOther
) -> None:
    cause_notice(public, lee)
    deliver(worker, "w1")
    assert (post.taken, list_states(worker.store)) == ([], [(NoticeState.DROPPED, Reason.NOT_CONFIRMED)])


@pytest.mark.parametrize("is_card_right", [True, False])
def test_afterwards_only_the_way_that_they_confirmed_is_used(
    public: PublicPortal,
    desk: DeskPortal,
    fay: StaffAccount,
    worker: WorkerSide,
    post: Post,
    lee: ReferredOther,
    *,
    is_card_right: bool,
) -> None:
    staff, case_id = fay.signed_in, lee.case.case_id
    yes = SaidYes("the red kettle", "", "cy", is_card_right)
    confirm(desk.side, staff, case_id, yes, seen=read_case(desk.side, staff, case_id).mark)
    cause_notice(public, lee)
    deliver(worker, "w1")
    assert post.addresses == ([(LEES_ADDRESS,)] if is_card_right else [])
    assert [message.words.language for message in post.taken] == (["cy"] if is_card_right else [])
