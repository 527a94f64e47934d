"""What a search of two words costs beside the index alone, and a digest beside reading the week's tips."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, text

from models import digests, search, search_index, tables
from models.audiences import Asker, Audience
from models.base import Sessions, connect
from models.search import Query
from models.search_index import Entry, KnownWord
from models.tips import Tip, TipTag

NOW = datetime(2027, 1, 1, tzinfo=UTC)
CHUNK = 5_000
SEARCHES = 400
VOCABULARY = 20_000
CHANNELS = 200
A_MEMBERS = 25
"""Channels that somebody is in."""


def lines(database_url: str, tips: int = 100_000) -> Iterator[str]:
    """Search among so many tips, a tenth of them for a channel's members."""
    engine = connect(database_url)
    tables.upgrade(engine)
    sessions = Sessions(engine)
    chance = random.Random(1)
    words = [_word(number) for number in range(VOCABULARY)]
    began = time.perf_counter()
    for first in range(1, tips + 1, CHUNK):
        _fill(sessions, range(first, first + CHUNK), words, chance)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    yield f"{tips:,} tips written and indexed in {time.perf_counter() - began:.0f} s"
    asked: list[tuple[str, ...]] = [tuple(_some(words, chance, 2)) for _ in range(SEARCHES)]
    asker = Asker("U1", [f"C{number}" for number in range(A_MEMBERS)])

    def whole(terms: tuple[str, ...]) -> None:
        with sessions.read() as session:
            search.find(session, "T1", asker, Query(terms), now=NOW)

    def raw(terms: tuple[str, ...]) -> None:
        with sessions.read() as session:
            search_index.best(session, terms, every=True, limit=search.PAGE)

    ours, theirs = _p95(whole, asked), _p95(raw, asked)
    yield (
        f"a search of two words takes {ours:.1f} ms, the index alone {theirs:.1f} ms (95th percentile of "
        f"{SEARCHES}): {ours / theirs:.2f} times"
    )
    slips: list[tuple[str, ...]] = [(terms[0][:2] + terms[0][3:],) for terms in asked[:50]]
    yield f"a slip of the keyboard is understood in {_p95(whole, slips):.0f} ms"
    yield from _digest(sessions)
    engine.dispose()


def million(database_url: str) -> Iterator[str]:
    """Search among ten times as many, where the database is PostgreSQL."""
    if database_url.startswith("sqlite"):
        yield "a million tips are for PostgreSQL"
    else:
        yield from lines(database_url, 1_000_000)


def _digest(sessions: Sessions) -> Iterator[str]:
    week_ago = NOW - timedelta(days=7)
    with sessions.begin() as session:
        digests.subscribe(session, "T1", "C1", digests.Rhythm.WEEKLY, now=week_ago)

    def whole(_: tuple[str, ...]) -> None:
        with sessions.read() as session:
            digests.make(session, "T1", "C1", now=NOW)

    def raw(_: tuple[str, ...]) -> None:
        with sessions.read() as session:
            session.scalars(select(Tip.id).where(Tip.team_id == "T1", Tip.created_at > week_ago)).all()

    ours, theirs = _p95(whole, [()] * 50), _p95(raw, [()] * 50)
    yield f"a digest takes {ours:.1f} ms, the week's tips alone {theirs:.1f} ms: {ours / theirs:.2f} times"


def _fill(sessions: Sessions, ids: range, words: list[str], chance: random.Random) -> None:
    texts = {tip_id: " ".join(_some(words, chance, 20)) for tip_id in ids}
    with sessions.begin() as session:
        session.execute(insert(Tip), [_row(tip_id, words, chance) for tip_id, words in texts.items()])
        tags = {tip_id: _some(words, chance, 1)[0] for tip_id in ids}
        rows = [
            {"tip_id": tip_id, "tag": tag, "team_id": "T1", "position": 0} for tip_id, tag in tags.items()
        ]
        session.execute(insert(TipTag), rows)
        for tip_id, typed in texts.items():
            search_index.write(session.connection(), Entry(tip_id, "T1", typed, [tags[tip_id]]))
        if ids.start == 1:
            session.execute(insert(KnownWord), [{"team_id": "T1", "word": word} for word in set(words)])


def _row(tip_id: int, typed: str, chance: random.Random) -> dict[str, object]:
    moment = NOW - timedelta(minutes=tip_id * 5)
    return {
        "id": tip_id,
        "team_id": "T1",
        "author_id": f"U{tip_id % 500}",
        "owner_id": f"U{tip_id % 500}",
        "text": typed,
        "format": "text",
        "audience": Audience.CHANNEL if chance.random() < 0.1 else Audience.WORKSPACE,
        "channel_id": f"C{tip_id % CHANNELS}",
        "submission": f"bench:{tip_id}",
        "created_at": moment,
        "review_at": moment + timedelta(days=183),
        "version": 0,
    }


def _some(words: list[str], chance: random.Random, count: int) -> list[str]:
    """Choose words as often as people use them: the n-th most common word n times less (Zipf, 1949)."""
    return [words[int(len(words) ** chance.random()) - 1] for _ in range(count)]


def _word(number: int) -> str:
    letters = []
    number += 1
    while number:
        number, at = divmod(number, 70)
        letters.append("bcdfgjklmnprtv"[at // 5] + "aeiou"[at % 5])
    return "".join(letters) + "nt"


def _p95(work: Callable[[tuple[str, ...]], None], asked: list[tuple[str, ...]]) -> float:
    """Time each, in milliseconds, and give the 95th percentile."""
    work(asked[0])
    taken = []
    for terms in asked:
        began = time.perf_counter()
        work(terms)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(taken, n=20)[-1]
