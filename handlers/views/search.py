"""What people see of a search: its pages, and what it did not find."""

from collections.abc import Collection, Sequence

from handlers.views import blocks, tips
from handlers.views.blocks import Block, Message
from models import search_index
from models.search import Results
from models.tips import Tip

HELP = (
    "*/find-tip* looks through what your colleagues have shared; only you see the answer.\n"
    "Give one word or several, the beginning of a word, a #tag, or from:@name. Without words it shows "
    "what is fresh and what has helped lately.\n"
    "Example: `/find-tip worktree #git from:@ada`"
)

SNIPPET = 240
MOST_MARKED = 6
BEFORE = 60
"""Characters shown before the first word that was looked for."""


def page(typed: str, found: Results) -> Message:
    """Build one page of results."""
    if not found.tips and not found.liked:
        return _nothing(typed, found)
    title = _title(typed, found)
    return Message(
        text=title.replace("*", ""),
        blocks=[
            blocks.section(title),
            *_rows(found.tips, found.terms),
            *([blocks.section("*Helped most lately*"), *_rows(found.liked, ())] if found.liked else []),
            *_turns(typed, found),
        ],
    )


def _title(typed: str, found: Results) -> str:
    if not typed:
        return "*The newest tips*"
    asked = blocks.quiet(typed, 80)
    if found.meant is not None:
        return f"Nothing has “{asked}”. *Tips with “{blocks.quiet(found.meant, 80)}”*"
    return f"*Tips with “{asked}”*"


def _rows(shown: Sequence[Tip], terms: Collection[str]) -> list[Block]:
    return [block for tip in shown for block in _row(tip, terms)]


def _row(tip: Tip, terms: Collection[str]) -> list[Block]:
    opening = blocks.button("Open", "tips.open", value=tip.id)
    facts = "  ·  ".join(tips.about(tip))
    return [
        snippet(tip.text, terms),
        {**blocks.section(facts, accessory=opening), "block_id": f"tip-{tip.id}"},
    ]


def snippet(text: str, terms: Collection[str]) -> Block:
    """Show the part of a text that holds what was looked for, its words in bold."""
    line = " ".join(text.split())
    spans = [word for word in search_index.words(line) if _wanted(word.folded, terms)]
    start = _word_start(line, spans[0].start - BEFORE) if spans else 0
    end = min(len(line), start + SNIPPET)
    inside = [(word.start, word.end) for word in spans if start <= word.start and word.end <= end]
    return blocks.marked(line, inside[:MOST_MARKED], start=start, end=end)


def _wanted(word: str, terms: Collection[str]) -> bool:
    return any(search_index.begins(word, term) for term in terms)


def _word_start(line: str, at: int) -> int:
    return 0 if at <= 0 else line.find(" ", at) + 1


def _turns(typed: str, found: Results) -> list[Block]:
    back = [_turn("Back", "search.back", typed, found.page - 1)] if found.page else []
    following = [_turn("Next", "search.next", typed, found.page + 1)] if found.more else []
    return [blocks.actions("turn", *back, *following)] if back or following else []


def _turn(label: str, action_id: str, typed: str, page: int) -> Block:
    return blocks.button(label, action_id, value=f"{page} {typed}")


def _nothing(typed: str, found: Results) -> Message:
    if found.page:
        text = "These tips are gone meanwhile. Search again: `/find-tip`"
        return Message(text=text, blocks=[blocks.section(text), *_turns(typed, found)])
    title = f"No tip with “{blocks.quiet(typed, 80)}” yet" if typed else "No tips yet"
    text = f"{title}. Try fewer or other words. If you find out elsewhere, share it: `/share-tip`"
    return Message(text=text, blocks=[blocks.section(text)])
