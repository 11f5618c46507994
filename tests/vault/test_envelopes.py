"""Envelopes: read by those they are for, in their place, by their author, unchanged; refused otherwise."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.errors import Forged
from portal.vault.envelopes import BLOCK, FIRST, VERSION, Place, is_reader, open_envelope, row_hash, seal
from portal.vault.identities import Identity, seal_to

AMIRA, SERVICE, STRANGER = (Identity(bytes([number]) * 32) for number in (1, 2, 3))
PLACE = Place("message", "case-1", 3, b"\x07" * 32)
BODY = {"words": "السلام عليكم", "list": ["a", 1, None]}


def sealed(body: dict[str, object] | None = None) -> bytes:
    return seal(PLACE, body or BODY, author=AMIRA, readers=(SERVICE.box_key, AMIRA.box_key))


def is_refused(envelope: bytes, place: Place = PLACE, reader: Identity = SERVICE, author: Identity = AMIRA) -> bool:
    try:
        open_envelope(envelope, place, reader=reader, author_key=author.sign_key)
    except Forged:
        return True
    return False


@pytest.mark.parametrize("reader", [SERVICE, AMIRA], ids=["service", "author"])
def test_each_reader_opens_what_was_sealed(reader: Identity) -> None:
    assert open_envelope(sealed(), PLACE, reader=reader, author_key=AMIRA.sign_key) == BODY


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]))
    )
)
def test_every_object_comes_back_as_it_was(body: dict[str, str]) -> None:
    envelope = seal(PLACE, body, author=AMIRA, readers=(SERVICE.box_key,))
    assert open_envelope(envelope, PLACE, reader=SERVICE, author_key=AMIRA.sign_key) == body


def test_every_changed_byte_is_refused() -> None:
    envelope = sealed()
    opened = []
    for index in range(len(envelope)):
        changed = bytearray(envelope)
        changed[index] ^= 0x01
        if not is_refused(bytes(changed)):
            opened.append(index)
    assert not opened


def test_every_cut_and_every_lengthening_is_refused() -> None:
    envelope = sealed()
    assert all(is_refused(envelope[:length]) for length in range(len(envelope)))
    assert is_refused(envelope + b"\x00")


@pytest.mark.parametrize(
    "other",
    [
        replace(PLACE, kind="request"),
        replace(PLACE, owner="case-2"),
        replace(PLACE, sequence=4),
        replace(PLACE, before=FIRST),
    ],
    ids=["kind", "case", "sequence", "before"],
)
def test_a_moved_envelope_is_refused(other: Place) -> None:
    assert is_refused(sealed(), place=other)


def test_nobody_else_opens_it_and_nobody_else_wrote_it() -> None:
    assert is_refused(sealed(), reader=STRANGER)
    assert is_refused(sealed(), author=STRANGER)
    assert is_refused(sealed(), author=SERVICE)


def test_a_reader_cannot_pass_a_body_on_in_the_authors_name() -> None:
    passed_on = seal(PLACE, BODY, author=SERVICE, readers=(STRANGER.box_key,))
    assert is_refused(passed_on, reader=STRANGER, author=AMIRA)
    assert not is_refused(passed_on, reader=STRANGER, author=SERVICE)


def test_a_content_key_sealed_to_another_reader_is_refused_when_renamed() -> None:
    envelope = bytearray(seal(PLACE, BODY, author=AMIRA, readers=(STRANGER.box_key,)))
    mine = seal(PLACE, BODY, author=AMIRA, readers=(SERVICE.box_key,))
    envelope[2:10] = mine[2:10]  # claims to be for the service
    assert is_refused(bytes(envelope))
    envelope[10:90] = seal_to(SERVICE.box_key, bytes(32))  # with a key that is not the content's
    assert is_refused(bytes(envelope))


def test_short_bodies_all_look_alike_from_outside() -> None:
    lengths = {len(sealed({"words": "x" * length})) for length in range(0, 400, 7)}
    assert len(lengths) == 1
    assert len(sealed({"words": "x" * 600})) == lengths.pop() + BLOCK


def test_the_same_body_never_looks_the_same_twice() -> None:
    assert sealed() != sealed()


@pytest.mark.parametrize("envelope", [b"", bytes([VERSION]), bytes([VERSION + 1]) + sealed()[1:], b"\x00" * 200])
def test_an_unknown_version_is_refused(envelope: bytes) -> None:
    assert is_refused(envelope)


def test_an_envelope_names_its_readers() -> None:
    assert is_reader(sealed(), SERVICE.key_id)
    assert is_reader(sealed(), AMIRA.key_id)
    assert not is_reader(sealed(), STRANGER.key_id)


def test_a_reader_named_twice_is_written_once() -> None:
    once = seal(PLACE, BODY, author=AMIRA, readers=(SERVICE.box_key,))
    assert len(seal(PLACE, BODY, author=AMIRA, readers=(SERVICE.box_key,) * 3)) == len(once)


def test_a_row_hash_covers_place_and_envelope() -> None:
    envelope = sealed()
    places = [PLACE, replace(PLACE, kind="request"), replace(PLACE, owner="case-2"), replace(PLACE, sequence=4)]
    hashes = {row_hash(place, envelope) for place in (*places, replace(PLACE, before=FIRST))}
    assert len({*hashes, row_hash(PLACE, envelope + b"\x00")}) == 6
    assert row_hash(PLACE, envelope) == row_hash(PLACE, envelope)


@settings(max_examples=50)
@given(st.text(), st.text(), st.integers(0), st.binary(max_size=32))
def test_a_place_is_written_as_json_whatever_it_is_called(kind: str, owner: str, sequence: int, before: bytes) -> None:
    """So no name can pass for a number, nor one place for another."""
    place = Place(kind, owner, sequence, before)
    assert json.loads(place.as_bytes()) == [kind, owner, sequence, before.hex()]
    assert place.as_bytes() == json.dumps([kind, owner, sequence, before.hex()]).encode()
