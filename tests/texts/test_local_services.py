"""The services behind "find your local service": a row for every area, no number unconfirmed, days watched."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from portal.texts.front_matter import ContentFault
from portal.texts.local_services import Caution, list_overdue, load_local_services
from portal.texts.places import load_areas

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture
def own_content(tmp_path: Path) -> Path:
    """Give a copy of the tables to spoil."""
    shutil.copytree(CONTENT / "areas", tmp_path / "areas")
    return tmp_path


def spoil(content_dir: Path, old: str, new: str) -> None:
    path = content_dir / "areas" / "services.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_area_has_a_row_that_says_where_it_comes_from() -> None:
    services = load_local_services(CONTENT)
    assert set(services) == {area.code for area in load_areas(CONTENT).areas}
    assert {code for code, each in services.items() if each.name is None} == {"city-of-london", "gwent"}
    assert all(each.source_address for each in services.values() if each.name)
    assert services["essex"].phone == "01245 291621"


def test_what_is_not_confirmed_gives_no_number_and_no_mailbox() -> None:
    """Though the table has some: a stranger may have the number now."""
    services = load_local_services(CONTENT)
    doubtful = [each for each in services.values() if each.caution or not each.name]
    assert {each.area for each in doubtful} >= {"humberside", "north-yorkshire", "west-yorkshire", "gwent"}
    assert not [each for each in doubtful if each.phone or each.email]
    assert services["humberside"].caution is Caution.NO_DATE


def test_no_number_is_shown_that_the_facts_leave_out() -> None:
    """Source: facts.md 7.1 and 7.2."""
    shown = " ".join(f"{each.phone}" for each in load_local_services(CONTENT).values()).replace(" ", "")
    left_out = "08007816818 08007831583 01522947246 03300881339 01372371611 01844202001 02030967708"
    assert not [number for number in left_out.split() if number in shown]


def test_rows_and_tables_past_their_day_are_named() -> None:
    assert list_overdue(CONTENT, date(2026, 11, 24)) == ()
    services = {each.row for each in list_overdue(CONTENT, date(2027, 2, 23))}
    assert services == set(load_local_services(CONTENT))
    everything = {each.file for each in list_overdue(CONTENT, date(2028, 1, 1))}
    assert everything == {f"areas/{path.name}" for path in (CONTENT / "areas").glob("*.csv")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("gwent,", "atlantis,"),
        (",unknown,", ",sourced,"),
        (",old_page,", ",gossip,"),
        (",2027-02-22,", ",some day,"),
        (",https://www.voicenorthants.org/restorative/,", ",javascript:alert(1),"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_file_and_line(own_content: Path, old: str, new: str) -> None:
    spoil(own_content, old, new)
    with pytest.raises(ContentFault, match=r"services\.csv: line \d+:"):
        load_local_services(own_content)
