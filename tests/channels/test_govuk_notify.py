"""GOV.UK Notify by its own client, against a stand-in that checks each signature and plays each documented error."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.channels.govuk_notify import GovukNotify, NotifyAccount
from portal.domain.notices import Handed, Known
from portal.domain.safe_contact import Method
from portal.settings import ROOT
from portal.texts.notices import list_telling
from tests.channels.notify_stand_in import (
    API_KEY,
    BREAK,
    EMAIL_TEMPLATE,
    SECRET,
    TAKE_AND_BREAK,
    TAKE_AND_WAIT,
    TEXT_TEMPLATE,
    Fault,
    Notify,
    open_notify,
)
from tests.channels.test_files import MESSAGE
from tests.databases import find_free_port

NUMBER = "07700900123"
TEXT = replace(MESSAGE, addresses=(NUMBER,), mail_id="5" * 32)
TEMPLATES = {Method.TEXT: TEXT_TEMPLATE, Method.EMAIL: EMAIL_TEMPLATE}
FAULTS: list[tuple[Fault, Handed]] = [
    ((400, "ValidationError", "phone_number Not enough digits"), Handed.REFUSED),
    ((400, "ValidationError", f"phone_number {NUMBER} is not a mobile number"), Handed.REFUSED),
    ((400, "BadRequestError", "Can't send to this recipient using a team-only API key"), Handed.NOT_SET_UP),
    ((400, "BadRequestError", "Can't send to this recipient when service is in trial mode"), Handed.NOT_SET_UP),
    ((400, "BadRequestError", "Cannot send to international mobile numbers"), Handed.NOT_SET_UP),
    ((400, "BadRequestError", "sms_sender_id does not exist in database"), Handed.NOT_SET_UP),
    ((400, "BadRequestError", "Missing personalisation: words"), Handed.NOT_SET_UP),
    ((400, "BadRequestError", "Content for template has a character count greater than the limit"), Handed.NOT_SET_UP),
    ((403, "AuthError", "Invalid token: API key not found"), Handed.NOT_SET_UP),
    ((404, "NoResultFound", "No result found"), Handed.NOT_SET_UP),
    ((429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests"), Handed.NOT_NOW),
    ((429, "TooManyRequestsError", "Exceeded send limits (50) for today"), Handed.NOT_TODAY),
    ((500, "Exception", "Internal server error"), Handed.UNSURE),
    ((503, "", "Service unavailable"), Handed.UNSURE),
    ((504, "", "Gateway timed out"), Handed.UNSURE),
    ((408, "", "Request timed out"), Handed.UNSURE),
    ((302, "", "Over there"), Handed.UNSURE),
    ((307, "", "Over there"), Handed.UNSURE),
]


@pytest.fixture
def notify() -> Iterator[Notify]:
    """Give the stand-in."""
    with open_notify() as opened:
        yield opened


def make(url: str, read_seconds: float = 10.0, text_sender: str = "") -> GovukNotify:
    return GovukNotify(NotifyAccount(url, API_KEY, TEMPLATES, text_sender), list_telling, (5.0, read_seconds))


def send_text(notify: Notify) -> Handed:
    return make(notify.url).channel_of(Method.TEXT).hand_over(TEXT)


def test_a_text_carries_the_words_and_a_reference_and_nothing_else(notify: Notify) -> None:
    channel = make(notify.url, text_sender=EMAIL_TEMPLATE).channel_of(Method.TEXT)
    assert channel.hand_over(TEXT) is Handed.ACCEPTED
    (sent,) = notify.taken
    assert sent == {
        "phone_number": NUMBER,
        "template_id": TEXT_TEMPLATE,
        "personalisation": {"words": TEXT.words.body},
        "reference": TEXT.mail_id,
        "sms_sender_id": EMAIL_TEMPLATE,
    }


def test_a_mail_carries_its_subject_too(notify: Notify) -> None:
    message = replace(TEXT, addresses=("chloe@example.org",))
    assert make(notify.url).channel_of(Method.EMAIL).hand_over(message) is Handed.ACCEPTED
    (sent,) = notify.taken
    assert sent == {
        "email_address": "chloe@example.org",
        "template_id": EMAIL_TEMPLATE,
        "personalisation": {"words": TEXT.words.body, "subject": TEXT.words.subject},
        "reference": TEXT.mail_id,
    }


@pytest.mark.parametrize(("fault", "handed"), FAULTS, ids=str)
def test_each_documented_error_is_told_as_what_it_is(
    notify: Notify, fault: Fault, handed: Handed, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    notify.fault = fault
    assert send_text(notify) is handed
    assert notify.taken == []
    assert notify.paths == [f"/v2/template/{TEXT_TEMPLATE}", "/v2/notifications/sms"]
    told = " ".join(record.getMessage() for record in caplog.records)
    for secret in (NUMBER, TEXT.mail_id, SECRET, TEXT.words.body, "phone_number"):
        assert secret not in told


@pytest.mark.parametrize(("fault", "handed"), FAULTS, ids=str)
def test_an_error_before_anything_is_handed_over_is_never_the_addresss(
    notify: Notify, fault: Fault, handed: Handed
) -> None:
    """The template is only looked at: nothing left, so it is surely tried again, or the operator's to mend."""
    notify.no_template = fault
    looked = {Handed.UNSURE: Handed.NOT_NOW, Handed.REFUSED: Handed.NOT_SET_UP}
    assert send_text(notify) is looked.get(handed, handed)
    assert notify.taken == []
    assert notify.paths == [f"/v2/template/{TEXT_TEMPLATE}"]


