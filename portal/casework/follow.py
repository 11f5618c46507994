"""Following one's case: open the page by code or by link, read it, write, stop all contact, renew the link.

What else a person may ask for is in ask. A page that they shut raises Shut for everything here.
"""

from dataclasses import dataclass
from datetime import date

from portal.casework.believed import believe_stage
from portal.casework.holds import add_held_lock
from portal.casework.own_keys import OwnCase, find_own_case, find_with_code, grow, wrap_older
from portal.casework.page_messages import Message, Reading, is_new, list_messages
from portal.casework.promised import Promised, read_promised
from portal.casework.requests import make_body, read_requests
from portal.casework.send import add_link
from portal.casework.shown_updates import list_shown
from portal.casework.side_states import StandsBeside, list_beside
from portal.casework.talks import find_talk
from portal.casework.tickets import PageTicket
from portal.casework.work import PublicSide
from portal.domain.case import Author, Case, EntryKind, RequestKind, Service
from portal.domain.errors import Forged, Invalid, NotAllowed, Shut, Unavailable
from portal.domain.free_text import clean_text
from portal.domain.requests import RequestState
from portal.domain.stages import ENDED, Stage
from portal.domain.talks import Talk
from portal.domain.updates import Update
from portal.store.chains import OpenedCase
from portal.store.work import Work
from portal.vault.access_codes import Root, derive_locator, derive_root, parse_access_code
from portal.vault.links import read_link, unwrap_root
from portal.vault.randomness import random_bytes

