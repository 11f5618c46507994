"""Notices as text messages and e-mail through GOV.UK Notify, by its own client. Truthful about what it may have taken.

Of its errors the status and the type are read, never the words: those may change, and may repeat an address. What of
this the desk sees, and when Notify is asked again, is decided elsewhere.

Source: docs.notifications.service.gov.uk/python.html, "Error codes", read November 2026.
"""

import logging
import ssl
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from portal.channels.smtp import RESERVED
from portal.domain.notices import Handed, Known, Message
from portal.domain.safe_contact import Method

TIMEOUT_SECONDS = (5.0, 30.0)  # to be let in, and for each answer
_REFUSED_US = range(400, 500)
_MAYBE_TAKEN = 408  # some machine between gave up waiting
_OUR_TEMPLATE = {Method.TEXT: {"body": "((words))"}, Method.EMAIL: {"body": "((words))", "subject": "((subject))"}}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NotifyAccount:
    """Which service of Notify sends, by which templates, and as whom; a sender is for texts, and may be left out."""

    url: str
    api_key: str = field(repr=False)
    templates: Mapping[Method, str]
    text_sender: str = ""


class GovukNotify:
    """One service of Notify: hands over through it, and can be asked by reference what it has."""

    def __init__(
        self,
        account: NotifyAccount,
        list_telling: Callable[[str], list[str]],
        timeout_seconds: tuple[float, float] = TIMEOUT_SECONDS,
    ) -> None:
        """Remember the account, and what finds telling words; nothing is opened yet."""
        self._account = account
        self._list_telling = list_telling
        self._timeout_seconds = timeout_seconds
        self._telling_ways: set[Method] = set()

    @property
    def methods(self) -> Collection[Method]:
        """The methods that it has a template for."""
        return self._account.templates.keys()

    def channel_of(self, method: Method) -> "NotifyChannel":
        """Return the way out of one method."""
        return NotifyChannel(self, method)

    def ask(self, reference: str) -> Known:
        """Ask whether Notify has a notice of this reference; it keeps them for seven days."""
        try:
            with self._open() as client:
                found = client.get_all_notifications(reference=reference)["notifications"]
            known = [each["reference"] == reference for each in found]
        except (KeyError, TypeError):
            return Known.NO_ANSWER
        except _list_faults():
            return Known.NO_ANSWER
        # Safety: only an empty list says that it never came; whatever else is said may mean anything
        return Known.TAKEN if any(known) else Known.NO_ANSWER if known or found != [] else Known.NOT_THERE

    def hand_over(self, method: Method, message: Message) -> Handed:
        """Hand over one message, to each of its addresses; what one has got is not sent again for another's sake."""
        if method in self._telling_ways:
            return Handed.NOT_SET_UP
        addresses = [each for each in message.addresses if not each.casefold().endswith(RESERVED)]
        if not addresses:
            return Handed.REFUSED
        with self._open() as client:
            fault = self._check_template(client, method)
            if fault is not None:
                return fault
            return _sum_up([self._send(client, method, address, message) for address in addresses])

    @contextmanager
    def _open(self) -> Iterator[Any]:
        # imported here: it takes a tenth of a second, and no other process than a worker that uses it needs it
        from notifications_python_client.notifications import NotificationsAPIClient  # noqa: PLC0415 (see above)

        _keep_logs_out()
        account = self._account
        client: Any = NotificationsAPIClient(  # type: ignore[no-untyped-call]  # it has no types
            account.api_key, account.url, self._timeout_seconds
        )
        # Safety: neither the machine's settings nor an answer send addresses anywhere else
        client.request_session.trust_env = False
        client.request_session.max_redirects = 0
        try:
            yield client
        finally:
            client.request_session.close()

    def _check_template(self, client: Any, method: Method) -> Handed | None:
        """Return what keeps anything from leaving, None when the template holds our words and not one of its own."""
        try:
            template = client.get_template(self._account.templates[method])
            wrong = {name for name, ours in _OUR_TEMPLATE[method].items() if template[name].strip() != ours}
        except (AttributeError, KeyError, TypeError):
            return Handed.NOT_NOW
        except _list_faults() as fault:
            # only looked at, so nothing left, and no address was refused
            looked = {Handed.UNSURE: Handed.NOT_NOW, Handed.REFUSED: Handed.NOT_SET_UP}
            handed = _judge(fault)
            return looked.get(handed, handed)
        if wrong:
            # Safety: whatever else stands in it goes to somebody's telephone with every notice
            _log.error("the %s template at GOV.UK Notify must hold ((words)) and nothing else", method.value)
            return Handed.NOT_SET_UP
        return None

    def _send(self, client: Any, method: Method, address: str, message: Message) -> Handed:
        template_id, words = self._account.templates[method], message.words
        try:
            if method is Method.TEXT:
                more = {"sms_sender_id": self._account.text_sender or None}
                personal = {"words": words.body}
                answer = client.send_sms_notification(
                    address, template_id, personalisation=personal, reference=message.mail_id, **more
                )
            else:
                personal = {"words": words.body, "subject": words.subject}
                answer = client.send_email_notification(
                    address, template_id, personalisation=personal, reference=message.mail_id
                )
        except _list_faults() as fault:
            return _judge(fault)
        return self._read_answer(method, answer, message)

    def _read_answer(self, method: Method, answer: object, message: Message) -> Handed:
        if not isinstance(answer, dict) or not answer.get("id") or answer.get("reference") != message.mail_id:
            return Handed.UNSURE  # whoever said that, it was not Notify
        content = answer.get("content")
        said = [str(part) for part in content.values()] if isinstance(content, dict) else []
        if not message.may_tell and self._list_telling(" ".join(said)):
            # Safety: the name of the service there, or its sender, tells; no more leaves until an operator looked
            self._telling_ways.add(method)
            _log.error("GOV.UK Notify adds words that tell to each %s: see docs/operating.md", method.value)
        return Handed.ACCEPTED


