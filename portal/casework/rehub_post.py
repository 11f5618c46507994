"""What the worker is given to write to re:hub's mailbox. It writes and sends nothing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from portal.domain.case import Service
from portal.domain.notices import Words
from portal.domain.updates import Update


class RehubTexts(Protocol):
    """Knows the words of mails to re:hub, in English and Welsh."""

    def for_chaser(self, case_reference: str, address: str, until_on: date) -> Words:
        """Return the mail that asks: the reference and the link."""
        ...

    def for_echo(self, case_reference: str, told: Update, told_on: date, service: Service | None) -> Words:
        """Return the mail that repeats what was told, and whom to tell when it was nobody of re:hub's."""
        ...


@dataclass(frozen=True, slots=True)
class RehubPost:
    """Where re:hub's mail goes, what signs its links, and where they lead."""

    mailbox: str
    link_key: bytes = field(repr=False)
    site_url: str
    texts: RehubTexts
