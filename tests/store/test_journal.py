"""The journal beside the database: what was seen stays seen, also after a power cut, and by all who share the file."""

from __future__ import annotations

import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.domain.errors import Unavailable
from portal.journal import (
    ERASE_ASKED,
    ERASED,
    HELD,
    KEEP_LEFT,
    LINKS_REVOKED,
    LONG,
    STOP,
    UNDONE,
    WITHDRAWN,
    Journal,
    JournalFault,
    Noted,
    Quiet,
    find_journal_file,
)
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


def write_head(sequence: int) -> bytes:
    row_hash = make_head(sequence).row_hash.hex()
    return f'{{"what": "head", "case": "{A}", "sequence": {sequence}, "row_hash": "{row_hash}"}}\n'.encode()


def count_lines(path: Path) -> int:
    return len(path.read_bytes().splitlines())


def test_the_newest_head_of_a_case_is_kept_and_no_older_one(path: Path) -> None:
    journal = Journal(path)
    for sequence in (3, 5, 4):
        journal.note_heads({A: make_head(sequence)})
    journal.note_heads({A: make_head(5), B: make_head(1)})
    assert (journal.find_head(A), journal.find_head(B), journal.find_head("c")) == (make_head(5), make_head(1), None)
    assert Journal(path).list_heads() == {A: make_head(5), B: make_head(1)}
    assert count_lines(path) == 3


def test_another_chain_of_the_same_length_does_not_take_the_place_of_the_one_seen(path: Path) -> None:
    journal = Journal(path)
    journal.note_heads({A: make_head(5)})
    journal.note_heads({A: Head(5, b"x" * 32)})
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


def test_the_newest_day_is_found_and_an_erased_case_keeps_its_erasure_alone(path: Path) -> None:
    journal = Journal(path)
    journal.note(HELD, A, TODAY)
    journal.note(HELD, A, LATER)
    journal.note(STOP, A, LATER)
    assert (journal.find_noted(HELD, A), journal.find_noted(HELD, B)) == (LATER, None)
    journal.note(ERASED, A, LATER)
    for each in (journal, Journal(path)):
        assert [each.find_noted(what, A) for what in (HELD, STOP, ERASED)] == [None, None, LATER]


def test_a_notice_leaves_once_unless_it_surely_stayed(path: Path) -> None:
    journal = Journal(path)
    assert not journal.has_left(A)
    assert journal.note_leaving(A, TODAY)
    assert not journal.note_leaving(A, LATER)
    journal.note_stayed(A)
    assert not journal.has_left(A)
    assert journal.note_leaving(A, LATER)
    for each in (journal, Journal(path)):
        assert (each.has_left(A), each.has_left(B)) == (True, False)
        assert not each.note_leaving(A, LATER)


def test_journals_of_several_machines_put_together_know_what_left_any_of_them(tmp_path: Path) -> None:
    """In whatever order: what surely stayed at one machine left another."""
    for name, machines in (("one", (True, False)), ("other", (False, True))):
        together = tmp_path / name / "worker.jsonl"
        together.parent.mkdir()
        for number, has_sent in enumerate(machines):
            alone = Journal(tmp_path / f"{name}{number}" / "worker.jsonl")
            alone.note_leaving(A, TODAY)
            alone.note_leaving(B, TODAY)
            alone.note_stayed(B)
            if not has_sent:
                alone.note_stayed(A)
            with together.open("ab") as file:
                file.write((tmp_path / f"{name}{number}" / "worker.jsonl").read_bytes())
        journal = Journal(together)
        assert (journal.has_left(A), journal.has_left(B)) == (True, False)


def test_of_many_who_share_the_file_one_lets_a_notice_leave(path: Path) -> None:
    journals = [Journal(path) for _ in range(3)]
    let = run_at_once(6, lambda number: [journals[number % 3].note_leaving(f"{n:032}", TODAY) for n in range(8)])
    assert [sum(each) for each in zip(*let, strict=True)] == [1] * 8


def test_what_left_long_ago_is_forgotten_and_nothing_sooner(path: Path) -> None:
    journal = Journal(path)
    assert journal.note_leaving(A, TODAY)
    journal.note_leaving(B, TODAY + KEEP_LEFT)
    assert journal.has_left(A)
    journal.note_leaving("c" * 32, TODAY + KEEP_LEFT + timedelta(days=1))
    for each in (journal, Journal(path)):
        assert [each.has_left(notice_id) for notice_id in (A, B)] == [False, True]


def test_a_journal_that_is_written_to_for_long_stays_short(path: Path) -> None:
    """By two who share it; both know the same all the time."""
    journals = [Journal(path), Journal(path)]
    journals[0].note(STOP, A, TODAY)
    for round_number in range(6):
        with path.open("ab") as file:  # as many notes would have, without waiting for the disk each time
            file.write(b"".join(write_head(round_number * 700 + each) for each in range(700)))
        journals[round_number % 2].note_leaving(f"{round_number:032}", TODAY)
        assert count_lines(path) <= LONG + 1
        assert all(journal.has_left(f"{round_number:032}") for journal in journals)
    for each in (*journals, Journal(path)):
        assert (each.find_head(A), each.list(STOP)) == (make_head(6 * 700 - 1), (Noted(STOP, A, TODAY),))


