"""The full-text index of tips: one interface over SQLite's FTS5 and PostgreSQL's tsvector.

Both index the same words, which are made here: neither database reads text in its own way.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, String, delete, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, insert_missing

LONGEST_WORD = 40
"""Letters of a word that count; what comes after them is left out."""

PREFIX_FROM = 3
"""A word of so many letters finds what begins with it."""

MOST_PLACES = 16_000
"""Words of one text that count: PostgreSQL numbers no more."""

_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e"
)
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
_EMOJI = "[\u2600-\u27bf\U0001f300-\U0001faff]"
_WORD = re.compile(rf"{_LETTER}+(?:(?:\+\+|#)(?!{_LETTER}))?|{_EMOJI}")
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+)")
_SIGNS = str.maketrans({"+": "plus", "#": "sharp"})
_ACCENTS_FROM = 10
"""Combining classes below are of signs that make another letter, as in Indian scripts."""


class Word(NamedTuple):
    """A word as it is indexed, and where it stands in the text."""

    folded: str
    start: int
    end: int


class Entry(NamedTuple):
    """What the index holds of one tip."""

    tip_id: int
    team_id: str
    text: str
    tags: Sequence[str]

    def words(self) -> set[str]:
        """Give every word of it, folded."""
        return {word.folded for part in (self.text, *self.tags) for word in words(part)}


class KnownWord(Base):
    """A word that some tip of a workspace holds: what a slip of the keyboard may have meant."""

    __tablename__ = "known_words"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    word: Mapped[str] = mapped_column(String(LONGEST_WORD), primary_key=True)


def words(typed: str) -> Iterator[Word]:
    """Give a text's words, folded: case, accents and a plural's s do not count, C++ and c# stay themselves.

    Scripts that are written without spaces give pairs of neighbours.
    """
    for match in _WORD.finditer(typed):
        at = match.start()
        for part in filter(None, _UNSPACED.split(match[0])):
            if _UNSPACED.match(part):
                yield from (Word(part[n : n + 2], at + n, at + n + 2) for n in range(len(part)))
            elif folded := _folded(part):
                yield Word(folded, at, at + len(part))
            at += len(part)


def begins(word: str, term: str) -> bool:
    """Tell whether a word is found by a term: the same, or begun by it where that is long enough."""
    return word == term or (len(term) >= PREFIX_FROM and word.startswith(term))


def put(session: Session, entry: Entry) -> None:
    """Index a tip that is not in the index."""
    write(session.connection(), entry)
    rows = [{"team_id": entry.team_id, "word": word} for word in sorted(entry.words())]
    insert_missing(session, KnownWord, rows)


def drop(session: Session, entry: Entry) -> None:
    """Forget a tip's words, and those that no other tip of the workspace holds."""
    session.execute(text(_DROP[_kind(session)]), {"id": entry.tip_id})
    gone = [word for word in sorted(entry.words()) if not _held(session, entry.team_id, word)]
    session.execute(delete(KnownWord).where(KnownWord.team_id == entry.team_id, KnownWord.word.in_(gone)))


def best(session: Session, terms: Sequence[str], *, every: bool, limit: int) -> list[tuple[int, float]]:
    """Give the ids of the tips that hold every term, or any, the best first, and how well each fits.

    Fit is BM25 on SQLite and `ts_rank` on PostgreSQL: more is better, and only comparable in one answer. A
    word in the tags counts four times.
    """
    parameters = {"query": _query(session, terms, every=every), "limit": limit}
    return [(row.id, -row.rank) for row in session.execute(text(_BEST[_kind(session)]), parameters)]


def write(connection: Connection, entry: Entry) -> None:
    """Write a tip's words into the database's own index; migrations use it too."""
    told = [_ascii(word.folded) for word in words(entry.text)][:MOST_PLACES]
    tagged = [_ascii(word.folded) for tag in entry.tags for word in words(tag)]
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO tip_search (rowid, tags, words) VALUES (:id, :tags, :words)"
        values = {"tags": " ".join(tagged), "words": " ".join(told)}
    else:
        statement = "INSERT INTO tip_search (tip_id, words) VALUES (:id, CAST(:words AS tsvector))"
        places = [*((word, "A") for word in tagged), *((word, "D") for word in told)]
        values = {"words": " ".join(f"{word}:{at}{kind}" for at, (word, kind) in enumerate(places, 1))}
    connection.execute(text(statement), {"id": entry.tip_id, **values})


_DROP = {
    "sqlite": "DELETE FROM tip_search WHERE rowid = :id",
    "postgresql": "DELETE FROM tip_search WHERE tip_id = :id",
}
_BEST = {
    "sqlite": "SELECT rowid AS id, rank FROM tip_search WHERE tip_search MATCH :query "
    "ORDER BY rank LIMIT :limit",
    "postgresql": "SELECT tip_id AS id, -ts_rank('{0.25, 0.25, 0.25, 1.0}', words, query, 1) AS rank "
    "FROM tip_search, CAST(:query AS tsquery) AS query WHERE words @@ query ORDER BY rank LIMIT :limit",
}
# CROSS JOIN is SQLite's word for "in this order": else it asks the index about each tip of the workspace.
_HELD = {
    "sqlite": "SELECT 1 FROM tip_search CROSS JOIN tips ON tips.id = tip_search.rowid "
    "WHERE tip_search MATCH :query AND team_id = :team LIMIT 1",
    "postgresql": "SELECT 1 FROM tip_search JOIN tips ON tips.id = tip_search.tip_id "
    "WHERE words @@ CAST(:query AS tsquery) AND team_id = :team LIMIT 1",
}


def _held(session: Session, team_id: str, word: str) -> bool:
    exact = f'"{_ascii(word)}"' if _kind(session) == "sqlite" else _ascii(word)
    found = session.execute(text(_HELD[_kind(session)]), {"query": exact, "team": team_id})
    return found.first() is not None


def _query(session: Session, terms: Sequence[str], *, every: bool) -> str:
    if _kind(session) == "sqlite":
        joined, quoted, prefix = (" AND " if every else " OR "), '"{}"', '"{}"*'
    else:
        joined, quoted, prefix = (" & " if every else " | "), "{}", "{}:*"
    longer = [len(term) >= PREFIX_FROM or not term.isascii() for term in terms]
    return joined.join(
        (prefix if begins else quoted).format(_ascii(term))
        for term, begins in zip(terms, longer, strict=True)
    )


def _kind(session: Session) -> str:
    return session.get_bind().dialect.name


def _folded(word: str) -> str:
    spread = unicodedata.normalize("NFKD", word.translate(_SIGNS)).casefold()
    bare = "".join(each for each in spread if unicodedata.combining(each) < _ACCENTS_FROM)
    kept = "".join(each for each in bare if each.isalnum() or unicodedata.category(each)[0] in "MS")
    kept = unicodedata.normalize("NFC", kept)[:LONGEST_WORD]
    plural = len(kept) > PREFIX_FROM and kept.endswith("s") and not kept.endswith(("ss", "us", "is"))
    return kept[:-1] if plural else kept


def _ascii(word: str) -> str:
    """Spell a word in what neither database's own reading of text can change."""
    return "".join(each if each.isascii() else f"_{ord(each):x}_" for each in word)
