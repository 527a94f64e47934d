"""Mixers: their members, rounds, groups and who met whom; sites and seniority in profiles."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mixers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("creator_id", sa.String(length=32), nullable=True),
        sa.Column("submission", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("refusal", sa.String(length=200), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("local_time", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=10), nullable=False),
        sa.Column("across", sa.String(length=10), nullable=False),
        sa.Column("together", sa.String(length=10), nullable=False),
        sa.Column("set_up_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mixers")),
        sa.UniqueConstraint("team_id", "submission", name=op.f("uq_mixers_team_id_submission")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_mixers_team_id"), "mixers", ["team_id"])

    op.create_table(
        "mixer_members",
        sa.Column("mixer_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("joined_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mixer_id"], ["mixers.id"], name=op.f("fk_mixer_members_mixer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mixer_id", "user_id", name=op.f("pk_mixer_members")),
    )
    op.create_index(op.f("ix_mixer_members_user_id"), "mixer_members", ["user_id"])

    op.create_table(
        "mixer_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("mixer_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("next_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("heads_up_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("draws_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("nudges_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("asks_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ends_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["mixer_id"], ["mixers.id"], name=op.f("fk_mixer_rounds_mixer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mixer_rounds")),
        sa.UniqueConstraint("mixer_id", "day", name=op.f("uq_mixer_rounds_mixer_id_day")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mixer_rounds_next_at", "mixer_rounds", ["next_at"])
    op.create_index(op.f("ix_mixer_rounds_team_id"), "mixer_rounds", ["team_id"])

    op.create_table(
        "mixer_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("starter_id", sa.String(length=32), nullable=False),
        sa.Column("idea", sa.String(length=64), nullable=False),
        sa.Column("times", sa.String(length=100), nullable=False),
        sa.Column("meets_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("begun_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("joins_id", sa.Integer(), nullable=True),
        sa.Column("quiet", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["mixer_rounds.id"], name=op.f("fk_mixer_groups_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mixer_groups")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_mixer_groups_round_id"), "mixer_groups", ["round_id"])

    op.create_table(
        "mixer_meetings",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["mixer_rounds.id"], name=op.f("fk_mixer_meetings_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "one_id", "other_id", name=op.f("pk_mixer_meetings")),
    )
    op.create_index(op.f("ix_mixer_meetings_other_id"), "mixer_meetings", ["other_id"])
    op.create_index("ix_mixer_meetings_two", "mixer_meetings", ["team_id", "one_id", "other_id", "at"])

    op.create_table(
        "mixer_parts",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("stand", sa.String(length=10), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("answered_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("line", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["mixer_groups.id"], name=op.f("fk_mixer_parts_group_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["mixer_rounds.id"], name=op.f("fk_mixer_parts_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "user_id", name=op.f("pk_mixer_parts")),
    )
    op.create_index(op.f("ix_mixer_parts_group_id"), "mixer_parts", ["group_id"])
    op.create_index(op.f("ix_mixer_parts_user_id"), "mixer_parts", ["user_id"])

    with op.batch_alter_table("profiles") as batch_op:
        batch_op.add_column(sa.Column("site", sa.String(length=100), server_default="", nullable=False))
        batch_op.add_column(sa.Column("seniority", sa.String(length=100), server_default="", nullable=False))

    with op.batch_alter_table("silences") as batch_op:
        batch_op.add_column(sa.Column("counted_at", base.UtcDateTime(timezone=True), nullable=True))
