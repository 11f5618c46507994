"""PostgreSQL's roles and what each may do (portal.store.grants); nothing on SQLite."""

from alembic import op

from portal.store.grants import apply_grants

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the roles and give them what they need."""
    apply_grants(op.get_bind())
