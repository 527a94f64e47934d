"""Members in charge (profiles, pauses of one programme, kept apart, audit) and mentoring with its cohorts."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "apart",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("since", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", "other_id", name=op.f("pk_apart")),
    )
    op.create_index(op.f("ix_apart_other_id"), "apart", ["other_id"])

    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("about_id", sa.String(length=32), nullable=True),
        sa.Column("act", sa.String(length=50), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("at", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_about", "audit", ["team_id", "about_id", "at"])

    op.create_table(
        "cohorts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("opened_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("other_team", sa.Boolean(), nullable=False),
        sa.Column("other_line", sa.Boolean(), nullable=False),
        sa.Column("same_language", sa.Boolean(), nullable=False),
        sa.Column("overlap_minutes", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drafted_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("team_id", "submission", name=op.f("uq_cohorts_team_id_submission")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_cohorts_state"), "cohorts", ["state"])
    op.create_index(op.f("ix_cohorts_team_id"), "cohorts", ["team_id"])

    op.create_table(
        "mentors",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("hours_a_month", sa.Integer(), nullable=False),
        sa.Column("formats", sa.String(length=100), nullable=False),
        sa.Column("since", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_mentors")),
    )
    op.create_table(
        "profiles",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("begins", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("country", sa.String(length=10), nullable=False),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("team", sa.String(length=100), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=True),
        sa.Column("changed_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_profiles")),
    )
    op.create_index(op.f("ix_profiles_manager_id"), "profiles", ["manager_id"])

    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=50), nullable=False),
        sa.Column("ref", sa.String(length=100), nullable=False),
        sa.Column("due_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("told_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_in", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("team_id", "key", name=op.f("uq_reminders_team_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminders_about", "reminders", ["team_id", "kind", "ref"])
    op.create_index("ix_reminders_due", "reminders", ["told_at", "due_at"])
    op.create_index(op.f("ix_reminders_told_in"), "reminders", ["told_in"])
    op.create_index(op.f("ix_reminders_user_id"), "reminders", ["user_id"])

    op.create_table(
        "silences",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("programme", sa.String(length=20), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("rested_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "user_id", "programme", name=op.f("pk_silences")),
    )
    op.create_table(
        "skills_wanted",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=10), server_default="start", nullable=False),
        sa.Column("since", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", "key", name=op.f("pk_skills_wanted")),
    )
    op.create_index("ix_skills_wanted_key", "skills_wanted", ["team_id", "key"])

    op.create_table(
        "cohort_members",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("joined_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("matched", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_cohort_members_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", "user_id", name=op.f("pk_cohort_members")),
    )
    op.create_table(
        "cohort_pairs",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("seeker_id", sa.String(length=32), nullable=False),
        sa.Column("mentor_id", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_cohort_pairs_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", "seeker_id", name=op.f("pk_cohort_pairs")),
    )
    op.create_index("ix_cohort_pairs_mentor", "cohort_pairs", ["cohort_id", "mentor_id"])

    op.create_table(
        "cohort_parted",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("seeker_id", sa.String(length=32), nullable=False),
        sa.Column("mentor_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_cohort_parted_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", "seeker_id", "mentor_id", name=op.f("pk_cohort_parted")),
    )
    op.create_table(
        "mentorships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("seeker_id", sa.String(length=32), nullable=False),
        sa.Column("mentor_id", sa.String(length=32), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        sa.Column("skill_key", sa.String(length=200), nullable=False),
        sa.Column("skill_back", sa.String(length=60), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("starter_id", sa.String(length=32), nullable=True),
        sa.Column("asked_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("begun_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("ended_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(length=10), nullable=True),
        sa.Column("next_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_mentorships_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorships")),
        sa.UniqueConstraint("submission", name=op.f("uq_mentorships_submission")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_mentorships_cohort_id"), "mentorships", ["cohort_id"])
    op.create_index("ix_mentorships_mentor", "mentorships", ["team_id", "mentor_id", "state"])
    op.create_index(op.f("ix_mentorships_next_at"), "mentorships", ["next_at"])
    op.create_index("ix_mentorships_seeker", "mentorships", ["team_id", "seeker_id", "state"])
    op.create_index(op.f("ix_mentorships_state"), "mentorships", ["state"])

    op.create_table(
        "mentoring_checkins",
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("answered_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("fk_mentoring_checkins_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mentorship_id", "number", "user_id", name=op.f("pk_mentoring_checkins")),
    )
    op.create_table(
        "mentoring_fits",
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("fits", sa.Boolean(), nullable=False),
        sa.Column("said_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("fk_mentoring_fits_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mentorship_id", "user_id", name=op.f("pk_mentoring_fits")),
    )
    op.create_table(
        "mentoring_last_words",
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("renew", sa.Boolean(), nullable=True),
        sa.Column("insight", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("shares", sa.Boolean(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("tip_id", sa.Integer(), nullable=True),
        sa.Column("said_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("fk_mentoring_last_words_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tip_id"], ["tips.id"], name=op.f("fk_mentoring_last_words_tip_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("mentorship_id", "user_id", name=op.f("pk_mentoring_last_words")),
    )
    op.create_table(
        "mentoring_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("logged_by", sa.String(length=32), nullable=False),
        sa.Column("logged_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("fk_mentoring_sessions_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_sessions")),
        sa.UniqueConstraint(
            "mentorship_id", "number", name=op.f("uq_mentoring_sessions_mentorship_id_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mentoring_wishes",
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.String(length=32), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("turn", sa.String(length=10), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("proposed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("until", base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("fk_mentoring_wishes_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mentorship_id", "rank", name=op.f("pk_mentoring_wishes")),
    )
    op.create_index("ix_mentoring_wishes_mentor", "mentoring_wishes", ["mentor_id", "turn"])
    op.create_index(op.f("ix_mentoring_wishes_until"), "mentoring_wishes", ["until"])

    op.create_table(
        "mentoring_worksheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("stuck", sa.Text(), nullable=False),
        sa.Column("suggested", sa.Text(), nullable=False),
        sa.Column("written_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("fk_mentoring_worksheets_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_worksheets")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentoring_worksheets_mentorship_id", "mentoring_worksheets", ["mentorship_id"])

    with op.batch_alter_table("pauses") as batch_op:
        batch_op.add_column(sa.Column("programme", sa.String(length=20), server_default="", nullable=False))
        batch_op.drop_constraint("pk_pauses", type_="primary")
        batch_op.create_primary_key("pk_pauses", ["team_id", "user_id", "programme"])

    with op.batch_alter_table("settings") as batch_op:
        batch_op.add_column(sa.Column("person_budget", sa.Integer(), server_default="2", nullable=False))

    with op.batch_alter_table("skills") as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(length=10), server_default="start", nullable=False))
