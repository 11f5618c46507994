"""Helplines are data: sourced, dated, the same in every language."""

import shutil
from pathlib import Path

import pytest

from portal.texts.front_matter import ContentFault
from portal.texts.helplines import load_helplines

CONTENT = Path(__file__).resolve().parents[2] / "content"
UNVERIFIED = ["0808 500 2222", "0808 801 0331", "0808 808 8141", "020 3096 7708"]


def copy_with(tmp_path: Path, before: str, after: str) -> Path:
    """Copy the helplines' files with one change in the numbers."""
    for name in ("helplines.toml", "en/helplines.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(CONTENT / name, tmp_path / name)
    path = tmp_path / "helplines.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return tmp_path


def test_every_helpline_says_where_and_when_it_was_seen() -> None:
    helplines = load_helplines(CONTENT, "en")
    for key in helplines.by_key:
        card = helplines.draw_card(key)
        assert "Looked up on" in card
        assert helplines.by_key[key].source.address in card


def test_no_unverified_number_is_among_them() -> None:
    numbers = {line.number for line in load_helplines(CONTENT, "en").by_key.values()}
    assert numbers.isdisjoint(UNVERIFIED)


def test_the_numbers_are_the_same_in_every_language() -> None:
    assert load_helplines(CONTENT, "ar").by_key == load_helplines(CONTENT, "en").by_key


def test_words_a_language_lacks_are_english_and_marked_so(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "en", tmp_path / "en")
    shutil.copy(CONTENT / "helplines.toml", tmp_path)
    (tmp_path / "ar").mkdir()
    words = (CONTENT / "ar" / "helplines.toml").read_text(encoding="utf-8").split("[emergency]")[0]
    (tmp_path / "ar" / "helplines.toml").write_text(words, encoding="utf-8")
    card = load_helplines(tmp_path, "ar").draw_card("samaritans")
    assert '<strong><span lang="en" dir="ltr">Samaritans</span></strong>' in card


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ('\ntag = "sourced"', '\ntag = "memory"', "emergency.tag"),
        ('\ntag = "sourced"\n', "\n", "emergency.tag"),
        ("checked_on = 2026-11-22", 'checked_on = "once"', "emergency.checked_on"),
        ('number = "999"', 'number = "99a"', "emergency.number"),
        ('number = "999"\n', "", "emergency"),
        ('website = "https://999bsl.co.uk"', 'website = "//999bsl.co.uk"', "emergency-bsl.website"),
        ('publisher = "Stockton Information Directory"\n', "", "emergency.source.publisher"),
        ("[emergency]", "[emergency", "file"),
    ],
)
def test_a_helpline_nobody_vouches_for_is_refused(tmp_path: Path, before: str, after: str, field: str) -> None:
    with pytest.raises(ContentFault) as caught:
        load_helplines(copy_with(tmp_path, before, after), "en")
    assert caught.value.field == field
