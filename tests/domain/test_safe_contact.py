"""May a machine write now? A table of cards, requests and moments; when in doubt, no."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.notices import Reason
from portal.domain.questions import QUESTIONS
from portal.domain.requests import RequestState
from portal.domain.safe_contact import ARRIVES_WITHIN, Allowed, Card, Method, Never, NotBefore, judge

LONDON = ZoneInfo("Europe/London")
NOTHING_ASKED = RequestState()
EMAIL: Card = {"contact_method": ("email",), "email": ("a@example.org",), "wording": ("news",)}
TEXT: Card = {"contact_method": ("text",), "phone": ("07700900123",), "wording": ("library",)}
SPANS = {"morning": (9, 11), "midday": (11, 14), "afternoon": (14, 17), "evening": (17, 19)}
BANK_HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28)}


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """Return a time in London, in November 2026 (the 23rd is a Monday) or another month."""
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def ask(card: Card, when: datetime, requests: RequestState = NOTHING_ASKED) -> Allowed | NotBefore | Never:
    return judge(card, requests, when, is_working_day)


@pytest.mark.parametrize(("card", "method"), [(EMAIL, Method.EMAIL), (TEXT, Method.TEXT)])
def test_writes_by_the_chosen_method_to_its_own_address(card: Card, method: Method) -> None:
    verdict = ask({**card, "email": ("a@example.org",), "phone": ("07700900123",)}, at(23, 10))
    assert verdict == Allowed(method, card[{"email": "email", "text": "phone"}[method]][0], card["wording"][0])


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ({**EMAIL, "contact_method": ("none",)}, Reason.NOT_WANTED),
        ({**EMAIL, "contact_method": ("call",), "phone": ("07700900123",)}, Reason.BY_HAND),
        ({**EMAIL, "contact_method": ("letter",), "address": ("1 Road",)}, Reason.BY_HAND),
        ({**EMAIL, "contact_method": ("someone_else",)}, Reason.BY_HAND),
        ({**EMAIL, "contact_method": ("text",)}, Reason.UNREADABLE),  # an e-mail address is no way round a lost number
        ({**EMAIL, "contact_method": ("email", "text")}, Reason.UNREADABLE),
        ({**EMAIL, "contact_method": ("pigeon",)}, Reason.UNREADABLE),
        ({**EMAIL, "email": ()}, Reason.UNREADABLE),
        ({**EMAIL, "email": ("a@example.org", "b@example.org")}, Reason.UNREADABLE),
        ({**EMAIL, "wording": ("court",)}, Reason.UNREADABLE),
        ({"contact_method": ("email",), "email": ("a@example.org",)}, Reason.UNREADABLE),
        ({**EMAIL, "days": ("sunday",)}, Reason.UNREADABLE),
        ({**EMAIL, "hours": ("night",)}, Reason.UNREADABLE),
        ({}, Reason.UNREADABLE),
    ],
)
def test_never_writes_against_the_card_or_one_it_does_not_understand(card: Card, reason: Reason) -> None:
    assert ask(card, at(23, 10)) == Never(reason)


@pytest.mark.parametrize(
    ("requests", "reason"),
    [
        (RequestState(has_stopped_contact=True), Reason.STOPPED),
        (RequestState(is_paused=True), Reason.STOPPED),
        (RequestState(withdrawn_on=date(2026, 11, 20)), Reason.STOPPED),
        (RequestState(erase_asked_on=date(2026, 11, 20)), Reason.STOPPED),
        (RequestState(is_locked=True), Reason.LOCKED),
    ],
)
def test_what_was_asked_for_on_the_page_counts_before_the_card(requests: RequestState, reason: Reason) -> None:
    assert ask(EMAIL, at(23, 10), requests) == Never(reason)


@pytest.mark.parametrize(
    ("days", "hours", "when", "opens"),
    [
        ((), (), at(23, 8, 59), at(23, 9)),  # nothing chosen: working days, nine to five
        ((), (), at(23, 17), at(24, 9)),
        ((), (), at(27, 18), at(30, 9)),  # Friday evening: Monday
        ((), ("any_time",), at(23, 19), at(24, 9)),
        ((), ("morning",), at(23, 11), at(24, 9)),
        ((), ("morning", "evening"), at(23, 12), at(23, 17)),
        ((), ("any_time", "evening"), at(23, 12), at(23, 17)),  # the hours count, not "any time" beside them
        (("tuesday",), ("midday",), at(23, 12), at(24, 11)),
        (("tuesday",), (), at(24, 17), at(1, 9, month=12)),
        (("any_day", "friday"), (), at(23, 12), at(27, 9)),
        (("any_day",), (), at(28, 12), at(30, 9)),
        (("friday",), (), at(25, 10, month=12), at(1, 9, month=12).replace(year=2027, month=1)),  # Christmas
        (("monday",), (), at(28, 10, month=12), at(4, 9, month=12).replace(year=2027, month=1)),
    ],
)
def test_waits_for_the_days_and_hours_chosen(
    days: tuple[str, ...], hours: tuple[str, ...], when: datetime, opens: datetime
) -> None:
    card = {**EMAIL, "days": days, "hours": hours}
    verdict = ask(card, when)
    assert verdict == NotBefore(opens)
    assert isinstance(ask(card, opens), Allowed)


@pytest.mark.parametrize("hour_in_utc", [8, 15])
def test_hours_are_those_of_london_in_summer_too(hour_in_utc: int) -> None:
    """At 8:00 UTC in July it is nine in London; at 16:00 UTC it is five, and over."""
    moment = datetime(2026, 7, 6, hour_in_utc, tzinfo=ZoneInfo("UTC"))
    assert isinstance(ask(EMAIL, moment), Allowed)
    assert isinstance(ask(EMAIL, moment.replace(hour=7, minute=59)), NotBefore)
    assert isinstance(ask(EMAIL, moment.replace(hour=16)), NotBefore)


def test_a_card_whose_days_never_come_is_never_written_to() -> None:
    assert judge(EMAIL, NOTHING_ASKED, at(23, 10), lambda _day: False) == Never(Reason.UNREADABLE)


choices = {
    code: st.lists(st.sampled_from(QUESTIONS[code].options), unique=True).map(tuple) for code in ("days", "hours")
}


@given(st.fixed_dictionaries(choices), st.integers(0, 60 * 24 * 60))
def test_whatever_is_chosen_it_leaves_within_it(chosen: Card, minutes: int) -> None:
    when = at(1, 0) + timedelta(minutes=minutes)
    verdict = ask({**EMAIL, **chosen}, when)
    opens = (verdict.at if isinstance(verdict, NotBefore) else when).astimezone(LONDON)
    assert opens >= when
    assert is_working_day(opens.date())
    assert 9 <= opens.hour < 19
    arrives = opens + ARRIVES_WITHIN
    spans = [SPANS[each] for each in chosen["hours"] if each != "any_time"] or [(9, 19 if chosen["hours"] else 17)]
    assert any(first <= opens.hour and (arrives.hour, arrives.minute) <= (last, 0) for first, last in spans)
    named = set(chosen["days"]) - {"any_day"}
    assert not named or opens.strftime("%A").lower() in named
