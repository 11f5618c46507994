"""How people type where they live, over the true tables: to the right area, the right choice, or neither."""

import random
import re
from pathlib import Path

import pytest

from portal.domain.finding import Found, Meant, PlaceFinder
from portal.domain.spelling import count_slips
from portal.texts.places import load_areas, load_outside

CONTENT = Path(__file__).resolve().parents[2] / "content"
AREAS = load_areas(CONTENT)
FINDER = PlaceFinder(AREAS, load_outside(CONTENT))
# as typed -> the areas it may be, the likeliest first
LEADS = {
    # postcodes, whole and by half
    "GL50": "gloucestershire",
    "gl50 1aa": "gloucestershire",
    "LS14AP": "west-yorkshire",
    "np7 5": "gwent;west-mercia",
    "sw1a-1aa": "metropolitan-police",
    "AL3": "bedfordshire;hertfordshire",
    "TD15": "northumbria",
    "12 Acacia Avenue, Leeds LS1 4AP": "west-yorkshire",
    "M١": "greater-manchester",
    # councils of today, as they and others write them
    "London Borough of Hackney": "metropolitan-police",
    "Birmingham City Council": "west-midlands",
    "City of Bristol": "avon-and-somerset",
    "Bristol, City of": "avon-and-somerset",
    "Herefordshire, County of": "west-mercia",
    "Kings Lynn & West Norfolk": "norfolk",
    "Saint Helens": "merseyside",
    "Newcastle on Tyne": "northumbria",
    # councils that are no more
    "Shepway": "kent",
    "Taunton Deane": "avon-and-somerset",
    "South Bucks": "thames-valley",
    "Suffolk Coastal": "suffolk",
    "Weymouth and Portland": "dorset",
    "Crewe and Nantwich": "cheshire",
    "Barrow-in-Furness": "cumbria",
    # towns and counties
    "middlesbrough": "cleveland",
    "miltonkeynes": "thames-valley",
    "Hull": "humberside",
    "Brixton": "metropolitan-police",
    "Newport": "gwent;hampshire-and-isle-of-wight;west-mercia",
    "Newport, Isle of Wight": "hampshire-and-isle-of-wight",
    "Ashford Kent": "kent",
    "Richmond, London": "metropolitan-police",
    "Yorkshire": "west-yorkshire;south-yorkshire;north-yorkshire;humberside",
    "East Sussex": "sussex",
    "flat 3, a long street name in Truro": "devon-and-cornwall",
    # Welsh and Arabic
    "Caerdydd": "south-wales",
    "Y Fenni": "gwent;west-mercia",
    "ynys mon": "north-wales",
    "Cyngor Sir Gâr": "dyfed-powys",
    "Aberdâr": "south-wales",
    "Pont-y-pwl": "gwent",
    "De Cymru": "south-wales",
    "Cymru": "dyfed-powys;gwent;north-wales;south-wales",
    "إسكس": "essex",
}
# as typed -> a name that is offered, and no area is chosen
OFFERED = {
    "Glocester": "Gloucester",
    "Middlesborough": "Middlesbrough",
    "Sheffeild": "Sheffield",
    "Bornmouth": "Bournemouth",
    "Leedz": "Leeds",
    "Cardif": "Cardiff",
    "Abertawy": "Abertawe",
    "Wolverhamton": "Wolverhampton",
    "Stoke on Tren": "Stoke-on-Trent",
    "weston super": "Weston-Super-Mare",
    "my flat in Birmigham": "Birmingham",
    "S014": "SO14",
    "LSI 4AP": "LS1",
}
OUTSIDE = {
    "EH1 1YZ": "scotland",
    "Glasgow": "scotland",
    "TD1": "scotland",
    "BT7": "northern_ireland",
    "Belfast": "northern_ireland",
    "JE2 3AB": "islands",
    "Ynys Manaw": "islands",
    "abroad": "abroad",
    "England": "nation",
}
NOT_KNOWN = ["Nowhere at all", "ZZ99 9ZZ", "7DS", "Q", "?!", "12"]
NOT_KNOWN += ["a" * 81, "\u202egnieL", "Robert'); DROP TABLE area;--"]


