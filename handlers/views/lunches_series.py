"""What people see of series: the list, the form, and the question to who may say yes."""

from handlers.views import blocks
from handlers.views.blocks import Message
from models.lunches_series import Series, State


def proposed(series: Series) -> Message:
    """Ask who may say yes; once somebody has answered, say what came of it."""
    where = blocks.channel(series.channel_id)
    if series.state != State.PROPOSED:
        said = f"The lunches proposed for {where} are answered. `/lunch-signup` shows them."
        return Message(text=said, blocks=[blocks.section(said)])
    who = blocks.person(series.proposer_id)
    said = f"{who} proposes learning lunches in {where}: {blocks.quiet(series.title)}. Shall they start?"
    value = f"{series.id}/{series.version}"
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            blocks.actions(
                "proposal",
                blocks.button("Confirm", "lunches_series.confirm", value=value, style="primary"),
                blocks.button("Decline", "lunches_series.decline", value=value),
            ),
        ],
    )


def answered(series: Series) -> Message:
    """Tell the proposer what became of it."""
    where, who = blocks.channel(series.channel_id), blocks.person(series.keeper_id or "")
    said = (
        f"{who} said yes: learning lunches begin in {where}. Thank you."
        if series.state == State.RUNNING
        else f"{who} would rather not start learning lunches in {where} now. Thank you for proposing them."
    )
    return Message(text=said, blocks=[blocks.section(said)])
