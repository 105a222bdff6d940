"""Runs the steps on the connection it is handed; `python -m data notice` does so by itself where a
step is missing.
"""

from alembic import context

from data.watch.schema import META

context.configure(connection=context.config.attributes["connection"], target_metadata=META)
context.run_migrations()
