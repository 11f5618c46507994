"""The trial notice's rules: for whom, how many, for how long, and what its sealed body may hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.notices import Reason
from portal.domain.questions import Answers
from portal.domain.safe_contact import Allowed, Method, Never
from portal.domain.trial_notices import (
    A_DRAFT,
    LEAVES_WITHIN,
    ONE_PRESS,
    TrialNotice,
    count_left,
    find_trial_method,
    is_same_press,
    judge_trial,
    mailbox_of,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
EMAIL = TrialNotice(Method.EMAIL, "chloe@example.org", "library", "en", NOW)
TEXT = TrialNotice(Method.TEXT, "07700900123", "news", "ar", NOW)


@pytest.mark.parametrize(
    ("answers", "method"),
    [
        ({"contact_method": ("text",), "phone": ("07700900123",)}, Method.TEXT),
        ({"contact_method": ("email",), "email": ("a@example.org",)}, Method.EMAIL),
        ({"contact_method": ("email",), "phone": ("07700900123",)}, None),
        ({"contact_method": ("text",), "email": ("a@example.org",)}, None),
        ({"contact_method": ("text",)}, None),
        ({"contact_method": ("none",), "phone": ("07700900123",), "email": ("a@example.org",)}, None),
        ({"contact_method": ("call",), "phone": ("07700900123",)}, None),
        ({"contact_method": ("letter",), "address": ("1 Road",)}, None),
        ({"contact_method": ("someone_else",), "phone": ("07700900123",)}, None),
        ({"contact_method": ("text", "email"), "phone": ("07700900123",), "email": ("a@example.org",)}, None),
        ({}, None),
    ],
)
def test_only_a_text_or_an_email_may_be_tried_and_only_to_its_own_address(
    answers: Answers, method: Method | None
) -> None:
    assert find_trial_method(answers) is method


@pytest.mark.parametrize("trial", [EMAIL, TEXT])
def test_what_is_sealed_is_what_is_read(trial: TrialNotice) -> None:
    assert TrialNotice.from_body(trial.as_body()) == trial


@pytest.mark.parametrize(
    "change",
    [
        {"method": "letter"},
        {"method": "none"},
        {"address": "chloe@example.org, thief@example.org"},
        {"address": "07700900123"},
        {"address": ""},
        {"wording": "court"},
        {"wording": "There is something new for you."},
        {"made_at": "yesterday"},
    ],
)
def test_what_the_form_would_not_keep_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        TrialNotice.from_body({**EMAIL.as_body(), **change})


@pytest.mark.parametrize("lost", ["method", "address", "wording", "language", "made_at"])
def test_a_body_that_lacks_something_is_refused(lost: str) -> None:
    with pytest.raises(KeyError):
        TrialNotice.from_body({name: value for name, value in EMAIL.as_body().items() if name != lost})


def test_it_leaves_within_ten_minutes_or_not_at_all() -> None:
    assert timedelta(minutes=10) == LEAVES_WITHIN
    second = timedelta(seconds=1)
    assert judge_trial(EMAIL, NOW, list(Method)) == Allowed(Method.EMAIL, "chloe@example.org", "library")
    assert isinstance(judge_trial(EMAIL, NOW + LEAVES_WITHIN, list(Method)), Allowed)
    assert judge_trial(EMAIL, NOW + LEAVES_WITHIN + second, list(Method)) == Never(Reason.TOO_LATE)
    ahead = replace(EMAIL, made_at=NOW + LEAVES_WITHIN + second)
    assert judge_trial(ahead, NOW, list(Method)) == Never(Reason.TOO_LATE)


def test_it_goes_no_other_way() -> None:
    assert judge_trial(TEXT, NOW, [Method.EMAIL]) == Never(Reason.NO_CHANNEL)


def test_a_draft_has_two() -> None:
    tried = [("news", NOW)] * (A_DRAFT + 1)
    assert [count_left(tried[:count]) for count in range(A_DRAFT + 2)] == [2, 1, 0, 0]


@pytest.mark.parametrize(
    ("wording", "after", "is_same"),
    [
        ("news", timedelta(0), True),
        ("news", ONE_PRESS - timedelta(seconds=1), True),
        ("news", ONE_PRESS, False),
        ("news", timedelta(seconds=-1), False),
        ("library", timedelta(0), False),
    ],
)
def test_a_double_press_is_one_press(wording: str, after: timedelta, *, is_same: bool) -> None:
    assert is_same_press([("news", NOW)], wording, NOW + after) is is_same


@pytest.mark.parametrize(
    ("method", "one", "other"),
    [
        (Method.TEXT, "07700900123", "+447700900123"),
        (Method.TEXT, "07700900123", "00447700900123"),
        (Method.EMAIL, "Chloe@Example.org", "chloe@example.org"),
        (Method.EMAIL, "chloe+1@example.org", "chloe+2@example.org"),
    ],
)
def test_one_mailbox_is_one_however_it_is_written(method: Method, one: str, other: str) -> None:
    assert mailbox_of(method, one) == mailbox_of(method, other)


@pytest.mark.parametrize(
    ("method", "one", "other"),
    [
        (Method.TEXT, "07700900123", "07700900124"),
        (Method.EMAIL, "chloe@example.org", "chloe@example.com"),
        (Method.EMAIL, "chloe@example.org", "ben@example.org"),
    ],
)
def test_two_mailboxes_are_two(method: Method, one: str, other: str) -> None:
    assert mailbox_of(method, one) != mailbox_of(method, other)


def test_an_address_is_not_printed() -> None:
    assert "chloe" not in repr(EMAIL)
