"""Counters of what happened in a quarter, without any case, and the frozen editions made of them."""

import sqlalchemy as sa
from alembic import op

from portal.store.grants import apply_grants

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add both tables, and let each role count; only the worker freezes."""
    op.create_table(
        "figure",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("quarter", "area", "what", "stage", "value", name=op.f("pk_figure")),
    )
    op.create_table(
        "figure_edition",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("quarter", name=op.f("pk_figure_edition")),
    )
    apply_grants(op.get_bind())
