"""Puts settings, store, keys, clock and calendar together for each process: the only place that knows them all."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

import holidays

from portal.casework.rehub_post import RehubPost
from portal.casework.work import Calendar, Channel, Clock, DeskSide, PublicSide, WorkerSide
from portal.channels.files import Files
from portal.channels.govuk_notify import GovukNotify, NotifyAccount
from portal.channels.smtp import Smtp, SmtpServer
from portal.domain.safe_contact import Method
from portal.holders import Role, held
from portal.journal import Journal, find_journal_file
from portal.limits import Limits, TrialAddresses, WrongTries
from portal.settings import ROOT, Settings, SettingsFault
from portal.store.work import Store
from portal.texts.library import Library
from portal.texts.notices import Notices, list_telling
from portal.texts.places import load_areas
from portal.texts.rehub_mail import RehubMail
from portal.vault.access_codes import Peppers
from portal.vault.cookies import CookieSealer
from portal.vault.identities import Identity
from portal.vault.key_files import load_notice_identities, load_service_identity

_LONDON = ZoneInfo("Europe/London")
CONTENT = ROOT / "content"


class SystemClock:
    """The machine's clock; days are those of England and Wales."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the day in England and Wales."""
        return datetime.now(_LONDON).date()


class WorkingDays:
    """Working days of England and Wales, offline."""

    def __init__(self) -> None:
        self._bank_holidays = holidays.country_holidays("GB", subdiv="ENG")
        self._one_at_a_time = Lock()

    def is_working_day(self, day: date) -> bool:
        """Say whether people work on a day: Monday to Friday and no bank holiday."""
        if day.weekday() >= 5:
            return False
        with self._one_at_a_time:  # the library fills in a year when it is first asked about
            return day not in self._bank_holidays


@dataclass(frozen=True, slots=True)
class PublicPortal:
    """Everything the public site's pages are given."""

    settings: Settings
    side: PublicSide
    cookies: CookieSealer
    library: Library
    limits: Limits


@dataclass(frozen=True, slots=True)
class DeskPortal:
    """Everything the desk's pages are given."""

    settings: Settings
    side: DeskSide
    cookies: CookieSealer
    library: Library
    limits: Limits


def wire_public(settings: Settings, clock: Clock | None = None, calendar: Calendar | None = None) -> PublicPortal:
    """Wire the public site; it gets peppers and pins and no private key of a service."""
    limits = Limits(settings)
    rehub_secret, _, rehub_secret_before = held(settings.rehub_secret).value.decode().partition(" ")
    side = PublicSide(
        store=Store(settings.database_url),
        clock=clock or SystemClock(),
        calendar=calendar or WorkingDays(),
        areas=load_areas(CONTENT),
        peppers=Peppers(
            held(settings.pepper_salt).value, held(settings.pepper_locator).value, held(settings.pepper_seed).value
        ),
        link_key=held(settings.link_key).value,
        site_key=Identity(held(settings.site_key).value),
        rehub_secret=rehub_secret,
        rehub_secret_before=rehub_secret_before,
        rehub_link_key=held(settings.rehub_link_key).value,
        service_pins=settings.service_pins,
        wrong_tries=WrongTries(limits),
        trial_addresses=TrialAddresses(limits),
    )
    cookies = CookieSealer(held(settings.cookie_key).value, "public")
    return PublicPortal(settings, side, cookies, Library(CONTENT), limits)


def wire_desk(settings: Settings, clock: Clock | None = None, calendar: Calendar | None = None) -> DeskPortal:
    """Wire the desk; it gets its services' private keys and no pepper."""
    keys_dir = held(settings.keys_dir)
    cookie_key = held(settings.cookie_key).value
    side = DeskSide(
        store=Store(settings.database_url),
        clock=clock or SystemClock(),
        calendar=calendar or WorkingDays(),
        areas=load_areas(CONTENT),
        find_service_key=_key_finder(keys_dir),
        site_public_key=held(settings.site_public_key),
        service_pins=settings.service_pins,
        otp_sealer=CookieSealer(cookie_key, "one-time-code"),
        heads=Journal(find_journal_file(settings.data_dir, Role.DESK)),
        has_rehub_mailbox=bool(settings.rehub_mailbox),
    )
    return DeskPortal(settings, side, CookieSealer(cookie_key, "desk"), Library(CONTENT), Limits(settings))


