"""Sealing under one key: opened with it in its place, refused otherwise."""

import pytest

from portal.domain.errors import Forged
from portal.vault.draft_keys import DraftKey
from portal.vault.envelopes import BLOCK, Place
from portal.vault.envelopes import seal as seal_envelope
from portal.vault.identities import Identity

KEY, OTHER = DraftKey(b"k" * 32), DraftKey(b"o" * 32)
PLACE = Place("draft", "one")
BODY = {"words": "السلام عليكم", "list": ["a", 1, None]}


def is_refused(sealed: bytes, key: DraftKey = KEY, place: Place = PLACE) -> bool:
    try:
        key.open(sealed, place)
    except Forged:
        return True
    return False


def test_what_was_sealed_opens_again_and_tells_nothing_meanwhile() -> None:
    sealed = KEY.seal(PLACE, BODY)
    assert KEY.open(sealed, PLACE) == BODY
    assert b"words" not in sealed
    assert sealed != KEY.seal(PLACE, BODY)


@pytest.mark.parametrize("place", [Place("receipt", "one"), Place("draft", "two"), Place("draft", "one", 1)])
def test_it_opens_with_its_key_and_in_its_place_alone(place: Place) -> None:
    sealed = KEY.seal(PLACE, BODY)
    assert is_refused(sealed, OTHER)
    assert is_refused(sealed, place=place)


def test_every_changed_byte_and_every_cut_is_refused() -> None:
    sealed = KEY.seal(PLACE, BODY)
    changed = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    assert all(is_refused(each) for each in (*changed, *(sealed[:length] for length in range(len(sealed)))))
    person = Identity(b"k" * 32)
    assert is_refused(seal_envelope(PLACE, BODY, author=person, readers=(person.box_key,)))


def test_its_length_tells_only_how_many_blocks_there_are() -> None:
    lengths = {len(KEY.seal(PLACE, {"words": "x" * size})) for size in range(BLOCK - 40)}
    assert len(lengths) == 1


def test_a_key_needs_a_whole_seed_and_is_not_printed() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DraftKey(b"short")
    assert "k" * 4 not in repr(KEY)
