"""Case references: one spelling, forgiving to whoever reads one aloud, no look-alikes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.references import ALPHABET, make_case_reference, parse_case_reference


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("RJ-7F3K-92QM", "RJ-7F3K-92QM"),
        ("rj-7f3k-92qm", "RJ-7F3K-92QM"),
        ("RJ7F3K92QM", "RJ-7F3K-92QM"),
        (" rj 7f3k 92qm\n", "RJ-7F3K-92QM"),
        ("RJ‐7F3K–92QM", "RJ-7F3K-92QM"),
        ("RJ-7F3K-92Q", None),
        ("RJ-7F3K-92QMM", None),
        ("XJ-7F3K-92QM", None),
        ("RJ-7F3K-92Q0", None),
        ("RJ-7F3K-92Q'", None),
        ("", None),
    ],
)
def test_a_reference_is_read_in_any_spelling_and_nothing_else_is(typed: str, reference: str | None) -> None:
    assert parse_case_reference(typed) == reference


@pytest.mark.parametrize("alike", ["0O", "1IL", "5S", "2Z", "8B", "UV"])
def test_of_letters_that_look_alike_at_most_one_is_used(alike: str) -> None:
    assert len(set(alike) & set(ALPHABET)) <= 1


@given(st.lists(st.sampled_from(ALPHABET), min_size=8, max_size=8))
def test_every_reference_that_is_made_is_read_back(letters: list[str]) -> None:
    rest = iter(letters)

    def pick(alphabet: str) -> str:
        assert alphabet == ALPHABET
        return next(rest)

    reference = make_case_reference(pick)
    assert parse_case_reference(reference) == reference
    assert parse_case_reference(reference.lower().replace("-", " ")) == reference
