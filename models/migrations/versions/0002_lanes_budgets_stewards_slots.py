"""Lanes, budgets, stewards, slots."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lanes",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("ready_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "name", name=op.f("pk_lanes")),
    )
    with op.batch_alter_table("lanes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lanes_ready_at"), ["ready_at"], unique=False)

    op.create_table(
        "stewards",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("since", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_stewards")),
    )
    op.create_table(
        "unasked",
        sa.Column("owed_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("budget", sa.String(length=50), nullable=False),
        sa.Column("said_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owed_id"], ["outbox.id"], name=op.f("fk_unasked_owed_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owed_id", "who", name=op.f("pk_unasked")),
    )
    with op.batch_alter_table("unasked", schema=None) as batch_op:
        batch_op.create_index("ix_unasked_who", ["team_id", "who", "said_at"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cursor", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("said_at", base.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_at", base.UtcDateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_outbox_due_at"))
        batch_op.create_index("ix_outbox_due", ["due_at", "id"], unique=False)
        batch_op.create_index(
            "ix_outbox_unsaid",
            ["team_id", "recipients", "id"],
            unique=False,
            sqlite_where=sa.text("step IN ('open', 'post', 'check')"),
            postgresql_where=sa.text("step IN ('open', 'post', 'check')"),
        )

    with op.batch_alter_table("prompt_schedules", schema=None) as batch_op:
        batch_op.add_column(sa.Column("window_minutes", sa.Integer(), server_default="360", nullable=False))

    op.execute("ALTER TABLE prompt_schedules RENAME COLUMN starts_at TO settled_to")
    op.execute(
        "UPDATE prompt_schedules SET settled_to = coalesce("
        "(SELECT max(asked_at) FROM promptings WHERE schedule_id = prompt_schedules.id), settled_to)"
    )