@pytest.mark.parametrize(
    ("secret", "ahead"), [("another-secret-of-another-service-00", 0), (SECRET, 31), (SECRET, -31)]
)
def test_a_wrong_key_or_clock_sends_nothing_and_is_the_operators_to_mend(
    notify: Notify, secret: str, ahead: int, caplog: pytest.LogCaptureFixture
) -> None:
    notify.secret, notify.ahead_seconds = secret, ahead
    assert send_text(notify) is Handed.NOT_SET_UP
    assert notify.taken == []
    assert "GOV.UK Notify refuses this portal: 403 AuthError" in caplog.text


def test_a_line_that_never_stood_is_tried_again() -> None:
    closed = make(f"http://127.0.0.1:{find_free_port()}")
    assert closed.channel_of(Method.TEXT).hand_over(TEXT) is Handed.NOT_NOW
    assert closed.ask(TEXT.mail_id) is Known.NO_ANSWER
    nowhere = make("http://name.invalid")
    assert nowhere.channel_of(Method.TEXT).hand_over(TEXT) is Handed.NOT_NOW


@pytest.mark.parametrize(
    ("does", "known"),
    [(TAKE_AND_BREAK, Known.TAKEN), (TAKE_AND_WAIT, Known.TAKEN), (BREAK, Known.NOT_THERE)],
)
def test_a_line_that_dies_leaves_it_unsure_and_notify_knows_by_the_reference(
    notify: Notify, does: str, known: Known
) -> None:
    """Whether it was taken before, or not, looks the same from here."""
    notify.does = does
    made = make(notify.url, read_seconds=0.3)
    assert made.channel_of(Method.TEXT).hand_over(TEXT) is Handed.UNSURE
    assert made.ask(TEXT.mail_id) is known
    assert made.ask("6" * 32) is Known.NOT_THERE


@pytest.mark.parametrize("says", ["taken", [], {}, {"id": "1", "reference": "another"}])
def test_what_does_not_answer_as_notify_may_have_been_anybody(notify: Notify, says: object) -> None:
    notify.says = says
    assert send_text(notify) is Handed.UNSURE


@pytest.mark.parametrize("deaf", [fault for fault, _ in FAULTS])
def test_no_error_passes_for_a_notice_that_is_not_there(notify: Notify, deaf: Fault) -> None:
    """Else it would be sent twice."""
    notify.deaf = deaf
    assert make(notify.url).ask(TEXT.mail_id) is Known.NO_ANSWER


@pytest.mark.parametrize(
    "tells", [[], {}, {"notifications": {}}, {"notifications": None}, {"notifications": [{"reference": "another"}]}]
)
def test_nothing_but_an_empty_list_says_that_it_is_not_there(notify: Notify, tells: object) -> None:
    notify.tells = tells
    assert make(notify.url).ask(TEXT.mail_id) is Known.NO_ANSWER


def test_the_machines_own_settings_send_addresses_nowhere_else(notify: Notify, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{find_free_port()}")
    assert send_text(notify) is Handed.ACCEPTED


def test_a_template_with_words_of_its_own_sends_nothing(notify: Notify) -> None:
    notify.text_body = "Restorative justice: ((words))"
    assert send_text(notify) is Handed.NOT_SET_UP
    assert notify.taken == []


def test_what_may_tell_ends_no_sending(notify: Notify) -> None:
    """A mail to re:hub's office says what it is about; notices to people go on leaving after it."""
    words = replace(TEXT.words, body="Please tell us where the referral for restorative justice stands.")
    mail = replace(TEXT, addresses=("asks@rehub.example",), words=words, mail_id="7" * 32, may_tell=True)
    channel = make(notify.url).channel_of(Method.EMAIL)
    assert channel.hand_over(mail) is Handed.ACCEPTED
    assert channel.hand_over(replace(TEXT, addresses=("chloe@example.org",))) is Handed.ACCEPTED


def test_a_sender_at_notify_that_tells_ends_the_sending(notify: Notify, caplog: pytest.LogCaptureFixture) -> None:
    """The first one is out by then; an operator sends one to themself when they set it up."""
    notify.from_number = "LeedsPolice"
    channel = make(notify.url).channel_of(Method.TEXT)
    assert channel.hand_over(TEXT) is Handed.ACCEPTED
    assert channel.hand_over(TEXT) is Handed.NOT_SET_UP
    assert len(notify.taken) == 1
    assert "adds words that tell" in caplog.text


def test_what_some_addresses_got_is_not_sent_to_them_again(notify: Notify) -> None:
    notify.does = TAKE_AND_BREAK
    both = replace(TEXT, addresses=("sam@example.org", "fay@example.org"))
    assert make(notify.url).channel_of(Method.EMAIL).hand_over(both) is Handed.UNSURE
    assert [sent["email_address"] for sent in notify.taken] == ["sam@example.org", "fay@example.org"]


def test_the_client_is_loaded_by_no_process_that_does_not_use_it() -> None:
    """It would cost every start a tenth of a second."""
    code = "import sys, wsgi, portal.wiring, portal.worker; print([n for n in ('requests', 'jwt') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_key_shows_in_no_text() -> None:
    assert SECRET not in repr(NotifyAccount("https://notify.example", API_KEY, TEMPLATES))
