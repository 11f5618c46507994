"""Making staff accounts: what is stored of a password and a one-time secret."""

from dataclasses import dataclass

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
    return StaffMember(
        staff_id=random_id(),
        email=new.email,
        display_name=new.display_name,
        role=new.role,
        service_id=new.service_id,
        password_hash=hash_password(password),
        otp_envelope=sealer.seal({"secret": otp_secret}),
        otp_last_step=0,
        failed_count=0,
        locked_until_at=None,
        is_active=True,
    )
