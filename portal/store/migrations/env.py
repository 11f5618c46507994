"""Alembic's environment: the connection comes in from portal.store.migrations, never from a file."""

from alembic import context

from portal.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
