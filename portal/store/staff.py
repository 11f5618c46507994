"""Staff members of services: who may sign in to the desk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from portal.store.tables import staff_member


class Role(StrEnum):
    """What a staff member may do; an administrator cannot read cases."""

    FACILITATOR = "facilitator"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person of a service's team."""

    staff_id: str
    email: str
    display_name: str
    role: Role
    service_id: str
    password_hash: bytes
    otp_envelope: str
    otp_last_step: int
    failed_count: int
    locked_until_at: datetime | None
    is_active: bool


class Staff:
    """Find and keep staff members."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: StaffMember) -> None:
        """Add a staff member."""
        values = {column.name: getattr(new, column.name) for column in staff_member.c}
        self._connection.execute(insert(staff_member).values({**values, "role": new.role.value}))

    def find_by_email(self, email: str) -> StaffMember | None:
        """Return the staff member of an e-mail address, in any capitals; the row is held until the work ends."""
        query = select(staff_member).where(func.lower(staff_member.c.email) == email.strip().lower())
        return _staff(self._connection.execute(query.with_for_update()).one_or_none())

    def find(self, staff_id: str) -> StaffMember | None:
        """Return a staff member."""
        query = select(staff_member).where(staff_member.c.staff_id == staff_id)
        return _staff(self._connection.execute(query).one_or_none())

    def list_addresses(self, service_id: str) -> tuple[str, ...]:
        """Return the e-mail addresses of those at a service who read cases."""
        reads = staff_member.c.role.in_([Role.FACILITATOR.value, Role.SUPERVISOR.value])
        query = select(staff_member.c.email).where(
            (staff_member.c.service_id == service_id) & staff_member.c.is_active & reads
        )
        return tuple(self._connection.execute(query.order_by(staff_member.c.email)).scalars())

    def has_any(self) -> bool:
        """Say whether anybody can sign in yet."""
        return self._connection.execute(select(staff_member.c.staff_id).limit(1)).first() is not None

    def note_failure(self, staff_id: str, failed_count: int, locked_until_at: datetime | None) -> None:
        """Keep the count of wrong attempts, and until when the account is locked."""
        self._set(staff_id, failed_count=failed_count, locked_until_at=locked_until_at)

    def note_success(self, staff_id: str, otp_step: int) -> None:
        """Forget wrong attempts and keep the one-time code's step, so that it never works again."""
        self._set(staff_id, failed_count=0, locked_until_at=None, otp_last_step=otp_step)

    def replace_secrets(self, staff_id: str, password_hash: bytes, otp_envelope: str) -> None:
        """Set a new password and one-time secret; a lock ends with the old ones."""
        self._set(
            staff_id, password_hash=password_hash, otp_envelope=otp_envelope, failed_count=0, locked_until_at=None
        )

    def _set(self, staff_id: str, **values: Any) -> None:
        self._connection.execute(update(staff_member).where(staff_member.c.staff_id == staff_id).values(values))


def _staff(row: Row[Any] | None) -> StaffMember | None:
    if row is None:
        return None
    values = {**row._mapping, "role": Role(row.role)}
    return StaffMember(**values)
