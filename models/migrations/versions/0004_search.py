"""Search: the full-text index of tips, and the words that they hold."""

import sqlalchemy as sa
from alembic import op

from models import search_index
from models.search_index import Entry

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQLITE = """
CREATE VIRTUAL TABLE tip_search USING fts5(tags, words, tokenize="ascii tokenchars '_'", prefix='3 4');
INSERT INTO tip_search (tip_search, rank) VALUES ('rank', 'bm25(4.0, 1.0)');
CREATE TRIGGER tips_leave_search AFTER DELETE ON tips
BEGIN DELETE FROM tip_search WHERE rowid = old.id; END;
"""
POSTGRESQL = """
CREATE TABLE tip_search (
    tip_id integer PRIMARY KEY REFERENCES tips (id) ON DELETE CASCADE, words tsvector NOT NULL
);
CREATE INDEX ix_tip_search_words ON tip_search USING gin (words);
"""


def upgrade() -> None:
    connection = op.get_bind()
    op.create_table(
        "known_words",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "word", name=op.f("pk_known_words")),
    )
    for statement in (SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL).strip().split(";\n"):
        op.execute(statement)
    op.execute("ALTER TABLE tips DROP COLUMN folded")
    op.create_index(op.f("ix_tip_tags_tag"), "tip_tags", ["team_id", "tag"])
    op.create_index(op.f("ix_tips_newest"), "tips", ["team_id", "created_at"])
    op.create_index(op.f("ix_tip_thanks_lately"), "tip_thanks", ["team_id", "given_at"])
    op.drop_index(op.f("ix_tips_team_id"), "tips")
    _index_what_is_there(connection)


def _index_what_is_there(connection: sa.Connection) -> None:
    tags: dict[int, list[str]] = {}
    for tip_id, tag in connection.execute(sa.text("SELECT tip_id, tag FROM tip_tags ORDER BY position")):
        tags.setdefault(tip_id, []).append(tag)
    known: set[tuple[str, str]] = set()
    for row in connection.execute(sa.text("SELECT id, team_id, text FROM tips")).all():
        entry = Entry(row.id, row.team_id, row.text, tags.get(row.id, []))
        search_index.write(connection, entry)
        known |= {(row.team_id, word) for word in entry.words()}
    for team_id, word in sorted(known):
        connection.execute(
            sa.text("INSERT INTO known_words (team_id, word) VALUES (:team, :word)"),
            {"team": team_id, "word": word},
        )