def test_a_file_written_anew_is_never_taken_for_the_one_before(path: Path) -> None:
    """Also when it is as long as that one was, under the same number."""
    journal = Journal(path)
    journal.note_heads({A: make_head(1)})
    before = path.read_bytes()
    fresh = before.replace(A.encode(), B.encode())
    path.write_bytes(fresh)
    assert len(fresh) == len(before)
    assert journal.list_heads() == {B: make_head(1)}


def test_a_line_that_cannot_be_read_is_not_passed_over_the_second_time(path: Path) -> None:
    journal = Journal(path)
    journal.note_heads({A: make_head(1)})
    with path.open("ab") as file:
        file.write(b"nonsense\n")
    for _ in range(2):
        with pytest.raises(JournalFault):
            journal.find_head(A)


def test_nothing_is_kept_of_the_head_of_an_erased_case(path: Path) -> None:
    journal = Journal(path)
    journal.note_heads({A: make_head(5), B: make_head(1)})
    journal.note(ERASED, A, TODAY)
    assert journal.list_heads() == Journal(path).list_heads() == {B: make_head(1)}


def test_since_when_a_case_is_quiet_is_kept_until_the_heads_are_forgotten_or_the_case_erased(path: Path) -> None:
    journal = Journal(path)
    journal.note_quiet({A: Quiet(make_head(3), TODAY), B: Quiet(make_head(1), TODAY)})
    journal.note_quiet({A: Quiet(make_head(4), LATER)})
    for _ in range(LONG):
        journal.note_quiet({B: Quiet(make_head(2), LATER)})  # until it is written anew
    assert Journal(path).list_quiet() == {A: Quiet(make_head(4), LATER), B: Quiet(make_head(2), LATER)}
    journal.note(ERASED, A, LATER)
    assert Journal(path).find_quiet(A) is None
    journal.forget_heads()
    assert Journal(path).list_quiet() == {}


def test_of_an_ending_and_its_undoing_the_last_one_counts_also_when_the_file_is_written_anew(path: Path) -> None:
    journal = Journal(path)
    for what in (WITHDRAWN, UNDONE, WITHDRAWN, ERASE_ASKED, UNDONE, ERASE_ASKED):
        journal.note(what, A, TODAY)
    for number in range(LONG):
        journal.note(STOP, B, TODAY + timedelta(days=number))
    assert count_lines(path) < LONG
    found = {what: [each.case_id for each in Journal(path).list(what)] for what in (WITHDRAWN, ERASE_ASKED, UNDONE)}
    assert found == {WITHDRAWN: [], ERASE_ASKED: [A], UNDONE: [A]}


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
    Journal(path).note_heads({A: make_head(1)})
    with path.open("ab") as file:
        file.write(torn)
    journal = Journal(path)
    assert journal.find_head(A) == make_head(1)
    journal.note_heads({A: make_head(2)})
    assert Journal(path).find_head(A) == make_head(2)
    assert torn not in path.read_bytes().splitlines()


@pytest.mark.parametrize("damage", [b"nonsense\n", b'{"what": "stop"}\n', b'{"what": "stop", "case": 1, "on": "x"}\n'])
def test_a_line_that_somebody_changed_stops_the_start(path: Path, damage: bytes) -> None:
    Journal(path).note_heads({A: make_head(1)})
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
    assert count_lines(path) == 3
    other = Journal(path)
    other.note(ERASED, B, TODAY)
    assert before.find_head(A) == other.find_head(A) == Head(LONG, LONG.to_bytes(32))
    assert before.list(STOP) == other.list(STOP) == (Noted(STOP, A, TODAY),)
    assert before.list(ERASED) == other.list(ERASED)


def test_what_one_process_notes_the_other_knows(path: Path) -> None:
    one, other = Journal(path), Journal(path)
    one.note_heads({A: make_head(4)})
    assert other.find_head(A) == make_head(4)
    other.note(STOP, B, TODAY)
    assert one.list(STOP) == (Noted(STOP, B, TODAY),)


def test_many_at_once_lose_nothing(path: Path) -> None:
    journals = [Journal(path), Journal(path)]

    def write(number: int) -> None:
        for each in range(10):
            journals[number % 2].note_heads({f"{number:032}": make_head(each + 1)})

    run_at_once(6, write)
    wanted = {f"{number:032}": make_head(10) for number in range(6)}
    assert Journal(path).list_heads() == journals[0].list_heads() == journals[1].list_heads() == wanted


def test_only_its_owner_reads_the_journal(path: Path) -> None:
    Journal(path).note_heads({A: make_head(1)})
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_cannot_be_written_is_not_taken_for_noted(path: Path) -> None:
    journal = Journal(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(Unavailable):
        journal.note(STOP, A, TODAY)
