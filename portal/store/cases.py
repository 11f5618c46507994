"""Cases: the plain part. What a person said is in entries, sealed."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, insert, select, update

from portal.domain.case import Author, Case
from portal.domain.errors import NotFound, OutOfDate
from portal.domain.promises import Rhythm
from portal.domain.stages import Stage
from portal.store.tables import case

# entries and chains keep the head; what re:hub told last is compared here only
_APART = frozenset({"locator", "news_digest", "head_sequence", "head_by", "head_signature"})
_COLUMNS = tuple(column for column in case.c if column.name not in _APART)
# made once: a page or a message of re:hub asks for its case first
_FIND = {
    name: select(*_COLUMNS).where(case.c[name] == bindparam(name)) for name in ("locator", "case_reference", "case_id")
}
_FIND_FOR_CHANGE = {name: query.with_for_update() for name, query in _FIND.items()}
_MOVE = (
    update(case)
    .where((case.c.case_id == bindparam("of_case")) & (case.c.stage == bindparam("from_stage")))
    .values({name: bindparam(name) for name in ("stage", "stage_since_on", "next_update_by")})
)
_NO_ENTRIES = {"head_sequence": 0, "head_by": Author.SITE.value, "head_signature": b""}


class Cases:
    """Find, add and move cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Case, locator: bytes) -> None:
        """Add a case under its locator."""
        values = {column.name: getattr(new, column.name) for column in _COLUMNS}
        self._connection.execute(insert(case).values(locator=locator, **_NO_ENTRIES, **_plain(values)))

    def has_reference(self, case_reference: str) -> bool:
        """Say whether the reference is taken."""
        query = select(case.c.case_id).where(case.c.case_reference == case_reference)
        return self._connection.execute(query).first() is not None

    def find_by_locator(self, locator: bytes) -> Case | None:
        """Return the case a code leads to."""
        return self._find("locator", locator)

    def find_by_reference(self, case_reference: str, *, for_change: bool = False) -> Case | None:
        """Return the case of a reference; `for_change` holds its row until the end of the work."""
        return self._find("case_reference", case_reference, for_change=for_change)

    def find_by_id(self, case_id: str) -> Case | None:
        """Return the case of an id, None when it is gone."""
        return self._find("case_id", case_id)

    def get(self, case_id: str, service_id: str, *, for_change: bool = False) -> Case:
        """Return a case of this service; NotFound for any other, as if it did not exist."""
        found = self._find("case_id", case_id, for_change=for_change)
        # Safety: a service never sees another's cases
        if found is None or found.service_id != service_id:
            raise NotFound("no such case at this service")
        return found

    def list_of_service(self, service_id: str, *, stages: Collection[Stage] = (), limit: int = 200) -> list[Case]:
        """Return a service's cases, the earliest promise first."""
        query = select(*_COLUMNS).where(case.c.service_id == service_id)
        if stages:
            query = query.where(case.c.stage.in_([stage.value for stage in stages]))
        query = query.order_by(case.c.next_update_by.is_(None), case.c.next_update_by, case.c.case_id).limit(limit)
        return [_case(row) for row in self._connection.execute(query)]

    def move(self, before: Case, *, stage: Stage, since_on: date, next_update_by: date | None) -> None:
        """Set the stage and the promise; OutOfDate when somebody moved the case since it was read."""
        place = {"of_case": before.case_id, "from_stage": before.stage.value}
        then = {"stage": stage.value, "stage_since_on": since_on, "next_update_by": next_update_by}
        changed = self._connection.execute(_MOVE, {**place, **then})
        if changed.rowcount != 1:
            raise OutOfDate("the case was moved in between")

    def set_days(self, case_id: str, **days: date | None) -> None:
        """Set checked_on, last_opened_on, next_update_by, newest_rehub_on or erase_on."""
        self._connection.execute(_write_set(tuple(days)), {"of_case": case_id, **days})

    def note_news(self, case_id: str, news_digest: bytes) -> bool:
        """Keep the digest of what re:hub told last of a case; False when it is the one that was kept before."""
        is_other = case.c.news_digest.is_(None) | (case.c.news_digest != news_digest)
        changed = update(case).where((case.c.case_id == case_id) & is_other).values(news_digest=news_digest)
        return self._connection.execute(changed).rowcount == 1

    def _find(self, name: str, value: str | bytes, *, for_change: bool = False) -> Case | None:
        query = (_FIND_FOR_CHANGE if for_change else _FIND)[name]
        row = self._connection.execute(query, {name: value}).one_or_none()
        return None if row is None else _case(row)


@lru_cache(maxsize=32)
def _write_set(names: tuple[str, ...]) -> Update:
    return update(case).where(case.c.case_id == bindparam("of_case")).values({name: bindparam(name) for name in names})


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "stage": values["stage"].value, "rhythm": values["rhythm"].value}


def _case(row: Row[Any]) -> Case:
    values = dict(row._mapping)
    values.update(stage=Stage(row.stage), rhythm=Rhythm(row.rhythm))
    return Case(**values)
