"""re:hub's messages that nobody has a case for, and which of those kept for the desk it has dealt with."""

import sqlalchemy as sa
from alembic import op

from portal.store.grants import apply_grants

revision = "0008"
down_revision = "0007"
_ONLY_KEPT = sa.text("settled_on IS NULL AND outcome <> 'applied'")


def upgrade() -> None:
    """Add the table and the column; the desk may now take messages in, from a spreadsheet, and settle them."""
    op.add_column("rehub_message", sa.Column("settled_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_rehub_message_kept",
        "rehub_message",
        ["case_id"],
        unique=False,
        sqlite_where=_ONLY_KEPT,
        postgresql_where=_ONLY_KEPT,
    )
    op.create_table(
        "dead_letter",
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_dead_letter")),
    )
    op.create_index(op.f("ix_dead_letter_received_on"), "dead_letter", ["received_on"], unique=False)
    apply_grants(op.get_bind())
