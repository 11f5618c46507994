"""Cases: the plain part. What a person said is in entries, sealed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Update,
    and_,
    bindparam,
    exists,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)

from portal.domain.asks import How
from portal.domain.case import Author, Case
from portal.domain.errors import NotFound, OutOfDate
from portal.domain.promises import Rhythm
from portal.domain.stages import ENDED, Stage
from portal.store.tables import ask, case, promise

# entries and chains keep the head; what re:hub told last is compared here only
_APART = frozenset({"locator", "wrapped_keys", "news_digest", "head_sequence", "head_by", "head_signature"})
_COLUMNS = tuple(column for column in case.c if column.name not in _APART)
# made once: a page or a message of re:hub asks for its case first
_FIND = {name: select(*_COLUMNS).where(case.c[name] == bindparam(name)) for name in ("case_reference", "case_id")}
_FIND_OWN = select(*_COLUMNS, case.c.wrapped_keys).where(case.c.locator == bindparam("locator"))
_FIND_FOR_CHANGE = {name: query.with_for_update() for name, query in _FIND.items()}
_MOVE = (
    update(case)
    .where((case.c.case_id == bindparam("of_case")) & (case.c.stage == bindparam("from_stage")))
    .values({name: bindparam(name) for name in ("stage", "stage_since_on", "next_update_by")})
)
_ADD = insert(case)
_HAS_REFERENCE = select(case.c.case_id).where(case.c.case_reference == bindparam("case_reference"))
_NOTE_NEWS = (
    update(case)
    .where(case.c.case_id == bindparam("of_case"))
    .where(case.c.news_digest.is_(None) | (case.c.news_digest != bindparam("told")))
    .values(news_digest=bindparam("told"))
)
_NOTE_OPENED = (
    update(case)
    .where(case.c.case_id == bindparam("of_case"))
    .values(last_opened_on=bindparam("on"), opened_sequence=bindparam("newest"))
)
_PROMISE = (
    update(case)
    .where(case.c.case_id == bindparam("of_case"))
    .values(next_update_by=bindparam("then_on"), silence=bindparam("silences"))
)
_WAS_TOLD = exists().where((promise.c.case_id == case.c.case_id) & (promise.c.how == How.UPDATE.value))
_WAS_ASKED = exists().where((ask.c.case_id == case.c.case_id) & (ask.c.due_on == case.c.next_update_by))
_NO_ENTRIES = {"head_sequence": 0, "head_by": Author.SITE.value, "head_signature": b""}


@dataclass(frozen=True, slots=True)
class OwnRow:
    """The case that a code leads to, and its person's wrapped keys; None where they grow from the code."""

    case: Case
    wrapped_keys: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewKeys:
    """What opens a case from now on, and whom it is sealed to."""

    locator: bytes
    wrapped_keys: bytes = field(repr=False)
    person_box_key: bytes
    person_sign_key: bytes
    certificate: bytes


@dataclass(frozen=True, slots=True)
class Due:
    """Which promises: up to a day, of these services, at these stages, and at more of them once there was any news.

    `is_unasked`: only where nobody was asked.
    """

    until_on: date
    service_ids: Collection[str]
    stages: Collection[Stage]
    is_unasked: bool = False
    stages_once_told: Collection[Stage] = ()


