"""Learning lunches: series, their dates, seats, talks, wishes, and calendars that follow them."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token", name=op.f("uq_calendar_feeds_token")),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("start_on", sa.String(length=10), nullable=False),
        sa.Column("every", sa.String(length=20), nullable=False),
        sa.Column("local_time", sa.String(length=5), nullable=False),
        sa.Column("other_time", sa.String(length=5), nullable=True),
        sa.Column("country", sa.String(length=10), nullable=False),
        sa.Column("formats", sa.Text(), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("paused_until", sa.String(length=10), nullable=True),
        sa.Column("refusal", sa.String(length=200), nullable=True),
        sa.Column("proposer_id", sa.String(length=32), nullable=False),
        sa.Column("creator_id", sa.String(length=32), nullable=True),
        sa.Column("keeper_id", sa.String(length=32), nullable=True),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("host_id", sa.String(length=32), nullable=False),
        sa.Column("co_host_id", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("remote_capacity", sa.Integer(), nullable=True),
        sa.Column("food", sa.String(length=10), nullable=False),
        sa.Column("work_time", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("guests", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("submission", name=op.f("uq_series_submission")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_state"), ["state"], unique=False)

    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("wisher_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("wished_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["wishes.id"], name=op.f("fk_wishes_merged_into"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
        sa.UniqueConstraint("team_id", "submission", name=op.f("uq_wishes_team_id_submission")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.create_index("ix_wishes_state", ["team_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_wishes_wisher_id"), ["wisher_id"], unique=False)

    op.create_table(
        "lunches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=16), nullable=False),
        sa.Column("at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("open_table", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("was_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("announced_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("looked_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("host_id", sa.String(length=32), nullable=False),
        sa.Column("co_host_id", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("remote_capacity", sa.Integer(), nullable=True),
        sa.Column("food", sa.String(length=10), nullable=False),
        sa.Column("work_time", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("guests", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_lunches_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lunches")),
        sa.UniqueConstraint("series_id", "slot", name=op.f("uq_lunches_series_id_slot")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("lunches", schema=None) as batch_op:
        batch_op.create_index("ix_lunches_coming", ["team_id", "state", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lunches_ts"), ["ts"], unique=False)

    op.create_table(
        "lunch_reminders",
        sa.Column("lunch_id", sa.Integer(), nullable=False),
        sa.Column("ahead", sa.String(length=10), nullable=False),
        sa.Column("at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["lunch_id"], ["lunches.id"], name=op.f("fk_lunch_reminders_lunch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lunch_id", "ahead", "at", name=op.f("pk_lunch_reminders")),
    )
    op.create_table(
        "wish_votes",
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("voted_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["wish_id"], ["wishes.id"], name=op.f("fk_wish_votes_wish_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wish_id", "user_id", name=op.f("pk_wish_votes")),
    )
    op.create_table(
        "seats",
        sa.Column("lunch_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("where", sa.String(length=10), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("offered_until", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("answered_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("learned", sa.String(length=500), nullable=True),
        sa.Column("tip_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lunch_id"], ["lunches.id"], name=op.f("fk_seats_lunch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lunch_id", "user_id", name=op.f("pk_seats")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index("ix_seats_of", ["team_id", "user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seats_offered_until"), ["offered_until"], unique=False)

    op.create_table(
        "talks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("speaker_id", sa.String(length=32), nullable=False),
        sa.Column("co_speakers", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("gain", sa.String(length=500), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("after", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lunch_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("wish_id", sa.Integer(), nullable=True),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("offered_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("week_told_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("day_told_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.Column("tip_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lunch_id"], ["lunches.id"], name=op.f("fk_talks_lunch_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_talks_series_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["wish_id"], ["wishes.id"], name=op.f("fk_talks_wish_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
        sa.UniqueConstraint("lunch_id", "number", name=op.f("uq_talks_lunch_id_number")),
        sa.UniqueConstraint("team_id", "submission", name=op.f("uq_talks_team_id_submission")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("talks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talks_speaker_id"), ["speaker_id"], unique=False)
        batch_op.create_index("ix_talks_state", ["team_id", "state"], unique=False)

    op.create_table(
        "wish_merges",
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["wish_id"], ["wishes.id"], name=op.f("fk_wish_merges_wish_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["wishes.id"], name=op.f("fk_wish_merges_into_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wish_id", "into_id", name=op.f("pk_wish_merges")),
    )
    op.create_table(
        "wish_askings",
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        sa.Column("lunch_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("said", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["wish_id"], ["wishes.id"], name=op.f("fk_wish_askings_wish_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lunch_id"], ["lunches.id"], name=op.f("fk_wish_askings_lunch_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("wish_id", "user_id", name=op.f("pk_wish_askings")),
    )
    with op.batch_alter_table("wish_askings", schema=None) as batch_op:
        batch_op.create_index("ix_wish_askings_lately", ["team_id", "user_id", "asked_at"], unique=False)

    op.create_table(
        "talk_swaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("with_id", sa.Integer(), nullable=False),
        sa.Column("lunch_id", sa.Integer(), nullable=False),
        sa.Column("with_lunch_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["talk_id"], ["talks.id"], name=op.f("fk_talk_swaps_talk_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["with_id"], ["talks.id"], name=op.f("fk_talk_swaps_with_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lunch_id"], ["lunches.id"], name=op.f("fk_talk_swaps_lunch_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["with_lunch_id"],
            ["lunches.id"],
            name=op.f("fk_talk_swaps_with_lunch_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_swaps")),
        sa.UniqueConstraint(
            "talk_id",
            "with_id",
            "lunch_id",
            "with_lunch_id",
            name=op.f("uq_talk_swaps_talk_id_with_id_lunch_id_with_lunch_id"),
        ),
        sqlite_autoincrement=True,
    )
