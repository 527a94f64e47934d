"""Alembic's entry: runs the migrations on the connection it is given, or on DATABASE_URL by hand."""

import os

from alembic import context
from sqlalchemy import Connection

from models import tables
from models.base import connect

config = context.config


def run() -> None:
    given = config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    with connect(os.environ["DATABASE_URL"]).begin() as connection:
        _migrate(connection)


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=tables.METADATA,
        render_as_batch=True,
        compare_type=True,
        user_module_prefix="base.",
        include_name=_is_ours,
    )
    context.run_migrations()


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    # The full-text index is each database's own, written by hand in its migration.
    return not (kind == "table" and name is not None and name.startswith("tip_search"))


run()
