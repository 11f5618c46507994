"""A sealed backup, and what is done to a restored one before anything is sent: stops, locks and erasures come back.

Where somebody got a new code since, neither it nor the old one opens the restored page until they get another.

What happened after the backup was made lies in the worker's journal, outside the database.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.casework.freeze import forget_over
from portal.casework.holds import NOTED_AS
from portal.domain.case import EntryKind, RequestKind
from portal.domain.errors import Forged
from portal.domain.requests import Request, takes_effect_on
from portal.journal import ERASED, HELD, LOCKED, NEW_KEYS, STOP, Noted
from portal.store.copies import copy_database
from portal.store.erasing import ERASED_TABLES
from portal.store.holds import RESTORE
from portal.store.work import Store, Work
from portal.vault.backups import open_backup, seal_backup
from portal.vault.identities import Identity
from portal.vault.randomness import random_bytes


@dataclass(frozen=True, slots=True)
class Backup:
    """An opened backup: the database's bytes, which kind of database, and the day it was made."""

    made_on: date
    kind: str
    copy: bytes


@dataclass(frozen=True, slots=True)
class Replayed:
    """What of the journal was done again, and how many waiting notices count as perhaps sent."""

    erased: int
    stopped: int
    locked: int
    ended: int
    shut_off: int
    unsure: int


def kind_of(database_url: str) -> str:
    """Return which kind of database an address names."""
    return database_url.partition("+")[0]


def make_backup(database_url: str, recovery_box_key: bytes, today: date) -> bytes:
    """Return a whole copy of the database, sealed to the recovery key."""
    about = {"made_on": today.isoformat(), "kind": kind_of(database_url)}
    return seal_backup(json.dumps(about).encode() + b"\n" + copy_database(database_url), recovery_box_key)


def read_backup(sealed: bytes, recovery: Identity) -> Backup:
    """Open a backup; Forged when it was changed or is for another key."""
    head, _, copy = open_backup(sealed, recovery).partition(b"\n")
    try:
        about = json.loads(head)
        return Backup(date.fromisoformat(about["made_on"]), str(about["kind"]), copy)
    except (KeyError, TypeError, ValueError) as error:
        raise Forged("the backup does not say what it is") from error


def hold_back(store: Store, today: date) -> None:
    """Have every worker send nothing until somebody releases it."""
    with store.work() as work:
        work.holds.put(RESTORE, today)


def replay(store: Store, made_on: date, today: date, noted: Mapping[str, Sequence[Noted]]) -> Replayed:
    """Do again what was noted since the backup (by kind); turn off every link and end every desk session."""
    with store.work() as work:
        unsure = work.outbox.doubt_all()
        # Safety: which links were turned off since is not in the backup; the code still opens the page
        work.erasing.forget_visits()
        forget_over(work, today)
        gone = [each.case_id for each in noted[ERASED] if work.erasing.erase_anyhow(each.case_id)]
        stopped = _list_since(work, made_on, (*noted[STOP], *noted[HELD]))
        for case_id in stopped:
            work.holds.stop(case_id, today)
        locked = _list_since(work, made_on, noted[LOCKED])
        for case_id in locked:
            work.holds.lock(case_id, today)
        ended = _hold_endings(work, made_on, noted)
        for case_id in work.erasing.list_newest(EntryKind.TALK):
            # Safety: "tell me here" may have been taken back since; they are asked again, and answer again
            work.holds.hold_answers(case_id, work.entries.find_chain_length(case_id), today)
        shut_off = _list_since(work, made_on, noted[NEW_KEYS])
        for case_id in shut_off:
            # Safety: whoever else has the old code must not get in again by a restore
            work.cases.shut_off(case_id, random_bytes())
    store.scrub(ERASED_TABLES)
    return Replayed(len(gone), len(stopped), len(locked), ended, len(shut_off), unsure)


def release(store: Store) -> bool:
    """Let the workers send again; False when they were not held."""
    with store.work() as work:
        return work.holds.release(RESTORE)


def _hold_endings(work: Work, made_on: date, noted: Mapping[str, Sequence[Noted]]) -> int:
    """Hold what people asked for to end it, or undid, since the backup; return how many of them ended it."""
    ended: set[str] = set()
    for kind, what in NOTED_AS.items():
        days = {each.case_id: each.on for each in noted[what]}
        for case_id in _list_since(work, made_on, noted[what]):
            # Safety: in its place among their requests, so that what they ask for from now on counts after it
            held = Request(kind, days[case_id], work.entries.find_chain_length(case_id))
            work.holds.hold_asked(case_id, held)
            if kind is RequestKind.UNDO:
                work.cases.set_days(case_id, erase_on=None)
                continue
            ended.add(case_id)
            if kind is RequestKind.ERASE:
                work.cases.set_days(case_id, erase_on=takes_effect_on(held.on))
    return len(ended)


def _list_since(work: Work, made_on: date, noted: Iterable[Noted]) -> list[str]:
    # Safety: also of the day of the backup itself, as nobody knows what came first
    since = dict.fromkeys(each.case_id for each in noted if each.on >= made_on)
    return [case_id for case_id in since if work.cases.find_by_id(case_id)]
