"""Private keys on disk: readable by their owner only, never written over, whole or not there."""

import stat
import threading
from pathlib import Path

import pytest

from portal.vault.identities import Identity, fingerprint
from portal.vault.key_files import (
    PublicKeys,
    load_identity,
    load_service_identity,
    make_identity,
    write_once,
)


def test_a_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "a.service.key"
    assert write_once(path, b"secret")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["a.service.key"]


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert write_once(path, b"first")
    assert not write_once(path, b"second")
    assert path.read_bytes() == b"first"


def test_of_many_makers_at_once_all_get_the_same_key(tmp_path: Path) -> None:
    made: list[Identity] = []
    makers = [threading.Thread(target=lambda: made.append(make_identity(tmp_path / "key"))) for _ in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(made) == 8
    assert len({identity.seed for identity in made}) == 1


def test_an_identity_is_made_once_and_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "a.service.key"
    made = make_identity(path)
    assert len(made.seed) == 32
    assert load_identity(path) == make_identity(path) == load_service_identity(tmp_path, "a") == made


@pytest.mark.parametrize("content", ["", "\n", "00", "00" * 31, "00" * 33, "zz" * 32])
def test_a_cut_or_empty_key_file_is_refused(tmp_path: Path, content: str) -> None:
    """An empty seed would be a private key that everybody knows."""
    path = tmp_path / "key"
    path.write_text(content)
    with pytest.raises(ValueError):
        make_identity(path)


def test_a_notice_key_is_not_taken_for_the_services_own(tmp_path: Path) -> None:
    make_identity(tmp_path / "c.notice.key")
    with pytest.raises(FileNotFoundError):
        load_service_identity(tmp_path, "c")


def test_a_pin_covers_all_three_public_keys() -> None:
    keys = [bytes([number]) * 32 for number in range(4)]
    pin = PublicKeys(keys[0], keys[1], keys[2]).pin
    assert pin == fingerprint(*keys[:3])
    others = {
        PublicKeys(keys[3], keys[1], keys[2]).pin,
        PublicKeys(keys[0], keys[3], keys[2]).pin,
        PublicKeys(keys[0], keys[1], keys[3]).pin,
        PublicKeys(keys[1], keys[0], keys[2]).pin,
    }
    assert len({pin, *others}) == 5
