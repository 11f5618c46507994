"""How half postcodes, councils, towns and areas as people type them lead to police force areas."""

import pytest

from portal.domain.areas import normalise_place, parse_outward_code
from tests.builders import SOME_AREAS


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("LS1 4AP", "LS1"),
        ("ls14ap", "LS1"),
        ("  l s 1 4 a p ", "LS1"),
        ("SW1A 1AA", "SW1A"),
        ("M1 1AE", "M1"),
        ("EC1A1BB", "EC1A"),
        ("W1A", "W1A"),
        ("np7", "NP7"),
        ("LS1 4A", "LS1"),
        ("LS1 4", "LS1"),
        ("LS14", "LS14"),
        ("LS1-4AP", "LS1"),
        ("LS١ ٤AP", "LS1"),
        ("12 Acacia Avenue, Leeds LS1 4AP", "LS1"),
        ("it is XLS1 4AP9", None),
        ("LS", None),
        ("Leeds", None),
        ("LS1 4APX", None),
        ("", None),
    ],
)
def test_only_the_first_half_of_a_postcode_is_kept(typed: str, kept: str | None) -> None:
    assert parse_outward_code(typed) == kept


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("LS1", ("west-yorkshire",)),
        ("ls1 4ap", ("west-yorkshire",)),
        ("NP7 5AA", ("gwent", "west-mercia")),
        ("Leeds", ("west-yorkshire",)),
        ("  LEEDS  ", ("west-yorkshire",)),
        ("y fenni", ("gwent", "west-mercia")),
        ("Tŷ-du", ("gwent",)),
        ("ty du", ("gwent",)),
        ("Avon and Somerset", ("avon-and-somerset",)),
        ("Avon & Somerset", ("avon-and-somerset",)),
        ("avon  &somerset", ("avon-and-somerset",)),
        ("King's Lynn & West Norfolk", ("norfolk",)),
        ("King’s Lynn and West Norfolk", ("norfolk",)),
        ("Kings Lynn and West Norfolk", ("norfolk",)),
        ("St Peter", ("norfolk",)),
        ("Nowhere at all", ()),
        ("ZZ99", ()),
        ("ZZ99 9ZZ", ()),
        ("?!", ()),
        ("", ()),
    ],
)
def test_what_is_typed_leads_to_its_areas(typed: str, codes: tuple[str, ...]) -> None:
    assert SOME_AREAS.list_candidates(typed) == codes


def test_a_name_that_stands_in_two_tables_is_offered_once() -> None:
    assert SOME_AREAS.list_candidates("Gwent") == ("gwent",)


def test_an_area_is_found_by_its_code_only() -> None:
    found = SOME_AREAS.find_area("gwent")
    assert found is not None
    assert found.nation == "Wales"
    assert SOME_AREAS.find_area("Gwent") is None


@pytest.mark.parametrize("word", ["Sandwell", "Andover", "Portland", "land and sea"])
def test_the_letters_and_inside_a_word_stay(word: str) -> None:
    assert normalise_place(word) == word.lower().replace(" and ", " ")
