"""Every table in one place, for migrations and for starting afresh."""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CompoundSelect, Connection, Engine, Table, exists, literal, select, text, union_all

from models import (
    apart,
    audit,
    budgets,
    cohorts,
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
    mentoring,
    mentoring_meeting,
    mentors,
    mixers,
    mixers_meetings,
    mixers_rounds,
    outbox,
    pauses,
    profiles,
    prompt_answers,
    prompt_proposals,
    prompt_schedules,
    prompts,
    questions,
    questions_answers,
    questions_naming,
    questions_search,
    reminders,
    search_index,
    settings,
    silences,
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
    apart,
    audit,
    budgets,
    cohorts,
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
    mentoring,
    mentoring_meeting,
    mentors,
    mixers,
    mixers_meetings,
    mixers_rounds,
    outbox,
    pauses,
    profiles,
    prompt_answers,
    prompt_proposals,
    prompt_schedules,
    prompts,
    questions,
    questions_answers,
    questions_naming,
    questions_search,
    reminders,
    search_index,
    settings,
    silences,
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
    """Bring the database to this version's tables, one process at a time; an up-to-date one is only read."""
    with engine.execution_options(reads_only=True).connect() as connection:
        if _revisions(connection) == {_scripts().as_revision_number(to)}:
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _refuse_newer(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def empty(engine: Engine, *, keep: Collection[str] = ()) -> None:
    """Forget everything but what the tables to `keep` hold; of many tables few hold anything."""
    with engine.begin() as connection:
        full = set(connection.scalars(_full())) - set(keep)
        for table in _children_first():
            if table.name in full:
                connection.execute(table.delete())


@cache
def _full() -> CompoundSelect[str]:
    """Select the names of the tables that hold rows."""
    tables = METADATA.sorted_tables
    return union_all(*(select(literal(each.name)).where(exists().select_from(each)) for each in tables))


@cache
def _children_first() -> list[Table]:
    return list(reversed(METADATA.sorted_tables))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


@cache
def _scripts() -> ScriptDirectory:
    """Read the migrations, once a process."""
    return ScriptDirectory.from_config(_config())


def _revisions(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _refuse_newer(connection: Connection) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    for revision in _revisions(connection) - known:
        raise NewerDatabaseError(
            f"The database is at revision {revision}, which this Potluck does not know: a newer one "
            "has written it. Start that version again, or restore a backup made before it."
        )
