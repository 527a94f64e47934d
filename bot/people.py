"""What an operator brings in on the command line: people's teams, sites and managers, from a file."""

from collections.abc import Iterator

from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot import slack
from bot.clock import utc_now
from bot.config import Config, ConfigError, Mode
from handlers import people
from models import audit, profiles_import, workspaces
from models.base import Sessions
from models.profiles_import import Colleague, Plan

SECONDS = 20
PATIENCE = 5
"""How often a page of people is asked for again where Slack wants us to wait: reading twice harms nothing."""


class NotAllTakenError(Exception):
    """Some lines of a file were not taken."""


def load(config: Config, sessions: Sessions, data: bytes, *, dry_run: bool) -> Iterator[str]:
    """Bring in a file, or only look: what changes line by line, then how much, and NotAllTakenError."""
    found = profiles_import.read(profiles_import.decode(data))
    team_id, colleagues = _colleagues(config, sessions)
    with sessions.begin() as session:
        made = profiles_import.plan(session, team_id, found, colleagues)
        if not dry_run:
            profiles_import.carry_out(session, team_id, made, by=audit.OPERATOR, now=utc_now())
    yield from made.lines()
    yield _summary(made, dry_run=dry_run)
    if made.remarks:
        raise NotAllTakenError("Not everything was taken: see the lines above. Mend them and run it again.")


def _colleagues(config: Config, sessions: Sessions) -> tuple[str, dict[str, Colleague]]:
    if config.mode == Mode.LOCAL:
        raise ConfigError("SLACK_BOT_TOKEN is missing: people are found in Slack, by their e-mail addresses.")
    client = slack.client(config.bot_token, config.api_url, timeout=SECONDS)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=PATIENCE))
    team_id: str = slack.call(client.auth_test)["team_id"]
    with sessions.read() as session:
        known = workspaces.all_ids(session)
    if team_id not in known:
        raise ConfigError(
            "DATABASE_URL leads to a database in which this Slack's Potluck has never run. Start it once, or "
            "name the right one."
        )
    return team_id, people.by_address(client, team_id)


def _summary(made: Plan, *, dry_run: bool) -> str:
    would = "would change" if dry_run else "changed"
    told = f"{len(made.changes):,} {would}, {made.same:,} as they were, {len(made.remarks):,} not taken."
    return f"{told} This was a dry run: nothing is changed yet." if dry_run else told
