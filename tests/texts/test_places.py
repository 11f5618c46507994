"""The areas and the tables behind "find your service"."""

import shutil
from pathlib import Path

import pytest

from portal.texts.front_matter import ContentFault
from portal.texts.places import load_areas

CONTENT = Path(__file__).resolve().parents[2] / "content"


def test_all_areas_of_england_and_wales_are_there() -> None:
    areas = load_areas(CONTENT).areas
    assert len({area.code for area in areas}) == len(areas) == 43
    assert [area.name for area in areas if area.nation == "Wales"] == [
        "Dyfed-Powys",
        "Gwent",
        "North Wales",
        "South Wales",
    ]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("GL50", ("gloucestershire",)),
        ("gl50 1aa", ("gloucestershire",)),
        ("Adur", ("sussex",)),
        ("Caerdydd", ("south-wales",)),
        ("إسكس", ("essex",)),
        ("Avon & Somerset", ("avon-and-somerset",)),
        ("AL3", ("bedfordshire", "hertfordshire")),
        ("Nowhere at all", ()),
    ],
)
def test_what_people_type_leads_to_areas(typed: str, codes: tuple[str, ...]) -> None:
    assert load_areas(CONTENT).list_candidates(typed) == codes


@pytest.mark.parametrize("name", ["outward_codes.csv", "councils.csv", "places.csv", "by_hand.csv"])
def test_a_row_of_an_unknown_area_is_refused_by_file_and_line(tmp_path: Path, name: str) -> None:
    shutil.copytree(CONTENT / "areas", tmp_path / "areas")
    path = tmp_path / "areas" / name
    head, first, *_ = path.read_text(encoding="utf-8").splitlines()
    columns = [*first.split(",")]
    columns[head.split(",").index("areas")] = "atlantis"
    path.write_text(f"{head}\n{first}\n{','.join(columns)}\n", encoding="utf-8")
    with pytest.raises(ContentFault) as caught:
        load_areas(tmp_path)
    assert (caught.value.path, caught.value.field) == (path, "line 3")
