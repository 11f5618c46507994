"""Holds: what keeps everybody from sending after a restore, contact stopped, or a page shut. No outbox and no rule.

What a person asked for after the backup that was restored stands here too, in its place among their requests: the
number of the entry that it comes after is part of its name.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, bindparam, delete, or_, select

from portal.domain.case import RequestKind
from portal.domain.requests import Request
from portal.store.tables import hold
from portal.store.upsert import insert_if_absent

RESTORE = "restore"  # nothing at all is sent until somebody has looked
_STOP, _LOCK, _ANSWERS = "stop:", "lock:", "t:"
# in this order where one entry comes before several: what was undone was asked for before it
_ASKED: Mapping[RequestKind, str] = {RequestKind.UNDO: "u:", RequestKind.WITHDRAW: "w:", RequestKind.ERASE: "e:"}
# made once: asked at every private page
_HAS = select(hold.c.name).where(hold.c.name == bindparam("name"))
_IS_ASKED = or_(*(hold.c.name.like(bindparam(prefix)) for prefix in _ASKED.values()))
_LIKE = select(hold).where(_IS_ASKED)
_OF_CASE = select(hold).where(
    or_(
        hold.c.name == bindparam(_STOP),
        hold.c.name == bindparam(_LOCK),
        hold.c.name.like(bindparam(_ANSWERS)),
        _IS_ASKED,
    )
)


class Holds:
    """Put, ask and release."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._of_case: dict[str, dict[str, date]] = {}  # what this transaction has read, until it changes anything

    def put(self, name: str, on: date) -> None:
        """Put a hold; twice is once."""
        self._of_case.clear()
        insert_if_absent(self._connection, hold, {"name": name, "since_on": on})

    def has(self, name: str) -> bool:
        """Say whether a hold is on."""
        return self._connection.execute(_HAS, {"name": name}).first() is not None

    def release(self, name: str) -> bool:
        """Take a hold off; False when there was none."""
        self._of_case.clear()
        return self._connection.execute(delete(hold).where(hold.c.name == name)).rowcount == 1

    def stop(self, case_id: str, on: date) -> None:
        """Hold contact with a case: a stop that no entry says, or that came after the backup that was restored."""
        self.put(_STOP + case_id, on)

    def has_stop(self, case_id: str) -> bool:
        """Say whether contact with a case is held."""
        return self.find_stop(case_id) is not None

    def find_stop(self, case_id: str) -> date | None:
        """Return the day since which contact with a case is held, None when it is not."""
        return self._read(case_id).get(_STOP + case_id)

    def list_stops(self) -> dict[str, date]:
        """Return the cases with which contact is held, and since which day."""
        return self._list(_STOP)

    def release_stop(self, case_id: str) -> bool:
        """Take a case's hold off: with the case itself, or once the service has settled it with the person."""
        return self.release(_STOP + case_id)

    def lock(self, case_id: str, on: date) -> None:
        """Keep a page shut: its owner locked it after the backup was made that was restored."""
        self.put(_LOCK + case_id, on)

    def has_lock(self, case_id: str) -> bool:
        """Say whether a page is kept shut."""
        return _LOCK + case_id in self._read(case_id)

    def list_locks(self) -> dict[str, date]:
        """Return the cases whose page is kept shut, and since which day."""
        return self._list(_LOCK)

    def release_lock(self, case_id: str) -> bool:
        """Let a page open again: with the case itself, or once the service has lifted the lock."""
        return self.release(_LOCK + case_id)

    def hold_asked(self, case_id: str, request: Request) -> None:
        """Hold what a person asked for after the backup; `request.sequence` is the last entry of the restored case."""
        self._of_case.clear()
        prefix = f"{_ASKED[request.kind]}{case_id}:"
        self._connection.execute(delete(hold).where(hold.c.name.startswith(prefix, autoescape=True)))
        self.put(f"{prefix}{request.sequence}", request.on)

    def list_asked(self, case_id: str) -> tuple[Request, ...]:
        """Return what is held of a person's requests."""
        return _list_asked(self._read(case_id)).get(case_id, ())

    def list_all_asked(self) -> dict[str, tuple[Request, ...]]:
        """Return what is held of people's requests, by case."""
        rows = self._connection.execute(_LIKE, {prefix: f"{prefix}%" for prefix in _ASKED.values()})
        return _list_asked({row.name: row.since_on for row in rows})

    def hold_answers(self, case_id: str, sequence: int, on: date) -> None:
        """Let no answer to being asked to talk count that stands up to an entry, the last of the restored case."""
        self._of_case.clear()
        earlier = hold.c.name.startswith(f"{_ANSWERS}{case_id}:", autoescape=True)
        self._connection.execute(delete(hold).where(earlier))
        self.put(f"{_ANSWERS}{case_id}:{sequence}", on)

    def find_answers_held(self, case_id: str) -> int:
        """Return up to which entry answers do not count; 0 when all do."""
        held = (name for name in self._read(case_id) if name.startswith(_ANSWERS))
        return max((int(name.rpartition(":")[2]) for name in held), default=0)

    def release_asked(self, case_id: str) -> None:
        """Forget what is held of a person's requests and answers, with the case itself."""
        self._of_case.clear()
        prefixes = (*_ASKED.values(), _ANSWERS)
        names = (hold.c.name.startswith(f"{prefix}{case_id}:", autoescape=True) for prefix in prefixes)
        self._connection.execute(delete(hold).where(or_(*names)))

    def _read(self, case_id: str) -> dict[str, date]:
        """Return all that is held of a case, by name; a page asks several times what one query tells."""
        if case_id not in self._of_case:
            names = {prefix: prefix + case_id for prefix in (_STOP, _LOCK)}
            names |= {prefix: f"{prefix}{case_id}:%" for prefix in (*_ASKED.values(), _ANSWERS)}
            rows = self._connection.execute(_OF_CASE, names)
            self._of_case[case_id] = {row.name: row.since_on for row in rows}
        return self._of_case[case_id]

    def _list(self, prefix: str) -> dict[str, date]:
        rows = self._connection.execute(select(hold).where(hold.c.name.startswith(prefix, autoescape=True)))
        return {row.name.removeprefix(prefix): row.since_on for row in rows}


def _list_asked(held: Mapping[str, date]) -> dict[str, tuple[Request, ...]]:
    found: dict[str, tuple[Request, ...]] = {}
    for kind, prefix in _ASKED.items():
        for name, since_on in held.items():
            if name.startswith(prefix):
                of, _, sequence = name.removeprefix(prefix).partition(":")
                found[of] = (*found.get(of, ()), Request(kind, since_on, int(sequence)))
    return found