@pytest.mark.parametrize(("typed", "areas"), LEADS.items())
def test_a_place_leads_to_its_area_or_to_the_choice(typed: str, areas: str) -> None:
    found = FINDER.find(typed)
    assert (found.meant, ";".join(found.areas)) == (Meant.AREAS, areas)


@pytest.mark.parametrize(("typed", "name"), OFFERED.items())
def test_what_is_written_nearly_so_is_offered_and_never_decided(typed: str, name: str) -> None:
    found = FINDER.find(typed)
    assert (found.meant, found.areas) == (Meant.NAMES, ())
    assert name in found.names[:3]
    assert all(FINDER.find(each).meant is Meant.AREAS for each in found.names)


@pytest.mark.parametrize(("typed", "where"), OUTSIDE.items())
def test_a_place_outside_england_and_wales_is_known_as_such(typed: str, where: str) -> None:
    assert (FINDER.find(typed).meant, FINDER.find(typed).outside) == (Meant.OUTSIDE, where)


@pytest.mark.parametrize("typed", NOT_KNOWN)
def test_what_is_not_known_is_not_kept(typed: str) -> None:
    assert FINDER.find(typed) == Found(Meant.UNKNOWN)


@pytest.mark.parametrize("typed", ["", "  ", "\u200b"])
def test_nothing_is_nothing(typed: str) -> None:
    assert FINDER.find(typed) == Found(Meant.NOTHING)


def test_a_code_that_no_table_has_leads_to_the_areas_of_its_letters() -> None:
    """Such as one for letter boxes alone."""
    found = FINDER.find("LU97 1AB")
    assert (found.meant, found.kept) == (Meant.LIKE_IT, "LU97")
    assert "bedfordshire" in found.areas


@pytest.mark.parametrize("typed", [*LEADS, *OFFERED, *OUTSIDE])
def test_what_is_kept_is_no_more_than_was_understood_and_finds_the_same(typed: str) -> None:
    """So that an address holds no second half of a postcode, and no street."""
    kept = FINDER.find(typed).kept
    assert FINDER.find(kept) == FINDER.find(typed)
    for finer in ("1AA", "4AP", "1YZ", "Acacia", "flat", "street", "my"):
        assert finer.casefold() not in kept.casefold().split()


def test_whatever_is_typed_an_address_holds_no_whole_postcode_and_leads_to_the_same() -> None:
    """Names, codes and noise in many mixtures, the same ones at every run."""
    dice = random.Random(8)
    pieces = ["LS1 4AP", "ls14ap", "SW1A1AA", "Leeds", "Leedz", "Gwent", "Glasgow", "BT1 1AA", "12", ",", "in", "ŷ"]
    for _ in range(3000):
        typed = dice.choice(["", " ", ", "]).join(dice.choices(pieces, k=dice.randint(1, 4)))
        found = FINDER.find(typed)
        assert not re.search(r"[0-9][A-Z]{2}$", found.kept.upper().replace(" ", "")) or len(found.kept) <= 4, typed
        assert not found.kept or FINDER.find(found.kept) == found, typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Thetfor 7DS", "Thetfor"), ("thetfor 7ds, norfolk", "Norfolk"), ("BR5YN", "BR"), ("Ashford 7DS", "Ashford")],
)
def test_a_second_half_without_its_first_is_not_kept_either(typed: str, kept: str) -> None:
    """With a town beside it, it points at a few doors."""
    found = FINDER.find(typed)
    assert found.kept == kept
    assert FINDER.find(kept) == found


def test_every_name_and_code_of_the_tables_is_found() -> None:
    names = [named for named in AREAS.by_key.values() if FINDER.find(named.spelling).areas != named.areas]
    codes = [code for code, areas in AREAS.outward_codes.items() if FINDER.find(code).areas != areas]
    assert (names, codes) == ([], [])


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("leeds", "leeds", 0), ("leedz", "leeds", 1), ("ledes", "leeds", 1), ("eeds", "leeds", 1), ("lxxxx", "leeds", 3)],
)
def test_slips_are_counted_up_to_what_is_forgiven(one: str, other: str, slips: int) -> None:
    """Left out, put in, changed, or two neighbours swapped."""
    assert count_slips(one, other, 2) == slips
