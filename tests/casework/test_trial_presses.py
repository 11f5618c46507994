"""Pressing for a trial notice on either database: one row a press, two a form, however many presses at once."""

from __future__ import annotations

from portal.casework.refer import open_draft
from portal.casework.trial_notice import Pressed
from portal.wiring import PublicPortal
from tests.at_once import run_at_once
from tests.builders import MovableClock, PortalData, fill_in
from tests.notices.posting import CHLOES_ADDRESS, CHLOES_PAGES
from tests.notices.trials import list_rows, open_trials, press


def test_one_press_causes_one_with_exactly_these_words_to_this_address(
    public: PublicPortal, portal_data: PortalData, clock: MovableClock
) -> None:
    ticket = fill_in(public.side, CHLOES_PAGES)
    draft, pressed = press(public.side, ticket, ["appointment"], "ar")
    assert pressed is Pressed.ASKED
    (trial,) = open_trials(public.side, portal_data)
    assert (trial.method, trial.address, trial.wording) == ("email", CHLOES_ADDRESS, "appointment")
    assert (trial.language, trial.made_at) == ("ar", clock.now())
    assert open_draft(public.side, ticket) == draft
    assert draft.answers["wording"] == ("appointment",)


def test_a_double_press_is_one(public: PublicPortal) -> None:
    ticket = fill_in(public.side, CHLOES_PAGES)
    answers = run_at_once(4, lambda _: press(public.side, ticket)[1])
    assert answers == [Pressed.ASKED] * 4
    assert len(list_rows(public.side.store)) == 1
    assert len(open_draft(public.side, ticket).tried) == 1


def test_presses_at_once_in_different_words_are_two_and_no_more(public: PublicPortal) -> None:
    ticket = fill_in(public.side, CHLOES_PAGES)
    wordings = ("news", "appointment", "library")
    answers = run_at_once(3, lambda number: press(public.side, ticket, [wordings[number]])[1])
    assert sorted(answers) == [Pressed.ASKED, Pressed.ASKED, Pressed.ENOUGH]
    assert len(list_rows(public.side.store)) == 2
