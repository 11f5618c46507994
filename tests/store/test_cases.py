"""Cases and services: found by locator, reference or id; never another service's; moved once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from portal.domain.case import Case
from portal.domain.errors import NotFound, OutOfDate
from portal.domain.stages import ENDED, Stage
from portal.store.cases import OwnRow
from portal.store.work import Store
from tests.at_once import run_at_once
from tests.store.rows import SERVICE, TODAY, add_case, find_locator, make_case

OTHER = replace(SERVICE, service_id="riverside", name="Riverside", is_trial=False)


def test_a_case_is_found_each_way_and_comes_back_as_it_was(store: Store, case: Case) -> None:
    with store.look() as work:
        assert work.cases.find_own(find_locator(case)) == OwnRow(case, None)
        assert work.cases.find_by_reference(case.case_reference) == case
        assert work.cases.find_by_reference(case.case_reference, for_change=True) == case
        assert work.cases.find_by_id(case.case_id) == case
        assert work.cases.get(case.case_id, "national") == case
        assert work.cases.has_reference(case.case_reference)


def test_what_is_not_there_is_not_found(store: Store, case: Case) -> None:
    with store.look() as work:
        assert work.cases.find_own(b"\x00" * 32) is None
        assert work.cases.find_by_reference("RJ-3333-3333") is None
        assert work.cases.find_by_id("0" * 32) is None
        assert not work.cases.has_reference("RJ-3333-3333")
        with pytest.raises(NotFound):
            work.cases.get(case.case_id, "riverside")


@pytest.mark.parametrize("same", ["reference", "locator"])
def test_no_two_cases_share_a_reference_or_a_locator(store: Store, case: Case, same: str) -> None:
    other = make_case(case.case_reference if same == "reference" else "RJ-3333-3333")
    locator = find_locator(case if same == "locator" else other)
    with pytest.raises(IntegrityError), store.work() as work:
        work.cases.add(other, locator)


def test_a_service_lists_its_own_cases_the_earliest_promise_first(store: Store) -> None:
    with store.work() as work:
        work.services.save(OTHER)
    days = {"RJ-3333-3333": date(2026, 12, 1), "RJ-4444-4444": None, "RJ-6666-6666": date(2026, 11, 24)}
    for reference, day in days.items():
        add_case(store, replace(make_case(reference), next_update_by=day))
    add_case(store, make_case("RJ-7777-7777", service_id="riverside"))
    add_case(store, make_case("RJ-9999-9999", stage=Stage.CLOSED))
    still_open = [stage for stage in Stage if stage not in ENDED]
    with store.look() as work:
        listed = work.cases.list_of_service("national", stages=still_open)
        first = work.cases.list_of_service("national", limit=1)
        others = work.cases.list_of_service("riverside")
    assert [case.case_reference for case in listed] == ["RJ-6666-6666", "RJ-3333-3333", "RJ-4444-4444"]
    assert [case.case_reference for case in first] == ["RJ-6666-6666"]
    assert [case.case_reference for case in others] == ["RJ-7777-7777"]


def test_of_two_who_move_a_case_at_once_one_is_out_of_date(store: Store, case: Case) -> None:
    def move(number: int) -> str:
        try:
            with store.work() as work:
                stage = (Stage.FIRST_CONTACT, Stage.ENQUIRIES)[number]
                work.cases.move(case, stage=stage, since_on=TODAY, next_update_by=None)
        except OutOfDate:
            return "out of date"
        return "moved"

    assert sorted(run_at_once(2, move)) == ["moved", "out of date"]
    with store.look() as work:
        moved = work.cases.get(case.case_id, "national")
    assert moved.stage in {Stage.FIRST_CONTACT, Stage.ENQUIRIES}
    assert moved.next_update_by is None


def test_an_area_has_one_service_and_the_national_one_has_the_rest(store: Store) -> None:
    with store.work() as work:
        work.services.save(OTHER, ["norfolk", "gwent"])
    with store.look() as work:
        assert work.services.get_of_area("gwent") == OTHER
        assert work.services.get_of_area("norfolk") == OTHER
        assert work.services.get_of_area("kent") == SERVICE
        assert work.services.get_of_area("not_sure") == SERVICE
        assert work.services.list_all() == [SERVICE, OTHER]
        with pytest.raises(NotFound):
            work.services.get("nobody")


def test_a_changed_service_keeps_its_areas(store: Store) -> None:
    changed = replace(SERVICE, phone="01632 960 001", is_trial=False)
    with store.work() as work:
        work.services.save(changed)
    with store.look() as work:
        assert work.services.get_of_area("gwent") == changed
