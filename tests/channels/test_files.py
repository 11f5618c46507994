"""Notices as files: readable words, an address that reaches nobody, once for each notice."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.channels.files import Files, mask
from portal.domain.notices import Handed, Message, Words

NOTICE_ID = "0123456789abcdef" * 2
MESSAGE = Message(
    notice_id=NOTICE_ID,
    addresses=("chloe@example.org",),
    sender="Heard",
    words=Words("The item you asked for is ready.", "The item you asked for is ready.", "en"),
    mail_id="f" * 32,
    at=datetime(2026, 11, 23, 10, tzinfo=UTC),
)


def test_it_says_everything_but_the_address(tmp_path: Path) -> None:
    assert Files(tmp_path / "notices").hand_over(MESSAGE) is Handed.ACCEPTED
    path = tmp_path / "notices" / f"{NOTICE_ID}.txt"
    words = path.read_text()
    assert "chloe" not in words
    assert "example" not in words
    assert "To: c***@e***" in words
    assert "From: Heard" in words
    assert "Language: en" in words
    assert words.endswith("\nThe item you asked for is ready.\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_notice_again_changes_nothing(tmp_path: Path) -> None:
    files = Files(tmp_path)
    files.hand_over(MESSAGE)
    (path,) = tmp_path.iterdir()
    path.write_text("read")
    assert files.hand_over(MESSAGE) is Handed.ACCEPTED
    assert path.read_text() == "read"


def test_a_disk_that_refuses_is_not_now(tmp_path: Path) -> None:
    in_the_way = tmp_path / "notices"
    in_the_way.write_text("a file")
    assert Files(in_the_way).hand_over(MESSAGE) is Handed.NOT_NOW


@pytest.mark.parametrize("address", ["chloe@example.org", "07700900123", "+447700900123", "c@e", "12", ""])
def test_a_masked_address_reaches_nobody(address: str) -> None:
    masked = mask(address)
    assert "***" in masked
    assert address == "" or address not in masked
    assert sum(char.isalnum() for char in masked) <= 2
