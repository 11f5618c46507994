"""Signatures known again: what verified is not reckoned twice, and nothing else is ever believed."""

import gc

import pytest

from portal.domain.errors import Forged
from portal.vault import verified
from portal.vault.identities import Identity
from portal.vault.verified import verify

AMIRA, BEN = Identity(b"a" * 32), Identity(b"b" * 32)
WORDS = b"What I said to the service."


@pytest.fixture
def signature() -> bytes:
    """Give a signature of Amira's that this process has not seen being made."""
    made = AMIRA.sign(WORDS)
    verified._verify_once.cache_clear()
    return made


def count_reckoned(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Note every signature that is really reckoned."""
    reckoned, real = list[bytes](), verified.VerifyKey

    def reckon(sign_key: bytes) -> object:
        reckoned.append(sign_key)
        return real(sign_key)

    monkeypatch.setattr(verified, "VerifyKey", reckon)
    return reckoned


def test_a_signature_is_reckoned_once(signature: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    reckoned = count_reckoned(monkeypatch)
    for _ in range(3):
        verify(AMIRA.sign_key, WORDS, signature)
    assert reckoned == [AMIRA.sign_key]


def test_what_this_process_signed_is_known_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reckoned = count_reckoned(monkeypatch)
    verify(AMIRA.sign_key, b"signed here", AMIRA.sign(b"signed here"))
    assert reckoned == []


def test_anything_changed_is_refused_also_after_the_true_one_verified(signature: bytes) -> None:
    verify(AMIRA.sign_key, WORDS, signature)
    flipped = bytes([signature[0] ^ 1]) + signature[1:]
    for key, words, signed in (
        (BEN.sign_key, WORDS, signature),
        (AMIRA.sign_key, WORDS + b"!", signature),
        (AMIRA.sign_key, WORDS, flipped),
        (AMIRA.sign_key, signature[-1:] + WORDS, signature[:-1]),
        (AMIRA.sign_key + signature[:1], WORDS, signature[1:]),
        (AMIRA.sign_key, WORDS, b""),
    ):
        for _ in range(2):
            with pytest.raises(Forged):
                verify(key, words, signed)


def test_a_forgery_is_reckoned_and_refused_every_time(signature: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    reckoned = count_reckoned(monkeypatch)
    for _ in range(3):
        with pytest.raises(Forged):
            verify(BEN.sign_key, WORDS, signature)
    assert len(reckoned) == 3


def test_none_of_the_words_are_kept(signature: bytes) -> None:
    words = bytes(bytearray(WORDS))  # a copy of its own
    verify(AMIRA.sign_key, words, signature)
    kept = [each for each in gc.get_objects() if isinstance(each, verified._Claim)]
    assert all(claim._parts is None for claim in kept)
    assert not [each for each in gc.get_referrers(words) if isinstance(each, tuple)]
