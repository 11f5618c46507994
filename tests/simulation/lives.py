"""What people and practitioners do in the simulation, as the dice say: some speak soon, some never, some end it all."""

from __future__ import annotations

from sqlalchemy import select

from portal.casework.ask import ask
from portal.casework.ask_to_talk import ToTell, ask_to_talk
from portal.casework.desk import move_stage, read_case, record_check, send_message
from portal.casework.desk_beside import put_beside, take_off
from portal.casework.desk_case import DeskCase
from portal.casework.end_talk import Ending, end_talk, mark_talk
from portal.casework.talks import find_talk, list_held
from portal.domain.case import Case, EntryKind, RequestKind
from portal.domain.errors import NotAllowed, Shut
from portal.domain.promises import Rhythm
from portal.domain.stages import ENDED, LINE, Beside, Stage
from portal.domain.talks import Ground, Talk
from portal.store.tables import case, case_entry
from tests.builders import Referred, open_page
from tests.simulation.world import World

# how likely the desk moves a case on, on a working day
_MOVES_ON = {
    Stage.RECEIVED: 0.5,
    Stage.FIRST_CONTACT: 0.2,
    Stage.ENQUIRIES: 0.15,
    Stage.SUITABILITY: 0.15,
    Stage.ASKING_THEM: 0.05,
    Stage.PREPARATION: 0.02,
    Stage.COMMUNICATION: 0.02,
    Stage.AFTERCARE: 0.02,
}
_ASKED_FOR = (RequestKind.PAUSE, RequestKind.GO_ON, RequestKind.RHYTHM, RequestKind.WITHDRAW, RequestKind.UNDO)
WAIT_TO_TALK = 2  # days
_CHANGES = frozenset({RequestKind.RHYTHM, RequestKind.WITHDRAW, RequestKind.UNDO})


def list_open(world: World) -> list[Case]:
    """Return the cases that have not ended, as they are stored, always in one order."""
    query = select(case.c.case_id).where(case.c.stage.not_in([stage.value for stage in ENDED]))
    with world.public.store.look() as work:
        there = set(work.connection.execute(query).scalars())
        found = work.cases.list_of_service("national", limit=10**6)
    order = {person.case.case_id: number for number, person in enumerate(world.people)}
    return sorted((each for each in found if each.case_id in there), key=lambda each: order[each.case_id])


def live(world: World, bustle: float) -> None:
    """Have a few people ask for something on their pages."""
    world.changed.clear()
    for person in world.people:
        if world.dice.random() < 0.01 * bustle:
            _ask(world, person, world.dice.choice(_ASKED_FOR))


def work_at_desk(world: World, bustle: float) -> None:
    """Have the desk do a working day's work; some cases it never gets to."""
    for each in list_open(world):
        thrown = world.dice.random()
        if each.case_id in world.neglected:
            continue
        if thrown < _MOVES_ON.get(each.stage, 0) * (1 if each.stage is Stage.RECEIVED else bustle):
            _move_on(world, each)
        elif thrown > 1 - 0.02 * bustle and each.stage is not Stage.RECEIVED:
            _put_or_take(world, each)


def list_talks(world: World) -> list[tuple[DeskCase, Talk]]:
    """Return the cases whose person is asked to talk, but for those that the desk never gets to."""
    query = select(case_entry.c.case_id).where(case_entry.c.kind == EntryKind.TALK.value).distinct()
    with world.public.store.look() as work:
        asked = set(work.connection.execute(query).scalars()) - world.neglected
    pages = [
        read_case(world.desk, world.fay.signed_in, each.case_id) for each in list_open(world) if each.case_id in asked
    ]
    talks = [(page, find_talk(page.opened, answers_held=page.answers_held)) for page in pages]
    return [(page, talk) for page, talk in talks if talk is not None]


def end_talks(world: World) -> None:
    """Have the desk talk with everybody who was asked to, two days later, and tell what waited for it."""
    for page, talk in list_talks(world):
        if (world.today - talk.asked_on).days < WAIT_TO_TALK or page.asked.is_shut:
            continue
        newest = next((each.sequence for each in list_held(page.opened) if each.news), None)
        ending = Ending(Ground.TALKED, newest)
        end_talk(world.desk, world.fay.signed_in, page.case.case_id, ending, seen=mark_talk(page, talk))


def _ask(world: World, person: Referred, kind: RequestKind) -> None:
    choices = [world.dice.choice(list(Rhythm)).value] if kind is RequestKind.RHYTHM else []
    try:
        ask(world.public, open_page(world.public, person), kind, choices=choices)
    except (NotAllowed, Shut):
        return
    if kind in _CHANGES:
        world.changed.add(person.case.case_id)


def _move_on(world: World, each: Case) -> None:
    staff = world.fay.signed_in
    try:
        if not each.is_checked:
            record_check(world.desk, staff, each.case_id)
        then = Stage.NOT_GOING_AHEAD if world.dice.random() < 0.05 else LINE[LINE.index(each.stage) + 1]
        move_stage(world.desk, staff, each.case_id, then, seen=each.stage, has_talked=True)
    except NotAllowed:
        pass  # on hold, or asked to talk


def _put_or_take(world: World, each: Case) -> None:
    staff = world.fay.signed_in
    try:
        match world.dice.randrange(4):
            case 0:
                put_beside(world.desk, staff, each.case_id, Beside.ON_HOLD)
            case 1:
                take_off(world.desk, staff, each.case_id, Beside.ON_HOLD)
            case 2:
                ask_to_talk(world.desk, staff, each.case_id, ToTell(), seen=each.stage)
            case _:
                send_message(world.desk, staff, each.case_id, f"We are still there ({world.today}).")
    except NotAllowed:
        pass
