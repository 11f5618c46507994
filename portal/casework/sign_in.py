"""Staff sign-in: password and one-time code, always both; sessions on this side; lock-out after wrong tries."""

from dataclasses import dataclass
from datetime import timedelta

from portal.casework.staff import find_otp_secret
from portal.casework.work import DeskSide
from portal.domain.lifetimes import DESK
from portal.store.sessions import StaffSession
from portal.store.staff import Role, StaffMember
from portal.store.work import Work
from portal.vault.digests import session_hash
from portal.vault.randomness import random_id
from portal.vault.staff_secrets import find_otp_step, hash_password, matches_password

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
# One stored hash to check against when nobody has the address, so that the answer takes as long.
_NOBODY = hash_password("nobody has this password")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A staff member at work, as the pages need them."""

    staff_id: str
    display_name: str
    role: Role
    service_id: str

    @property
    def may_read_cases(self) -> bool:
        """Say whether this role reads cases."""
        return self.role is not Role.ADMINISTRATOR


def sign_in(side: DeskSide, email: str, password: str, otp: str) -> str | None:
    """Return a new session's id, None for any wrong part; which part was wrong is not told."""
    with side.store.look() as work:
        known = work.staff.find_by_email(email)
    # The slow hash runs outside any transaction: strangers who guess must not make others wait for the database.
    with side.turns.take():
        is_right = matches_password(known.password_hash if known else _NOBODY, password)
    if known is None:
        return None
    now = side.clock.now()
    with side.store.work() as work:
        member = work.staff.find_by_email(email)
        if member is None or not member.is_active or member.password_hash != known.password_hash:
            return None
        # Safety: read again here, so that many guesses at once cannot slip past the lock
        if member.locked_until_at and member.locked_until_at > now:
            return None
        step = find_otp_step(find_otp_secret(side.otp_sealer, member), otp, now, member.otp_last_step)
        if not is_right or step is None:
            _note_failure(side, work, member)
            return None
        work.staff.note_success(member.staff_id, step)
        # Safety: it carries whose it is, so that a session's row cannot be turned into somebody else's
        session_id = f"{random_id()}.{member.staff_id}"
        work.sessions.start_staff(session_hash(session_id), StaffSession(member.staff_id, now, now))
        work.audit.add(now, member.staff_id, "signed in")
    return session_id


def find_signed_in(side: DeskSide, session_id: str) -> SignedIn | None:
    """Return who a session belongs to and note its use; None when it is over, ended or unknown."""
    now = side.clock.now()
    key = session_hash(session_id)
    with side.store.work() as work:
        session = work.sessions.find_staff(key)
        if session is None or not session_id.endswith(f".{session.staff_id}"):
            return None
        if DESK.is_over(made_at=session.made_at, seen_at=session.seen_at, now=now, is_strict=False):
            work.sessions.end_staff(key)
            return None
        member = work.staff.find(session.staff_id)
        if member is None or not member.is_active or not find_otp_secret(side.otp_sealer, member):
            return None
        work.sessions.touch_staff(key, now)
    return SignedIn(member.staff_id, member.display_name, member.role, member.service_id)


def sign_out(side: DeskSide, session_id: str) -> None:
    """End a session; its cookie opens nothing any more. Twice changes nothing."""
    key = session_hash(session_id)
    with side.store.work() as work:
        session = work.sessions.find_staff(key)
        if session is not None:
            work.sessions.end_staff(key)
            work.audit.add(side.clock.now(), session.staff_id, "signed out")


def _note_failure(side: DeskSide, work: Work, member: StaffMember) -> None:
    failed = member.failed_count + 1
    now = side.clock.now()
    work.staff.note_failure(member.staff_id, failed, now + LOCKED_FOR if failed % TRIES == 0 else None)
    work.audit.add(now, member.staff_id, "sign-in refused")
