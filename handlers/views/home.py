"""The Home tab: everything one has and can do, in one place."""

from handlers.views import blocks, tips
from handlers.views.blocks import Block, View
from models.tips import Found

TIPS_SHOWN = 10


def page(mine: Found, thanks: int) -> View:
    """Build the Home tab."""
    return {"type": "home", "callback_id": "home", "blocks": _content(mine, thanks)}


def window(mine: Found, thanks: int) -> View:
    """Build the same in a window, for those who typed the command."""
    return blocks.modal("home.window", "Potluck", _content(mine, thanks))


def _content(mine: Found, thanks: int) -> list[Block]:
    return [
        blocks.header("Colleagues teach each other best"),
        *([] if mine.total else _first_steps()),
        blocks.actions("home", blocks.button("Share a tip", "tips.compose", style="primary")),
        *(_my_tips(mine, thanks) if mine.total else []),
        blocks.divider(),
        blocks.context("Only you see this page. `/potluck help` lists everything Potluck can do."),
    ]


def _first_steps() -> list[Block]:
    return [
        blocks.section(
            "Three first steps:\n"
            "1.  Share one thing that would have saved you an hour: `/share-tip`\n"
            "2.  See what others have shared: `/find-tip`\n"
            "3.  Answer this week's prompt where you see one. A sentence is enough."
        )
    ]


def _my_tips(mine: Found, thanks: int) -> list[Block]:
    shown = mine.tips[:TIPS_SHOWN]
    older = mine.total - len(shown)
    return [
        blocks.divider(),
        blocks.section(f"*Your tips*  ·  {_thanks(thanks)}"),
        *tips.own_rows(shown),
        *([blocks.context(f"{older:,} older. Find them with `/find-tip`.")] if older else []),
    ]


def _thanks(thanks: int) -> str:
    if thanks == 0:
        return "no thanks yet; they come when somebody presses “This helped”"
    return f"{'one colleague' if thanks == 1 else f'{thanks:,} colleagues'} said that a tip of yours helped"
