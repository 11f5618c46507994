"""Mail as the server hears it: harmless in every line, and told truthfully whether it left."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from portal.channels.smtp import Smtp, SmtpServer
from portal.domain.notices import Handed, Words
from portal.texts.notices import list_telling
from tests.channels.test_files import MESSAGE
from tests.databases import find_free_port

ALLOWED = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"}
ALLOWED |= {"Content-Type", "Content-Transfer-Encoding"}


@dataclass
class Server:
    """Answers as it is told, by command or by address, and remembers the whole conversation."""

    answers: dict[str, str] = field(default_factory=dict)
    greeted_as: str = ""
    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Name what the library calls: each with the server, the session, the envelope, and more."""
        for name, hook in {
            "MAIL": self._mail,
            "RCPT": self._recipient,
            "DATA": self._words,
            "QUIT": self._quit,
        }.items():
            setattr(self, f"handle_{name}", hook)

    async def _mail(self, *told: Any) -> str:
        self.greeted_as = told[1].host_name
        self.sender = told[2].mail_from = told[3]
        return self.answers.get("MAIL", "250 ok")

    async def _recipient(self, *told: Any) -> str:
        answer = self.answers.get(told[3], "250 ok")
        if answer.startswith("2"):
            self.recipients.append(told[3])
            told[2].rcpt_tos.append(told[3])
        return answer

    async def _quit(self, *_told: Any) -> str:
        return self.answers.get("QUIT", "221 bye")

    async def _words(self, *told: Any) -> str:
        self.mails.append(bytes(told[2].content))
        if "hang up" in self.answers:
            told[0].transport.abort()
        return self.answers.get("DATA", "250 taken")


@pytest.fixture
def server() -> Server:
    """Give the server's memory."""
    return Server()


@pytest.fixture
def smtp(server: Server) -> Iterator[Smtp]:
    """Give the channel to a mail server on loopback."""
    controller = Controller(server, hostname="127.0.0.1", port=find_free_port())
    controller.start()
    where = SmtpServer("127.0.0.1", controller.port, "news@post.example", starttls=False)
    yield Smtp(where, timeout_seconds=5)
    controller.stop()


def read(server: Server) -> EmailMessage:
    (mail,) = server.mails
    parsed: Any = message_from_bytes(mail, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_the_whole_conversation_is_harmless(smtp: Smtp, server: Server) -> None:
    assert smtp.hand_over(MESSAGE) is Handed.ACCEPTED
    mail = read(server)
    assert (server.greeted_as, server.sender) == ("post.example", "news@post.example")
    assert server.recipients == ["chloe@example.org"]
    assert set(mail.keys()) == ALLOWED
    assert mail["From"] == "Heard <news@post.example>"
    assert mail["To"] == "chloe@example.org"
    assert mail["Subject"] == "The item you asked for is ready."
    assert mail["Message-ID"] == f"<{'f' * 32}@post.example>"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().strip() == "The item you asked for is ready."
    assert list_telling(server.mails[0].decode()) == []
    assert b"http" not in server.mails[0]
    assert MESSAGE.notice_id.encode() not in server.mails[0]


def test_words_in_another_script_arrive(smtp: Smtp, server: Server) -> None:
    arabic = "الغرض الذي طلبته جاهز."
    smtp.hand_over(replace(MESSAGE, words=Words(arabic, arabic, "ar")))
    assert read(server)["Subject"] == arabic
    assert read(server).get_content().strip() == arabic


def test_staff_do_not_learn_each_others_addresses(smtp: Smtp, server: Server) -> None:
    smtp.hand_over(replace(MESSAGE, addresses=("fay@desk.example", "sam@desk.example")))
    assert server.recipients == ["fay@desk.example", "sam@desk.example"]
    assert b"desk.example" not in server.mails[0]


@pytest.mark.parametrize(
    ("answers", "handed"),
    [
        ({"MAIL": "451 later"}, Handed.NOT_NOW),
        ({"MAIL": "550 no"}, Handed.REFUSED),
        ({"chloe@example.org": "450 later"}, Handed.NOT_NOW),
        ({"chloe@example.org": "550 nobody here"}, Handed.REFUSED),
        ({"DATA": "452 later"}, Handed.NOT_NOW),
        ({"DATA": "554 no"}, Handed.REFUSED),
        ({"hang up": "yes"}, Handed.UNSURE),
        ({"QUIT": "421 too late"}, Handed.ACCEPTED),
    ],
)
def test_what_the_server_says_is_told_truthfully(
    smtp: Smtp, server: Server, answers: dict[str, str], handed: Handed, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers = answers
    assert smtp.hand_over(MESSAGE) is handed
    told = [record.getMessage() for record in caplog.records if record.name.startswith("portal")]
    assert told == []


def test_one_refused_of_two_is_no_success(smtp: Smtp, server: Server) -> None:
    server.answers = {"sam@desk.example": "550 nobody here"}
    handed = smtp.hand_over(replace(MESSAGE, addresses=("fay@desk.example", "sam@desk.example")))
    assert handed is Handed.REFUSED
    assert len(server.mails) == 1


@pytest.mark.parametrize(
    "address",
    [
        "a,b@example.org",
        "a<b@example.org",
        "first@desk.invalid",
        "a@",
        "@b",
        "a",
        "زائر@example.org",
        "a b@example.org",
    ],
)
def test_what_is_no_address_is_refused_and_reaches_nobody(smtp: Smtp, server: Server, address: str) -> None:
    assert smtp.hand_over(replace(MESSAGE, addresses=(address,))) is Handed.REFUSED
    assert server.recipients == []


def test_a_domain_in_another_script_is_spelt_as_mail_does(smtp: Smtp, server: Server) -> None:
    assert smtp.hand_over(replace(MESSAGE, addresses=("a@bücher.example",))) is Handed.ACCEPTED
    assert server.recipients == ["a@xn--bcher-kva.example"]


def test_a_server_that_is_away_is_not_now() -> None:
    away = SmtpServer("127.0.0.1", find_free_port(), "news@post.example", starttls=False)
    assert Smtp(away, timeout_seconds=1).hand_over(MESSAGE) is Handed.NOT_NOW


def test_nothing_is_said_to_a_server_that_cannot_encrypt(smtp: Smtp, server: Server) -> None:
    """Not even the address: the line would show it."""
    where = replace(smtp._server, starttls=True)
    assert Smtp(where, timeout_seconds=5).hand_over(MESSAGE) is Handed.NOT_NOW
    assert server.sender == ""
    assert server.recipients == []


def test_the_password_does_not_show() -> None:
    assert "hush" not in repr(SmtpServer("127.0.0.1", 25, "news@post.example", "name", "hush"))
