"""Which messages of the outbox go to re:hub's mailbox, and about which ask."""

import sqlalchemy as sa
from alembic import op

from portal.store.grants import apply_grants

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column, and let the public site see it: what goes to re:hub is no notice to a person."""
    op.add_column("outbox", sa.Column("ask_id", sa.String(length=32), nullable=True))
    apply_grants(op.get_bind())