def wire_worker(settings: Settings, clock: Clock | None = None, calendar: Calendar | None = None) -> WorkerSide:
    """Wire the worker; it gets notice keys and channels. Raises SettingsFault for a sender that would tell."""
    notify = _make_notify(settings)
    return WorkerSide(
        store=Store(settings.database_url),
        clock=clock or SystemClock(),
        calendar=calendar or WorkingDays(),
        notice_keys=load_notice_identities(held(settings.notice_keys_dir)),
        site_public_key=held(settings.site_public_key),
        service_pins=settings.service_pins,
        channels=_make_channels(settings, notify),
        texts=Notices(ROOT / "build" / "catalogues"),
        sender=settings.site_name,
        heads=Journal(find_journal_file(settings.data_dir, Role.WORKER)),
        enquiry=notify,
        rehub=_make_rehub_post(settings),
    )


def list_methods(settings: Settings) -> tuple[Method, ...]:
    """Return the methods that the worker has a channel for, as far as these settings tell: any process may ask."""
    real = {
        Method.TEXT: bool(settings.notify_text_template),
        Method.EMAIL: bool(settings.notify_email_template or settings.smtp_host),
    }
    # where one way is real, what nobody receives the other way must not count as sent; the desk sees it instead
    return tuple(method for method, is_real in real.items() if is_real) or tuple(real)


def are_notices_files(settings: Settings) -> bool:
    """Say whether notices become files on this computer, since no real way out is set: any process may ask."""
    return not (settings.smtp_host or settings.notify_text_template or settings.notify_email_template)


def _make_channels(settings: Settings, notify: GovukNotify | None) -> dict[Method, Channel]:
    if are_notices_files(settings):
        return dict.fromkeys(list_methods(settings), Files(settings.data_dir / "notices"))
    channels: dict[Method, Channel] = {Method.EMAIL: _make_mail(settings)} if settings.smtp_host else {}
    if notify is not None:
        channels |= {method: notify.channel_of(method) for method in notify.methods}
    return channels


def _make_rehub_post(settings: Settings) -> RehubPost | None:
    if not settings.rehub_mailbox:
        return None
    return RehubPost(
        mailbox=settings.rehub_mailbox,
        link_key=held(settings.rehub_link_key).value,
        site_url=settings.public_url,
        texts=RehubMail(ROOT / "build" / "catalogues", Library(CONTENT)),
    )


def _make_notify(settings: Settings) -> GovukNotify | None:
    templates = {Method.TEXT: settings.notify_text_template, Method.EMAIL: settings.notify_email_template}
    if not any(templates.values()):
        return None
    account = NotifyAccount(
        url=settings.notify_url,
        api_key=held(settings.notify_api_key).value.decode(),
        templates={method: template for method, template in templates.items() if template},
        text_sender=settings.notify_text_sender,
    )
    return GovukNotify(account, list_telling)


def _make_mail(settings: Settings) -> Channel:
    telling = list_telling(f"{settings.site_name} {settings.smtp_from}")
    if telling:
        # Safety: whoever reads along sees the sender before anything else
        words = "PORTAL_SITE_NAME and PORTAL_SMTP_FROM stand in every notice and may not tell what it is about: "
        raise SettingsFault((words + ", ".join(telling),))
    password = settings.smtp_password.value.decode() if settings.smtp_password else ""
    server = SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password=password,
        starttls=settings.smtp_starttls,
    )
    return Smtp(server)


class _KeyFinder:
    """Reads each service's key file once."""

    def __init__(self, keys_dir: Path) -> None:
        self._find = lru_cache(maxsize=64)(lambda service_id: load_service_identity(keys_dir, service_id))

    def __call__(self, service_id: str) -> Identity:
        """Return a service's private key."""
        return self._find(service_id)


def _key_finder(keys_dir: Path) -> _KeyFinder:
    return _KeyFinder(keys_dir)
