"""What people see as a series pauses, ends or gets other hosts, and where it cannot be announced."""

from datetime import date

from handlers.views import blocks
from handlers.views.blocks import Message, View
from handlers.views.lunches_series import end_button, mended_by, rhythm
from models.lunches_series import Series, State


def pause(series: Series, until: date) -> View:
    """Ask until when a series rests."""
    return blocks.modal(
        "lunches_series.pause",
        "Pause",
        [
            blocks.field(
                "until",
                "No lunch before",
                blocks.date_input(initial=until),
                hint="Lunches before this day are called off, and who has a seat is told.",
            )
        ],
        submit="Pause",
        metadata=str(series.id),
    )


def hand_over(series: Series) -> View:
    """Ask who is the host from now on."""
    return blocks.modal(
        "lunches_series.hand_over",
        "Hand over",
        [
            blocks.field(
                "to",
                "New host",
                blocks.person_select(),
                hint="They are told, look after every date from now on, and can hand it over again.",
            )
        ],
        submit="Hand over",
        metadata=str(series.id),
    )


def given(series: Series, to: str, by: str) -> Message:
    """Tell somebody that they look after a series now."""
    role = "the host" if to == series.host_id else "a co-host"
    now = f"{blocks.person(by)} made you {role}" if by else f"You are {role} now"
    said = (
        f"{now} of {blocks.quiet(series.title)} in {blocks.channel(series.channel_id)}, "
        f"{rhythm(series.plan)}."
    )
    return _with_page(series, said, "You can hand it over to somebody else at any time.")


def left(series: Series, gone: str) -> Message:
    """Ask who may decide whether they take over a series whose host is gone."""
    name = f"{blocks.quiet(series.title)} in {blocks.channel(series.channel_id)}"
    if series.host_id != gone or series.state != State.RUNNING:
        said = f"{name} is looked after. `/lunch-signup` shows it."
        return Message(text=said, blocks=[blocks.section(said)])
    said = (
        f"{blocks.person(gone)}, the host of {name}, is no longer here. Its lunches stay as they are."
        if gone
        else f"{name} has no host any more. Its lunches stay as they are."
    )
    return Message(
        text=said,
        blocks=[
            blocks.section(f"{said} Will you take over, if only until somebody else is found?"),
            blocks.actions(
                "left",
                blocks.button(
                    "Take over", "lunches_series.take_over", value=f"{series.id}/{gone}", style="primary"
                ),
                blocks.button("Show series", "lunches_series.show", value=series.id),
            ),
            blocks.context(
                "You are asked as a steward or the channel's creator. The first who presses is it."
            ),
        ],
    )


def taken_over(series: Series) -> str:
    """Answer who took over a series."""
    return (
        f"Thank you: you are the host of {blocks.quiet(series.title)} in {blocks.channel(series.channel_id)}."
        " `/lunch-signup` shows it, and hands it over."
    )


def refused(series: Series) -> Message:
    """Tell the hosts why a lunch was not announced, and how to mend it."""
    where = blocks.channel(series.channel_id)
    if series.refusal is None:
        said = f"The lunches in {where} can be announced again."
        return Message(text=said, blocks=[blocks.section(said)])
    said = f"I could not announce {blocks.quiet(series.title)} in {where}: {mended_by(series)}"
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            blocks.actions(
                "refused",
                blocks.button("Go on", "lunches_series.go_on", value=series.id, style="primary"),
                end_button(series),
            ),
            blocks.context("Until then seats are kept, no lunch is announced, and you hear no more of it."),
        ],
    )


def going_on(series: Series) -> str:
    """Answer who let a series go on."""
    return f"{blocks.quiet(series.title)} in {blocks.channel(series.channel_id)} goes on."


def ended(series: Series) -> str:
    """Answer who ended a series."""
    return (
        f"{blocks.quiet(series.title)} in {blocks.channel(series.channel_id)} meets no more. Its coming "
        "lunches are called off, and everybody with a seat is told."
    )


def _with_page(series: Series, said: str, hint: str) -> Message:
    shows = blocks.button("Show series", "lunches_series.show", value=series.id)
    return Message(
        text=said, blocks=[blocks.section(said), blocks.actions("series", shows), blocks.context(hint)]
    )
