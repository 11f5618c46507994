"""Promises kept by news or by "no news yet", whom we asked before each, and how often in a row there was no news."""

import sqlalchemy as sa
from alembic import op

from portal.store.grants import apply_grants

revision = "0005"
down_revision = "0004"
_ONLY_SILENT = sa.text("silence > 0")


def upgrade() -> None:
    """Add both tables and the column, and grant what each role needs of them."""
    op.add_column("case", sa.Column("silence", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index("ix_case_promised", "case", ["next_update_by", "case_id"], unique=False)
    op.create_index(
        "ix_case_silent",
        "case",
        ["service_id", "silence"],
        unique=False,
        sqlite_where=_ONLY_SILENT,
        postgresql_where=_ONLY_SILENT,
    )
    _make_ask()
    op.create_table(
        "promise",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("silence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.case_id"], name=op.f("fk_promise_case_id")),
        sa.PrimaryKeyConstraint("case_id", "due_on", name=op.f("pk_promise")),
    )
    apply_grants(op.get_bind())


def _make_ask() -> None:
    op.create_table(
        "ask",
        sa.Column("ask_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("service_id", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("of", sa.String(length=10), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.case_id"], name=op.f("fk_ask_case_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.service_id"], name=op.f("fk_ask_service_id")),
        sa.PrimaryKeyConstraint("ask_id", name=op.f("pk_ask")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_ask_link_hash")),
    )
    op.create_index("ix_ask_promise", "ask", ["case_id", "due_on"], unique=True)
    op.create_index("ix_ask_open", "ask", ["service_id", "state", "of"], unique=False)
