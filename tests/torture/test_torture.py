"""A short hour of torture; `make torture` is the long one, with every mutation."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.torture.hostile import STORM
from tests.torture.torture import Trial, run

SHORT: dict[str, Any] = {
    "people": 25,
    "posts": 30,
    "violence_seconds": 1.0,
    "most_hurt": 8,
    "patience_seconds": 200.0,
}

GARBLED = replace(STORM, garble=0.02)
"""A storm in which a proxy's page comes now and then where Slack's answer should."""

FOUL = replace(STORM, server_error=0.3)
"""So much doubt that a bot which does not look first is bound to say something twice."""


@pytest.mark.long
def test_whatever_happens_everything_is_said_once_in_order_and_at_slacks_pace(database_url: str) -> None:
    processes = 1 if database_url.startswith("sqlite") else 3
    assert run(Trial(database_url, processes, GARBLED, **SHORT)).faults == {}


@pytest.mark.long
@pytest.mark.parametrize("mutation", ["blind retry", "random keys"])
def test_a_bot_that_does_not_look_first_is_found_out(tmp_path: Path, mutation: str) -> None:
    url = f"sqlite:///{tmp_path / 'potluck.db'}"
    found = run(Trial(url, 1, FOUL, mutation=mutation, until_doubled=True, seed=2, **SHORT))
    assert "doubled" in found.faults
