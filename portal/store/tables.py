"""The tables. Plain columns are listed in the vault's README; a test compares. Envelopes are opaque here."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_WHERE = ("sqlite_where", "postgresql_where")
_ONLY_REQUESTS: dict[str, Any] = {name: text("kind = 'request'") for name in _WHERE}
_ONLY_KEY_CHANGES: dict[str, Any] = {name: text("kind = 'key_change'") for name in _WHERE}
_ONLY_KEPT: dict[str, Any] = {name: text("settled_on IS NULL AND outcome <> 'applied'") for name in _WHERE}
_ONLY_SILENT: dict[str, Any] = {name: text("silence > 0") for name in _WHERE}


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time, stored as whole seconds since 1970 so that every database sorts it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002 (its signature)
        """Write seconds."""
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (its signature)
        """Read an aware time."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


service = Table(
    "service",
    metadata,
    Column("service_id", String(40), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("hours", String(120), nullable=False),
    Column("postal_address", String(300), nullable=False),
    Column("is_trial", Boolean, nullable=False),
    Column("box_key", LargeBinary, nullable=False),
    Column("sign_key", LargeBinary, nullable=False),
    Column("notice_key", LargeBinary, nullable=False),
    Column("details_signature", LargeBinary, nullable=False),
)
service_area = Table(
    "service_area",
    metadata,
    Column("area", String(40), primary_key=True),
    Column("service_id", ForeignKey("service.service_id"), nullable=False),
)
draft = Table(
    "draft",
    metadata,
    Column("draft_id", String(32), primary_key=True),
    Column("envelope", LargeBinary, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
)
receipt = Table(
    "receipt",
    metadata,
    Column("draft_id", String(32), primary_key=True),
    Column("envelope", LargeBinary, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
)
case = Table(
    "case",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("case_reference", String(12), nullable=False, unique=True),
    Column("locator", LargeBinary, nullable=False, unique=True),
    Column("service_id", ForeignKey("service.service_id"), nullable=False),
    Column("area", String(40), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("rhythm", String(20), nullable=False),
    Column("received_on", Date, nullable=False),
    Column("stage_since_on", Date, nullable=False),
    Column("next_update_by", Date),
    Column("checked_on", Date),
    Column("last_opened_on", Date),
    Column("opened_sequence", Integer),
    Column("newest_rehub_on", Date),
    Column("erase_on", Date, index=True),
    Column("news_digest", LargeBinary),
    Column("person_box_key", LargeBinary, nullable=False),
    Column("person_sign_key", LargeBinary, nullable=False),
    Column("certificate", LargeBinary, nullable=False),
    Column("wrapped_keys", LargeBinary),
    Column("head_sequence", Integer, nullable=False),
    Column("head_by", String(10), nullable=False),
    Column("head_signature", LargeBinary, nullable=False),
    Column("silence", Integer, nullable=False, server_default=text("0")),
    Index("ix_case_inbox", "service_id", "stage", "next_update_by"),
    Index("ix_case_promised", "next_update_by", "case_id"),
    Index("ix_case_silent", "service_id", "silence", **_ONLY_SILENT),
)
case_entry = Table(
    "case_entry",
    metadata,
    Column("case_id", ForeignKey("case.case_id"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("author", String(10), nullable=False),
    Column("made_on", Date, nullable=False),
    Column("row_hash", LargeBinary, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Index("ix_case_entry_request", "case_id", "sequence", **_ONLY_REQUESTS),
    Index("ix_case_entry_key_change", "case_id", "sequence", **_ONLY_KEY_CHANGES),
)
ask = Table(
    "ask",
    metadata,
    Column("ask_id", String(32), primary_key=True),
    Column("case_id", ForeignKey("case.case_id"), nullable=False),
    Column("service_id", ForeignKey("service.service_id"), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("of", String(10), nullable=False),
    Column("link_hash", LargeBinary, unique=True),
    Column("until_on", Date),
    Column("state", String(10), nullable=False),
    Column("settled_on", Date),
    # one for each promise, whichever worker comes first
    Index("ix_ask_promise", "case_id", "due_on", unique=True),
    Index("ix_ask_open", "service_id", "state", "of"),
)
promise = Table(
    "promise",
    metadata,
    Column("case_id", ForeignKey("case.case_id"), primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("settled_on", Date),
    Column("how", String(10), nullable=False),
    Column("silence", Integer, nullable=False),
)
link = Table(
    "link",
    metadata,
    Column("link_hash", LargeBinary, primary_key=True),
    Column("case_id", ForeignKey("case.case_id"), nullable=False, index=True),
    Column("expires_on", Date, nullable=False, index=True),
    Column("wrapped_root", LargeBinary, nullable=False),
)
start_code = Table(
    "start_code",
    metadata,
    Column("case_id", ForeignKey("case.case_id"), primary_key=True),
    Column("start_hash", LargeBinary, nullable=False, unique=True),
    Column("expires_at", UtcTime, nullable=False, index=True),
    Column("envelope", LargeBinary, nullable=False),
)
ended_session = Table(
    "ended_session",
    metadata,
    Column("session_hash", LargeBinary, primary_key=True),
    Column("until_at", UtcTime, nullable=False, index=True),
)
rehub_message = Table(
    "rehub_message",
    metadata,
    Column("webhook_id", String(120), primary_key=True),
    Column("received_on", Date, nullable=False),
    Column("case_id", String(32), index=True),
    Column("outcome", String(20), nullable=False),
    Column("settled_on", Date),
    # what waits for the desk, which its inbox counts
    Index("ix_rehub_message_kept", "case_id", **_ONLY_KEPT),
)
dead_letter = Table(
    "dead_letter",
    metadata,
    Column("message_id", String(120), primary_key=True),
    Column("received_on", Date, nullable=False, index=True),
    Column("envelope", LargeBinary, nullable=False),
)
outbox = Table(
    "outbox",
    metadata,
    Column("notice_id", String(32), primary_key=True),
    Column("service_id", ForeignKey("service.service_id"), nullable=False),
    Column("case_id", String(32), index=True),
    Column("author", String(10), nullable=False),
    Column("made_on", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcTime, nullable=False),
    Column("not_after_at", UtcTime, nullable=False),
    Column("leased_by", String(60)),
    Column("leased_until_at", UtcTime),
    Column("failure", String(20)),
    Column("envelope", LargeBinary, nullable=False),
    Column("reference", String(32), index=True),
    Column("delivery", String(20)),
    Column("ask_id", String(32)),
    Index("ix_outbox_due", "state", "next_try_at"),
)
notice_left = Table(
    "notice_left",
    metadata,
    Column("notice_id", String(32), primary_key=True),
    Column("until_on", Date, nullable=False, index=True),
)
hold = Table(
    "hold",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("since_on", Date, nullable=False),
)
staff_member = Table(
    "staff_member",
    metadata,
    Column("staff_id", String(32), primary_key=True),
    Column("email", String(120), nullable=False, unique=True),
    Column("display_name", String(80), nullable=False),
    Column("role", String(20), nullable=False),
    Column("service_id", ForeignKey("service.service_id"), nullable=False),
    Column("password_hash", LargeBinary, nullable=False),
    Column("otp_envelope", String, nullable=False),
    Column("otp_last_step", Integer, nullable=False),
    Column("failed_count", Integer, nullable=False),
    Column("locked_until_at", UtcTime),
    Column("is_active", Boolean, nullable=False),
)
staff_session = Table(
    "staff_session",
    metadata,
    Column("session_hash", LargeBinary, primary_key=True),
    Column("staff_id", ForeignKey("staff_member.staff_id"), nullable=False, index=True),
    Column("made_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
)
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("staff_id", String(32), nullable=False),
    Column("what", String(60), nullable=False),
    Column("case_id", String(32)),
    Column("row_hash", LargeBinary, nullable=False),
)
heartbeat = Table(
    "heartbeat",
    metadata,
    Column("worker", String(40), primary_key=True),
    Column("at", UtcTime, nullable=False),
)
figure = Table(
    "figure",
    metadata,
    Column("quarter", String(7), primary_key=True),
    Column("area", String(40), primary_key=True),
    Column("what", String(12), primary_key=True),
    Column("stage", String(20), primary_key=True),
    Column("value", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)
figure_edition = Table(
    "figure_edition",
    metadata,
    Column("quarter", String(7), primary_key=True),
    Column("made_on", Date, nullable=False),
    Column("body", Text, nullable=False),
)
