"""Staff accounts: what is stored of a password and a one-time secret, and whose secret it is."""

from dataclasses import dataclass, replace

from portal.store.services import NATIONAL
from portal.store.staff import Role, StaffMember
from portal.vault.cookies import CookieSealer
from portal.vault.randomness import random_id
from portal.vault.staff_secrets import hash_password


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Who gets an account, where, and for what."""

    email: str
    display_name: str
    role: Role = Role.SUPERVISOR
    service_id: str = NATIONAL


def make_staff_member(new: NewStaff, password: str, otp_secret: str, sealer: CookieSealer) -> StaffMember:
    """Return a staff member ready to be stored: password hashed, one-time secret sealed to the desk."""
    member = StaffMember(
        staff_id=random_id(),
        email=new.email,
        display_name=new.display_name,
        role=new.role,
        service_id=new.service_id,
        password_hash=hash_password(password),
        otp_envelope="",
        otp_last_step=0,
        failed_count=0,
        locked_until_at=None,
        is_active=True,
    )
    return replace(member, otp_envelope=seal_otp(sealer, otp_secret, member))


def seal_otp(sealer: CookieSealer, otp_secret: str, member: StaffMember) -> str:
    """Return a one-time secret sealed to the desk, bound to whose it is and to what they may do."""
    return sealer.seal({"secret": otp_secret, **_bound_to(member)})


def find_otp_secret(sealer: CookieSealer, member: StaffMember) -> str:
    """Return a member's one-time secret; empty when it is not theirs, or their role or service was changed since."""
    body = sealer.open(member.otp_envelope) or {}
    # Safety: else who writes to the database copies their own into a supervisor's row, or makes themselves one
    is_own = all(body.get(name) == value for name, value in _bound_to(member).items())
    return str(body.get("secret", "")) if is_own else ""


def _bound_to(member: StaffMember) -> dict[str, str]:
    return {"staff_id": member.staff_id, "role": member.role.value, "service_id": member.service_id}