class NotifyChannel:
    """Texts, or e-mail, through one service of Notify."""

    def __init__(self, notify: GovukNotify, method: Method) -> None:
        """Remember through whom, and as what."""
        self._notify = notify
        self._method = method

    def hand_over(self, message: Message) -> Handed:
        """Hand over one message and say what became of it."""
        return self._notify.hand_over(self._method, message)


def _keep_logs_out() -> None:
    for name in ("notifications_python_client", "urllib3"):
        # Safety: the client's log repeats what Notify said, which may be an address; the line's tells the reference
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _list_faults() -> tuple[type[Exception], ...]:
    """Return everything that the client raises; imported late, as the client is."""
    from notifications_python_client.errors import APIError  # noqa: PLC0415 (see GovukNotify._open)
    from requests import RequestException  # noqa: PLC0415 (the same)

    return (APIError, RequestException, ValueError)


def _judge(fault: Exception) -> Handed:
    """Say what became of a notice from what the client raised."""
    response = getattr(fault, "response", None)
    if response is None:
        return Handed.NOT_NOW if _was_never_let_in(fault) else Handed.UNSURE
    status, kind = int(response.status_code), _find_kind(response)
    if status not in _REFUSED_US or status == _MAYBE_TAKEN:
        # Safety: it may have been taken before whoever answered gave up
        return Handed.UNSURE
    match status, kind:
        case 429, "TooManyRequestsError":
            return Handed.NOT_TODAY
        case 429, _:
            return Handed.NOT_NOW
        case 400, "ValidationError":
            return Handed.REFUSED
    # a team-only or wrong key, a service on trial, a clock that is wrong, a template that is gone
    _log.error("GOV.UK Notify refuses this portal: %s %s; see docs/operating.md", status, kind)
    return Handed.NOT_SET_UP


def _find_kind(response: Any) -> str:
    """Return the type of an error as Notify names it, empty for anything else."""
    try:
        kind = response.json()["errors"][0]["error"]
    except (ValueError, LookupError, TypeError):
        return ""
    # Safety: it stands in the log, where nobody's words belong
    return kind if isinstance(kind, str) and kind.isascii() and kind.isalpha() and len(kind) <= 40 else ""


def _was_never_let_in(fault: BaseException) -> bool:
    """Say whether nothing can have been sent: no line, or one to somebody who could not prove to be Notify."""
    from requests.exceptions import ConnectTimeout  # noqa: PLC0415 (see GovukNotify._open)
    from urllib3.exceptions import NewConnectionError  # noqa: PLC0415 (the same)

    causes, cause = [], fault.__cause__
    while cause is not None and cause not in causes:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    return any(isinstance(each, (ConnectTimeout, NewConnectionError, ssl.SSLCertVerificationError)) for each in causes)


def _sum_up(handed: list[Handed]) -> Handed:
    """Say one thing of several addresses, that of one as it is."""
    kinds = set(handed)
    if len(kinds) == 1:
        return handed[0]
    if kinds & {Handed.ACCEPTED, Handed.UNSURE}:
        # some have it, or may: it is told as refused, and not sent again to those who have it
        return Handed.UNSURE if Handed.UNSURE in kinds else Handed.REFUSED
    return Handed.NOT_NOW if kinds & {Handed.NOT_NOW, Handed.NOT_TODAY} else Handed.REFUSED
