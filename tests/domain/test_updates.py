"""What a person may read of an update, and what never stands in one."""

from datetime import date

import pytest

from portal.domain.stages import Stage
from portal.domain.updates import Update, WaitingFor

FULL = Update(Stage.REHUB_CHECK, date(2026, 11, 19), "rehub", date(2026, 12, 4), WaitingFor.PRISON, "Some words")
BARE = Update(Stage.RECEIVED, date(2026, 11, 19), "site")


@pytest.mark.parametrize("update", [FULL, BARE], ids=["full", "bare"])
def test_an_update_is_read_as_it_was_written(update: Update) -> None:
    assert Update.from_body(update.as_body()) == update


def test_what_is_empty_is_not_written() -> None:
    assert BARE.as_body() == {"stage": "received", "happened_on": "2026-11-19", "source": "site"}


@pytest.mark.parametrize("waiting_for", WaitingFor)
def test_it_is_never_told_that_the_other_person_is_waited_for(waiting_for: WaitingFor) -> None:
    body = Update(Stage.ASKING_THEM, date(2026, 11, 19), "rehub", waiting_for=waiting_for).as_body()
    if waiting_for is WaitingFor.PERSON:
        assert "person" not in body.values()
        assert Update.from_body(body).waiting_for is None
    else:
        assert body["waiting_for"] == waiting_for.value
