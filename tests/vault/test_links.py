"""Secure links: only our own signature is believed, and only the link's own bits unwrap the root."""

from hashlib import sha256

import pytest
from itsdangerous import URLSafeSerializer

from portal.domain.errors import Forged
from portal.vault.access_codes import Root
from portal.vault.links import LinkSecret, make_link_secret, read_link, unwrap_root, wrap_root, write_link

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
SECRET = LinkSecret(bytes(range(16)))
ROOT = Root(b"r" * 32)
WRITTEN_DOWN = "IjAwMDEwMjAzMDQwNTA2MDcwODA5MGEwYjBjMGQwZTBmIg.GKqAq6g0wVucyYHC8DUu_iBwlFonKzU4DPR9DODzVWY"


def test_a_link_is_read_as_it_was_written() -> None:
    assert read_link(write_link(SECRET, KEY), KEY) == SECRET


def sign_for(purpose: str) -> str:
    """Sign as links are signed, with the right key for another purpose."""
    how = {"digest_method": sha256, "key_derivation": "hmac"}
    return URLSafeSerializer(KEY, salt=purpose, signer_kwargs=how).dumps(SECRET.bits.hex())


def test_a_link_that_was_written_down_stays_good() -> None:
    assert sign_for("open-page") == write_link(SECRET, KEY)
    assert read_link(WRITTEN_DOWN, KEY) == SECRET


def test_a_link_is_short_neutral_and_holds_no_root() -> None:
    link = write_link(SECRET, KEY)
    assert len(link) < 100
    assert link.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert ROOT.value.hex() not in link


def test_every_changed_letter_is_refused() -> None:
    link = write_link(SECRET, KEY)
    changed = [link[:at] + ("A" if link[at] != "A" else "B") + link[at + 1 :] for at in range(len(link) - 1)]
    assert [text for text in changed if read_link(text, KEY) not in (None, SECRET)] == []
    assert sum(read_link(text, KEY) is None for text in changed) == len(changed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "x.y",
        "é" * 40,
        "\x00",
        write_link(SECRET, OTHER_KEY),
        write_link(SECRET, KEY).rpartition(".")[0],
        sign_for("rehub-update"),
        sign_for("itsdangerous"),
        "A" * 5000,
    ],
)
def test_what_we_did_not_sign_for_this_purpose_is_refused(text: str) -> None:
    assert read_link(text, KEY) is None


def test_only_a_links_own_bits_unwrap_the_root() -> None:
    wrapped = wrap_root(SECRET, ROOT, is_single_use=True)
    assert unwrap_root(SECRET, wrapped) == (ROOT, True)
    assert unwrap_root(SECRET, wrap_root(SECRET, ROOT, is_single_use=False)) == (ROOT, False)
    for secret, row in (
        (make_link_secret(), wrapped),
        (SECRET, wrapped[:-1] + bytes([wrapped[-1] ^ 1])),
        (SECRET, b""),
    ):
        with pytest.raises(Forged):
            unwrap_root(secret, row)


def test_links_are_random_and_found_by_a_hash_that_does_not_tell_their_bits() -> None:
    one, two = make_link_secret(), make_link_secret()
    assert len(one.bits) == 16
    assert one.bits != two.bits
    assert one.link_hash != two.link_hash
    assert one.bits not in one.link_hash
    assert repr(one) == "LinkSecret()"
