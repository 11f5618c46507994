"""`portal service` and `portal keys`: enrolling a service, and seeing whether its keys fit."""

from __future__ import annotations

import json
import stat

import pytest
from sqlalchemy import select

from portal.casework.desk import read_case
from portal.casework.reach import list_ways_in
from portal.casework.staff import NewStaff
from portal.commands.keys import keys_group
from portal.commands.service import service_group
from portal.holders import Role
from portal.store.tables import audit
from portal.store.work import Store
from portal.wiring import wire_desk, wire_public
from tests.builders import AMIRAS_PAGES, PortalData, add_staff, refer
from tests.commands.conftest import Run

ADD = ("add", "calder", "--name", "Calder RJ", "--area", "west-yorkshire", "--phone", "01632 960 002")


def list_services(run: Run) -> dict[str, dict[str, object]]:
    """Return the services by code, as a machine reads them."""
    return {each["code"]: each for each in json.loads(run(service_group, "list", "--json").output)}


def test_lists_services_with_their_areas(run: Run) -> None:
    """For people on lines, for machines as JSON."""
    listed = list_services(run)
    assert listed["riverside"]["areas"] == ["cumbria"]
    assert listed["national"]["is_trial"] is True
    assert "trial copy" in run(service_group, "list").output


def test_a_service_enrolled_gets_what_is_sent_from_its_area(run: Run, sqlite_portal_data: PortalData) -> None:
    """Its own key opens it, once both sites have started again."""
    assert run(service_group, *ADD).exit_code == 0
    public = wire_public(sqlite_portal_data.settings(Role.PUBLIC))
    amira = refer(public.side, AMIRAS_PAGES)
    assert amira.case.service_id == "calder"
    desk = wire_desk(sqlite_portal_data.settings(Role.DESK))
    kim = add_staff(desk.side, NewStaff("kim@calder.invalid", "Kim", service_id="calder"))
    assert read_case(desk.side, kim.signed_in, amira.case.case_id).name == "Amira"
    for portal in (public, desk):
        portal.side.store.close()


def test_enrolling_again_changes_words_and_keeps_keys(run: Run, sqlite_portal_data: PortalData) -> None:
    """What was sealed before must still open."""
    run(service_group, *ADD)
    key = sqlite_portal_data.data_dir / "keys" / "desk" / "calder.service.key"
    before = key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert run(service_group, "add", "calder", "--name", "Calder Valley RJ").exit_code == 0
    assert key.read_bytes() == before
    assert list_services(run)["calder"]["name"] == "Calder Valley RJ"
    assert list_services(run)["calder"]["areas"] == ["west-yorkshire"]
    pins = (sqlite_portal_data.data_dir / "keys" / "public" / "service_pins").read_text().split()
    assert len(pins) == len(set(pins)) == 3


def test_what_people_are_told_of_a_service_stays_until_it_is_given_anew(run: Run) -> None:
    """A service that takes over an area keeps its number; an empty text takes something away."""
    run(service_group, *ADD, "--hours", "Weekdays", "--post", "Calder RJ", "--post", "PO Box 1")
    run(service_group, "add", "calder", "--name", "Calder RJ", "--area", "kent", "--hours", "")
    calder = list_services(run)["calder"]
    told = {field: calder[field] for field in ("phone", "hours", "postal_address")}
    assert told == {"phone": "01632 960 002", "hours": "", "postal_address": "Calder RJ\nPO Box 1"}


@pytest.mark.parametrize("gone", ["desk/national.service.key", "worker/national.notice.key"])
def test_refuses_to_put_new_keys_in_the_place_of_a_services_own(
    run: Run, sqlite_portal_data: PortalData, gone: str
) -> None:
    """Run where the keys are not, it would make every case of the service unreadable for good."""
    keys = sqlite_portal_data.data_dir / "keys"
    before = [each["pin"] for each in json.loads(run(keys_group, "list", "--json").output)]
    (keys / gone).unlink()
    pins = (keys / "public" / "service_pins").read_bytes()
    result = run(service_group, "add", "national", "--name", "National desk")
    assert result.exit_code == 1
    assert (
        "Nothing was changed: national is enrolled with keys that are not in the folders of keys here" in result.output
    )
    assert not (keys / gone).exists()
    assert (keys / "public" / "service_pins").read_bytes() == pins
    assert [each["pin"] for each in json.loads(run(keys_group, "list", "--json").output)] == before