class Cases:
    """Find, add and move cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Case, locator: bytes, wrapped_keys: bytes | None = None) -> None:
        """Add a case under its locator; without wrapped keys its person's grow from their code."""
        values = {column.name: getattr(new, column.name) for column in _COLUMNS}
        opens = {"locator": locator, "wrapped_keys": wrapped_keys}
        self._connection.execute(_ADD, {**opens, **_NO_ENTRIES, **_plain(values)})

    def has_reference(self, case_reference: str) -> bool:
        """Say whether the reference is taken."""
        return self._connection.execute(_HAS_REFERENCE, {"case_reference": case_reference}).first() is not None

    def find_own(self, locator: bytes) -> OwnRow | None:
        """Return the case a code leads to."""
        row = self._connection.execute(_FIND_OWN, {"locator": locator}).one_or_none()
        if row is None:
            return None
        values = dict(row._mapping)
        wrapped_keys = values.pop("wrapped_keys")
        return OwnRow(_case(values), wrapped_keys)

    def wrap_anew(self, case_id: str, before: bytes | None, wrapped_keys: bytes) -> None:
        """Put another wrapping in the place of the one before; OutOfDate when somebody else did so first."""
        is_before = case.c.wrapped_keys == before if before is not None else case.c.wrapped_keys.is_(None)
        changed = update(case).where((case.c.case_id == case_id) & is_before).values(wrapped_keys=wrapped_keys)
        if self._connection.execute(changed).rowcount != 1:
            raise OutOfDate("the keys were wrapped anew in between")

    def give_keys(self, case_id: str, keys: NewKeys) -> None:
        """Have another code open the case, and seal to other keys from now on; the code before leads nowhere."""
        values = {each.name: getattr(keys, each.name) for each in fields(keys)}
        self._connection.execute(update(case).where(case.c.case_id == case_id).values(values))

    def shut_off(self, case_id: str, locator: bytes) -> None:
        """Have no code open the case, by a locator that no code has; the service can give the person a new one."""
        self._connection.execute(update(case).where(case.c.case_id == case_id).values(locator=locator))

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
        return [_case(dict(row._mapping)) for row in self._connection.execute(query)]

    def list_due(self, due: Due, *, after: Case | None = None, limit: int = 100) -> list[Case]:
        """Return the cases whose promised day has come, the earliest first, from the one `after` on."""
        rows = self._connection.execute(write_due(due, after).limit(limit))
        return [_case(dict(row._mapping)) for row in rows]

    def hold_due(self, due: Due, case_ids: Collection[str]) -> list[Case]:
        """Return those of the cases that are still due, held until the end of the work; others' work is passed over."""
        query = select(*_COLUMNS).where(_is_due(due) & case.c.case_id.in_(case_ids)).order_by(case.c.case_id)
        rows = self._connection.execute(query.with_for_update(skip_locked=True))
        return [_case(dict(row._mapping)) for row in rows]

    def list_silent(self, service_id: str, *, limit: int = 200) -> list[Case]:
        """Return a service's open cases whose last promise passed without news, the longest silence first."""
        is_open = case.c.stage.not_in([stage.value for stage in ENDED])
        query = select(*_COLUMNS).where((case.c.service_id == service_id) & text("silence > 0") & is_open)
        query = query.order_by(case.c.silence.desc(), case.c.next_update_by, case.c.case_id).limit(limit)
        return [_case(dict(row._mapping)) for row in self._connection.execute(query)]

    def promise_all(self, promised: Sequence[tuple[Case, date | None, int]]) -> None:
        """Promise each case its next day, or none, and how many silences in a row there were before it."""
        if promised:
            rows = [{"of_case": of.case_id, "then_on": on, "silences": silence} for of, on, silence in promised]
            self._connection.execute(_PROMISE, rows)

    def hear(self, case_id: str) -> date | None:
        """Note that there was news, so that no silence goes on; return the day that is promised now."""
        heard = update(case).where(case.c.case_id == case_id).values(silence=0).returning(case.c.next_update_by)
        return self._connection.execute(heard).scalar_one_or_none()

    def move(self, before: Case, *, stage: Stage, since_on: date, next_update_by: date | None) -> None:
        """Set the stage and the promise; OutOfDate when somebody moved the case since it was read."""
        place = {"of_case": before.case_id, "from_stage": before.stage.value}
        then = {"stage": stage.value, "stage_since_on": since_on, "next_update_by": next_update_by}
        changed = self._connection.execute(_MOVE, {**place, **then})
        if changed.rowcount != 1:
            raise OutOfDate("the case was moved in between")

    def set_days(self, case_id: str, **days: date | None) -> None:
        """Set checked_on, next_update_by, newest_rehub_on or erase_on."""
        self._connection.execute(_write_set(tuple(days)), {"of_case": case_id, **days})

    def note_opened(self, case_id: str, on: date, opened_sequence: int) -> None:
        """Note that the person's page was opened on a day, and which entry was the newest then."""
        self._connection.execute(_NOTE_OPENED, {"of_case": case_id, "on": on, "newest": opened_sequence})

    def set_rhythm(self, case_id: str, rhythm: Rhythm, next_update_by: date | None) -> None:
        """Set how much the person wants to hear, and by when they do next."""
        changed = {"rhythm": rhythm.value, "next_update_by": next_update_by}
        self._connection.execute(update(case).where(case.c.case_id == case_id).values(changed))

    def note_news(self, case_id: str, news_digest: bytes) -> bool:
        """Keep the digest of what re:hub told last of a case; False when it is the one that was kept before."""
        return self._connection.execute(_NOTE_NEWS, {"of_case": case_id, "told": news_digest}).rowcount == 1

    def forget_news(self, case_id: str) -> None:
        """Forget the digest of what re:hub told last: it was taken back, so that telling it again is news."""
        self._connection.execute(update(case).where(case.c.case_id == case_id).values(news_digest=None))

    def _find(self, name: str, value: str | bytes, *, for_change: bool = False) -> Case | None:
        query = (_FIND_FOR_CHANGE if for_change else _FIND)[name]
        row = self._connection.execute(query, {name: value}).one_or_none()
        return None if row is None else _case(dict(row._mapping))


def write_due(due: Due, after: Case | None) -> Select[Any]:
    """Return the query for the cases that are due, in the order of their promises."""
    query = select(*_COLUMNS).where(_is_due(due)).order_by(case.c.next_update_by, case.c.case_id)
    if after is None:
        return query
    return query.where(tuple_(case.c.next_update_by, case.c.case_id) > (after.next_update_by, after.case_id))


def _is_at(stages: Collection[Stage]) -> ColumnElement[bool]:
    return func.coalesce(case.c.stage, "").in_([stage.value for stage in stages])


def _is_due(due: Due) -> ColumnElement[bool]:
    is_due = and_(
        case.c.next_update_by <= due.until_on,
        # not by the index of the inbox, which would have all that is due sorted again for every page of it
        func.coalesce(case.c.service_id, "").in_(due.service_ids),
        # what no rule knows must not stop the round for everybody else
        _is_at(due.stages) | (_is_at(due.stages_once_told) & _WAS_TOLD),
        case.c.rhythm.in_([rhythm.value for rhythm in Rhythm]),
    )
    return is_due & ~_WAS_ASKED if due.is_unasked else is_due


@lru_cache(maxsize=32)
def _write_set(names: tuple[str, ...]) -> Update:
    return update(case).where(case.c.case_id == bindparam("of_case")).values({name: bindparam(name) for name in names})


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "stage": values["stage"].value, "rhythm": values["rhythm"].value}


def _case(values: dict[str, Any]) -> Case:
    values.update(stage=Stage(values["stage"]), rhythm=Rhythm(values["rhythm"]))
    return Case(**values)
