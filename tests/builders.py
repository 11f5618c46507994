"""What tests build with: a movable clock, a prepared data folder, answers, referrals, services and staff members.

Functions only; tests/people.py gives them to tests as fixtures. Nothing here checks anything.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyotp

from portal.casework.follow import open_by_code
from portal.casework.refer import Receipt, keep_draft, send_referral, start_draft, take_draft
from portal.casework.sign_in import SignedIn
from portal.casework.staff import NewStaff, make_staff_member
from portal.casework.tickets import DraftTicket, PageTicket
from portal.casework.trusted import sign_service
from portal.casework.work import DeskSide, PublicSide
from portal.domain.answers import find_unfinished, merge, parse_step
from portal.domain.areas import Area, Areas
from portal.domain.case import Case, Service
from portal.embedded import Folders, prepare_data, role_environment
from portal.holders import Role
from portal.settings import Settings
from portal.store.services import NATIONAL
from portal.store.staff import Role as StaffRole
from portal.store.work import Store
from portal.vault.key_files import NOTICE_SUFFIX, SERVICE_SUFFIX, PublicKeys, load_service_identity, make_identity
from portal.vault.staff_secrets import make_otp_secret

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PASSWORD = "correct-horse-battery"
RIVERSIDE = "riverside"
RIVERSIDE_AREA = "cumbria"

Typed = Mapping[str, Sequence[str]]

# Amira: violence in Leeds, by telephone. Slug of the page -> what its form sends.
AMIRAS_PAGES: Mapping[str, Typed] = {
    "who": {"who_for": ["me"]},
    "age": {"age": ["adult"]},
    "begin": {"understood": ["yes"]},
    "now": {"in_danger": ["no"], "device_safe": ["yes"]},
    "what": {"harm": ["violence", "theft"]},
    "them": {"know_who": ["yes"], "custody": ["prison"], "court_case": ["no"], "court_order": ["unknown"]},
    "where": {"place": ["LS1 4AP"]},
    "hopes": {"hopes": ["questions", "be_heard"], "hopes_words": ["I want to know why it was me."]},
    "name": {"name": ["Amira"]},
    "contact": {"contact_method": ["call"]},
    "reach": {"phone": ["07700 900 123"], "days": ["tuesday"], "hours": ["morning"]},
    "words": {"leave_message": ["no"], "say_who": ["no"], "if_others_answer": ["the library"], "code_word": ["fig"]},
    "phrase": {"phrase_prompt": ["What colour was the bus?"], "check_phrase": ["green with a dent"]},
    "help": {"needs": ["interpreter"], "needs_words": ["Arabic, please"]},
    "more": {"anything_else": ["Please do not ring on Fridays."]},
    "news": {"rhythm": ["weekly"]},
}
# Ben: fraud in Truro, wants no contact and looks here.
BENS_PAGES: Mapping[str, Typed] = {
    **AMIRAS_PAGES,
    "what": {"harm": ["fraud"]},
    "where": {"place": ["Truro"]},
    "hopes": {"hopes": ["apology"], "hopes_words": ["He said he was from my bank."]},
    "name": {"name": ["Ben"]},
    "contact": {"contact_method": ["none"]},
    "phrase": {"check_phrase": ["my first goldfish"]},
    "more": {},
    "news": {"rhythm": ["two_weekly"]},
}


class MovableClock:
    """A clock that stands still until a test moves it; starts on a Monday morning."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the time, aware and in UTC."""
        return self.at

    def today(self) -> date:
        """Return the day in England and Wales."""
        return self.at.astimezone(LONDON).date()

    def move(self, **by: float) -> None:
        """Go on by days, hours, minutes, seconds; back when negative."""
        self.at += timedelta(**by)


@dataclass(frozen=True, slots=True)
class PortalData:
    """A data folder with keys, a database and two services (national; riverside, which has Cumbria)."""

    data_dir: Path
    database_url: str

    def environment(self, role: Role) -> dict[str, str]:
        """Return the PORTAL_ variables of one process; rate limits are off."""
        return {
            "PORTAL_DATA_DIR": str(self.data_dir),
            "PORTAL_DATABASE_URL": self.database_url,
            "PORTAL_RATE_LIMITS": "off",
            **role_environment(self.data_dir, role),
        }

    def settings(self, role: Role, **more: str) -> Settings:
        """Return the settings of one process; `more` are further PORTAL_ variables."""
        return Settings.from_mapping({**self.environment(role), **more}, role)


@dataclass(frozen=True, slots=True)
class Referred:
    """Somebody who has sent a referral: the way to their draft, their receipt and what is stored plainly."""

    ticket: DraftTicket
    receipt: Receipt
    case: Case

    @property
    def code(self) -> str:
        """Return the access code as it is typed."""
        return self.receipt.access_code.digits


@dataclass(frozen=True, slots=True)
class StaffAccount:
    """A staff member who can sign in: what they know, what their telephone holds, and who they are at work."""

    email: str
    password: str
    otp_secret: str = field(repr=False)
    signed_in: SignedIn

    def otp(self, at: datetime) -> str:
        """Return the one-time code their telephone shows at a time."""
        return pyotp.TOTP(self.otp_secret).at(at)