def test_refuses_other_keys_under_the_same_name(run: Run, sqlite_portal_data: PortalData) -> None:
    """Such as those of another copy."""
    keys = sqlite_portal_data.data_dir / "keys" / "desk"
    (keys / "national.service.key").write_text((keys / "riverside.service.key").read_text())
    assert run(service_group, "add", "national", "--name", "National desk").exit_code == 1
    assert list_services(run)["national"]["is_trial"] is True


def test_enrolling_is_in_the_audit(run: Run, sqlite_portal_data: PortalData) -> None:
    """By the operator: the command line knows nobody by name."""
    run(service_group, *ADD)
    store = Store(sqlite_portal_data.database_url)
    with store.look() as work:
        assert work.connection.execute(select(audit.c.staff_id, audit.c.what)).all() == [
            ("operator", "enrolled calder")
        ]
    store.close()


def test_what_people_are_told_is_signed_by_the_service(run: Run, sqlite_portal_data: PortalData) -> None:
    """And shown by a public site that pinned its keys; again after a change."""
    for phone in ("01632 960 002", "01632 960 004"):
        run(service_group, *ADD, "--phone", phone)
        public = wire_public(sqlite_portal_data.settings(Role.PUBLIC))
        assert {way.name: way.phone for way in list_ways_in(public.side)}["Calder RJ"] == phone
        public.side.store.close()


@pytest.mark.parametrize("option", ["--name", "--phone", "--hours", "--post"])
def test_refuses_more_than_a_page_has_room_for(run: Run, option: str) -> None:
    """And nothing is made; also where the database would have cut it or failed."""
    result = run(service_group, *ADD, option, "x" * 301)
    assert result.exit_code == 2
    assert "characters at most" in result.output
    assert "calder" not in list_services(run)


def test_enrolling_the_national_desk_ends_the_trial(run: Run) -> None:
    """From then on somebody answers."""
    run(service_group, "add", "national", "--name", "National desk", "--phone", "01632 960 003")
    assert list_services(run)["national"]["is_trial"] is False


@pytest.mark.parametrize("code", ["../escape", "Calder", "c", "calder.key", "-calder", "x" * 40])
def test_refuses_a_code_that_is_none(run: Run, sqlite_portal_data: PortalData, code: str) -> None:
    """It would become part of a file's name."""
    result = run(service_group, "add", "--name", "X", "--", code)
    assert result.exit_code == 2
    assert len(list_services(run)) == 2


def test_refuses_an_area_there_is_not(run: Run) -> None:
    """And names those there are; nothing is made."""
    result = run(service_group, "add", "calder", "--name", "Calder RJ", "--area", "narnia")
    assert result.exit_code == 2
    assert "There is no area narnia" in result.output
    assert "west-yorkshire" in result.output
    assert "calder" not in list_services(run)


def test_keys_fit_until_they_do_not(run: Run, sqlite_portal_data: PortalData) -> None:
    """Missing, or not pinned: said, with status 1. Private halves are never shown."""
    result = run(keys_group, "list")
    assert result.exit_code == 0
    keys = sqlite_portal_data.data_dir / "keys"
    assert (keys / "desk" / "national.service.key").read_text().strip() not in result.output
    (keys / "public" / "service_pins").write_text("")
    assert "not pinned" in run(keys_group, "list").output
    (keys / "worker" / "riverside.notice.key").unlink()
    result = run(keys_group, "list", "--json")
    assert result.exit_code == 1
    assert {each["code"]: each["state"] for each in json.loads(result.output)} == {
        "national": "not pinned for the public site",
        "riverside": "private keys are not here",
    }
