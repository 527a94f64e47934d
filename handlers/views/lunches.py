"""What people see of a lunch: its announcement in the channel, and the list of those to come."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from handlers.views import blocks, lunches_calendar, lunches_seats, lunches_talks, lunches_wishes
from handlers.views.blocks import Block, Message, View
from handlers.views.lunches_words import day, place, spoken, when
from models.lunches import Lunch, State
from models.lunches_announcement import Announcement, Seen
from models.lunches_seats import Answer, Seat
from models.lunches_series import Food
from models.lunches_talks import Talk

LUNCHES_SHOWN = 8
BLOCKS_LISTED = 90

HELP = (
    "`/lunch-signup` shows the learning lunches of your channels: take a seat, wish for a topic, start a "
    "series. `/lunch-signup How we halved CI time` offers a talk with that title; five minutes are enough."
)

FOODS = {Food.OWN: "bring your own lunch", Food.CATERED: "lunch is there"}


def announcement(shown: Announcement) -> Message:
    """Build the post for a lunch's channel, as the lunch is now."""
    lunch = shown.lunch
    text = f"{blocks.quiet(lunch.title)}: {spoken(lunch)}"
    return Message(text=text, blocks=[*_head(lunch), *_body(shown)])


def changed(told: Sequence[Lunch], seats: Mapping[int, Seat]) -> Message:
    """Tell somebody what has become of a lunch, or of several of a series; `seats` are theirs, by lunch."""
    off = [lunch for lunch in told if lunch.state == State.CALLED_OFF]
    on = [lunch for lunch in told if lunch.state != State.CALLED_OFF]
    said = "\n".join([*_called_off(off), *_elsewhere(on, seats)])
    calendar = [] if len(told) > 1 else [blocks.actions("changed", lunches_calendar.button(told[0]))]
    return Message(text=said, blocks=[blocks.section(said), *calendar])


def overview(rows: Sequence[Seen], *, offered: str = "") -> View:
    """List the lunches to come in one's channels, with seats to take and ways to bring something."""
    nothing = (
        "No lunch is planned in your channels yet. Start a series: half an hour together while you eat, at a "
        "time you choose. Or wish for a topic, and see who can tell you about it."
    )
    return blocks.modal(
        "lunches.list",
        "Learning lunches",
        [
            *([] if rows else [blocks.section(nothing)]),
            blocks.actions(
                "ways",
                blocks.button("Offer a talk", "lunches_talks.new", value=offered, style="primary"),
                blocks.button("My talks", "lunches_talks.mine"),
                blocks.button("Wishes", "lunches_wishes.list"),
                *([] if rows else [blocks.button("Start a series", "lunches_series.new")]),
                blocks.button("Series", "lunches_series.list"),
            ),
            *_fitting([blocks.divider(), *_row(row)] for row in rows),
        ],
    )


def home_row(row: Seen, reader_id: str) -> list[Block]:
    """Show somebody a lunch in a few words: what part they have in it, and a seat to take or let go of."""
    lunch, talks = row.announcement.lunch, row.announcement.talks
    own = [talk for talk in talks if reader_id in talk.speakers]
    others = ", ".join(_title(talk) for talk in talks if talk not in own)
    gives = f"You give {' and '.join(map(_title, own))}." if own else ""
    hosts = "You are its host." if row.mine else ""
    part = " ".join(filter(None, (gives, hosts)))
    lines = [f"*{_named(lunch)}*", f"{when(lunch)}, {place(lunch)}", others, part]
    said = blocks.section("\n".join(filter(None, lines)), accessory=_more(row))
    return [said, *lunches_seats.own(row.announcement, row.seat)]


def digest_row(lunch: Lunch | None) -> list[Block]:
    """Name the next lunch to a digest's reader."""
    if lunch is None:
        return []
    said = f"*The next lunch*: {blocks.quiet(lunch.title)}\n{when(lunch)}, {place(lunch)}"
    return [blocks.section(said, accessory=blocks.button("All lunches", "lunches.list"))]


