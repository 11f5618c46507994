"""A person's key ring: opened by what grew from their code and PIN, alike from outside whatever is in it."""

import pytest

from portal.domain.errors import Forged, NotAllowed
from portal.vault.envelopes import Place, open_envelope, seal
from portal.vault.identities import Identity
from portal.vault.key_rings import (
    MOST_EARLIER,
    KeyRing,
    find_ring_key,
    make_ring,
    try_nobodys,
    unwrap_ring,
    wrap_ring,
)

GROWN, CASE = b"g" * 32, "c" * 32
EARLIER = tuple(bytes([number]) * 32 for number in (1, 2, 3))


@pytest.mark.parametrize(
    "ring", [make_ring(), make_ring(EARLIER, has_pin=True), make_ring((b"e" * 32,) * MOST_EARLIER)]
)
def test_a_ring_comes_back_as_it_was_and_tells_nothing_from_outside(ring: KeyRing) -> None:
    wrapped, opens = wrap_ring(ring, GROWN, CASE)
    assert find_ring_key(wrapped, GROWN, CASE) == opens
    assert unwrap_ring(wrapped, opens, CASE) == ring
    assert len(wrapped) == len(wrap_ring(make_ring(), GROWN, CASE)[0])
    assert ring.seed.hex() not in repr(ring)


def test_nothing_but_the_right_code_and_case_opens_it() -> None:
    wrapped, opens = wrap_ring(make_ring(), GROWN, CASE)
    changed = wrapped[:-1] + bytes([wrapped[-1] ^ 1])
    tries = [
        (wrapped, find_ring_key(wrapped, b"h" * 32, CASE), CASE),
        (wrapped, opens, "d" * 32),
        (wrapped, find_ring_key(wrapped, GROWN, "d" * 32), "d" * 32),
        (changed, opens, CASE),
        (b"\x02" + wrapped[1:], opens, CASE),
        (wrapped, b"", CASE),
        (b"", opens, CASE),
    ]
    for body, key, case_id in tries:
        with pytest.raises(Forged):
            unwrap_ring(body, key, case_id)
    try_nobodys(GROWN)  # what a code that leads nowhere is tried on; it opens nothing and raises nothing


def test_wrapped_again_under_the_same_code_the_key_before_opens_nothing() -> None:
    """So a new PIN, also the same once more, ends every other open screen."""
    ring = make_ring()
    _, before = wrap_ring(ring, GROWN, CASE)
    again, _ = wrap_ring(ring, GROWN, CASE)
    with pytest.raises(Forged):
        unwrap_ring(again, before, CASE)


def test_an_earlier_key_opens_what_was_sealed_to_it_and_signs_nothing() -> None:
    before, author = Identity(b"b" * 32), Identity(b"a" * 32)
    ring = make_ring((b"x" * 32, before.box.secret))
    envelope = seal(Place("message", CASE), {"words": "then"}, author=author, readers=[before.box_key])
    box = ring.box_keys[0]
    assert box.key_id == before.key_id
    opened = open_envelope(envelope, Place("message", CASE), reader=box, author_key=author.sign_key)
    assert opened == {"words": "then"}
    assert not hasattr(box, "sign")
    assert before.box.secret.hex() not in repr(ring) + repr(box)


def test_a_ring_holds_so_many_and_no_more() -> None:
    with pytest.raises(NotAllowed):
        make_ring((b"e" * 32,) * (MOST_EARLIER + 1))
