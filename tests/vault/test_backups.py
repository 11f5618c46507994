"""Backups open with the private half of the recovery key and no other, and only unchanged."""

import pytest

from portal.domain.errors import Forged
from portal.vault.backups import open_backup, seal_backup
from portal.vault.identities import Identity
from portal.vault.randomness import random_bytes

CONTENT = b"canary words of a database" * 100
RECOVERY = Identity(b"r" * 32)


def test_a_backup_opens_with_its_recovery_key_and_shows_nothing() -> None:
    sealed = seal_backup(CONTENT, RECOVERY.box_key)
    assert open_backup(sealed, RECOVERY) == CONTENT
    assert b"canary" not in sealed
    assert seal_backup(CONTENT, RECOVERY.box_key) != sealed


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Forged):
        open_backup(seal_backup(CONTENT, RECOVERY.box_key), Identity(random_bytes()))


@pytest.mark.parametrize("at", [0, 8, 9, 20, 100, 130, -1])
def test_a_changed_byte_anywhere_opens_nothing(at: int) -> None:
    sealed = bytearray(seal_backup(CONTENT, RECOVERY.box_key))
    sealed[at] ^= 1
    with pytest.raises(Forged):
        open_backup(bytes(sealed), RECOVERY)


@pytest.mark.parametrize("length", [0, 8, 97, 121, 130])
def test_what_was_cut_off_opens_nothing(length: int) -> None:
    with pytest.raises(Forged):
        open_backup(seal_backup(CONTENT, RECOVERY.box_key)[:length], RECOVERY)
