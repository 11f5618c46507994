"""Links for re:hub: only our own signature for this purpose is believed, and each is for one case and until one day."""

from base64 import urlsafe_b64encode
from datetime import date
from hashlib import sha256

from itsdangerous import Signer

from portal.vault.links import LinkSecret, read_link, write_link
from portal.vault.rehub_links import RehubLink, make_rehub_link, read_rehub_link, write_rehub_link

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
UNTIL = date(2026, 12, 14)
CASE = "c" * 32


def test_a_link_is_read_as_it_was_written() -> None:
    link = make_rehub_link(CASE, UNTIL)
    assert read_rehub_link(write_rehub_link(link, KEY), KEY) == link
    assert link.until_on == UNTIL


def test_a_link_tells_nothing_of_the_case_and_fits_into_one_line_of_a_mail() -> None:
    written = write_rehub_link(make_rehub_link(CASE, UNTIL), KEY)
    assert len(written) == 80
    assert written.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert CASE not in written


def test_every_changed_letter_is_refused() -> None:
    written = write_rehub_link(make_rehub_link(CASE, UNTIL), KEY)
    for place, letter in enumerate(written[:-1]):  # the last letter of base64 has bits that stand for nothing
        other = "A" if letter != "A" else "B"
        assert read_rehub_link(written[:place] + other + written[place + 1 :], KEY) is None


def test_guesses_and_garbage_are_refused() -> None:
    for text in ("", ".", "a", "é" * 80, "A" * 10_000, f"{'A' * 36}.{'A' * 43}", "a.b.c", "\ud800"):
        assert read_rehub_link(text, KEY) is None


def test_another_key_or_another_purpose_makes_no_link() -> None:
    link = make_rehub_link(CASE, UNTIL)
    content = urlsafe_b64encode(link.bits + bytes(11)).rstrip(b"=")
    assert read_rehub_link(write_rehub_link(link, OTHER_KEY), KEY) is None
    assert read_rehub_link(Signer(KEY, salt="open-page").sign(content).decode(), KEY) is None
    assert read_rehub_link(write_link(LinkSecret(link.bits), KEY), KEY) is None
    assert read_link(write_rehub_link(link, KEY), KEY) is None


def test_a_signed_link_of_another_length_is_none() -> None:
    signer = Signer(KEY, salt="rehub-update", key_derivation="hmac", digest_method=sha256)
    long_enough = bytes(15) + date.max.toordinal().to_bytes(4, "big")
    for content in (b"AAAA", urlsafe_b64encode(long_enough), urlsafe_b64encode(long_enough + bytes(20))):
        assert read_rehub_link(signer.sign(content).decode(), KEY) is None


def test_two_links_for_one_case_have_nothing_in_common_but_the_case() -> None:
    first, second = make_rehub_link(CASE, UNTIL), make_rehub_link(CASE, UNTIL)
    assert first.link_hash != second.link_hash
    assert first.is_about(CASE)
    assert not first.is_about("d" * 32)
    assert "bits" not in repr(RehubLink(bytes(16), UNTIL, bytes(8)))
