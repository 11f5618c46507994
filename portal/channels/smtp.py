"""Notices as plain e-mail through one SMTP server. Harmless to whoever reads along, and truthful about what left."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from portal.domain.notices import Handed, Message

TIMEOUT_SECONDS = 20.0
RESERVED = ".invalid"  # RFC 2606: no such address can exist; the first desk account of a fresh copy has one


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed in, and as whom."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = True

    @property
    def domain(self) -> str:
        """The domain that the mail comes from."""
        return self.sender.rpartition("@")[2]


class Smtp:
    """Hands over one mail at a time, each in a conversation of its own."""

    def __init__(self, server: SmtpServer, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        """Remember the server; nothing is opened yet."""
        self._server = server
        self._timeout_seconds = timeout_seconds

    def hand_over(self, message: Message) -> Handed:
        """Send one mail. An address that cannot be written to is REFUSED, a line that dies too late is UNSURE."""
        try:
            addresses = [_spell(each) for each in message.addresses if not each.casefold().endswith(RESERVED)]
            mail = _write(message, self._server, addresses)
        except (ValueError, IndexError, MessageError):
            return Handed.REFUSED  # the standard library raises one of these for an address that is none
        if not addresses:
            return Handed.REFUSED
        # Safety: the machine's own name would stand in the mail's Received lines
        line = smtplib.SMTP(local_hostname=self._server.domain, timeout=self._timeout_seconds)
        try:
            self._begin(line)
            return self._talk(line, addresses, mail.as_bytes())
        except (OSError, smtplib.SMTPException):
            # before the words were sent: _send_words answers for everything after
            return Handed.NOT_NOW
        finally:
            _take_leave(line)

    def _begin(self, line: smtplib.SMTP) -> None:
        code, _ = line.connect(self._server.host, self._server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, "")
        if self._server.starttls:
            # Safety: addresses never travel in the clear, nor to a server that cannot prove its name
            line.starttls(context=ssl.create_default_context())
        if self._server.user:
            line.login(self._server.user, self._server.password)
        line.ehlo_or_helo_if_needed()

    def _talk(self, line: smtplib.SMTP, addresses: list[str], content: bytes) -> Handed:
        code, _ = line.mail(self._server.sender)
        if code != 250:
            return _judge(code)
        answers = [line.rcpt(address)[0] for address in addresses]
        accepted = [code for code in answers if code in (250, 251)]
        if not accepted:
            return Handed.NOT_NOW if any(400 <= code < 500 for code in answers) else Handed.REFUSED
        sent = _send_words(line, content)
        # what was accepted for some and refused for others is told as refused, and not sent again to those who have it
        return sent if sent is not Handed.ACCEPTED or len(accepted) == len(answers) else Handed.REFUSED


def _take_leave(line: smtplib.SMTP) -> None:
    # Safety: whatever a server says to "quit", what it took it has; that must not look like a failure
    with suppress(OSError, smtplib.SMTPException):
        line.docmd("QUIT")
    line.close()


def _send_words(line: smtplib.SMTP, content: bytes) -> Handed:
    try:
        code, _ = line.data(content)
    except smtplib.SMTPDataError as refusal:
        return _judge(refusal.smtp_code)
    except (OSError, smtplib.SMTPException):
        # Safety: the server may have taken it before the line died; a second one may be read by somebody else
        return Handed.UNSURE
    return Handed.ACCEPTED if code == 250 else _judge(code)


def _judge(code: int) -> Handed:
    return Handed.NOT_NOW if 400 <= code < 500 else Handed.REFUSED


def _spell(address: str) -> str:
    """Return an address as mail spells it; ValueError for one that would be read as something else."""
    name, _, domain = address.rpartition("@")
    spelt = f"{name}@{domain.encode('idna').decode()}"
    # Safety: "a,b@example.org" would go to two; what does not come back as it went in is no address
    if not name.isascii() or Address(addr_spec=spelt).addr_spec != spelt:
        raise ValueError("not an address")
    return spelt


def _write(message: Message, server: SmtpServer, addresses: list[str]) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(message.sender, addr_spec=server.sender)
    # Safety: staff do not learn each other's addresses from a mail
    mail["To"] = addresses[0] if len(addresses) == 1 else "undisclosed-recipients:;"
    mail["Subject"] = message.words.subject
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = f"<{message.mail_id}@{server.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.words.body)
    return mail
