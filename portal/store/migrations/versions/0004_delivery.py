"""What became of a notice after it left: by which reference its carrier knows it, and what the carrier said."""

import sqlalchemy as sa
from alembic import op

from portal.store.grants import apply_grants

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the two columns, and grant the public site the one that it marks."""
    op.add_column("outbox", sa.Column("reference", sa.String(length=32), nullable=True))
    op.add_column("outbox", sa.Column("delivery", sa.String(length=20), nullable=True))
    op.create_index(op.f("ix_outbox_reference"), "outbox", ["reference"], unique=False)
    apply_grants(op.get_bind())
