"""What somebody has shared survives every new version."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from models import search, tables
from models.audiences import Asker
from models.base import Sessions, connect
from tests import postgres
from tests.conftest import MONDAY

FIRST = "0002"
TAGS = ["git", "kubernetes", "reviews"]


def write_an_old_tip(engine: Engine) -> None:
    """Fill a database as the first version did."""
    tables.upgrade(engine, to=FIRST)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO tips (id, team_id, author_id, text, audience, channel_id, submission, folded, "
                "created_at) VALUES (7, 'T1', 'UADA', 'git worktree saves a stash', 'workspace', 'C1', 'V1', "
                "'git worktree saves a stash #git', '2026-03-02 08:00:00')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO tip_tags (tip_id, tag, team_id, position) VALUES (7, 'git', 'T1', 0), "
                "(7, 'k8s', 'T1', 1), (7, 'kubernetes', 'T1', 2), (7, 'reviews', 'T1', 3)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO tip_thanks (tip_id, user_id, team_id, given_at) "
                "VALUES (7, 'UBEN', 'T1', '2026-03-02 09:00:00')"
            )
        )


def is_all_there(engine: Engine) -> None:
    """Find the old tip by its words, with its tag, its thanks and its author as its owner."""
    tables.upgrade(engine)
    with Sessions(engine).read() as session:
        (tip,) = search.find(
            session, "T1", Asker("UBEN", ()), search.parse("worktree #Git #kube #review"), now=MONDAY
        ).tips
        assert (tip.id, tip.tags, tip.owner_id, len(tip.thanks)) == (7, TAGS, "UADA", 1)
        assert tip.review_at > tip.created_at


@pytest.fixture(params=["sqlite", "postgres"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of each kind with nothing in it."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if request.param == "postgres":
        url = postgres.create(request.getfixturevalue("postgres_url"), "old")
    engine = connect(url)
    yield engine
    engine.dispose()


def test_a_tip_of_the_first_version_is_found_by_this_one(new_database: Engine) -> None:
    write_an_old_tip(new_database)
    is_all_there(new_database)
