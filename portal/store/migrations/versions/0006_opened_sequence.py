"""Which entry was the newest when a person last opened their page, so that they are told how much is new."""

import sqlalchemy as sa
from alembic import op

from portal.store.grants import apply_grants

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column, and grant the public site to change it."""
    op.add_column("case", sa.Column("opened_sequence", sa.Integer(), nullable=True))
    apply_grants(op.get_bind())