def prepare_portal_data(data_dir: Path, database_url: str) -> PortalData:
    """Prepare a data folder as the embedded default does, and enrol a second service with an area of its own."""
    made = PortalData(data_dir, database_url)
    prepare_data(made.settings(Role.OPERATOR))
    enrol_service(made, RIVERSIDE, [RIVERSIDE_AREA])
    return made


def enrol_service(data: PortalData, service_id: str, areas: Sequence[str]) -> Service:
    """Add a service with keys of its own: held by the desk and the worker, pinned for sites wired from now on."""
    keys = Folders(data.data_dir).keys
    identity = make_identity(keys / Role.DESK.value / f"{service_id}{SERVICE_SUFFIX}")
    notice = make_identity(keys / Role.WORKER.value / f"{service_id}{NOTICE_SUFFIX}")
    public_keys = PublicKeys(identity.box_key, identity.sign_key, notice.box_key)
    for role in (Role.PUBLIC, Role.DESK, Role.WORKER):
        with (keys / role.value / "service_pins").open("a") as pins:
            pins.write(public_keys.pin + os.linesep)
    service = Service(
        service_id=service_id,
        name=service_id.title(),
        phone="01632 960 001",
        hours="Monday to Friday, 9 to 5",
        postal_address="1 Example Street\nSampletown",
        is_trial=False,
        box_key=identity.box_key,
        sign_key=identity.sign_key,
        notice_key=notice.box_key,
    )
    store = Store(data.database_url)
    with store.work() as work:
        work.services.save(sign_service(service, identity), areas)
    store.close()
    return service


def sign_told(data: PortalData, service: Service) -> Service:
    """Return a service with the national one's keys as `portal service add` would store it: signed with its key."""
    return sign_service(service, load_service_identity(Folders(data.data_dir).keys / Role.DESK.value, NATIONAL))


def change_pages(pages: Mapping[str, Typed], **changes: Typed) -> dict[str, Typed]:
    """Return the pages with some replaced; a keyword is the page's slug."""
    return {**pages, **changes}


def fill_in(side: PublicSide, pages: Mapping[str, Typed], ticket: DraftTicket | None = None) -> DraftTicket:
    """Answer every page of this person's way as the form would, kept once; return the ticket to the unsent draft."""
    ticket = ticket or start_draft()
    with side.store.work() as work:
        draft = take_draft(work, ticket)
        while step := find_unfinished(draft.answers, draft.visited):
            parsed = parse_step(step, pages[step.slug], draft.answers, side.areas)
            if parsed.problems:
                raise AssertionError(f"the page {step.slug} was not accepted: {parsed.problems}")
            answers = merge(draft.answers, step, parsed)
            draft = replace(draft, answers=answers, visited=draft.visited | {step.slug})
        keep_draft(side, work, ticket, draft)
    return ticket


def refer(side: PublicSide, pages: Mapping[str, Typed] = AMIRAS_PAGES, language: str = "en") -> Referred:
    """Fill in and send; return all that the person has then."""
    ticket = fill_in(side, pages)
    receipt = send_referral(side, ticket, language)
    if not isinstance(receipt, Receipt):
        raise AssertionError("this was sent for somebody else")
    return Referred(ticket, receipt, find_case(side.store, receipt.case_reference))


def find_case(store: Store, case_reference: str) -> Case:
    """Return the plain part of a case that must be there."""
    with store.look() as work:
        case = work.cases.find_by_reference(case_reference)
    if case is None:
        raise AssertionError(f"there is no case {case_reference}")
    return case


def open_page(side: PublicSide, person: Referred) -> PageTicket:
    """Open somebody's page with their code; return the ticket to it."""
    opened = open_by_code(side, person.code)
    if opened is None:
        raise AssertionError("the page did not open")
    return opened.ticket


def add_staff(side: DeskSide, new: NewStaff) -> StaffAccount:
    """Add a staff member to the desk; they have not signed in, but `signed_in` is who they are once they have."""
    otp_secret = make_otp_secret()
    member = make_staff_member(new, PASSWORD, otp_secret, side.otp_sealer)
    with side.store.work() as work:
        work.staff.add(member)
    at_work = SignedIn(member.staff_id, member.display_name, StaffRole(member.role), member.service_id)
    return StaffAccount(new.email, PASSWORD, otp_secret, at_work)


SOME_AREAS = Areas(
    areas=(
        Area("avon-and-somerset", "Avon and Somerset", "England"),
        Area("norfolk", "Norfolk", "England"),
        Area("gwent", "Gwent", "Wales"),
        Area("west-mercia", "West Mercia", "England"),
        Area("west-yorkshire", "West Yorkshire", "England"),
    ),
    outward_codes={"LS1": ("west-yorkshire",), "NP7": ("gwent", "west-mercia"), "SW1A": ("norfolk",)},
    councils={"King's Lynn and West Norfolk": ("norfolk",), "St. Peter": ("norfolk",)},
    places={
        "Y Fenni": ("gwent", "west-mercia"),
        "Tŷ-du": ("gwent",),
        "Leeds": ("west-yorkshire",),
        "Gwent": ("gwent",),
    },
)
