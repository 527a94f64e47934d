"""What people see of thanks: the answer to "This helped", the saved list, an author's good news."""

from handlers.views import blocks
from handlers.views.blocks import Message, View
from models.tips import Tip
from models.tips_thanks import MINUTES, Helped


def thanked(tip: Tip, *, minutes: int | None = None) -> Message:
    """Answer who pressed "This helped"; they may say how much time it saved, or undo it."""
    author = blocks.person(tip.author_id)
    if minutes is None:
        said = f"Noted. {author} will hear that it helped, not whom. Roughly how much time did it save you?"
        offered = [
            blocks.button(f"{each} min", f"tips.minutes.{each}", value=f"{tip.id} {each}") for each in MINUTES
        ]
    else:
        said, offered = f"Noted: about {minutes} minutes. {author} will hear the sum, not whose.", []
    undo = blocks.button("Undo", "tips.unthank", value=tip.id)
    return Message(text=said, blocks=[blocks.section(said), blocks.actions("thanks", *offered, undo)])


def taken_back() -> str:
    """Answer who undid it."""
    return "Undone: your thanks for this tip are taken back."


def saved(*, kept: bool) -> str:
    """Answer who put a tip aside, or off their list."""
    if kept:
        return "Saved. It is on your Home tab; press Save again to take it off your list."
    return "Taken off your list."


def saved_window(*, kept: bool) -> View:
    """Say the same in the window where the button was."""
    return blocks.modal("tips.saved", "Saved" if kept else "Taken off", [blocks.section(saved(kept=kept))])


def news(helped: Helped) -> Message:
    """Tell an author, at most weekly, what their tips have done."""
    who = "One colleague" if helped.people == 1 else f"{helped.people:,} colleagues"
    said = f"{who} said that a tip of yours helped since you last heard from me{_time(helped)}. Thank you."
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            blocks.context("I write this at most once a week. Your Home tab lists your tips."),
        ],
    )


def _time(helped: Helped) -> str:
    return f", and saved them at least {helped.minutes:,} minutes" if helped.minutes else ""
