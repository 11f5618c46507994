"""The sealed cookie: opened by the same key for the same use only."""

import base64

import pytest

from portal.vault.cookies import CookieSealer

SEALER = CookieSealer(b"k" * 32, "public")
BODY = {"id": "abc", "seed": "def", "n": 1}


def test_a_cookie_is_read_as_it_was_sealed_and_tells_nothing_meanwhile() -> None:
    text = SEALER.seal(BODY)
    assert SEALER.open(text) == BODY
    assert b"abc" not in base64.urlsafe_b64decode(text + "==")
    assert text != SEALER.seal(BODY)


@pytest.mark.parametrize(
    "other",
    [CookieSealer(b"k" * 32, "desk"), CookieSealer(b"o" * 32, "public")],
    ids=["another use", "another key"],
)
def test_a_cookie_of_another_key_or_use_is_refused(other: CookieSealer) -> None:
    assert other.open(other.seal(BODY)) == BODY
    assert other.open(SEALER.seal(BODY)) is None
    assert SEALER.open(other.seal(BODY)) is None
    assert other.csrf_key != SEALER.csrf_key


def test_every_changed_byte_and_every_cut_is_refused() -> None:
    sealed = base64.urlsafe_b64decode(SEALER.seal(BODY) + "==")
    changed = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    cut = [sealed[:length] for length in range(len(sealed))]
    assert [SEALER.open(base64.urlsafe_b64encode(each).decode()) for each in (*changed, *cut)] == [None] * 2 * len(
        sealed
    )


@pytest.mark.parametrize("text", ["", "=", "A", "é", "\x00", "null", "A" * 4096, "{}"])
def test_nonsense_is_refused(text: str) -> None:
    assert SEALER.open(text) is None
