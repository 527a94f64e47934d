"""Finding tips: what somebody asked for, ranked, of what they may see; and what is like a tip to be."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from math import ceil, log2
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models import audiences, search_index, tips, tips_thanks
from models.audiences import Asker
from models.errors import RuleError
from models.search_index import KnownWord
from models.tips import Thanks, Tip, TipTag

PAGE = 5
MOST_TERMS = 12
LONGEST = 1000

CANDIDATES = (100, 2000, 10**9)
"""How many of the best fitting tips are looked at, further only where too few of them may be seen."""

HALF_LIFE = timedelta(days=365)
FRESHNESS, GRATITUDE = 0.2, 0.1
"""How much a tip's age, and each doubling of its thanks up to eight, may change its place."""

LIKED_WITHIN = timedelta(days=90)
LIKED_SHOWN = 3

ALIKE = 0.6
"""The share of the shorter text's words that two tips have in common to count as similar."""

COMMON = 2
"""The least number of words that similar tips have in common."""

_AUTHOR = re.compile(r"(?<!\S)from:\s*(?:<@(?P<id>[UW]\w+)(?:\|[^>]*)?>|@?(?P<name>\S+))", re.IGNORECASE)
_TAG = re.compile(r"(?<!\S)#(\S+)")
_FILLERS = frozenset(
    [
        "about",
        "after",
        "all",
        "also",
        "and",
        "any",
        "are",
        "because",
        "been",
        "but",
        "can",
        "could",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "into",
        "its",
        "just",
        "like",
        "more",
        "most",
        "not",
        "now",
        "off",
        "one",
        "only",
        "other",
        "our",
        "out",
        "over",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "too",
        "use",
        "used",
        "using",
        "very",
        "was",
        "way",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


class Query(NamedTuple):
    """What somebody looks for: words, tags, an author by id or still by name."""

    terms: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    author_id: str | None = None
    author_name: str | None = None

    @property
    def empty(self) -> bool:
        """Tell whether nothing was asked for."""
        return not (self.terms or self.tags or self.author_id or self.author_name)


class Results(NamedTuple):
    """One page of what was found.

    `terms` are the words that were looked for in the end; `meant` stands for those with a slip in them.
    `liked` are shown with the newest, where nothing was asked for.
    """

    tips: Sequence[Tip]
    page: int
    more: bool
    terms: tuple[str, ...] = ()
    meant: str | None = None
    liked: Sequence[Tip] = ()


def parse(typed: str) -> Query:
    """Read a search as it is typed: words, #tags, from:@name."""
    if len(typed) > LONGEST:
        raise RuleError(f"A search holds at most {LONGEST:,} characters: a few words are enough.")
    author = _AUTHOR.search(typed)
    rest = _AUTHOR.sub(" ", typed)
    tags = [tag for each in _TAG.findall(rest) for tag in tips.parse_tags(each)]
    words = dict.fromkeys(word.folded for word in search_index.words(_TAG.sub(" ", rest)))
    if typed and not (author or tags or words):
        raise RuleError("There is no word in this search. Try one or two words, a #tag, or from:@name.")
    return Query(
        tuple(words)[:MOST_TERMS],
        tuple(tags),
        author["id"] if author else None,
        author["name"] if author else None,
    )


def find(
    session: Session, team_id: str, asker: Asker, query: Query, *, page: int = 0, now: datetime
) -> Results:
    """Find one page of what somebody may see, the best first; without words, the newest first."""
    seen = _conditions(team_id, asker, query)
    if not query.terms:
        liked = _liked(session, team_id, seen, now) if query.empty and page == 0 else ()
        return Results(*_newest(session, seen, page, [tip.id for tip in liked]), liked=liked)
    ranked = _ranked(session, seen, query.terms, need=(page + 1) * PAGE + 1, now=now)
    if ranked or page:
        return Results(*_page_of(session, ranked, page), query.terms)
    meant = tuple(_meant(session, team_id, _conditions(team_id, asker, Query()), query.terms))
    if meant == query.terms:
        return Results((), page, more=False, terms=query.terms)
    ranked = _ranked(session, seen, meant, need=PAGE + 1, now=now)
    return Results(*_page_of(session, ranked, page), meant, meant=" ".join(meant) if ranked else None)


def similar(session: Session, team_id: str, asker: Asker, text: str, *, limit: int) -> list[Tip]:
    """Find the tips that say nearly the same, of those somebody may see."""
    words = telling(text)
    terms = sorted(words, key=len, reverse=True)[:MOST_TERMS]
    if len(terms) < COMMON:
        return []
    fits = search_index.best(session, terms, every=False, limit=CANDIDATES[0])
    seen = _conditions(team_id, asker, Query())
    found = session.scalars(select(Tip).where(Tip.id.in_([tip_id for tip_id, _ in fits]), *seen)).all()
    alike = sorted(((_alike(words, telling(tip.text)), tip.id, tip) for tip in found), reverse=True)
    return [tip for share, _, tip in alike if share >= ALIKE][:limit]


def about(session: Session, team_id: str, asker: Asker, words: Collection[str], *, limit: int) -> list[Tip]:
    """Find the tips that hold enough of a question's words, the best first, of those somebody may see."""
    terms = sorted(words, key=len, reverse=True)[:MOST_TERMS]
    if not terms:
        return []
    fits = dict(search_index.best(session, terms, every=False, limit=CANDIDATES[0]))
    seen = _conditions(team_id, asker, Query())
    found = session.scalars(select(Tip).where(Tip.id.in_(fits), *seen)).all()
    held = {tip.id: _count_held(tip.entry.words(), terms) for tip in found}
    best = sorted(found, key=lambda tip: (held[tip.id], fits[tip.id], tip.id), reverse=True)
    return [tip for tip in best if held[tip.id] >= enough(terms)][:limit]


def enough(words: Collection[str]) -> int:
    """Tell how many of a question's words an answer has to hold: half, and two where there are so many."""
    return max(min(len(words), COMMON), ceil(len(words) / 2))


def _count_held(words: Collection[str], terms: Iterable[str]) -> int:
    return sum(any(search_index.begins(word, term) for word in words) for term in terms)


def _conditions(team_id: str, asker: Asker, query: Query) -> list[ColumnElement[bool]]:
    tagged = [
        Tip.id.in_(select(TipTag.tip_id).where(TipTag.team_id == team_id, TipTag.key == tips.tag_key(tag)))
        for tag in query.tags
    ]
    written = [Tip.author_id == query.author_id] if query.author_id else []
    seen = audiences.visible(asker, Tip)
    return [Tip.team_id == team_id, Tip.archived_at.is_(None), seen, *tagged, *written]


def _ranked(
    session: Session,
    seen: Sequence[ColumnElement[bool]],
    terms: Sequence[str],
    *,
    need: int,
    now: datetime,
) -> list[int]:
    """Order what fits: the fit counts most, then how fresh a tip is and whom it helped."""
    scored: list[tuple[float, int]] = []
    for limit in CANDIDATES:
        fits = search_index.best(session, terms, every=True, limit=limit)
        most = max((fit for _, fit in fits), default=0.0) or 1.0
        scored = [
            (fit / most * _worth(created, checked, thanks, now), tip_id)
            for chunk in _chunks(fits)
            for tip_id, fit, created, checked, thanks in _facts(session, seen, dict(chunk))
        ]
        if len(scored) >= need or len(fits) < limit:
            break
    return [tip_id for _, tip_id in sorted(scored, reverse=True)]


def _facts(
    session: Session, seen: Sequence[ColumnElement[bool]], fits: dict[int, float]
) -> Iterator[tuple[int, float, datetime, datetime | None, int]]:
    thanks = select(func.count()).where(Thanks.tip_id == Tip.id).scalar_subquery()
    facts = select(Tip.id, Tip.created_at, Tip.checked_at, thanks).where(Tip.id.in_(fits), *seen)
    for tip_id, created, checked, helped in session.execute(facts):
        yield tip_id, fits[tip_id], created, checked, helped


def _worth(created: datetime, checked: datetime | None, thanks: int, now: datetime) -> float:
    age = max(now - (checked or created), timedelta())
    fresh: float = 0.5 ** (age / HALF_LIFE)
    return (1 - FRESHNESS + FRESHNESS * fresh) * (1 + GRATITUDE * min(log2(1 + thanks), 3))


def _page_of(session: Session, ranked: Sequence[int], page: int) -> tuple[list[Tip], int, bool]:
    ids = ranked[page * PAGE : (page + 1) * PAGE]
    found = {tip.id: tip for tip in session.scalars(select(Tip).where(Tip.id.in_(ids)))}
    return [found[tip_id] for tip_id in ids], page, len(ranked) > (page + 1) * PAGE


def _newest(
    session: Session, seen: Sequence[ColumnElement[bool]], page: int, without: Collection[int]
) -> tuple[Sequence[Tip], int, bool]:
    newest = select(Tip).where(*seen, Tip.id.not_in(without)).order_by(Tip.created_at.desc(), Tip.id.desc())
    found = session.scalars(newest.offset(page * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], page, len(found) > PAGE


def _liked(
    session: Session, team_id: str, seen: Sequence[ColumnElement[bool]], now: datetime
) -> Sequence[Tip]:
    return tips_thanks.most_helpful(session, team_id, *seen, since=now - LIKED_WITHIN, limit=LIKED_SHOWN)


def _meant(
    session: Session, team_id: str, seen: Sequence[ColumnElement[bool]], terms: Iterable[str]
) -> Iterator[str]:
    """Give each term, or the nearest word of a tip that the asker may see.

    What they may not see has no part in it, so nothing about it can be learnt from the answer.
    """
    for term in terms:
        if _seen_in_any(session, seen, term):
            yield term
        else:
            near = _near(session, team_id, term)
            yield next((word for word in near if _seen_in_any(session, seen, word)), term)


def _seen_in_any(session: Session, seen: Sequence[ColumnElement[bool]], term: str) -> bool:
    for limit in CANDIDATES:
        fits = search_index.best(session, [term], every=True, limit=limit)
        for chunk in _chunks(fits):
            ids = [tip_id for tip_id, _ in chunk]
            if session.scalar(select(Tip.id).where(Tip.id.in_(ids), *seen).limit(1)) is not None:
                return True
        if len(fits) < limit:
            return False
    return False


def _near(session: Session, team_id: str, term: str) -> list[str]:
    """List the known words a slip or two away, the nearest first; one of its first letters begins them."""
    slips = 0 if len(term) < 4 else 1 if len(term) < 7 else 2  # noqa: PLR2004 - short words have many neighbours
    letters = set(term[:2])
    known = select(KnownWord.word).where(
        KnownWord.team_id == team_id,
        func.length(KnownWord.word).between(len(term) - slips, len(term) + slips),
        func.substr(KnownWord.word, 1, 1).in_(letters),
    )
    measured = ((distance(term, word, slips), word) for word in session.scalars(known))
    return [word for away, word in sorted(measured) if 0 < away <= slips]


def distance(one: str, other: str, most: int) -> int:
    """Count the letters to add, leave out, change or swap with a neighbour; more than `most` is `most` + 1.

    The restricted Damerau-Levenshtein distance, a row at a time.
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        two_before, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                steps = min(steps, two_before[j - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
    return row[-1]


def telling(text: str) -> set[str]:
    """Give the words of a text that say what it is about."""
    folded = {word.folded for word in search_index.words(text)}
    return {word for word in folded if word not in _FILLERS and (len(word) > 2 or not word.isascii())}  # noqa: PLR2004


def _alike(one: set[str], other: set[str]) -> float:
    common = len(one & other)
    return common / min(len(one), len(other)) if common >= COMMON else 0.0


def _chunks(fits: Sequence[tuple[int, float]], size: int = 5000) -> Iterator[Sequence[tuple[int, float]]]:
    for at in range(0, len(fits), size):
        yield fits[at : at + size]
