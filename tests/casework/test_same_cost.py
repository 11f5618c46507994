"""A wrong code costs what a right one costs: counted in runs of the slow hash and in look-ups, not timed."""

from __future__ import annotations

import pytest
from nacl.pwhash import argon2id

from portal.casework.follow import open_by_code, open_by_link
from portal.casework.sign_in import sign_in
from portal.store.cases import Cases
from portal.vault import staff_secrets
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import PortalData, Referred, StaffAccount

NOBODYS = "12345678901234567890"


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: what is derived depends on no database."""
    return sqlite_portal_data


class Counter:
    """Counts slow hashes of codes and looks for a case."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hashes: list[int] = []
        self.looks = 0
        slow, find = argon2id.kdf, Cases.find_own

        def count_hash(size: int, secret: bytes, salt: bytes, opslimit: int, memlimit: int) -> bytes:
            self.hashes.append(opslimit * memlimit)
            return bytes(slow(size, secret, salt, opslimit=opslimit, memlimit=memlimit))

        def count_look(cases: Cases, locator: bytes) -> object:
            self.looks += 1
            return find(cases, locator)

        monkeypatch.setattr(argon2id, "kdf", count_hash)
        monkeypatch.setattr(Cases, "find_own", count_look)

    def take(self) -> tuple[list[int], int]:
        """Return what was counted, and begin again."""
        counted = (self.hashes, self.looks)
        self.hashes, self.looks = [], 0
        return counted


def test_a_wrong_code_costs_the_derivations_of_a_right_one(
    public: PublicPortal, amira: Referred, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a PIN and without: the time of an answer does not tell which codes exist."""
    counter = Counter(monkeypatch)
    assert open_by_code(public.side, amira.code)
    right = counter.take()
    assert open_by_code(public.side, NOBODYS) is None
    assert counter.take() == right
    assert (len(right[0]), right[1]) == (1, 1)
    assert open_by_code(public.side, amira.code, "1234") is None
    with_pin = counter.take()
    assert open_by_code(public.side, NOBODYS, "1234") is None
    assert counter.take() == with_pin
    assert (len(with_pin[0]), with_pin[1]) == (2, 1)


def test_a_dead_link_costs_the_look_of_a_living_one(
    public: PublicPortal, amira: Referred, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One whose row is gone is looked for like any other."""
    counter = Counter(monkeypatch)
    assert open_by_link(public.side, amira.receipt.link)
    living = counter.take()
    with public.side.store.work() as work:
        work.links.revoke_all(amira.case.case_id)
    counter.take()
    assert open_by_link(public.side, amira.receipt.link) is None
    assert counter.take() == living


def test_an_unknown_address_costs_the_desk_the_same_hash(
    desk: DeskPortal, fay: StaffAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that nobody finds out who works there."""
    matches, counted = staff_secrets.matches_password, []

    def count(stored: bytes, password: str) -> bool:
        counted.append(stored.split(b"$")[3])
        return matches(stored, password)

    monkeypatch.setattr("portal.casework.sign_in.matches_password", count)
    for email in (fay.email, "nobody@desk.invalid"):
        assert sign_in(desk.side, email, "wrong", "000000") is None
    assert len(counted) == 2
    assert counted[0] == counted[1]
