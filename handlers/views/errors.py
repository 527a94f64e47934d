"""What people see when something did not work."""

from handlers.views import blocks
from handlers.views.blocks import View

VISITOR = (
    "Potluck belongs to another company's workspace, and is for its members. Nothing was changed; what you "
    "write here reaches them as always."
)


def apology(reference: str) -> str:
    """Apologise for a fault of ours; the reference finds it in the log."""
    return (
        "Something went wrong on my side, and nothing was changed. Please try again in a moment. "
        f"If it stays so, give this reference to whoever runs Potluck: {reference}"
    )


def window(text: str) -> View:
    """Show a mistake or an apology in a window, where no message can carry it."""
    return blocks.modal("errors.window", "That did not work", [blocks.section(blocks.escape(text))])
