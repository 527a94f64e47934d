"""Tips: formats, links, owners, reviews, saves, reports, captures; digests and settings."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns come with a default: altering one on SQLite makes the table anew, and drops what points at it.
    op.create_table(
        "digest_readers",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("reader_id", sa.String(length=32), nullable=False),
        sa.Column("rhythm", sa.String(length=10), nullable=False),
        sa.Column("settled_to", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_to", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "reader_id", name=op.f("pk_digest_readers")),
    )
    op.create_table(
        "settings",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("capture_emoji", sa.String(length=100), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("digest_weekday", sa.Integer(), nullable=False),
        sa.Column("digest_time", sa.String(length=5), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_settings")),
    )
    op.create_table(
        "tip_captures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("thread_ts", sa.String(length=32), nullable=False),
        sa.Column("permalink", sa.String(length=500), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("saver_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("told_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tip_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_captures")),
        sa.UniqueConstraint(
            "team_id", "channel_id", "ts", name=op.f("uq_tip_captures_team_id_channel_id_ts")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tip_captures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tip_captures_state"), ["state"], unique=False)

    op.create_table(
        "tip_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("tip_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reported_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tip_id"], ["tips.id"], name=op.f("fk_tip_reports_tip_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_reports")),
        sa.UniqueConstraint("tip_id", "by_id", name=op.f("uq_tip_reports_tip_id_by_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tip_saves",
        sa.Column("tip_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tip_id"], ["tips.id"], name=op.f("fk_tip_saves_tip_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tip_id", "user_id", name=op.f("pk_tip_saves")),
    )
    with op.batch_alter_table("tip_thanks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("told_at", base.UtcDateTime(timezone=True), nullable=True))

    with op.batch_alter_table("tips", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.String(length=32), server_default="", nullable=False))
        batch_op.add_column(sa.Column("format", sa.String(length=20), server_default="text", nullable=False))
        batch_op.add_column(sa.Column("link", sa.String(length=2000), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("thread_ts", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("checked_at", base.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "review_at",
                base.UtcDateTime(timezone=True),
                server_default="1970-01-01 00:00:00",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("review_asked_at", base.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("review_key", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("archived_at", base.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_tips_review_at"), ["review_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tips_review_key"), ["review_key"], unique=False)
    _fill()


def _fill() -> None:
    """Give the tips that are there an owner, and half a year from their sharing."""
    tips = sa.table(
        "tips",
        sa.column("id"),
        sa.column("author_id"),
        sa.column("owner_id"),
        sa.column("created_at", base.UtcDateTime(timezone=True)),
        sa.column("review_at", base.UtcDateTime(timezone=True)),
    )
    op.execute(tips.update().values(owner_id=tips.c.author_id))
    connection = op.get_bind()
    for tip_id, created_at in connection.execute(sa.select(tips.c.id, tips.c.created_at)).all():
        review_at = created_at + timedelta(days=183)
        connection.execute(tips.update().where(tips.c.id == tip_id).values(review_at=review_at))
