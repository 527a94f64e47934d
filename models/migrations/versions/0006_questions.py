"""Questions, their answers and whom they name; skills, consents; tags that mean the same."""

import sqlalchemy as sa
from alembic import op

from models import base, skills, tips

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("programme", sa.String(length=20), nullable=False),
        sa.Column("since", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", "programme", name=op.f("pk_consents")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("bump_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("bumped_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("edited_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("bump_ts", sa.String(length=32), nullable=True),
        sa.Column("permalink", sa.String(length=500), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("tip_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("team_id", "submission", name=op.f("uq_questions_team_id_submission")),
        sa.UniqueConstraint("token", name=op.f("uq_questions_token")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_bump_ts"), ["bump_ts"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_ts"), ["ts"], unique=False)

    op.create_table(
        "skills",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("since", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", "key", name=op.f("pk_skills")),
    )
    with op.batch_alter_table("skills", schema=None) as batch_op:
        batch_op.create_index("ix_skills_key", ["team_id", "key"], unique=False)

    op.create_table(
        "question_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.Column("mark", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("answered_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_answers_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answers")),
        sa.UniqueConstraint("question_id", "mark", name=op.f("uq_question_answers_question_id_mark")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "question_namings",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        sa.Column("named_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_namings_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "user_id", name=op.f("pk_question_namings")),
    )
    with op.batch_alter_table("question_namings", schema=None) as batch_op:
        batch_op.create_index("ix_question_namings_lately", ["team_id", "user_id", "named_at"], unique=False)

    op.create_table(
        "question_words",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_words_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "word", name=op.f("pk_question_words")),
    )
    with op.batch_alter_table("question_words", schema=None) as batch_op:
        batch_op.create_index("ix_question_words_word", ["team_id", "word"], unique=False)

    op.add_column("tip_tags", sa.Column("key", sa.String(length=200), server_default="", nullable=False))
    op.drop_index(op.f("ix_tip_tags_tag"), "tip_tags")
    op.create_index(op.f("ix_tip_tags_key"), "tip_tags", ["team_id", "key"])
    _fold_what_is_there(op.get_bind())


def _fold_what_is_there(connection: sa.Connection) -> None:
    rows = connection.execute(sa.text("SELECT tip_id, tag FROM tip_tags ORDER BY tip_id, position")).all()
    first: dict[tuple[int, str], str] = {}
    for tip_id, tag in rows:
        if first.setdefault((tip_id, tips.tag_key(tag)), tag) != tag:
            twice = sa.text("DELETE FROM tip_tags WHERE tip_id = :tip AND tag = :tag")
            connection.execute(twice, {"tip": tip_id, "tag": tag})
    for (tip_id, key), tag in first.items():
        fold = sa.text("UPDATE tip_tags SET key = :key, tag = :new WHERE tip_id = :tip AND tag = :tag")
        connection.execute(fold, {"key": key, "new": skills.tag(tag), "tip": tip_id, "tag": tag})
