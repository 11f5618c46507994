"""Faults above the words of a content file are named by file and field."""

from datetime import date
from pathlib import Path

import pytest

from portal.texts.front_matter import Care, ContentFault, Source, parse_care, read_content_file, words_digest

GOOD = """\
---
title: A page
sources:
  - publisher: A publisher
    title: A page of theirs
    year: 2023
    address: https://example.org/
checked_on: 2026-11-22
check_again_by: 2027-02-22
owner: Editor
translates: 0123456789abcdef
reviewed_by_native_speaker: false
---

Words.
"""


def read(tmp_path: Path, text: str, *, is_translation: bool = False) -> Care:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    return parse_care(read_content_file(path), is_translation=is_translation)


def find_fault(tmp_path: Path, text: str, *, is_translation: bool = False) -> str:
    """Return the field that is found at fault."""
    with pytest.raises(ContentFault, match=r"page\.md") as caught:
        read(tmp_path, text, is_translation=is_translation)
    return caught.value.field


def test_a_complete_file_has_no_fault(tmp_path: Path) -> None:
    care = read(tmp_path, GOOD)
    assert (care.checked_on, care.check_again_by) == (date(2026, 11, 22), date(2027, 2, 22))
    assert care.sources == (Source("A publisher", "A page of theirs", 2023, "https://example.org/"),)
    assert not read(tmp_path, GOOD, is_translation=True).reviewed_by_native_speaker


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("owner: Editor\n", "", "owner"),
        ("checked_on: 2026-11-22\n", "", "checked_on"),
        ("2026-11-22", "yesterday", "checked_on"),
        ("2027-02-22", "2026-11-22", "check_again_by"),
        ("2027-02-22", "2028-02-22", "check_again_by"),
        ("publisher: A publisher", "publisher: ''", "sources[0].publisher"),
        ("    year: 2023\n", "", "sources[0].year"),
        ("year: 2023", "year: 'soon'", "sources[0].year"),
        ("https://", "http://", "sources[0].address"),
        ("title: A page\n", "title: [\n", "front matter"),
    ],
)
def test_a_fault_names_the_field(tmp_path: Path, before: str, after: str, field: str) -> None:
    assert before in GOOD
    assert find_fault(tmp_path, GOOD.replace(before, after)) == field


def test_a_file_without_front_matter_is_refused(tmp_path: Path) -> None:
    assert find_fault(tmp_path, "Words.\n") == "front matter"


def test_a_page_without_sources_is_refused(tmp_path: Path) -> None:
    start, end = GOOD.index("sources:"), GOOD.index("checked_on")
    assert find_fault(tmp_path, GOOD[:start] + "sources: []\n" + GOOD[end:]) == "sources"


@pytest.mark.parametrize("field", ["translates", "reviewed_by_native_speaker"])
def test_only_a_translation_must_say_what_it_translates_and_who_read_it(tmp_path: Path, field: str) -> None:
    text = "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(field))
    assert read(tmp_path, text).translates is None
    assert find_fault(tmp_path, text, is_translation=True) == field


def test_wrapping_a_paragraph_again_changes_no_digest() -> None:
    assert words_digest("one two\nthree") == words_digest("one  two three\n")
    assert words_digest("one", "two") != words_digest("one two")
