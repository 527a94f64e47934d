"""Every table in one place, for migrations and for starting afresh."""

from collections.abc import Collection
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from models import (
    budgets,
    consents,
    digests,
    lanes,
    lunches,
    lunches_asking,
    lunches_calendar,
    lunches_merging,
    lunches_reminders,
    lunches_seats,
    lunches_series,
    lunches_swaps,
    lunches_talks,
    lunches_wishes,
    outbox,
    prompt_answers,
    prompt_proposals,
    prompt_schedules,
    prompts,
    questions,
    questions_answers,
    questions_naming,
    questions_search,
    search_index,
    settings,
    skills,
    stewards,
    tips,
    tips_captures,
    tips_reports,
    tips_thanks,
    workspaces,
)
from models.base import Base

METADATA = Base.metadata
FEATURES = (
    budgets,
    consents,
    digests,
    lanes,
    lunches,
    lunches_asking,
    lunches_calendar,
    lunches_merging,
    lunches_reminders,
    lunches_seats,
    lunches_series,
    lunches_swaps,
    lunches_talks,
    lunches_wishes,
    outbox,
    prompt_answers,
    prompt_proposals,
    prompt_schedules,
    prompts,
    questions,
    questions_answers,
    questions_naming,
    questions_search,
    search_index,
    settings,
    skills,
    stewards,
    tips,
    tips_captures,
    tips_reports,
    tips_thanks,
    workspaces,
)
"""The modules that own tables; importing them here is what makes METADATA whole."""

_LOCK = 0x504F544C
"""The advisory lock under which one process at a time migrates a PostgreSQL database."""


class NewerDatabaseError(Exception):
    """The database was written by a Potluck newer than this one."""


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Bring the database to this version's tables, one process at a time; an up-to-date one is left alone."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = _config()
        _refuse_newer(connection, config)
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def empty(engine: Engine, *, keep: Collection[str] = ()) -> None:
    """Forget everything but what the tables to `keep` hold."""
    with engine.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            if table.name not in keep:
                connection.execute(table.delete())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _refuse_newer(connection: Connection, config: Config) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    for revision in MigrationContext.configure(connection).get_current_heads():
        if revision not in known:
            raise NewerDatabaseError(
                f"The database is at revision {revision}, which this Potluck does not know: a newer one "
                "has written it. Start that version again, or restore a backup made before it."
            )
