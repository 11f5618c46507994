"""Start codes: a use of their own; what lies under one opens with that one alone."""

import pytest

from portal.domain.errors import Forged
from portal.vault.access_codes import AccessCode, Peppers, derive_root
from portal.vault.key_rings import MOST_EARLIER
from portal.vault.return_codes import ReturnCode, derive_saved_place
from portal.vault.start_codes import (
    StartCode,
    derive_start_place,
    make_start_code,
    open_start,
    parse_start_code,
    seal_start,
)

DIGITS = "12345678901234567890"
PEPPERS = Peppers(b"a" * 32, b"b" * 32, b"c" * 32)


def test_a_code_is_parsed_kindly_and_hidden_when_printed() -> None:
    code = make_start_code()
    assert parse_start_code(" ".join(code.groups())) == code
    assert parse_start_code("12") is None
    assert code.digits not in repr(code) + repr(derive_start_place(code))


def test_the_same_digits_as_another_kind_of_code_lead_elsewhere() -> None:
    place = derive_start_place(StartCode(DIGITS))
    saved = derive_saved_place(ReturnCode(DIGITS), PEPPERS)
    others = {derive_root(AccessCode(DIGITS), PEPPERS).value, saved.seed, bytes.fromhex(saved.draft_id)}
    assert not {place.start_hash, place.key} & others
    assert place == derive_start_place(StartCode(DIGITS))


def test_what_lies_under_it_opens_with_it_alone_and_looks_like_any_other() -> None:
    place = derive_start_place(StartCode(DIGITS))
    short, long = {"box_secrets": []}, {"box_secrets": ["f" * 64] * MOST_EARLIER, "case_id": "c" * 32}
    sealed = seal_start(place, long)
    assert open_start(place, sealed) == long
    assert len(sealed) == len(seal_start(place, short))
    other = derive_start_place(make_start_code())
    for where, body in ((other, sealed), (place, sealed[:-1] + b"\x00"), (place, b"")):
        with pytest.raises(Forged):
            open_start(where, body)
