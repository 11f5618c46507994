"""A person's keys wrapped beside their case, and start codes. A case from before has none until it is opened."""

import sqlalchemy as sa
from alembic import op

from portal.store.grants import apply_grants

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column and the table, and grant what each role needs of them."""
    op.add_column("case", sa.Column("wrapped_keys", sa.LargeBinary(), nullable=True))
    op.create_table(
        "start_code",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("start_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.case_id"], name=op.f("fk_start_code_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_start_code")),
        sa.UniqueConstraint("start_hash", name=op.f("uq_start_code_start_hash")),
    )
    op.create_index(op.f("ix_start_code_expires_at"), "start_code", ["expires_at"], unique=False)
    op.create_index(
        "ix_case_entry_key_change",
        "case_entry",
        ["case_id", "sequence"],
        unique=False,
        sqlite_where=sa.text("kind = 'key_change'"),
        postgresql_where=sa.text("kind = 'key_change'"),
    )
    apply_grants(op.get_bind())
