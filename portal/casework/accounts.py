"""Staff accounts as an operator gives them: a first password and a first one-time secret, and new ones when lost."""

from dataclasses import dataclass, field

from portal.casework.staff import NewStaff, make_staff_member, seal_otp
from portal.casework.work import Clock, DeskSide
from portal.domain.errors import AlreadyDone, NotFound
from portal.store.work import Store
from portal.vault.staff_secrets import hash_password, make_otp_secret, make_password

OPERATOR = "operator"  # who did it, in the audit: the command line knows no staff member


def note_by_operator(store: Store, clock: Clock, what: str) -> None:
    """Note in the audit what somebody did at the command line; no words of anybody's."""
    with store.work() as work:
        work.audit.add(clock.now(), OPERATOR, what)


@dataclass(frozen=True, slots=True)
class FirstSecrets:
    """What somebody signs in with for the first time; told once and stored nowhere."""

    email: str
    password: str = field(repr=False)
    otp_secret: str = field(repr=False)


def add_account(side: DeskSide, new: NewStaff) -> FirstSecrets:
    """Add a staff member; AlreadyDone when the address has an account, NotFound when there is no such service."""
    first = FirstSecrets(new.email, make_password(), make_otp_secret())
    member = make_staff_member(new, first.password, first.otp_secret, side.otp_sealer)
    with side.store.work() as work:
        if work.staff.find_by_email(new.email) is not None:
            raise AlreadyDone("this address has an account")
        work.services.get(new.service_id)
        work.staff.add(member)
        work.audit.add(side.clock.now(), OPERATOR, f"added {new.role}")
    return first


def reset_account(side: DeskSide, email: str) -> FirstSecrets:
    """Give a staff member new secrets and end their sessions; NotFound when nobody has the address."""
    first = FirstSecrets(email, make_password(), make_otp_secret())
    password_hash = hash_password(first.password)
    with side.store.work() as work:
        member = work.staff.find_by_email(email)
        if member is None:
            raise NotFound("nobody has this address")
        envelope = seal_otp(side.otp_sealer, first.otp_secret, member)
        work.staff.replace_secrets(member.staff_id, password_hash, envelope)
        # Safety: whoever has the old password or a copied cookie is out at once
        work.sessions.end_all_of_staff(member.staff_id)
        work.audit.add(side.clock.now(), OPERATOR, "reset sign-in")
    return first
