"""The journal beside the database: what was seen stays seen, also after a power cut, and by all who share the file."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from portal.domain.errors import Unavailable
from portal.journal import ERASED, LINKS_REVOKED, LONG, STOP, Journal, JournalFault, Noted, find_journal_file
from portal.vault.certificates import Head
from tests.at_once import run_at_once

A, B = "a" * 32, "b" * 32
TODAY, LATER = date(2026, 11, 23), date(2026, 11, 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Say where the desk keeps its journal."""
    return find_journal_file(tmp_path, "desk")


def make_head(sequence: int) -> Head:
    return Head(sequence, bytes([sequence % 256]) * 32)


def count_lines(path: Path) -> int:
    return len(path.read_bytes().splitlines())


def test_the_newest_head_of_a_case_is_kept_and_no_older_one(path: Path) -> None:
    journal = Journal(path)
    for sequence in (3, 5, 4):
        journal.note_head(A, sequence, make_head(sequence).row_hash)
    journal.note_heads({A: make_head(5), B: make_head(1)})
    assert (journal.find_head(A), journal.find_head(B), journal.find_head("c")) == (make_head(5), make_head(1), None)
    assert Journal(path).list_heads() == {A: make_head(5), B: make_head(1)}
    assert count_lines(path) == 3


def test_another_chain_of_the_same_length_does_not_take_the_place_of_the_one_seen(path: Path) -> None:
    journal = Journal(path)
    journal.note_heads({A: make_head(5)})
    journal.note_head(A, 5, b"x" * 32)
    assert journal.find_head(A) == make_head(5)


def test_stops_links_and_erasures_are_listed_once_a_case(path: Path) -> None:
    journal = Journal(path)
    journal.note(STOP, B, LATER)
    journal.note(STOP, A, TODAY)
    journal.note(STOP, A, TODAY)
    journal.note(LINKS_REVOKED, A, TODAY)
    for each in (journal, Journal(path)):
        assert each.list(STOP) == (Noted(STOP, A, TODAY), Noted(STOP, B, LATER))
        assert each.list(LINKS_REVOKED) == (Noted(LINKS_REVOKED, A, TODAY),)
        assert each.list(ERASED) == ()
    assert count_lines(path) == 3
    with pytest.raises(ValueError, match="no such thing"):
        journal.note("opened", A, TODAY)


def test_nothing_is_kept_of_the_head_of_an_erased_case(path: Path) -> None:
    journal = Journal(path)
    journal.note_heads({A: make_head(5), B: make_head(1)})
    journal.note(ERASED, A, TODAY)
    assert journal.list_heads() == Journal(path).list_heads() == {B: make_head(1)}


def test_heads_are_forgotten_and_nothing_else(path: Path) -> None:
    journal = Journal(path)
    journal.note_heads({A: make_head(5)})
    journal.note(STOP, A, TODAY)
    journal.forget_heads()
    journal.note_heads({B: make_head(2)})
    assert Journal(path).list_heads() == journal.list_heads() == {B: make_head(2)}
    assert journal.list(STOP) == (Noted(STOP, A, TODAY),)


@pytest.mark.parametrize("torn", [b'{"what": "head", "ca', b"{", b"\x00\x00\x00"])
def test_a_last_line_torn_by_a_power_cut_is_left_out_and_written_over(path: Path, torn: bytes) -> None:
    Journal(path).note_head(A, 1, make_head(1).row_hash)
    with path.open("ab") as file:
        file.write(torn)
    journal = Journal(path)
    assert journal.find_head(A) == make_head(1)
    journal.note_head(A, 2, make_head(2).row_hash)
    assert Journal(path).find_head(A) == make_head(2)
    assert torn not in path.read_bytes().splitlines()


@pytest.mark.parametrize("damage", [b"nonsense\n", b'{"what": "stop"}\n', b'{"what": "stop", "case": 1, "on": "x"}\n'])
def test_a_line_that_somebody_changed_stops_the_start(path: Path, damage: bytes) -> None:
    Journal(path).note_head(A, 1, make_head(1).row_hash)
    path.write_bytes(damage + path.read_bytes())
    with pytest.raises(JournalFault, match=r"line 1 of desk\.jsonl"):
        Journal(path)


def test_a_long_journal_is_written_anew_at_the_start_and_says_the_same(path: Path) -> None:
    Journal(path).note(STOP, A, TODAY)
    with path.open("ab") as file:
        for sequence in range(1, LONG + 1):
            line = f'{{"what": "head", "case": "{A}", "sequence": {sequence}, "row_hash": "{sequence:064x}"}}\n'
            file.write(line.encode())
    before = Journal(path)
    assert count_lines(path) == 2
    other = Journal(path)
    other.note(ERASED, B, TODAY)
    assert before.find_head(A) == other.find_head(A) == Head(LONG, LONG.to_bytes(32))
    assert before.list(STOP) == other.list(STOP) == (Noted(STOP, A, TODAY),)
    assert before.list(ERASED) == other.list(ERASED)


def test_what_one_process_notes_the_other_knows(path: Path) -> None:
    one, other = Journal(path), Journal(path)
    one.note_head(A, 4, make_head(4).row_hash)
    assert other.find_head(A) == make_head(4)
    other.note(STOP, B, TODAY)
    assert one.list(STOP) == (Noted(STOP, B, TODAY),)


def test_many_at_once_lose_nothing(path: Path) -> None:
    journals = [Journal(path), Journal(path)]

    def write(number: int) -> None:
        for each in range(10):
            journals[number % 2].note_head(f"{number:032}", each + 1, make_head(each + 1).row_hash)

    run_at_once(6, write)
    wanted = {f"{number:032}": make_head(10) for number in range(6)}
    assert Journal(path).list_heads() == journals[0].list_heads() == journals[1].list_heads() == wanted


def test_only_its_owner_reads_the_journal(path: Path) -> None:
    Journal(path).note_head(A, 1, make_head(1).row_hash)
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_cannot_be_written_is_not_taken_for_noted(path: Path) -> None:
    journal = Journal(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(Unavailable):
        journal.note(STOP, A, TODAY)
