"""What an operator wants to know before and after: whether everything Potluck needs is there."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from slack_sdk.web import SlackResponse
from sqlalchemy import func, select

from bot import slack
from bot.clock import utc_now
from bot.config import Config, Mode
from bot.reports import LATE
from bot.workspace.manifest import Manifest
from models import bank, mixers_together, tables
from models.base import Sessions, connect
from models.outbox import Owed, Step

SECONDS = 10
APART_SECONDS = 30

HISTORY = {
    "channels:history": "public channels",
    "groups:history": "private channels",
    "im:history": "direct messages",
    "mpim:history": "group messages",
}
"""The scope with which a message in doubt is looked for, and where."""


class Finding(NamedTuple):
    """One thing looked at."""

    subject: str
    text: str
    good: bool = True

    def __str__(self) -> str:
        return f"{'ok  ' if self.good else 'LOOK'}  {self.subject:9} {self.text}"


def examine(config: Config) -> Iterator[Finding]:
    """Look at the settings, the database, the outbox and Slack, one after the other."""
    yield Finding("settings", f"{config.mode.value} mode")
    yield from _bank()
    if config.mode == Mode.LOCAL:
        yield Finding("slack", "no tokens: `make run` opens the local workspace")
        return
    engine = connect(config.database_url)
    tables.upgrade(engine)
    yield Finding("database", f"{engine.dialect.name}, up to date")
    yield _outbox(Sessions(engine))
    engine.dispose()
    client = slack.client(config.bot_token, config.api_url, timeout=SECONDS)
    answer = slack.answer(client.auth_test)
    yield Finding("slack", f"{answer['user']} in {answer['team']}")
    yield _clock(answer)
    yield from _scopes(answer)


def _bank() -> Iterator[Finding]:
    shared = bank.shared()
    yield Finding("prompts", f"{len(shared.prompts)} in {len(shared.formats)} formats")
    for problem in shared.problems:
        yield Finding("prompts", f"{bank.SHARED.name}, {problem}", good=False)
    ideas = sum(len(mixers_together.shelf(name).ideas) for name in mixers_together.FILES)
    yield Finding("mixers", f"{ideas} things that a group may do together")
    for problem in mixers_together.problems():
        yield Finding("mixers", problem, good=False)


def _outbox(sessions: Sessions) -> Finding:
    with sessions.read() as session:
        late = session.scalar(select(func.count()).where(Owed.due_at < utc_now() - LATE)) or 0
        failed = session.scalar(select(func.count()).where(Owed.step == Step.REFUSED)) or 0
    advice = "; `python -m bot outbox` lists them" if late or failed else ""
    return Finding("outbox", f"{late:,} late, {failed:,} failed{advice}", good=not late and not failed)


def _clock(answer: SlackResponse) -> Finding:
    told = answer.headers.get("Date") or answer.headers.get("date")
    if told is None:
        return Finding("clock", "Slack tells no time to compare with")
    apart = abs((datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds())
    return Finding("clock", f"{apart:.0f} s from Slack's", good=apart < APART_SECONDS)


def _scopes(answer: SlackResponse) -> Iterator[Finding]:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    manifest = Manifest()
    missing = sorted(manifest.required - granted)
    if missing:
        yield Finding("scopes", f"missing: {', '.join(missing)}; install the app again", good=False)
    else:
        yield Finding("scopes", "all that are needed")
    for scope in sorted(manifest.scopes - manifest.required - granted - HISTORY.keys()):
        yield Finding("scopes", f"without {scope}, which is optional")
    for scope, where in HISTORY.items():
        yield Finding("doubt", _doubt(where, scope, looks=scope in granted))


def _doubt(where: str, scope: str, *, looks: bool) -> str:
    if looks:
        return f"{where}: a message that may have been sent is looked for before it is sent again"
    return (
        f"{where}: cannot be looked into without {scope}; a message that may have been sent is sent again "
        "if it must arrive, and not if it must not come twice"
    )
