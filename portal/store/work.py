"""A unit of work: one transaction, and the table families inside it. It commits whole or not at all."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from time import monotonic

from sqlalchemy import Connection, Engine, text

from portal.store.asks import Asks
from portal.store.audit import Audit
from portal.store.cases import Cases
from portal.store.dead_letters import DeadLetters
from portal.store.drafts import Drafts
from portal.store.engine import WRITES, begin, make_engine
from portal.store.entries import Entries
from portal.store.erasing import Erasing
from portal.store.figures import Figures
from portal.store.holds import Holds
from portal.store.links import Links
from portal.store.notice_standings import NoticeStandings
from portal.store.outbox import Outbox
from portal.store.promises import Promises
from portal.store.rehub_messages import RehubMessages
from portal.store.services import Services
from portal.store.sessions import Sessions
from portal.store.shape import has_newest_shape
from portal.store.staff import Staff
from portal.store.stamps import Stamps
from portal.store.start_codes import StartCodes

_KEEP_SECONDS = 60.0


class Work:
    """What one transaction can reach."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.asks = Asks(connection)
        self.audit = Audit(connection)
        self.cases = Cases(connection)
        self.dead_letters = DeadLetters(connection)
        self.drafts = Drafts(connection)
        self.entries = Entries(connection)
        self.erasing = Erasing(connection)
        self.figures = Figures(connection)
        self.holds = Holds(connection)
        self.links = Links(connection)
        self.notice_standings = NoticeStandings(connection)
        self.outbox = Outbox(connection)
        self.promises = Promises(connection)
        self.rehub_messages = RehubMessages(connection)
        self.services = Services(connection)
        self.sessions = Sessions(connection)
        self.staff = Staff(connection)
        self.stamps = Stamps(connection)
        self.start_codes = StartCodes(connection)


class Store:
    """A database; opens units of work."""

    def __init__(self, database_url: str) -> None:
        self._engine: Engine = make_engine(database_url)
        self._is_current, self._asked_at = False, 0.0
        self._writing = self._engine.execution_options(**{WRITES: True})
        self._looking = threading.local()

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Open a transaction that may write; commits at the end, rolls back on any error."""
        with begin(self._writing) as connection:
            work = Work(connection)
            yield work
            # last of all: who counts holds its counters only while it commits
            work.figures.write()

    @contextmanager
    def look(self) -> Iterator[Work]:
        """Open a transaction that only reads; it never waits for a writer. Inside another look, go on in that one."""
        around: Work | None = getattr(self._looking, "work", None)
        if around is not None:
            yield around
            return
        with begin(self._engine) as connection:
            self._looking.work = Work(connection)
            try:
                yield self._looking.work
            finally:
                self._looking.work = None

    def is_current(self) -> bool:
        """Say whether all migrations of this program have run; asked of the database once a minute at most."""
        now = monotonic()
        if not self._is_current or now - self._asked_at >= _KEEP_SECONDS:
            with begin(self._engine) as connection:
                self._is_current = has_newest_shape(connection)
            self._asked_at = now
        return self._is_current

    def scrub(self, tables: Collection[str] = ()) -> bool:
        """After erasing: empty SQLite's write-ahead log, or have PostgreSQL free the dead rows of the tables given.

        False when somebody was reading, so that the log could not be emptied: try again.
        """
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self._engine.dialect.name == "sqlite":
                patience = connection.execute(text("PRAGMA busy_timeout")).scalar_one()
                connection.execute(text("PRAGMA busy_timeout = 500"))
                is_busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
                connection.execute(text(f"PRAGMA busy_timeout = {int(patience)}"))
                return not is_busy
            for name in tables:
                connection.execute(text(f'VACUUM "{name}"'))
        return True

    def close(self) -> None:
        """Close every pooled connection."""
        self._engine.dispose()