def _title(talk: Talk) -> str:
    return f"“{blocks.quiet(talk.title, 80)}”"


def _called_off(told: Sequence[Lunch]) -> list[str]:
    if len(told) > 1:
        listed = [f"•  {when(lunch)}" for lunch in told]
        return [f"{_named(told[0])} is called off on these days. You need not do anything.", *listed]
    return [f"{_named(each)}, {when(each)}, is called off. You need not do anything." for each in told]


def _elsewhere(told: Sequence[Lunch], seats: Mapping[int, Seat]) -> list[str]:
    if len(told) > 1:
        listed = [f"•  {when(lunch)}, {place(lunch)}{_before(lunch)}" for lunch in told]
        seated = all(lunch.id in seats and seats[lunch.id].answer == Answer.GOING for lunch in told)
        kept = "Your seats are kept" if seated else "What you said to each stands"
        return [f"{_named(told[0])} has changed. {kept}; it is now:", *listed]
    return [
        f"{_named(each)} has changed: it is {when(each)}, {place(each)}{_before(each)}."
        f"{lunches_seats.kept(seats.get(each.id))}"
        for each in told
    ]


def _named(lunch: Lunch) -> str:
    return f"{blocks.quiet(lunch.title)} in {blocks.channel(lunch.channel_id)}"


def _before(lunch: Lunch) -> str:
    if lunch.was_at is None:
        return ""
    local = lunch.was_at.astimezone(ZoneInfo(lunch.zone))
    stands = f"<!date^{int(lunch.was_at.timestamp())}^{{date_short_pretty}} at {{time}}|{day(local)}>"
    return f" (before: {stands})"


def _fitting(rows: Iterable[list[Block]]) -> list[Block]:
    """Put rows under each other as long as a window holds them; a lunch of many talks takes many blocks."""
    listed: list[Block] = []
    for row in rows:
        if len(listed) + len(row) <= BLOCKS_LISTED:
            listed += row
    return listed


def _head(lunch: Lunch, *, where: str = "", accessory: Block | None = None) -> list[Block]:
    traits = [
        *([where] if where else []),
        f"{lunch.minutes} minutes",
        FOODS[Food(lunch.food)],
        *(["in work time"] if lunch.work_time else []),
        *([f"host {blocks.person(lunch.host_id)}"] if lunch.host_id else []),
    ]
    return [
        blocks.header(lunch.title),
        blocks.section(f"*{when(lunch)}*\n{place(lunch)}", accessory=accessory),
        blocks.context("  ·  ".join(traits)),
    ]


def _body(shown: Announcement) -> list[Block]:
    lunch = shown.lunch
    if lunch.state == State.CALLED_OFF:
        return [blocks.section("This lunch is called off. Everybody with a seat has been told.")]
    if lunch.state == State.OVER:
        return [*lunches_talks.programme(shown), blocks.context("This lunch is over.")]
    return [
        *lunches_talks.programme(shown),
        *lunches_wishes.wanted(shown),
        *lunches_seats.buttons(shown),
        blocks.actions(
            f"ways-{lunch.id}",
            *lunches_talks.way(shown),
            lunches_calendar.button(lunch),
            blocks.button("All lunches", "lunches.list"),
        ),
    ]


def _row(row: Seen) -> list[Block]:
    lunch = row.announcement.lunch
    return [
        *_head(lunch, where=blocks.channel(lunch.channel_id), accessory=_more(row)),
        *lunches_talks.programme(row.announcement),
        *lunches_seats.own(row.announcement, row.seat),
    ]


def _more(row: Seen) -> Block:
    """Build what else the announcement offers, and what a host may do, without a button each."""
    lunch = row.announcement.lunch
    ways = [
        *([blocks.option("Offer a talk", f"talk/{lunch.id}")] if lunches_talks.way(row.announcement) else []),
        blocks.option("Calendar", f"calendar/{lunch.id}"),
        *([blocks.option("Change date", f"change/{lunch.id}")] if row.mine else []),
    ]
    return blocks.overflow("lunches.more", ways) if len(ways) > 1 else lunches_calendar.button(lunch)
