"""The same message ten times at once, on each kind of database."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.casework.follow import view_page
from portal.domain.stages import Stage
from portal.wiring import PublicPortal
from tests.builders import PortalData, Referred, open_page, prepare_portal_data
from tests.web.rehub.sender import Rehub


@pytest.fixture
def portal_data(tmp_path: Path, database_url: str) -> PortalData:
    """Give a prepared data folder, once on SQLite and once on PostgreSQL."""
    return prepare_portal_data(tmp_path / "var", database_url)


def test_ten_at_once_are_applied_once(rehub: Rehub, public: PublicPortal, checked: Referred) -> None:
    with ThreadPoolExecutor(10) as threads:
        answers = [threads.submit(rehub.send, "msg_1") for _ in range(10)]
    assert Counter(answer.result().status_code for answer in answers) == {202: 1, 200: 9}
    page = view_page(public.side, open_page(public.side, checked))
    assert [update.stage for update in page.updates] == [Stage.REHUB_CHECK, Stage.RECEIVED]


def test_ten_different_ones_at_once_are_all_taken(rehub: Rehub, public: PublicPortal, checked: Referred) -> None:
    with ThreadPoolExecutor(10) as threads:
        answers = [threads.submit(rehub.send, f"msg_{number}") for number in range(10)]
    assert {answer.result().status_code for answer in answers} == {202}
    page = view_page(public.side, open_page(public.side, checked))
    assert (len(page.updates), page.refused_count) == (11, 0)