MESSAGE_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A page that opened: the ticket to it, the day it was opened before, and whether stricter limits apply.

    `seen_before`: the newest entry that there was when it was opened before; 0 when it never was.
    """

    ticket: PageTicket
    opened_before_on: date | None
    is_strict: bool
    seen_before: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """All that a person may see of their case, and nothing else."""

    case_reference: str
    stage: Stage
    stage_since_on: date
    next_update_by: date | None
    days_late: int
    promised: Promised
    updates: tuple[Update, ...]
    messages: tuple[Message, ...]
    service_name: str
    service_phone: str
    service_hours: str
    is_trial: bool
    is_contact_stopped: bool
    is_paused: bool
    is_strict: bool
    refused_count: int
    new_update_count: int
    beside: tuple[StandsBeside, ...]
    talk: Talk | None = None  # the service would like to talk: never about what


def parse_typed_code(text: str) -> bool:
    """Say whether what was typed can be a code at all: twenty digits, in any script, spaced as one likes."""
    return parse_access_code(text) is not None


def open_by_code(side: PublicSide, typed: str, pin: str = "") -> OpenedPage | None:
    """Open the page of a code. None for wrong, unknown or ended: one derivation and one look-up each time."""
    code = parse_access_code(typed)
    if code is None:
        return None
    with side.turns.take():
        root = derive_root(code, side.peppers)
    return _open(side, root, pin)


def open_by_link(side: PublicSide, text: str, pin: str = "") -> OpenedPage | None:
    """Open the page of a link. None for forged, revoked, used or expired ones."""
    secret = read_link(text, side.link_key)
    if secret is None:
        return None
    today = side.clock.today()
    with side.store.look() as work:
        row = work.links.find(secret.link_hash, today)
    try:
        root, is_single_use = unwrap_root(secret, row.wrapped_root) if row else (Root(random_bytes(32)), False)
    except Forged:
        return None
    opened = _open(side, root, pin)
    if opened and is_single_use:
        with side.store.work() as work:
            # Safety: a link of one use opens for one asker, also when two press at once
            return opened if work.links.use_up(secret.link_hash) else None
    return opened


def view_page(side: PublicSide, ticket: PageTicket, *, seen: int | None = None) -> Page:
    """Return what the person sees; NotFound when the case or its key is gone, Shut when they shut the page.

    `seen` is the newest entry that they saw on an earlier visit: what came later is new. None counts nothing as new.
    """
    with side.store.look() as work:
        own, service, opened = read_own_case(side, work, ticket)
        is_held = work.holds.has_stop(own.case.case_id)
        is_strict, today = is_strict_page(opened), side.clock.today()
        asked = read_requests(opened)
        case, opened = believe_stage(own.case, opened)
        promised = read_promised(work, case, today)
        answers_held = work.holds.find_answers_held(case.case_id)
    shown = list_shown(opened)
    reading = Reading(today, side.calendar.is_working_day, is_strict=is_strict, seen=seen)
    return Page(
        case_reference=case.case_reference,
        stage=case.stage,
        stage_since_on=case.stage_since_on,
        next_update_by=promised.promised_on,
        days_late=promised.days_late,
        promised=promised,
        updates=tuple(Update.from_body(entry.body) for entry in shown),
        messages=list_messages(opened, reading),
        service_name=service.name,
        service_phone=service.phone,
        service_hours=service.hours,
        is_trial=service.is_trial,
        is_contact_stopped=is_held or asked.is_contact_stopped,
        is_paused=asked.is_paused,
        is_strict=is_strict,
        refused_count=opened.refused_count,
        beside=list_beside(opened, asked),
        new_update_count=sum(is_new(entry, seen) for entry in shown),
        talk=None if case.stage in ENDED else find_talk(opened, answers_held=answers_held),
    )


def clean_message(words: str) -> str:
    """Return a message as it would be sent: no invisible characters, line ends as one newline."""
    return clean_text(words, keep_lines=True)


def send_message(side: PublicSide, ticket: PageTicket, words: str, *, language: str = "") -> None:
    """Seal a message from the person to the service; a second press, the same words on the same day, changes nothing.

    `language` is the code of the one it is written in, empty when that is not known. Raises Forged when the case cannot
    be believed, so that nothing is added to it, and Invalid for a message that is empty or longer than MESSAGE_LENGTH
    once it is cleaned.
    """
    cleaned = clean_message(words)
    if not 0 < len(cleaned) <= MESSAGE_LENGTH:
        raise Invalid("words", "a message has 1 to 2,000 characters")
    today = side.clock.today()
    with side.store.work() as work:
        own, service, opened = read_own_case(side, work, ticket)
        newest = opened.find_newest(EntryKind.MESSAGE)
        if newest and newest.author is Author.PERSON and newest.made_on == today and newest.body["words"] == cleaned:
            return
        body = {"words": cleaned, "lang": language}
        as_person = side.write_as_person(service, own.ring.person)
        work.entries.append(own.case, service, EntryKind.MESSAGE, body, writer=as_person, on=today)


def stop_contact(side: PublicSide, ticket: PageTicket) -> None:
    """Ask to stop all contact: obeyed from this moment by everyone who reads the case."""
    if view_page(side, ticket).is_contact_stopped:
        return
    try:
        _append(side, ticket, EntryKind.REQUEST, make_body(RequestKind.STOP_CONTACT, side.clock.today()))
    except Forged:
        with side.store.work() as work:
            # Safety: a chain that somebody broke takes no entry; the wish must not be lost with it
            work.holds.stop(find_own_case(side, work, ticket).case.case_id, side.clock.today())


def renew_link(side: PublicSide, ticket: PageTicket) -> str:
    """Revoke every link to the page and return a new one."""
    is_strict = view_page(side, ticket).is_strict
    with side.store.work() as work:
        case = find_own_case(side, work, ticket).case
        work.links.revoke_all(case.case_id)
        return add_link(side, work, case.case_id, ticket.root, is_single_use=is_strict)


def revoke_links(side: PublicSide, ticket: PageTicket) -> None:
    """Revoke every link to the page; only the code opens it from now on."""
    with side.store.work() as work:
        work.links.revoke_all(find_own_case(side, work, ticket).case.case_id)


def _open(side: PublicSide, root: Root, pin: str) -> OpenedPage | None:
    locator = derive_locator(root, side.peppers)
    # Safety: whoever has the code still guesses at the PIN; a locator that leads nowhere is counted just the same
    side.wrong_tries.check(locator)
    grown = grow(side, root, pin)
    with side.store.work() as work:
        # Safety: once more, as many tries that came at one moment would else all be let through
        side.wrong_tries.check(locator)
        found = find_with_code(side, work, root, grown)
        if found is None:
            side.wrong_tries.count(locator)
            return None
        own, opens = found
        case = own.case
        service = get_service(side, work, case)
        opens = opens or wrap_older(side, work, own, service, grown)
        reader = side.reader_of(case, service, own.ring)
        opened = work.entries.open_case(case.case_id, reader, {EntryKind.SIDE_STATE})
        seen_before = case.opened_sequence or 0
        # what cannot be believed now is not counted as seen
        seen = opened.head.sequence if opened.head else seen_before
        work.cases.note_opened(case.case_id, side.clock.today(), seen)
    return OpenedPage(PageTicket(root, opens), case.last_opened_on, is_strict_page(opened), seen_before)


def is_strict_page(opened: OpenedCase) -> bool:
    """Say whether the stricter limits of the part after abuse apply to a page."""
    state = opened.find_newest(EntryKind.SIDE_STATE)
    # Safety: a state that cannot be read counts as strict
    return state is None or bool(state.body.get("is_strict"))


def read_own_case(side: PublicSide, work: Work, ticket: PageTicket) -> tuple[OwnCase, Service, OpenedCase]:
    """Open what a person may read of their case; Shut when they shut their page, NotFound when it is gone."""
    own, service, opened = open_own_case(side, work, ticket)
    if read_asked(work, own.case, opened).is_shut:
        # Safety: from the moment they asked for it, whoever has the code sees and changes nothing more here
        raise Shut("the person shut this page")
    return own, service, opened


def read_asked(work: Work, case: Case, opened: OpenedCase) -> RequestState:
    """Return what the person's requests come to, with what a restored backup does not know of them."""
    asked = read_requests(opened, work.holds.list_asked(case.case_id))
    return add_held_lock(asked, is_held=work.holds.has_lock(case.case_id))


def open_own_case(side: PublicSide, work: Work, ticket: PageTicket) -> tuple[OwnCase, Service, OpenedCase]:
    """Open what a person may read of their case, also when they shut their page; NotFound when it is gone."""
    own = find_own_case(side, work, ticket)
    service = get_service(side, work, own.case)
    return own, service, work.entries.open_case(own.case.case_id, side.reader_of(own.case, service, own.ring))


def get_service(side: PublicSide, work: Work, case: Case) -> Service:
    """Return the service of a case; Unavailable, not "not yours", while its keys are not the pinned ones."""
    try:
        return side.trust(work.services.get(case.service_id))
    except NotAllowed as error:
        raise Unavailable("the keys of a service are not the pinned ones") from error


def _append(side: PublicSide, ticket: PageTicket, kind: EntryKind, body: dict[str, str]) -> None:
    with side.store.work() as work:
        own = find_own_case(side, work, ticket)
        service = get_service(side, work, own.case)
        as_person = side.write_as_person(service, own.ring.person)
        work.entries.append(own.case, service, kind, body, writer=as_person, on=side.clock.today())
