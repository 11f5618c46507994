"""Digests: each use apart from every other, and the same for ever where they are stored."""

import pytest

from portal.vault.digests import audit_hash, keyed_digest, plain_digest, session_hash
from portal.vault.randomness import pick, random_bytes, random_id


def test_no_two_uses_of_the_same_bytes_give_the_same_digest() -> None:
    uses = ["link", "session", "audit", "row", "envelope", "key-id", "fingerprint"]
    assert len({plain_digest(use, b"same") for use in uses}) == len(uses)
    keyed = ["box", "sign", "locator", "seed", "root-salt", "pin-salt", "link-wrap", "csrf"]
    assert len({keyed_digest(use, b"key", b"same") for use in keyed}) == len(keyed)
    assert keyed_digest("seed", b"key", b"same") != keyed_digest("seed", b"other", b"same")


def test_a_session_is_found_again_after_a_new_version() -> None:
    assert session_hash("abc").hex() == "3be0d6f47f62242680e4e36db280732f78b728eafba60096c4b5b1312ee8010f"


def test_an_audit_hash_covers_the_row_before() -> None:
    assert audit_hash(b"\x00" * 32, b"row") != audit_hash(b"\x01" * 32, b"row")


@pytest.mark.parametrize("use", ["", "seventeen-letters"])
def test_a_use_has_a_name_of_at_most_sixteen_letters(use: str) -> None:
    if use:
        with pytest.raises(ValueError, match="person"):
            plain_digest(use, b"")
    else:
        assert plain_digest(use, b"") != plain_digest("link", b"")


def test_random_ids_and_letters_come_from_all_there_are() -> None:
    assert len({random_id() for _ in range(100)}) == 100
    assert len(random_id()) == 32
    assert len(random_bytes(16)) == 16
    assert {pick("abc") for _ in range(200)} == set("abc")
