"""Prompts: how schedules come about and rest, proposals, votes, answers without a name."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns come with a default: altering one on SQLite makes the table anew, and drops what points at it.
    op.create_table(
        "prompt_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("theme", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("button", sa.String(length=75), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("word", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("proposed_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_proposals")),
        sa.UniqueConstraint("team_id", "submission", name=op.f("uq_prompt_proposals_team_id_submission")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("prompt_proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prompt_proposals_team_id"), ["team_id"], unique=False)

    op.create_table(
        "prompt_votes",
        sa.Column("prompting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("voted_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["prompting_id"],
            ["promptings.id"],
            name=op.f("fk_prompt_votes_prompting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("prompting_id", "user_id", name=op.f("pk_prompt_votes")),
    )
    with op.batch_alter_table("prompt_schedules", schema=None) as batch_op:
        batch_op.add_column(sa.Column("every", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("phase", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("country", sa.String(length=10), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("source", sa.String(length=10), server_default="shared", nullable=False)
        )
        batch_op.add_column(sa.Column("paused_until", sa.String(length=10), nullable=True))
        batch_op.add_column(
            sa.Column("state", sa.String(length=10), server_default="running", nullable=False)
        )
        batch_op.add_column(sa.Column("rest", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("refusal", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("proposer_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("creator_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("keeper_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("fresh_from", base.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("free_from", base.UtcDateTime(timezone=True), nullable=True))

    with op.batch_alter_table("promptings", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("theme", sa.String(length=20), server_default="everyday", nullable=False)
        )
        batch_op.add_column(sa.Column("button", sa.String(length=75), server_default="", nullable=False))
        batch_op.add_column(sa.Column("choices", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("anonymous", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("by_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("look_at", base.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("looked_at", base.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("refused_at", base.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_promptings_look_at"), ["look_at"], unique=False)
